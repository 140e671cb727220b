import { type Credential, isCredential } from '../../core/belenios/index.ts';
import type { CodeEntry } from './code-entry.ts';
import type { View } from './kiosk-state.ts';

/** What a deputy set for themselves; back to the defaults for the next one. */
export interface Preferences {
  /** Step of the text size, 0 … 3. */
  readonly size: number;
  readonly contrast: boolean;
  readonly speak: boolean;
  readonly view: View;
}
export const defaultPreferences: Preferences = { size: 0, contrast: false, speak: false, view: 'list' };

/** A receipt as its screen shows it; the check value only on the tablet that cast the ballot. */
export interface Receipt {
  readonly tracker: string;
  readonly earlier: boolean;
  readonly commitment?: string | undefined;
}

/** What of one deputy survives a reload of the page, and nothing longer: it goes with the browser tab, and on `wipe`. */
interface Remembered {
  readonly preferences?: Preferences;
  /** Card and code, only between the end of one page and the start of the next. */
  readonly entry?: CodeEntry;
  readonly credential?: string;
  /** Marks under lock (draft.ts). */
  readonly draft?: unknown;
  readonly receipt?: Receipt;
  /** Tracker of the ballot whose deputy waits for it to be sent. */
  readonly sending?: string;
  /** Check value of that ballot, which its deputy saw before casting it. */
  readonly commitment?: string;
}

export type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem'>;
const KEY = 'piaojue.kiosk';

/**
 * The memory of this tab. A browser that refuses storage only loses what a reload would have saved. A card is not written down while its
 * deputy votes, for what a tab stores lies on the tablet's disk: a page that ends hands it to the next one, which takes it away at once.
 */
export class Memory {
  private card: { readonly entry?: CodeEntry | undefined; readonly credential?: string | undefined } = {};

  constructor(private readonly storage: Storage) {
    this.takeOver();
  }

  /** The page ends, and the next one may be the same deputy's after a reload. */
  handOver(): void {
    if (this.card.entry || this.card.credential) this.write(this.card);
  }

  /** Takes what the page before handed over, out of the storage too. */
  takeOver(): void {
    const { entry, credential, ...rest } = this.read();
    if (!entry && !credential) return;
    this.card = { entry, credential };
    this.replace(rest);
  }

  private read(): Remembered {
    try {
      const value: unknown = JSON.parse(this.storage.getItem(KEY) ?? '{}');
      return typeof value === 'object' && value !== null ? value : {};
    } catch {
      return {};
    }
  }

  private write(change: { [Key in keyof Remembered]?: Remembered[Key] | undefined }): void {
    this.replace({ ...this.read(), ...change });
  }

  private replace(all: object): void {
    try {
      this.storage.setItem(KEY, JSON.stringify(all));
    } catch {
      // No room or no permission: the ballot itself is kept elsewhere (outbox.ts).
    }
  }

  get preferences(): Preferences {
    return { ...defaultPreferences, ...this.read().preferences };
  }
  set preferences(preferences: Preferences) {
    this.write({ preferences });
  }

  get entry(): CodeEntry | undefined {
    const { entry } = this.card;
    return Array.isArray(entry?.groups) && entry.groups.length === 5 ? entry : undefined;
  }
  set entry(entry: CodeEntry | undefined) {
    this.card = { ...this.card, entry };
  }

  get credential(): Credential | undefined {
    const { credential } = this.card;
    return credential !== undefined && isCredential(credential) ? credential : undefined;
  }
  /** The card is known: its typed code is no longer needed. */
  set credential(credential: Credential | undefined) {
    this.card = { credential };
  }

  get draft(): unknown {
    return this.read().draft;
  }
  set draft(draft: unknown) {
    if (draft !== undefined || this.draft !== undefined) this.write({ draft });
  }

  get receipt(): Receipt | undefined {
    return this.read().receipt;
  }
  set receipt(receipt: Receipt | undefined) {
    this.write({ receipt });
  }

  get sending(): string | undefined {
    const { sending } = this.read();
    return typeof sending === 'string' ? sending : undefined;
  }
  set sending(sending: string | undefined) {
    this.write({ sending });
  }

  get commitment(): string | undefined {
    const { commitment } = this.read();
    return typeof commitment === 'string' ? commitment : undefined;
  }
  set commitment(commitment: string | undefined) {
    this.write({ commitment });
  }

  /** A deputy is at this tablet, also while a page that was loaded again has not come back to where they were. */
  get taken(): boolean {
    const { receipt, sending } = this.read();
    return [this.card.entry, this.card.credential, receipt, sending].some((one) => one !== undefined);
  }

  /** The ballot is encrypted and kept: the card is no longer needed and must not stay. */
  forgetCard(): void {
    this.card = {};
  }

  /** Clean for the next deputy. */
  wipe(): void {
    this.card = {};
    try {
      this.storage.removeItem(KEY);
    } catch {
      // Nothing was stored then.
    }
  }
}

import { sha256Hex } from '../../core/belenios/hash.ts';
import { type Credential, isCredential } from '../../core/belenios/index.ts';
import type { CodeEntry } from './code-entry.ts';
import type { View } from './kiosk-state.ts';
import type { Marks } from './marks.ts';

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
  readonly entry?: CodeEntry;
  readonly credential?: string;
  /** Marks with the ballot and the card they belong to; the card as a hash. */
  readonly draft?: { readonly ballot: string; readonly card: string; readonly marks: unknown };
  readonly receipt?: Receipt;
  /** Tracker of the ballot whose deputy waits for it to be sent. */
  readonly sending?: string;
  /** Check value of that ballot, which its deputy saw before casting it. */
  readonly commitment?: string;
}

export type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem'>;
const KEY = 'piaojue.kiosk';

const cardName = (ballot: string, credential: Credential) => sha256Hex(`piaojue draft|${ballot}|${credential}`);

/** The memory of this tab. A browser that refuses storage only loses what a reload would have saved. */
export class Memory {
  constructor(private readonly storage: Storage) {}

  private read(): Remembered {
    try {
      const value: unknown = JSON.parse(this.storage.getItem(KEY) ?? '{}');
      return typeof value === 'object' && value !== null ? value : {};
    } catch {
      return {};
    }
  }

  private write(change: Remembered): void {
    try {
      this.storage.setItem(KEY, JSON.stringify({ ...this.read(), ...change }));
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
    const { entry } = this.read();
    return Array.isArray(entry?.groups) && entry.groups.length === 5 ? entry : undefined;
  }
  set entry(entry: CodeEntry | undefined) {
    this.write({ entry });
  }

  get credential(): Credential | undefined {
    const { credential } = this.read();
    return credential !== undefined && isCredential(credential) ? credential : undefined;
  }
  /** The card is known: its typed code is no longer needed. */
  set credential(credential: Credential | undefined) {
    this.write({ credential, entry: undefined });
  }

  /** The marks made with this very card on this ballot. */
  draft(ballot: string, credential: Credential): unknown {
    const { draft } = this.read();
    return draft?.ballot === ballot && draft.card === cardName(ballot, credential) ? draft.marks : undefined;
  }
  saveDraft(ballot: string, credential: Credential, marks: Marks): void {
    this.write({ draft: { ballot, card: cardName(ballot, credential), marks } });
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
    const { entry, credential, receipt, sending } = this.read();
    return [entry, credential, receipt, sending].some((one) => one !== undefined);
  }

  /** The ballot is encrypted and kept: the card and the marks are no longer needed and must not stay. */
  forgetVote(): void {
    this.write({ credential: undefined, draft: undefined, entry: undefined });
  }

  /** Clean for the next deputy. */
  wipe(): void {
    try {
      this.storage.removeItem(KEY);
    } catch {
      // Nothing was stored then.
    }
  }
}

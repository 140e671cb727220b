import { type Credential, makeCredential } from '../../../core/belenios/index.ts';
import type { TabletState } from '../../../core/contract/tablets.ts';
import type { SessionId } from '../../../core/ids.ts';
import { type Result, unreachable } from '../../../core/result.ts';
import { type TabletCode, tabletCode } from '../../../core/tablet-code.ts';
import type { Refusal } from '../../api/call.ts';
import type { Hall } from '../kiosk-state.ts';
import type { OwnCard } from '../own-card.ts';

/** How this tablet stands in a session without cards. */
export type Standing =
  /** Cards are used, or no session is in the hall. */
  | null
  /** Only a paired tablet in one deputy's hands makes a credential. */
  | { readonly at: 'not-personal'; readonly paired: boolean }
  /** Being made, or not yet heard by the server; `message` says what it answered, where it did. */
  | { readonly at: 'making'; readonly message: string | null }
  /** The desk scans or types this. */
  | { readonly at: 'waiting'; readonly code: TabletCode }
  /** Approved: the ballot begins with one tap. */
  | { readonly at: 'ready' };

/** What it needs of the kiosk around it. */
export interface CredentialHost {
  hall(): Hall | null;
  /** The paired tablet's name, and whether it is one deputy's; null: not paired. */
  device(): { readonly name: string; readonly personal: boolean } | null;
  /** The credential that may vote, as kept on this tablet. */
  card(): Promise<Credential | undefined>;
  keepCard(credential: Credential): void;
  dropCard(): Promise<void>;
  /** The public credentials of one for the session's elections. */
  publicParts(tablets: Tablets, credential: Credential): Promise<readonly string[]>;
  offer(session: SessionId, credentials: readonly string[]): Promise<Result<{ state: TabletState }, Refusal>>;
}
type Tablets = NonNullable<NonNullable<Hall['session']>['tablets']>;

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));

/**
 * The credential this tablet makes for its deputy in a session without cards. Only public parts are sent; the screen shows their code, and
 * what the desk approves by it stays on this tablet as a card would. Until then it lies apart from the cards, so that nothing takes it for
 * one that may vote.
 */
export class OwnCredential {
  standing = $state.raw<Standing>(null);
  private running: Promise<void> | undefined;
  private again = false;
  private parts: { readonly of: string; readonly texts: readonly string[] } | undefined;

  constructor(
    private readonly host: CredentialHost,
    private readonly unapproved: OwnCard,
  ) {}

  /** Finds out how things stand: after every piece of news that may have changed it. One at a time, and once more if news came meanwhile. */
  async update(): Promise<void> {
    this.again = true;
    this.running ??= (async () => {
      while (this.again) {
        this.again = false;
        await this.settle().catch(() => {});
      }
    })().finally(() => {
      this.running = undefined;
    });
    await this.running;
  }

  /** The deputy's credential leaves this tablet before it was approved. */
  async forget(): Promise<void> {
    this.parts = undefined;
    await this.unapproved.forget();
  }

  private async settle(): Promise<void> {
    const session = this.host.hall()?.session;
    // Before anything is heard nothing is wiped: a reload without the network finds its credential again.
    if (!this.host.hall()) return;
    if (!session?.tablets) {
      this.standing = null;
      return this.forget();
    }
    const device = this.host.device();
    if (!device?.personal) {
      this.standing = { at: 'not-personal', paired: device !== null };
      return this.forget();
    }
    const card = await this.host.card();
    const credential = card ?? (await this.unapproved.of(session.id)) ?? (await this.make(session.id));
    if (card) this.standing = { at: 'ready' };
    else if (this.standing?.at !== 'waiting') this.standing = { at: 'making', message: null };
    const credentials = await this.publicParts(session.tablets, credential);
    const answer = await this.host.offer(session.id, credentials);
    if (!answer.ok) {
      // Without a network what was approved stays good, and a code that was shown can still be scanned.
      if (card || answer.error.code === 'offline' || answer.error.code === 'conflict') return;
      this.standing = { at: 'making', message: answer.error.message };
      return;
    }
    const { state } = answer.value;
    switch (state) {
      case 'active':
        if (!card) this.host.keepCard(credential);
        await this.unapproved.forget();
        this.standing = { at: 'ready' };
        return;
      case 'waiting':
        if (card) {
          // The desk has discarded what it had approved.
          await this.unapproved.keep(session.id, credential);
          await this.host.dropCard();
        }
        this.standing = { at: 'waiting', code: tabletCode(session.id, device.name, credentials) };
        return;
      case 'revoked':
        await this.host.dropCard();
        await this.forget();
        this.standing = { at: 'making', message: null };
        this.again = true;
        return;
      default:
        return unreachable(state);
    }
  }

  private async make(session: SessionId): Promise<Credential> {
    const credential = makeCredential(random);
    await this.unapproved.keep(session, credential);
    return credential;
  }

  private async publicParts(tablets: Tablets, credential: Credential): Promise<readonly string[]> {
    const of = JSON.stringify([tablets, credential]);
    if (this.parts?.of !== of) this.parts = { of, texts: await this.host.publicParts(tablets, credential) };
    return this.parts.texts;
  }
}

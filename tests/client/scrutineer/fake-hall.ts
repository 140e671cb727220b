import { randomBytes } from 'node:crypto';
import type { Refusal } from '../../../client/api/call.ts';
import type { CeremonyServer, Tools } from '../../../client/scrutineer/keys/ceremony.ts';
import { engineOf, promised } from '../../../client/scrutineer/keys/engine.ts';
import { memoryStore } from '../../../client/scrutineer/keys/store.ts';
import {
  assembleTrustees,
  type GroupName,
  portableGroups,
  type Round2Message,
  type SealedShare,
  type SignedMessage,
  type VerificationKey,
} from '../../../core/belenios/index.ts';
import type { Ceremony } from '../../../core/contract/ceremony.ts';
import { err, ok, type Result } from '../../../core/result.ts';

export const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length));
export const engine = promised(engineOf(random));

const refusal = (code: Refusal['code']): Refusal => ({ code, status: 409, message: code, params: {}, rows: [] });

/** A server in memory that relays the ceremony as the real one does, and can lose replies. */
export class FakeHall {
  readonly group: GroupName;
  readonly size: number;
  readonly threshold: number;
  attempt = 1;
  certs: (string | null)[] = [];
  commitments: (string | null)[] = [];
  verifications: (string | null)[] = [];
  shares: string[][] = [];
  trustees: string | null = null;
  publicKey: string | null = null;
  /** Loses the reply to the next submission, after having taken it. */
  loseReply = false;

  constructor(group: GroupName, size = 3, threshold = 2) {
    this.group = group;
    this.size = size;
    this.threshold = threshold;
    this.restart();
  }

  restart(): void {
    this.certs = Array(this.size).fill(null);
    this.commitments = Array(this.size).fill(null);
    this.verifications = Array(this.size).fill(null);
    this.shares = Array(this.size).fill([]);
    this.trustees = this.publicKey = null;
  }

  seenBy(index: number): Ceremony {
    const { size, threshold, group, attempt, trustees, publicKey } = this;
    const lists = [this.certs, this.commitments, this.verifications];
    const round = lists.findIndex((list) => list.includes(null)) + 1 || 4;
    const [certs, commitments, verifications] = lists.map((list) => [...list]);
    return {
      index,
      size,
      threshold,
      group,
      round,
      attempt,
      certs: certs!,
      commitments: commitments!,
      verifications: verifications!,
      shares: this.shares.map((sealed) => sealed[index - 1] ?? null),
      trustees,
      publicKey,
    };
  }

  server(index: number): CeremonyServer {
    const put = (attempt: number, list: (string | null)[], text: string): Result<Ceremony, Refusal> => {
      if (attempt !== this.attempt) return err(refusal('conflict'));
      const old = list[index - 1];
      if (old !== null && old !== text) return err(refusal('already-submitted'));
      list[index - 1] = text;
      this.finish();
      if (this.loseReply) {
        this.loseReply = false;
        return err(refusal('offline'));
      }
      return ok(this.seenBy(index));
    };
    return {
      cert: async (attempt, cert) => put(attempt, this.certs, cert),
      commitment: async (attempt, commitment, shares) => {
        this.shares[index - 1] = [...shares];
        return put(attempt, this.commitments, commitment);
      },
      verification: async (attempt, verification) => put(attempt, this.verifications, verification),
    };
  }

  /** The tools of one scrutineer's browser, with a store of its own. */
  tools(index: number, store = memoryStore()): Tools {
    return { server: this.server(index), engine, store, random };
  }

  private finish(): void {
    if (this.verifications.includes(null) || this.trustees) return;
    const read = <T>(list: (string | null)[]) => list.map((text) => JSON.parse(text!) as T);
    const round2 = read<Omit<Round2Message, 'shares'>>(this.commitments).map((message, i) => ({
      ...message,
      shares: this.shares[i]!.map((share) => JSON.parse(share) as SealedShare),
    }));
    const made = assembleTrustees(
      portableGroups(this.group),
      read<SignedMessage>(this.certs),
      round2,
      read<VerificationKey>(this.verifications),
      ['甲', '乙', '丙'],
    );
    if (!made.ok) throw new Error(JSON.stringify(made.error));
    this.trustees = made.value.json;
    this.publicKey = made.value.publicKeyText;
  }
}

import { createHash } from 'node:crypto';
import { advance } from '../../../client/scrutineer/keys/ceremony.ts';
import { fittingRecord } from '../../../client/scrutineer/keys/decrypt.ts';
import { memoryStore } from '../../../client/scrutineer/keys/store.ts';
import { deriveKey, freshKdf } from '../../../client/scrutineer/keys/vault.ts';
import {
  type Credential,
  type Election,
  electionJson,
  encodeVotes,
  encodingCQuestions,
  encryptBallot,
  type GroupName,
  makeCredential,
  parseElection,
  portableGroups,
  publicCredential,
  startArchive,
  startTally,
  type Vote,
} from '../../../core/belenios/index.ts';
import type { Decrypting } from '../../../core/contract/ceremony.ts';
import type { ElectionUuid } from '../../../core/ids.ts';
import { engine, FakeHall, random } from './fake-hall.ts';

export const about = { session: 's1', sessionName: '第二次会议', rehearsal: false };
export const pins = ['314159', '271828', '161803'];

/** Three scrutineers with a key, an election encrypted to it, four cards, and the ballots of three of them in a closed box. */
export class ClosedHall {
  readonly hall: FakeHall;
  readonly stores = pins.map(() => memoryStore());
  readonly cards: readonly Credential[] = Array.from({ length: 4 }, () => makeCredential(random));
  election!: Election;
  ballots!: readonly string[];

  private constructor(readonly group: GroupName) {
    this.hall = new FakeHall(group);
  }

  static async make(group: GroupName, uuid = 'Yzs21HA3wK7fCV'): Promise<ClosedHall> {
    const made = new ClosedHall(group);
    const { hall, stores } = made;
    const unlocked = pins.map((pin) => {
      const kdf = freshKdf(random, 16);
      return { key: deriveKey(pin, kdf), kdf };
    });
    for (let turn = 0; turn < 3; turn++)
      for (const [i, store] of stores.entries())
        await advance(hall.tools(i + 1, store), about, hall.seenBy(i + 1), unlocked[i]!);
    made.election = made.anElection(uuid);
    made.ballots = [
      made.ballotOf(0, ['for', 'against']),
      made.ballotOf(1, ['for', 'abstain']),
      made.ballotOf(2, ['against', 'for']),
    ];
    return made;
  }

  anElection(uuid: string): Election {
    const json = electionJson({
      uuid: uuid as ElectionUuid,
      group: this.group,
      publicKey: this.hall.publicKey!,
      name: '测试',
      description: '测试',
      questions: encodingCQuestions([{ title: '甲' }, { title: '乙' }], 1),
    });
    const election = parseElection(json);
    if (!election.ok) throw new Error(election.error.kind);
    return election.value;
  }

  ballotOf(card: number, votes: readonly Vote[], election = this.election): string {
    return encryptBallot(election, this.cards[card]!, encodeVotes(votes), random).json;
  }

  publicOf(election = this.election): string[] {
    return this.cards.map((card) => publicCredential(portableGroups(this.group), election.uuid as ElectionUuid, card));
  }

  /** What the server hands over as the closed box. */
  box({ election = this.election, ballots = this.ballots, credentials = this.publicOf(election) } = {}): {
    readonly bytes: Uint8Array;
    readonly closingEvent: string;
  } {
    const writer = startArchive(1_800_000_000);
    const parts = [writer.setup(election.json, this.hall.trustees!, credentials)];
    const sorted = ballots.map((json) => ({ json, hash: hashOf(json) })).sort((a, b) => (a.hash < b.hash ? -1 : 1));
    for (const { json } of sorted) parts.push(writer.ballot(json));
    parts.push(writer.endBallots());
    return { bytes: Buffer.concat(parts), closingEvent: writer.lastEventHash() };
  }

  tallyOf(ballots: readonly string[], election = this.election): string {
    const tally = startTally(election);
    for (const json of ballots) tally.add(JSON.parse(json));
    return tally.encryptedTally();
  }

  /** What an honest server says of the box. */
  offered(index = 1): Decrypting {
    return {
      election: this.election.json,
      electionHash: this.election.fingerprint,
      trustees: this.hall.trustees!,
      encryptedTally: this.tallyOf(this.ballots),
      issued: this.cards.length,
      paperSpares: 0,
      returned: this.ballots.length,
      closingEvent: this.box().closingEvent,
      threshold: 2,
      received: 0,
      index,
    };
  }

  async recordOf(index: number) {
    const facts = await engine.inspect(this.group, this.hall.trustees!);
    return fittingRecord(await this.stores[index - 1]!.ofSession(about.session), index, facts!.shares)!;
  }

  tools(index: number) {
    return { engine, store: this.stores[index - 1]!, random };
  }
}

const hashOf = (json: string): string => createHash('sha256').update(json).digest('hex');

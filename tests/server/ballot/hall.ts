// A hall for tests: a small congress with its staff, cards, scrutineers and voters, driven over HTTP as the pages do.
import { randomUUID } from 'node:crypto';
import {
  type Credential,
  credentialScalar,
  type Election,
  encodeRows,
  encryptBallot,
  makeCredential,
  parseElection,
  partialDecryption,
  publicCredential,
  type Round2Message,
  type RowVote,
  type SealedShare,
  type SignedMessage,
  type TrusteeState1,
  type TrusteeState2,
  type TrusteeState3,
  trusteeRound1,
  trusteeRound2,
  trusteeRound3,
} from '../../../core/belenios/index.ts';
import { ceremony } from '../../../core/contract/ceremony.ts';
import { congress as congressRoutes } from '../../../core/contract/congress.ts';
import { hall as hallRoutes } from '../../../core/contract/hall.ts';
import type { MakeBallot } from '../../../core/contract/rounds.ts';
import { type Overview, session as sessionRoutes } from '../../../core/contract/session.ts';
import type {
  BallotId,
  CandidateId,
  CardSerial,
  CongressId,
  DeputyId,
  ElectionUuid,
  ProposalId,
  SessionId,
} from '../../../core/ids.ts';
import { defaultMethod, type Method } from '../../../core/rules/method.ts';
import type { Choice } from '../../../core/rules/rounds.ts';
import type { FourEyesAct } from '../../../core/workflow/ballot.ts';
import { random } from '../../../server/random.ts';
import { fastGroups } from '../../../server/verification/fast-groups.ts';
import { type Browser, emptyCongress, type Person, type TestServer } from '../../support/server.ts';

export interface HallOptions {
  readonly deputies?: number;
  readonly present?: number;
  readonly candidates?: number;
  /** Cards activated; the first ones of the tray. */
  readonly activated?: number;
  readonly method?: Partial<Method>;
  /** Leaves the method to its defaults. */
  readonly unsaved?: boolean;
}

export interface HallCard {
  readonly serial: CardSerial;
  readonly secret: Credential;
}

const id = <T extends string>() => randomUUID() as string as T;

export class Hall {
  session = id<SessionId>();
  readonly deputies: DeputyId[] = [];
  cards: HallCard[] = [];
  keys: (TrusteeState3 | undefined)[] = [];
  /** Which of the session's elections the present ballot has. */
  round = 0;
  method!: Method;
  uuids!: readonly ElectionUuid[];
  congress!: CongressId;
  presidium!: Person;
  colleague!: Person;
  chief!: Person;
  scrutineers!: Person[];
  teller!: Person;
  hire!: Awaited<ReturnType<typeof emptyCongress>>['hire'];

  private constructor(
    readonly server: TestServer,
    readonly kiosk: Browser,
  ) {}

  /** Makes the congress, the session, the cards, and signs deputies in. */
  static async make(server: TestServer, options: HallOptions = {}): Promise<Hall> {
    const { deputies = 6, present = deputies, candidates = 3, activated = present } = options;
    const hall = new Hall(server, server.browser());
    const { congress, hire } = await emptyCongress(server);
    Object.assign(hall, { congress, hire });
    [hall.presidium, hall.colleague, hall.chief, hall.teller] = await Promise.all([
      hire('presidium'),
      hire('presidium'),
      hire('chief-scrutineer'),
      hire('teller'),
    ]);
    await hall.presidium.call(sessionRoutes.saveSession, {
      params: { session: hall.session },
      body: { name: '第二次会议', year: 2027 },
    });
    for (let i = 0; i < candidates; i++) await hall.addCandidate(i);
    for (let i = 0; i < deputies; i++) await hall.addDeputy(i);
    hall.method = { ...defaultMethod(candidates), spareCards: 2, ...options.method };
    const scrutineers = await Promise.all(
      Array.from({ length: hall.method.scrutineers - 1 }, () => hire('scrutineer')),
    );
    hall.scrutineers = [hall.chief, ...scrutineers];
    if (!options.unsaved) await hall.presidium.call(sessionRoutes.saveMethod, { params: hall.in, body: hall.method });
    const { electionUuids } = await hall.overview();
    hall.uuids = electionUuids;
    await hall.presidium.call(sessionRoutes.appointScrutineers, {
      params: hall.in,
      body: { accounts: hall.scrutineers.map(({ me }) => me.account.id) },
    });
    // Tablets make their own.
    if (hall.method.credentials === 'cards') await hall.makeCards(deputies + hall.method.spareCards);
    for (let i = 0; i < present; i++) await hall.signIn(i, true);
    // In an order that is not the tray's, as in life.
    const drawn = hall.cards.slice(0, activated).sort((a, b) => (a.secret < b.secret ? -1 : 1));
    for (const card of drawn) await hall.activate(card.serial);
    return hall;
  }

  /** The same people in a rehearsal of the session. */
  rehearse(session: SessionId, uuids: readonly ElectionUuid[]): Hall {
    const copy = Object.assign(Object.create(Hall.prototype) as Hall, this);
    return Object.assign(copy, { session, uuids, cards: [], keys: [], round: 0 });
  }

  get in() {
    return { session: this.session };
  }

  get uuid(): ElectionUuid {
    return this.uuids[this.round]!;
  }

  get group() {
    return fastGroups(this.method.group);
  }

  addCandidate(i: number) {
    const code = `P${i + 1}`;
    return this.presidium.call(congressRoutes.saveCandidate, {
      params: { session: this.session, candidate: id<CandidateId>() },
      body: {
        code,
        title: `项目${i + 1}`,
        content: '',
        place: '河东村',
        budget: 100_000 * (i + 1),
        unit: '镇政府',
        finish: null,
      },
    });
  }

  async addDeputy(i: number) {
    const deputy = id<DeputyId>();
    this.deputies.push(deputy);
    await this.presidium.call(congressRoutes.saveDeputy, {
      params: { deputy },
      body: {
        number: String(i + 1),
        name: `代表${i + 1}`,
        gender: '',
        delegation: '第一代表团',
        inOffice: true,
        phone: '',
      },
    });
  }

  signIn(i: number, present: boolean) {
    return this.teller.call(sessionRoutes.signDeputyIn, {
      params: { session: this.session, deputy: this.deputies[i]! },
      body: { present },
    });
  }

  activate(serial: CardSerial) {
    return this.teller.call(sessionRoutes.activateCard, {
      params: { session: this.session, serial },
      body: { request: randomUUID() },
    });
  }

  async makeCards(count: number, prefix = 'A') {
    const made = Array.from({ length: count }, (_, i): HallCard => {
      const serial = `${prefix}-${String(i + 1).padStart(3, '0')}` as CardSerial;
      return { serial, secret: makeCredential(random) };
    });
    this.cards.push(...made);
    const cards = made.map(({ serial, secret }) => ({
      serial,
      credentials: this.uuids.map((uuid) => publicCredential(this.group, uuid, secret)),
    }));
    await this.teller.call(sessionRoutes.registerCards, { params: this.in, body: { cards } });
  }

  overview(): Promise<Overview> {
    return this.presidium.call(sessionRoutes.overview, { params: this.in });
  }

  publicCredential(card: HallCard): string {
    return publicCredential(this.group, this.uuid, card.secret);
  }

  /** The whole key ceremony; keys stay in `keys`. */
  async holdCeremony(): Promise<void> {
    await this.presidium.call(ceremony.start, { params: this.in, body: { restart: false } });
    const states1: TrusteeState1[] = [];
    for (const person of this.scrutineers) {
      const { index, attempt, size, threshold, group } = await person.call(ceremony.state, { params: this.in });
      const { state, message } = trusteeRound1(this.group, { group, size, threshold, index }, random);
      states1.push(state);
      await person.call(ceremony.cert, { params: this.in, body: { attempt, cert: JSON.stringify(message) } });
    }
    const states2: TrusteeState2[] = [];
    for (const [i, person] of this.scrutineers.entries()) {
      const { attempt, certs } = await person.call(ceremony.state, { params: this.in });
      const made = trusteeRound2(
        this.group,
        states1[i]!,
        certs.map((text) => JSON.parse(text!) as SignedMessage),
        random,
      );
      if (!made.ok) throw new Error(made.error.kind);
      states2.push(made.value.state);
      await person.call(ceremony.commitment, {
        params: this.in,
        body: { attempt, ...commitmentOf(made.value.message) },
      });
    }
    for (const [i, person] of this.scrutineers.entries()) {
      const { attempt, commitments, shares, index } = await person.call(ceremony.state, { params: this.in });
      const messages = commitments.map((text, sender) =>
        messageFrom(text!, shares[sender]!, index, this.scrutineers.length),
      );
      const made = trusteeRound3(this.group, states2[i]!, messages, random);
      if (!made.ok) throw new Error(made.error.kind);
      this.keys[i] = made.value.state;
      await person.call(ceremony.verification, {
        params: this.in,
        body: { attempt, verification: JSON.stringify(made.value.message) },
      });
    }
  }

  propose(act: FourEyesAct, by: Person = this.presidium, reason = '') {
    const proposal = id<ProposalId>();
    const params = { session: this.session, proposal };
    return by.call(sessionRoutes.propose, { params, body: { act, reason } }).then(() => proposal);
  }

  confirm(proposal: ProposalId, by: Person = this.chief) {
    return by.call(sessionRoutes.confirm, { params: { session: this.session, proposal } });
  }

  /** Four-eyes: the presidium proposes, the chief scrutineer confirms; a close waits for the proofs. */
  async both(act: FourEyesAct, reason = ''): Promise<Overview> {
    if (act === 'close') await this.proofsDone();
    return this.confirm(await this.propose(act, this.presidium, reason));
  }

  async proofsDone(): Promise<void> {
    for (let i = 0; i < 1000; i++) {
      const { ballot } = await this.overview();
      if (ballot.pendingProofs === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('proofs are not done after 50 s');
  }

  /** Ceremony and opening. */
  async open(): Promise<void> {
    await this.holdCeremony();
    await this.both('open');
  }

  /** The election as a kiosk reads it. */
  async election(): Promise<Election> {
    const response = await this.kiosk.send('GET', `/api/elections/${this.uuid}/election`);
    const election = parseElection(await response.text(), fastGroups);
    if (!election.ok) throw new Error(election.error.kind);
    return election.value;
  }

  /** An encrypted ballot, not cast. */
  async encrypt(card: HallCard, votes: readonly RowVote[]) {
    return encrypt(await this.election(), card, votes);
  }

  /** Casts the text of a ballot. */
  post(body: string | Uint8Array, uuid: string = this.uuid): Promise<Response> {
    return this.kiosk.send('POST', `/api/elections/${uuid}/ballots`, body, { 'content-type': 'application/json' });
  }

  /** Encrypts and casts; the receipt and the ballot's text. */
  async vote(card: HallCard, votes: readonly RowVote[]): Promise<{ tracker: string; json: string }> {
    const ballot = await this.encrypt(card, votes);
    const response = await this.post(ballot.json);
    if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
    const { tracker } = hallRoutes.cast.response.parse(await response.json());
    if (tracker !== ballot.tracker) throw new Error("the receipt is not the tablet's own");
    return { tracker, json: ballot.json };
  }

  /** The i-th scrutineer's partial decryption, of `share` instead of their own where given. */
  async decryptionOf(i: number, share = this.keys[i]!.share): Promise<string> {
    const { election, encryptedTally } = await this.scrutineers[i]!.call(ceremony.decrypting, { params: this.in });
    const parsed = parseElection(election, fastGroups);
    if (!parsed.ok) throw new Error(parsed.error.kind);
    return partialDecryption(parsed.value, share, encryptedTally, random);
  }

  async decrypt(i: number): Promise<Overview> {
    return this.scrutineers[i]!.call(ceremony.decrypt, {
      params: this.in,
      body: { decryption: await this.decryptionOf(i) },
    });
  }

  certify(i: number): Promise<Overview> {
    return this.scrutineers[i]!.call(ceremony.certify, { params: this.in });
  }

  /** From the close to the publication, with the first two scrutineers. */
  async finish(): Promise<void> {
    await this.both('close');
    for (const i of [0, 1]) await this.decrypt(i);
    for (const i of [0, 1]) await this.certify(i);
    await this.both('publish');
  }

  /** Makes the next ballot, whose election is the next of the session's. */
  async makeBallot(kind: MakeBallot['kind'], ballot = id<BallotId>()): Promise<Overview> {
    const made = await this.presidium.call(sessionRoutes.makeBallot, {
      params: { session: this.session, ballot },
      body: { kind },
    });
    this.round = this.uuids.indexOf(made.ballot.uuid);
    return made;
  }

  /** Records the presidium's decision on a ballot. */
  decide(ballot: BallotId, choice: Choice, note = '', by: Person = this.presidium): Promise<Overview> {
    const params = { session: this.session, ballot };
    return by.call(sessionRoutes.decide, { params, body: { choice, note } });
  }

  /** Casts with the first cards, one row of votes each. */
  async castAll(votes: readonly (readonly RowVote[])[]): Promise<void> {
    for (const [i, row] of votes.entries()) await this.vote(this.cards[i]!, row);
  }

  async archive(): Promise<Uint8Array> {
    const response = await this.kiosk.send('GET', `/api/elections/${this.uuid}/archive`);
    if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
    return new Uint8Array(await response.arrayBuffer());
  }
}

/** Encrypts votes with a card. */
export function encrypt(election: Election, card: HallCard, votes: readonly RowVote[]) {
  return encryptBallot(election, card.secret, encodeRows(election, votes), random);
}

export const secretOf = (hall: Hall, card: HallCard): bigint => credentialScalar(hall.group, hall.uuid, card.secret);

/** What a scrutineer's page sends of a round 2 message. */
export function commitmentOf({ coefexps, signature, shares }: Round2Message) {
  return { commitment: JSON.stringify({ coefexps, signature }), shares: shares.map((share) => JSON.stringify(share)) };
}

/** A round 2 message as its receiver has it: of the shares only the own one. */
export function messageFrom(commitment: string, share: string, index: number, size: number): Round2Message {
  const shares = Array.from({ length: size }, () => undefined as unknown as SealedShare);
  shares[index - 1] = JSON.parse(share) as SealedShare;
  return { ...(JSON.parse(commitment) as Omit<Round2Message, 'shares'>), shares };
}

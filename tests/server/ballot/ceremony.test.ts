import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type SignedMessage,
  type TrusteeState1,
  type TrusteeState2,
  trusteeRound1,
  trusteeRound2,
  trusteeRound3,
  verifyTrustees,
} from '../../../core/belenios/index.ts';
import { ceremony } from '../../../core/contract/ceremony.ts';
import { session as sessionRoutes } from '../../../core/contract/session.ts';
import { random } from '../../../server/random.ts';
import { refusal, startServer, type TestServer } from '../../support/server.ts';
import { commitmentOf, Hall, messageFrom } from './hall.ts';
import { settledRows } from './rows.ts';

let server: TestServer;
let hall: Hall;
beforeEach(async () => {
  server = await startServer();
  hall = await Hall.make(server, { deputies: 2 });
});
afterEach(() => server.stop());

/** The refusal of an act, which leaves every row as it was. */
async function unchanged(act: () => Promise<unknown>) {
  const before = await settledRows(server.database.db);
  const refused = await refusal(act());
  expect(await settledRows(server.database.db)).toEqual(before);
  return refused;
}

const start = (restart: false | number = false) =>
  hall.presidium.call(ceremony.start, { params: hall.in, body: { restart } });
const state = (i: number) => hall.scrutineers[i]!.call(ceremony.state, { params: hall.in });
const cert = (i: number, text: string, attempt = 1) =>
  hall.scrutineers[i]!.call(ceremony.cert, { params: hall.in, body: { attempt, cert: text } });
const commitment = (i: number, body: { commitment: string; shares: string[] }, attempt = 1) =>
  hall.scrutineers[i]!.call(ceremony.commitment, { params: hall.in, body: { attempt, ...body } });
const verification = (i: number, text: string, attempt = 1) =>
  hall.scrutineers[i]!.call(ceremony.verification, { params: hall.in, body: { attempt, verification: text } });

const round1 = (i: number) => {
  const made = trusteeRound1(hall.group, { group: hall.method.group, size: 3, threshold: 2, index: i + 1 }, random);
  return { state: made.state, text: JSON.stringify(made.message) };
};

async function certsOf(): Promise<SignedMessage[]> {
  return (await state(0)).certs.map((text) => JSON.parse(text!) as SignedMessage);
}

function round2(of: TrusteeState1, certs: SignedMessage[]) {
  const made = trusteeRound2(hall.group, of, certs, random);
  if (!made.ok) throw new Error(made.error.kind);
  return { state: made.value.state, body: commitmentOf(made.value.message) };
}

async function round3(i: number, of: TrusteeState2): Promise<string> {
  const { commitments, shares } = await state(i);
  const messages = commitments.map((text, sender) => messageFrom(text!, shares[sender]!, i + 1, 3));
  const made = trusteeRound3(hall.group, of, messages, random);
  if (!made.ok) throw new Error(made.error.kind);
  return JSON.stringify(made.value.message);
}

/** All three certificates are in. */
async function afterRound1(): Promise<TrusteeState1[]> {
  await start();
  const made = [0, 1, 2].map(round1);
  for (const [i, { text }] of made.entries()) await cert(i, text);
  return made.map((one) => one.state);
}

/** All three commitments are in. */
async function afterRound2(): Promise<TrusteeState2[]> {
  const states = await afterRound1();
  const certs = await certsOf();
  const made = states.map((one) => round2(one, certs));
  for (const [i, { body }] of made.entries()) await commitment(i, body);
  return made.map((one) => one.state);
}

describe('the start', () => {
  it('needs as many scrutineers as the method says', async () => {
    const accounts = hall.scrutineers.slice(0, 2).map(({ me }) => me.account.id);
    await hall.presidium.call(sessionRoutes.appointScrutineers, { params: hall.in, body: { accounts } });
    expect(await unchanged(() => start())).toMatchObject({
      code: 'scrutineers-missing',
      params: { needed: 3, appointed: 2 },
    });
  });

  it('is needed first, and repeated changes nothing', async () => {
    expect(await refusal(state(0))).toMatchObject({ code: 'ceremony-not-started', status: 409 });
    expect(await unchanged(() => cert(0, '{}'))).toMatchObject({ code: 'ceremony-not-started' });
    expect((await start()).ballot.state).toBe('ceremony');
    const before = await settledRows(server.database.db);
    await start();
    expect(await settledRows(server.database.db)).toEqual(before);
    expect(await state(1)).toMatchObject({
      index: 2,
      size: 3,
      threshold: 2,
      group: 'Ed25519',
      round: 1,
      attempt: 1,
      certs: [null, null, null],
    });
    expect(await refusal((await hall.hire('scrutineer')).call(ceremony.state, { params: hall.in }))).toMatchObject({
      code: 'not-a-scrutineer-here',
    });
  });

  it('afresh replaces the attempt it names, once', async () => {
    await start();
    await Promise.all([start(1), start(1), start(1)]);
    expect(await state(0)).toMatchObject({ attempt: 2, round: 1 });
    expect((await start(1)).ballot).toMatchObject({ attempt: 2, state: 'ceremony' });
    expect((await start(2)).ballot.attempt).toBe(3);
    expect(await unchanged(() => start(9))).toMatchObject({ code: 'conflict' });
  });

  it('afresh forgets everything, and messages of the attempt before are refused', async () => {
    const states = await afterRound2();
    const old = await round3(0, states[0]!);
    expect((await start(1)).scrutineers.map(({ round }) => round)).toEqual([0, 0, 0]);
    expect(await state(0)).toMatchObject({
      attempt: 2,
      round: 1,
      certs: [null, null, null],
      shares: [null, null, null],
    });
    expect(await unchanged(() => verification(0, old, 1))).toMatchObject({ code: 'conflict' });
    expect(await unchanged(() => cert(0, round1(0).text, 1))).toMatchObject({ code: 'conflict' });
    await cert(0, round1(0).text, 2);
  });
});

describe('a message', () => {
  it('may be sent again, but not another in its place', async () => {
    await start();
    const { text } = round1(0);
    await cert(0, text);
    const before = await settledRows(server.database.db);
    expect((await cert(0, text)).certs).toEqual([text, null, null]);
    expect(await settledRows(server.database.db)).toEqual(before);
    expect(await unchanged(() => cert(0, round1(0).text))).toMatchObject({ code: 'already-submitted', status: 409 });
  });

  it('of a later round is refused while one is missing', async () => {
    await start();
    await cert(0, round1(0).text);
    expect(await unchanged(() => commitment(0, { commitment: '{}', shares: [] }))).toMatchObject({
      code: 'wrong-round',
    });
    expect(await unchanged(() => verification(0, '{}'))).toMatchObject({ code: 'wrong-round' });
  });

  it('is checked when it comes: certificates', async () => {
    await start();
    const other = round1(1);
    await cert(1, other.text);
    const signed = JSON.parse(round1(0).text) as SignedMessage;
    const bad: [string, string][] = [
      ['x', 'format'],
      [JSON.stringify({ ...signed, more: 1 }), 'format'],
      [round1(1).text, 'context'],
      [other.text, 'context'],
      [JSON.stringify({ ...signed, signature: (JSON.parse(other.text) as SignedMessage).signature }), 'cert_signature'],
      [JSON.stringify({ ...signed, message: signed.message.replace('{', '{ ') }), 'cert'],
    ];
    for (const [text, detail] of bad)
      expect(await unchanged(() => cert(0, text))).toMatchObject({
        code: 'bad-trustee-data',
        status: 422,
        params: { index: 1, detail },
      });
  });

  it('is checked when it comes: commitments and shares', async () => {
    const states = await afterRound1();
    const certs = await certsOf();
    const { body } = round2(states[0]!, certs);
    const foreign = round2(states[1]!, certs).body;
    const parsed = JSON.parse(body.commitment) as { coefexps: SignedMessage; signature: object };
    const bad: [{ commitment: string; shares: string[] }, string][] = [
      [{ ...body, commitment: '[]' }, 'format'],
      [foreign, 'coefexps_signature'],
      [{ ...body, commitment: JSON.stringify({ ...parsed, signature: parsed.coefexps.signature }) }, 'certs_signature'],
      [{ ...body, shares: body.shares.slice(1) }, 'share'],
      [{ ...body, shares: ['', '', ''] }, 'share'],
      [{ ...body, shares: foreign.shares }, 'share_signature'],
      [{ ...body, shares: [body.shares[1]!, body.shares[0]!, body.shares[2]!] }, 'share_signature'],
    ];
    for (const [message, detail] of bad)
      expect(await unchanged(() => commitment(0, message))).toMatchObject({
        code: 'bad-trustee-data',
        params: { index: 1, detail },
      });
    await commitment(0, body);
    await commitment(0, body);
    expect(
      await unchanged(() => commitment(0, { ...body, shares: round2(states[0]!, certs).body.shares })),
    ).toMatchObject({ code: 'already-submitted' });
  });

  it('is checked when it comes: verification keys', async () => {
    const states = await afterRound2();
    const own = JSON.parse(await round3(0, states[0]!)) as { pok: object; public_key: string; signature: object };
    const foreign = JSON.parse(await round3(1, states[1]!)) as typeof own;
    const bad: [unknown, string][] = [
      [{}, 'format'],
      [{ ...own, public_key: 'x' }, 'verification_key'],
      [{ ...own, pok: foreign.pok }, 'verification_pok'],
      [{ ...own, signature: foreign.signature }, 'verification_signature'],
      [foreign, 'verification_signature'],
    ];
    for (const [message, detail] of bad)
      expect(await unchanged(() => verification(0, JSON.stringify(message)))).toMatchObject({
        code: 'bad-trustee-data',
        params: { index: 1, detail },
      });
  });
});

describe('the key', () => {
  it('is made by the last message; shares are forgotten, and the record verifies', async () => {
    const states = await afterRound2();
    for (const i of [2, 0]) await verification(i, await round3(i, states[i]!));
    expect((await hall.overview()).ballot).toMatchObject({ state: 'ceremony', keyFingerprint: null });
    const last = await round3(1, states[1]!);
    const done = await verification(1, last);
    expect(done).toMatchObject({ round: 4, shares: [null, null, null] });
    const trustees = verifyTrustees(hall.group, done.trustees!);
    if (!trustees.ok) throw new Error(trustees.error.kind);
    expect(done.publicKey).toBe(trustees.value.publicKeyText);
    expect(trustees.value.keys.map(({ name }) => name)).toEqual(hall.scrutineers.map(({ me }) => me.account.name));
    expect((await settledRows(server.database.db)).trustee_share).toEqual([]);
    const before = await settledRows(server.database.db);
    expect(await verification(1, last)).toEqual(done);
    expect(await settledRows(server.database.db)).toEqual(before);
  });

  it('has a fingerprint that each scrutineer compares', async () => {
    expect(
      await refusal(
        hall.chief
          .call(ceremony.start, { params: hall.in, body: { restart: false } })
          .then(() => hall.chief.call(ceremony.compared, { params: hall.in, body: { fingerprint: '' } })),
      ),
    ).toMatchObject({ code: 'wrong-round' });
    await hall.holdCeremony();
    const { ballot } = await hall.overview();
    const compared = (fingerprint: string) =>
      hall.scrutineers[1]!.call(ceremony.compared, { params: hall.in, body: { fingerprint } });
    expect(await unchanged(() => compared('0000 0000 0000 0000'))).toMatchObject({ code: 'conflict' });
    expect((await compared(ballot.keyFingerprint!)).scrutineers.map((one) => one.compared)).toEqual([
      false,
      true,
      false,
    ]);
  });
});

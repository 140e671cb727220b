import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GroupName, verifyArchive } from '../../../core/belenios/index.ts';
import { ceremony } from '../../../core/contract/ceremony.ts';
import { hall as routes } from '../../../core/contract/hall.ts';
import { session as sessionRoutes } from '../../../core/contract/session.ts';
import type { BallotId, ProposalId, SessionId } from '../../../core/ids.ts';
import { markValid, reject } from '../../../server/ballot/proof-store.ts';
import { annulBallot } from '../../../server/ballot/publish.ts';
import { ballotOf } from '../../../server/ballot/store.ts';
import { inTransaction } from '../../../server/database/pool.ts';
import type { Caller } from '../../../server/http/caller.ts';
import { fastGroups } from '../../../server/verification/fast-groups.ts';
import { verifyWithBeleniosTool } from '../../interop/belenios-tool.ts';
import { refusal, startServer, type TestServer } from '../../support/server.ts';
import { Hall } from './hall.ts';
import { settledRows } from './rows.ts';

let server: TestServer;
beforeEach(async () => {
  server = await startServer();
});
afterEach(() => server.stop());

const someId = () => randomUUID() as string as BallotId;
const result = (hall: Hall) => hall.kiosk.call(routes.result, { params: { uuid: hall.uuid } });
const withdraw = (hall: Hall, ballot: BallotId) =>
  hall.presidium.call(sessionRoutes.withdrawBallot, { params: { session: hall.session, ballot } });

/** The archive of the present ballot verifies, with the stock tool too where that knows the group. */
async function expectVerified(hall: Hall): Promise<void> {
  const bytes = await hall.archive();
  const report = await verifyArchive(bytes, { groups: fastGroups, lastEvent: (await result(hall)).lastEvent! });
  expect(report.failure).toBeUndefined();
  expect(report.valid).toBe(true);
  if (hall.method.group === 'BELENIOS-2048') await verifyWithBeleniosTool(bytes);
}

const yes = 'for';
const no = 'against';

/** Three projects for two seats: P1 is elected, P2 and P3 tie for the second. */
const tie = [
  [yes, yes, no],
  [yes, no, yes],
  [yes, yes, no],
  [yes, no, yes],
  [no, yes, yes],
] as const;
/** Three projects for two seats: P1 is elected, the others do not pass. */
const short = [
  [yes, yes, no],
  [yes, no, yes],
  [yes, no, no],
  [yes, yes, no],
  [no, no, yes],
] as const;

async function published(options: Parameters<typeof Hall.make>[1], votes: typeof tie | typeof short): Promise<Hall> {
  const hall = await Hall.make(server, { deputies: 5, candidates: 3, ...options });
  await hall.open();
  await hall.castAll(votes);
  await hall.finish();
  return hall;
}

describe.each<GroupName>(['Ed25519', 'BELENIOS-2048'])('a tie in %s', (group) => {
  it('is settled by a run-off with the same cards and the same key, through to the published final list', async () => {
    const hall = await published({ method: { group, seats: 2 } }, tie);
    const first = hall.uuid;
    await expectVerified(hall);
    const after = await hall.overview();
    expect(after.next).toEqual({
      matter: 'tie',
      ballot: after.ballot.id,
      codes: ['P2', 'P3'],
      seats: 1,
      make: 'run-off',
      choices: [],
      settled: 'run-off',
      by: 'method',
      left: 5,
    });
    expect((await result(hall)).final.list).toMatchObject({ seats: 2, filled: 1, complete: false });

    const made = await hall.makeBallot('run-off');
    expect(made.ballot).toMatchObject({
      state: 'keyed',
      uuid: hall.uuids[1],
      keyFingerprint: after.ballot.keyFingerprint,
      electionHash: null,
      which: { kind: 'run-off', round: 1, again: false, ordinal: 1, follows: first, repeats: null },
    });
    expect(made).toMatchObject({ candidates: 2, method: { seats: 1, elected: 'plurality' }, next: null });
    expect(made.scrutineers.map(({ compared, certified }) => [compared, certified])).toEqual(
      after.scrutineers.map(({ compared }) => [compared, false]),
    );
    expect(made.ballots.map(({ state, seats, projects, filled }) => [state, seats, projects, filled])).toEqual([
      ['published', 2, 3, 1],
      ['keyed', 1, 2, null],
    ]);

    await hall.both('open');
    const kiosk = await hall.kiosk.call(routes.kiosk, { params: { congress: hall.congress } });
    expect(kiosk.ballot).toMatchObject({
      state: 'open',
      seats: 1,
      limit: 1,
      which: { kind: 'run-off', follows: first },
    });
    expect(kiosk.ballot?.projects.map(({ code }) => code)).toEqual(['P2', 'P3']);
    const election = await hall.election();
    expect(election.name).toBe('第二次会议（再次票决）');
    expect(election.extensions.x_congress).toMatchObject({
      ballot: { kind: 'run-off', follows: first },
      seats: 1,
      issued: 5,
      method: { elected: 'plurality' },
    });
    await hall.castAll([
      [yes, no],
      [no, yes],
      [yes, no],
    ]);
    await hall.finish();
    await expectVerified(hall);
    const final = await result(hall);
    expect(final.outcome).toMatchObject({
      attendance: { entitled: 5, present: 5, issued: 5, returned: 3 },
      presentAtClose: 5,
    });
    expect(final.ballots.map(({ uuid }) => uuid)).toEqual([first, hall.uuid]);
    expect(final.final.list).toMatchObject({ seats: 2, filled: 2, complete: true, open: null });
    expect(final.final.list.projects.map(({ code, elected, state, ballot }) => [code, elected, state, ballot])).toEqual(
      [
        ['P1', true, 'elected', first],
        ['P2', true, 'elected', hall.uuid],
        ['P3', false, 'passed-no-seat', hall.uuid],
      ],
    );
    const before = await hall.kiosk.call(routes.result, { params: { uuid: first } });
    expect(before.final).toEqual(final.final);
    expect(before.which).toMatchObject({ kind: 'projects', ordinal: 0 });
    const screen = await hall.kiosk.call(routes.screen, { params: { congress: hall.congress } });
    expect(screen.ballot).toMatchObject({ which: { kind: 'run-off' }, projects: 2, final: final.final });
    expect((await hall.overview()).next).toBeNull();
    const list = await hall.kiosk.call(routes.published, { params: { congress: hall.congress } });
    expect(list.map(({ which }) => which.kind)).toEqual(['run-off', 'projects']);
  });
});

describe('a shortfall', () => {
  it('waits for the presidium, whose decision can change until it is acted on, and is settled by a second ballot', async () => {
    const hall = await published({ deputies: 6, present: 5, method: { seats: 2 } }, short);
    const { ballot, next } = await hall.overview();
    const first = ballot.id;
    expect(next).toMatchObject({
      ...{ matter: 'shortfall', seats: 1, make: null, settled: null, by: null },
      choices: ['second-now', 'next-session', 'stand'],
    });
    expect(new Set(next?.codes)).toEqual(new Set(['P2', 'P3']));
    expect(await refusal(hall.makeBallot('second'))).toMatchObject({ code: 'presidium-to-decide', status: 409 });
    expect(await refusal(hall.makeBallot('run-off'))).toMatchObject({ code: 'no-tie' });
    expect(await refusal(hall.makeBallot('again'))).toMatchObject({ code: 'not-annulled' });
    expect(await refusal(hall.decide(first, 'leave-empty'))).toMatchObject({ code: 'not-a-choice' });
    expect(await refusal(hall.decide(someId(), 'stand'))).toMatchObject({ code: 'not-found' });
    expect(await refusal(hall.decide(first, 'stand', '', hall.chief))).toMatchObject({ code: 'not-permitted' });

    const waits = await hall.decide(first, 'next-session', '主席团会议研究');
    expect(waits.next).toMatchObject({ settled: 'next-session', by: 'presidium', make: null });
    expect((await result(hall)).final.list).toMatchObject({
      complete: true,
      open: { choice: 'next-session', by: 'presidium', codes: next?.codes },
    });
    expect(await refusal(hall.makeBallot('second'))).toMatchObject({ code: 'decided-otherwise' });

    const decided = await hall.decide(first, 'second-now', '当场再投');
    expect(decided.next).toMatchObject({ settled: 'second-now', make: 'second' });
    expect(decided.ballots[0]?.decision).toMatchObject({
      choice: 'second-now',
      note: '当场再投',
      by: hall.presidium.me.account.name,
    });
    const rows = await settledRows(server.database.db);
    await hall.decide(first, 'second-now', '当场再投');
    expect(await settledRows(server.database.db)).toEqual(rows);

    const second = someId();
    const made = await hall.makeBallot('second', second);
    const once = await settledRows(server.database.db);
    expect(await hall.makeBallot('second', second)).toEqual(made);
    expect(await settledRows(server.database.db)).toEqual(once);
    expect(await refusal(hall.makeBallot('run-off', second))).toMatchObject({ code: 'conflict' });
    expect(await refusal(hall.makeBallot('second'))).toMatchObject({ code: 'ballot-not-finished' });
    expect(await refusal(hall.decide(first, 'stand'))).toMatchObject({ code: 'decision-acted-on' });
    // The confirmation that published the first ballot, sent again because its reply was lost.
    const { rows: proposals } = await server.database.pool.query<{ id: ProposalId }>(
      `select id from proposal where act = 'publish'`,
    );
    expect((await hall.confirm(proposals[0]!.id)).ballot.id).toBe(second);
    expect(await settledRows(server.database.db)).toEqual(once);
    await hall.decide(first, 'second-now', '当场再投');
    expect(made).toMatchObject({ candidates: 2, method: { seats: 1, elected: 'majority-of-all' }, quorum: 4 });

    // The session's own method and candidates are not those of this ballot.
    expect(
      await refusal(hall.presidium.call(sessionRoutes.saveMethod, { params: hall.in, body: hall.method })),
    ).toMatchObject({ code: 'method-frozen' });
    expect(await refusal(hall.addCandidate(7))).toMatchObject({ code: 'method-frozen' });

    // Who came late takes part in this one.
    await hall.signIn(5, true);
    await hall.activate(hall.cards[5]!.serial);
    await hall.both('open');
    await hall.castAll([
      [no, yes],
      [no, yes],
      [yes, no],
      [no, yes],
      [yes, no],
      [no, yes],
    ]);
    await hall.finish();
    await expectVerified(hall);
    const shown = await result(hall);
    expect(shown.outcome).toMatchObject({ attendance: { present: 6, issued: 6, returned: 6 }, presentAtClose: 6 });
    expect(shown.ballots.map(({ presentAtOpen, issued }) => [presentAtOpen, issued])).toEqual([
      [5, 5],
      [6, 6],
    ]);
    const { final } = shown;
    expect(final.list).toMatchObject({ seats: 2, filled: 2, complete: true });
    expect(final.list.projects.map(({ code, elected }) => [code, elected])).toEqual([
      ['P1', true],
      ['P3', true],
      ['P2', false],
    ]);
    expect(final.titles.map(({ title }) => title)).toEqual(['项目1', '项目3', '项目2']);
  });

  it('by the method: a second ballot may be taken back before it opens, and after it the presidium decides', async () => {
    const hall = await published({ method: { seats: 2, shortfall: 'second-now' } }, short);
    const first = (await hall.overview()).ballot.id;
    expect(await refusal(hall.decide(first, 'stand'))).toMatchObject({ code: 'nothing-to-decide' });
    expect(await refusal(withdraw(hall, first))).toMatchObject({ code: 'ballot-not-withdrawable' });
    const second = someId();
    await hall.makeBallot('second', second);
    await hall.propose('open');
    const back = await withdraw(hall, second);
    expect(back).toMatchObject({ ballot: { id: first, state: 'published' }, proposals: [], next: { make: 'second' } });
    await withdraw(hall, second);
    const again = await hall.makeBallot('second');
    expect(again.ballot.uuid).toBe(hall.uuids[1]);
    await hall.both('open');
    expect(await refusal(withdraw(hall, again.ballot.id))).toMatchObject({ code: 'ballot-not-withdrawable' });
    await hall.castAll([
      [no, no],
      [no, no],
    ]);
    await hall.finish();
    const { next } = await hall.overview();
    expect(next).toMatchObject({
      matter: 'shortfall',
      settled: null,
      choices: ['second-now', 'next-session', 'stand'],
    });
    const { next: stands } = await hall.decide(next!.ballot, 'stand');
    expect(stands).toMatchObject({ settled: 'stand', by: 'presidium', make: null });
    expect((await result(hall)).final.list).toMatchObject({ filled: 1, complete: true, open: { choice: 'stand' } });
  });
});

describe('an annulled ballot', () => {
  it('stays on record with its numbers and is held again with the same cards, until no election is left', async () => {
    const hall = await Hall.make(server, { deputies: 4, candidates: 3, method: { seats: 2 } });
    await hall.open();
    await hall.castAll(short.slice(0, 3));
    expect(await refusal(hall.makeBallot('again'))).toMatchObject({ code: 'ballot-not-finished' });
    const annulled = await hall.both('annul', '设备故障');
    const [uuid] = hall.uuids;
    expect(annulled.ballots).toMatchObject([
      { uuid, state: 'annulled', annulledReason: '设备故障', issued: 4, returned: 3, filled: null },
    ]);
    expect(annulled.next).toMatchObject({ matter: 'annulled', make: 'again', choices: [], settled: null, left: 5 });
    expect(await refusal(hall.makeBallot('run-off'))).toMatchObject({ code: 'no-tie' });

    // Until it opens the list can be corrected, as before the first.
    const again = await hall.makeBallot('again');
    expect(again.ballot).toMatchObject({
      state: 'keyed',
      which: { kind: 'projects', round: 1, again: true, ordinal: 1, follows: null, repeats: uuid },
    });
    await hall.addCandidate(3);
    await hall.both('open');
    const election = await hall.election();
    expect(election.name).toBe('第二次会议（项目票决（重新举行））');
    expect(election.projects).toBe(4);
    await hall.castAll(Array.from({ length: 4 }, () => [yes, yes, no, no]));
    await hall.finish();
    await expectVerified(hall);
    const shown = await result(hall);
    expect(shown.ballots.map(({ state, annulledReason }) => [state, annulledReason])).toEqual([
      ['annulled', '设备故障'],
      ['published', null],
    ]);
    expect(shown.final.list).toMatchObject({ filled: 2, complete: true });
    expect((await hall.overview()).next).toBeNull();
  });

  it('that was a run-off is that run-off again; its checks end, and the tie is open to the presidium again', async () => {
    const hall = await published({ method: { seats: 2, tie: 'presidium' } }, tie);
    const first = (await hall.overview()).ballot.id;
    await hall.decide(first, 'run-off');
    await hall.makeBallot('run-off');
    await hall.both('open');
    await hall.vote(hall.cards[0]!, [yes, no]);
    const { next } = await hall.both('annul', '投错');
    expect(next).toMatchObject({ matter: 'annulled', ballot: first, codes: ['P2', 'P3'], make: 'again' });
    const empty = await hall.decide(first, 'leave-empty', '名额空缺');
    expect(empty.next).toMatchObject({ matter: 'annulled', make: null, settled: 'leave-empty' });
    expect(await refusal(hall.makeBallot('again'))).toMatchObject({ code: 'decided-otherwise' });
    hall.round = 0;
    expect((await result(hall)).final.list).toMatchObject({
      filled: 1,
      complete: true,
      open: { choice: 'leave-empty' },
    });
    await hall.decide(first, 'run-off');
    const again = await hall.makeBallot('again');
    expect(again).toMatchObject({
      candidates: 2,
      method: { seats: 1 },
      ballot: { uuid: hall.uuids[2], which: { kind: 'run-off', round: 1, again: true, follows: hall.uuids[0] } },
    });
    await hall.both('open');
    await hall.vote(hall.cards[0]!, [yes, no]);
    await hall.finish();
    expect((await result(hall)).final.list).toMatchObject({ filled: 2, complete: true });
  });

  it('ends the checks of its ballots: what is not marked by then never is, and nothing is put aside any more', async () => {
    const hall = await Hall.make(server, { deputies: 2 });
    await hall.open();
    await hall.vote(hall.cards[0]!, [yes, yes, no]);
    await hall.proofsDone();
    const { db } = server.database;
    const { me } = hall.presidium;
    const { id, role, name, login } = me.account;
    const caller: Caller = { congress: hall.congress, id, role, name, login };
    const cast = await inTransaction(db, async (trx) => {
      const ballot = (await ballotOf(trx, hall.congress, hall.session, 'update'))!;
      // As if its proofs were still being checked in this moment.
      await trx.updateTable('cast_ballot').set({ proofs: 'pending' }).execute();
      expect((await annulBallot(trx, caller, ballot, '停电')).ok).toBe(true);
      return { ballot, row: await trx.selectFrom('cast_ballot').selectAll().executeTakeFirstOrThrow() };
    });
    expect(cast.row.proofs).toBe('unchecked');
    await inTransaction(db, async (trx) => {
      const { credential, hash } = cast.row;
      await markValid(trx, cast.ballot, [credential], [hash]);
      expect(await reject(trx, cast.ballot, credential, hash, 'overall_proof')).toBe(false);
    });
    expect(await db.selectFrom('cast_ballot').select(['hash', 'proofs']).execute()).toEqual([
      { hash: cast.row.hash, proofs: 'unchecked' },
    ]);
    const { ballots, ballot } = await hall.overview();
    expect(ballots).toMatchObject([{ state: 'annulled', issued: 2, returned: 1 }]);
    expect(ballot.pendingProofs).toBe(0);
  });

  it('uses up the elections of the cards, and then says what to do', async () => {
    const hall = await Hall.make(server, { deputies: 2 });
    await hall.open();
    for (let left = 5; left > 0; left--) {
      expect((await hall.both('annul', '再来')).next).toMatchObject({ left, make: 'again' });
      await hall.makeBallot('again');
      await hall.both('open');
    }
    expect((await hall.both('annul', '再来')).next).toMatchObject({ left: 0, make: null });
    expect(await refusal(hall.makeBallot('again'))).toMatchObject({ code: 'no-ballots-left', params: { count: 6 } });
  });

  it('can have a new key, whose number no other has', async () => {
    const hall = await Hall.make(server, { deputies: 2 });
    await hall.open();
    await hall.both('annul', '换钥');
    const again = await hall.makeBallot('again');
    const attempt = async () => (await hall.chief.call(ceremony.state, { params: hall.in })).attempt;
    expect(await attempt()).toBe(1);
    await hall.presidium.call(ceremony.start, { params: hall.in, body: { restart: await attempt() } });
    expect(await attempt()).toBe(2);
    await withdraw(hall, again.ballot.id);
    await hall.makeBallot('again');
    expect(await attempt()).toBe(1);
    await hall.presidium.call(ceremony.start, { params: hall.in, body: { restart: await attempt() } });
    expect(await attempt()).toBe(3);
    await hall.open();
    expect((await hall.overview()).ballot.keyFingerprint).not.toBe(again.ballot.keyFingerprint);
    await hall.castAll([
      [yes, yes, no],
      [yes, yes, no],
    ]);
    await hall.finish();
    await expectVerified(hall);
  });
});

describe('a rehearsal', () => {
  it('has further ballots too, marked as its own, and is wiped with all of them', async () => {
    const hall = await Hall.make(server, { deputies: 2 });
    const rehearsal = randomUUID() as string as SessionId;
    await hall.presidium.call(sessionRoutes.startRehearsal, { params: { session: hall.session, rehearsal } });
    const { electionUuids } = await hall.presidium.call(sessionRoutes.overview, { params: { session: rehearsal } });
    const play = hall.rehearse(rehearsal, electionUuids);
    await play.makeCards(2, '演');
    for (const [i, card] of play.cards.entries()) {
      await play.signIn(i, true);
      await play.activate(card.serial);
    }
    await play.open();
    await play.both('annul', '演练');
    await play.makeBallot('again');
    await play.both('open');
    expect((await play.election()).name).toBe('【演练】第二次会议（项目票决（重新举行））');
    await play.castAll([
      [yes, yes, no],
      [yes, no, no],
    ]);
    await play.finish();
    const { next } = await play.overview();
    await play.decide(next!.ballot, 'second-now');
    await play.makeBallot('second');
    await hall.presidium.call(sessionRoutes.wipeRehearsal, { params: { session: rehearsal } });
    expect(await server.database.db.selectFrom('ballot').select('session_id').execute()).toEqual([
      { session_id: hall.session },
    ]);
  });
});

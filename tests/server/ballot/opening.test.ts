import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ceremony } from '../../../core/contract/ceremony.ts';
import { congress as congressRoutes } from '../../../core/contract/congress.ts';
import { session as sessionRoutes } from '../../../core/contract/session.ts';
import type { ProposalId } from '../../../core/ids.ts';
import { refusal, startServer, type TestServer } from '../../support/server.ts';
import { Hall, type HallOptions } from './hall.ts';
import { settledRows } from './rows.ts';

let server: TestServer;
beforeEach(async () => {
  server = await startServer();
});
afterEach(() => server.stop());

/** A hall whose ballot has its key. */
async function keyed(options: HallOptions = {}): Promise<Hall> {
  const hall = await Hall.make(server, options);
  await hall.holdCeremony();
  return hall;
}

/** The refusal of an act, which leaves every row as it was. */
async function unchanged(act: () => Promise<unknown>) {
  const before = await settledRows(server.database.db);
  const refused = await refusal(act());
  expect(await settledRows(server.database.db)).toEqual(before);
  return refused;
}

describe('the opening is refused', () => {
  it('below the quorum, with the numbers', async () => {
    const hall = await keyed({ deputies: 6, present: 3 });
    expect(await unchanged(() => hall.propose('open'))).toMatchObject({
      code: 'below-quorum',
      status: 409,
      params: { present: 3, entitled: 6, quorum: 4, missing: 1 },
    });
  });

  it('below the quorum when it is confirmed, although it was there when proposed', async () => {
    const hall = await keyed({ deputies: 6, present: 4, activated: 2 });
    const proposal = await hall.propose('open');
    await hall.signIn(0, false);
    expect(await unchanged(() => hall.confirm(proposal))).toMatchObject({
      code: 'below-quorum',
      params: { present: 3 },
    });
    await hall.signIn(0, true);
    expect((await hall.confirm(proposal)).ballot).toMatchObject({ state: 'open', issued: 2, presentAtOpen: 4 });
  });

  it('with one person, or two of one role, or by who has no part in it', async () => {
    const hall = await keyed();
    const proposal = await hall.propose('open');
    expect(await unchanged(() => hall.confirm(proposal, hall.presidium))).toMatchObject({
      code: 'same-person',
      status: 409,
    });
    expect(await unchanged(() => hall.confirm(proposal, hall.colleague))).toMatchObject({
      code: 'same-role',
      status: 409,
    });
    expect(await unchanged(() => hall.confirm(proposal, hall.teller))).toMatchObject({
      code: 'not-permitted',
      status: 403,
    });
    expect(await unchanged(() => hall.propose('open', hall.teller))).toMatchObject({ code: 'not-permitted' });
    expect((await hall.overview()).ballot.state).toBe('keyed');
  });

  it('by accounts made for it: a scrutineer who is not one of the session’s has no part', async () => {
    const hall = await keyed();
    const [officer, stranger] = [await hall.hire('presidium'), await hall.hire('scrutineer')];
    expect(await unchanged(() => hall.propose('open', stranger))).toMatchObject({
      code: 'not-a-scrutineer-here',
      status: 403,
    });
    const proposal = await hall.propose('open', officer);
    expect(await unchanged(() => hall.confirm(proposal, stranger))).toMatchObject({ code: 'not-a-scrutineer-here' });
    expect((await hall.confirm(proposal)).ballot.state).toBe('open');
    const annul = await hall.propose('annul', officer, '私自宣布无效');
    expect(await unchanged(() => hall.confirm(annul, stranger))).toMatchObject({ code: 'not-a-scrutineer-here' });
    expect((await hall.overview()).ballot.state).toBe('open');
  });

  it('without candidates, and with no more than seats in a contested ballot', async () => {
    const hall = await keyed({ candidates: 2, method: { seats: 1 } });
    const candidates = await hall.presidium.call(congressRoutes.candidates, { params: hall.in });
    const remove = (i: number) =>
      hall.presidium.call(congressRoutes.removeCandidate, {
        params: { session: hall.session, candidate: candidates[i]!.id },
      });
    await remove(0);
    expect(await unchanged(() => hall.propose('open'))).toMatchObject({
      code: 'not-contested',
      params: { candidates: 1, seats: 1 },
    });
    await remove(1);
    expect(await unchanged(() => hall.propose('open'))).toMatchObject({ code: 'no-candidates' });
  });

  it('without an active card', async () => {
    const hall = await keyed({ activated: 0 });
    expect(await unchanged(() => hall.propose('open'))).toMatchObject({ code: 'no-cards' });
  });

  it('without a key', async () => {
    const hall = await Hall.make(server);
    expect(await unchanged(() => hall.propose('open'))).toMatchObject({ code: 'key-missing' });
  });

  it('twice', async () => {
    const hall = await keyed();
    const proposal = await hall.propose('open');
    await hall.confirm(proposal);
    const before = await settledRows(server.database.db);
    expect((await hall.confirm(proposal)).ballot.state).toBe('open');
    expect(await settledRows(server.database.db)).toEqual(before);
    expect(await unchanged(() => hall.propose('open'))).toMatchObject({ code: 'wrong-state' });
  });
});

describe('a proposal', () => {
  it('is made once, waits alone, and can be withdrawn', async () => {
    const hall = await keyed();
    const proposal = await hall.propose('open');
    const params = { session: hall.session, proposal };
    const again = await hall.presidium.call(sessionRoutes.propose, { params, body: { act: 'open', reason: '' } });
    expect(again.proposals).toMatchObject([{ id: proposal, act: 'open', proposer: { role: 'presidium' } }]);
    expect(
      await unchanged(() =>
        hall.presidium.call(sessionRoutes.propose, { params, body: { act: 'annul', reason: 'x' } }),
      ),
    ).toMatchObject({ code: 'conflict' });
    expect(await unchanged(() => hall.propose('open', hall.chief))).toMatchObject({ code: 'proposal-pending' });
    const gone = await hall.chief.call(sessionRoutes.withdraw, { params });
    expect(gone.proposals).toEqual([]);
    expect(await unchanged(() => hall.confirm(proposal))).toMatchObject({ code: 'no-proposal', status: 409 });
    expect(await unchanged(() => hall.confirm(randomUUID() as ProposalId))).toMatchObject({ code: 'no-proposal' });
    expect((await hall.confirm(await hall.propose('open', hall.chief), hall.presidium)).ballot.state).toBe('open');
  });

  it('to open is withdrawn when the ceremony starts again', async () => {
    const hall = await keyed();
    const proposal = await hall.propose('open');
    const restarted = await hall.presidium.call(ceremony.start, { params: hall.in, body: { restart: 1 } });
    expect(restarted).toMatchObject({ proposals: [], ballot: { state: 'ceremony', keyFingerprint: null } });
    expect(await unchanged(() => hall.confirm(proposal))).toMatchObject({ code: 'no-proposal' });
  });

  it('to annul needs a reason, and the ballot stays on record', async () => {
    const hall = await keyed();
    expect(await unchanged(() => hall.propose('annul', hall.presidium, '设备故障'))).toMatchObject({
      code: 'wrong-state',
    });
    await hall.both('open');
    await hall.vote(hall.cards[0]!, ['for', 'against', 'abstain']);
    expect(await unchanged(() => hall.propose('annul'))).toMatchObject({ code: 'bad-request', status: 400 });
    expect((await hall.both('annul', '设备故障')).ballot).toMatchObject({ state: 'annulled', returned: 1 });
    const response = await hall.post((await hall.encrypt(hall.cards[1]!, ['for', 'against', 'abstain'])).json);
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([409, 'ballot-closed']);
    expect(await unchanged(() => hall.propose('close'))).toMatchObject({ code: 'wrong-state' });
  });
});

describe('what is frozen at the opening', () => {
  it('is method, candidates, cards and attendance', async () => {
    const hall = await keyed({ deputies: 6, present: 5, activated: 4 });
    await hall.both('open');
    const candidates = await hall.presidium.call(congressRoutes.candidates, { params: hall.in });
    const params = { session: hall.session, candidate: candidates[0]!.id };
    expect(await unchanged(() => hall.presidium.call(congressRoutes.removeCandidate, { params }))).toMatchObject({
      code: 'method-frozen',
    });
    expect(
      await unchanged(() =>
        hall.presidium.call(sessionRoutes.saveMethod, { params: hall.in, body: { ...hall.method, seats: 1 } }),
      ),
    ).toMatchObject({ code: 'method-frozen' });
    expect(await unchanged(() => hall.activate(hall.cards[4]!.serial))).toMatchObject({ code: 'method-frozen' });
    await hall.signIn(5, true);
    expect((await hall.overview()).ballot).toMatchObject({ presentAtOpen: 5, issued: 4 });
    expect((await hall.overview()).present).toBe(6);
  });

  it('is the default method where none was saved', async () => {
    const hall = await Hall.make(server, { candidates: 4, unsaved: true });
    await hall.holdCeremony();
    await hall.both('open');
    expect((await hall.election()).extensions.x_congress).toMatchObject({
      seats: 3,
      limit: 3,
      method: { seats: 3, quorum: 'two-thirds' },
    });
  });
});

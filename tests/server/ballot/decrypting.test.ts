import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Vote, verifyArchive } from '../../../core/belenios/index.ts';
import { ceremony } from '../../../core/contract/ceremony.ts';
import { hall as routes } from '../../../core/contract/hall.ts';
import { fastGroups } from '../../../server/verification/fast-groups.ts';
import { refusal, startServer, type TestServer } from '../../support/server.ts';
import { forgedDecryption } from './forged.ts';
import { Hall } from './hall.ts';
import { settledRows } from './rows.ts';

const votes: Vote[] = ['for', 'against', 'abstain'];

let server: TestServer;
beforeEach(async () => {
  server = await startServer();
});
afterEach(() => server.stop());

/** A closed box with two ballots. */
async function closed(): Promise<Hall> {
  const hall = await Hall.make(server, { deputies: 3 });
  await hall.open();
  for (const card of hall.cards.slice(0, 2)) await hall.vote(card, votes);
  await hall.both('close');
  return hall;
}

const submit = (hall: Hall, i: number, decryption: string) =>
  hall.scrutineers[i]!.call(ceremony.decrypt, { params: hall.in, body: { decryption } });

/** A decryption with a random factor and a proof that holds all the same: the proof does not hash the factor (spec section 10.6). */
async function garbage(hall: Hall, i: number): Promise<string> {
  const { election: json, encryptedTally } = await hall.scrutineers[i]!.call(ceremony.decrypting, { params: hall.in });
  return forgedDecryption(json, encryptedTally, hall.keys[i]!.share);
}

describe('decryption', () => {
  it('is refused while the box is open, and by who is no scrutineer here', async () => {
    const hall = await Hall.make(server, { deputies: 3 });
    await hall.open();
    expect(await refusal(hall.chief.call(ceremony.decrypting, { params: hall.in }))).toMatchObject({
      code: 'ballot-not-closed',
      status: 409,
    });
    expect(await refusal(submit(hall, 0, '{}'))).toMatchObject({ code: 'ballot-not-closed' });
    const stranger = await hall.hire('scrutineer');
    expect(await refusal(stranger.call(ceremony.decrypting, { params: hall.in }))).toMatchObject({
      code: 'not-a-scrutineer-here',
      status: 403,
    });
  });

  it("is refused when it is garbage, another's, or made with another key; no row but the record changes", async () => {
    const hall = await closed();
    const foreign = await hall.decryptionOf(1);
    const wrong = await hall.decryptionOf(0, '12345');
    for (const body of ['', '{}', 'x', foreign, wrong]) {
      const before = await settledRows(server.database.db);
      expect(await refusal(submit(hall, 0, body))).toMatchObject({ code: 'bad-decryption', status: 422 });
      const after = await settledRows(server.database.db);
      const { audit_event, audit_head, ...rest } = after;
      expect(rest).toEqual(Object.fromEntries(Object.entries(before).filter(([name]) => name in rest)));
      expect(audit_event!.filter((row) => !before.audit_event!.includes(row))).toEqual([
        expect.stringContaining('decryption-refused'),
      ]);
      expect(audit_head).not.toEqual(before.audit_head);
    }
  });

  it('by fewer than t is not enough, and says so', async () => {
    const hall = await closed();
    const once = await hall.decrypt(1);
    expect(once.ballot.state).toBe('closed');
    expect(once.scrutineers.map(({ decrypted }) => decrypted)).toEqual([false, true, false]);
    expect(await refusal(hall.certify(0))).toMatchObject({
      code: 'too-few-decryptions',
      params: { received: 1, threshold: 2 },
    });
    expect(await refusal(hall.propose('publish'))).toMatchObject({ code: 'wrong-state' });
  });

  it('repeated is the same, and replaced while there is no result', async () => {
    const hall = await closed();
    const first = await hall.decryptionOf(0);
    await submit(hall, 0, first);
    const before = await settledRows(server.database.db);
    await submit(hall, 0, first);
    expect(await settledRows(server.database.db)).toEqual(before);
    const second = await hall.decryptionOf(0);
    await submit(hall, 0, second);
    await hall.decrypt(2);
    const done = await settledRows(server.database.db);
    expect((await submit(hall, 0, second)).ballot.state).toBe('tallied');
    expect(await settledRows(server.database.db)).toEqual(done);
    expect(await refusal(hall.decrypt(1))).toMatchObject({ code: 'wrong-state' });
  });

  it('with a garbage factor under a proof that holds: a third scrutineer saves the result', async () => {
    const hall = await closed();
    await submit(hall, 0, await garbage(hall, 0));
    const stuck = await hall.decrypt(1);
    expect(stuck.ballot.state).toBe('closed');
    expect(await refusal(hall.certify(1))).toMatchObject({
      code: 'tally-undecodable',
      status: 409,
      params: { received: 2 },
    });
    expect((await hall.decrypt(2)).ballot.state).toBe('tallied');
    for (const i of [0, 1]) await hall.certify(i);
    await hall.both('publish');
    expect((await verifyArchive(await hall.archive(), { groups: fastGroups })).failure).toBeUndefined();
    const result = await hall.kiosk.call(routes.result, { params: { uuid: hall.uuid } });
    expect(result.outcome.result.projects.find(({ code }) => code === 'P1')).toMatchObject({ for: 2 });
  });

  it('with a garbage factor: its own scrutineer can replace it', async () => {
    const hall = await closed();
    await submit(hall, 0, await garbage(hall, 0));
    expect((await hall.decrypt(1)).ballot.state).toBe('closed');
    expect((await hall.decrypt(0)).ballot.state).toBe('tallied');
  });
});

describe('certification', () => {
  it('takes the chief and as many as the threshold', async () => {
    const hall = await closed();
    for (const i of [1, 2]) await hall.decrypt(i);
    for (const i of [1, 2]) expect((await hall.certify(i)).ballot.state).toBe('tallied');
    const before = await settledRows(server.database.db);
    await hall.certify(1);
    expect(await settledRows(server.database.db)).toEqual(before);
    expect((await hall.certify(0)).ballot.state).toBe('certified');
  });

  it('is refused before the tally', async () => {
    const hall = await Hall.make(server, { deputies: 3 });
    expect(await refusal(hall.certify(0))).toMatchObject({ code: 'wrong-state' });
    await hall.open();
    expect(await refusal(hall.certify(0))).toMatchObject({ code: 'wrong-state' });
  });
});

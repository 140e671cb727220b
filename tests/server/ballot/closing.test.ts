import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sha256Bytes } from '../../../core/belenios/hash.ts';
import { encodeVotes, encryptBallot, readArchive, type Vote, verifyArchive } from '../../../core/belenios/index.ts';
import { hall as routes } from '../../../core/contract/hall.ts';
import type { Random } from '../../../core/result.ts';
import { putIntoBox } from '../../../server/ballot/cast-store.ts';
import { reject } from '../../../server/ballot/proof-store.ts';
import { fastGroups } from '../../../server/verification/fast-groups.ts';
import { refusal, startServer, type TestServer } from '../../support/server.ts';
import { encrypt, Hall } from './hall.ts';
import { allRows } from './rows.ts';

const votes: Vote[] = ['for', 'against', 'abstain'];

let server: TestServer;
beforeEach(async () => {
  server = await startServer();
});
afterEach(() => server.stop());

/** The same bytes each time it is made: what two voters who share their randomness have. */
function repeating(seed: string): Random {
  let count = 0;
  return (length) => {
    const bytes = new Uint8Array(length);
    for (let i = 0; i < length; i += 32)
      bytes.set(sha256Bytes(`${seed} ${count++}`).subarray(0, Math.min(32, length - i)), i);
    return bytes;
  };
}

/** Until so many sessions wait for a lock. */
async function waiting(count: number): Promise<void> {
  for (let i = 0; i < 400; i++) {
    const { rows } = await server.database.pool.query(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if (rows.length >= count) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('nobody waits for a lock');
}

describe('closing', () => {
  it('waits for proofs that are still being checked, changing nothing', async () => {
    const hall = await Hall.make(server, { deputies: 3 });
    await hall.open();
    const proposal = await hall.propose('close');
    await hall.vote(hall.cards[0]!, votes);
    await hall.proofsDone();
    // As a process that was killed leaves it; and whoever would mark it valid waits for this transaction.
    const release = await server.database.pool.connect();
    await release.query(`update cast_ballot set proofs = 'pending'`);
    await release.query('begin');
    await release.query('select from cast_ballot for update');
    const before = await allRows(server.database.db);
    expect(await refusal(hall.confirm(proposal))).toMatchObject({
      code: 'proofs-pending',
      status: 409,
      params: { pending: 1 },
    });
    expect(await allRows(server.database.db)).toEqual(before);
    await release.query('rollback');
    release.release();
    // The sweep takes it up, as it does what a crash left behind.
    await hall.proofsDone();
    expect((await hall.confirm(proposal)).ballot).toMatchObject({ state: 'closed', returned: 1 });
  });

  it('is seen by a cast that waited for it: nothing goes into a closed box', async () => {
    const hall = await Hall.make(server, { deputies: 3 });
    await hall.open();
    const { json } = await hall.encrypt(hall.cards[0]!, votes);
    const client = await server.database.pool.connect();
    await client.query('begin');
    await client.query('select from ballot for update');
    const casting = hall.post(json);
    await waiting(1);
    await client.query(`update ballot set state = 'closed'`);
    await client.query('commit');
    client.release();
    const response = await casting;
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([409, 'ballot-closed']);
    expect((await allRows(server.database.db)).cast_ballot).toEqual([]);
  });

  it('waits for a cast that has begun', async () => {
    const hall = await Hall.make(server, { deputies: 3 });
    await hall.open();
    const proposal = await hall.propose('close');
    const { json, hash } = await hall.encrypt(hall.cards[0]!, votes);
    const { id } = (await hall.overview()).ballot;
    let closing: Promise<unknown> | undefined;
    await server.database.db.transaction().execute(async (trx) => {
      const put = await putIntoBox(
        trx,
        { congress_id: hall.congress, id },
        hall.publicCredential(hall.cards[0]!),
        hash,
        json,
      );
      expect(put).toMatchObject({ state: 'open', inserted: true, existing: null });
      closing = refusal(hall.confirm(proposal));
      await waiting(1);
    });
    expect(await closing).toMatchObject({ code: 'proofs-pending', params: { pending: 1 } });
    await hall.proofsDone();
    expect((await hall.confirm(proposal)).ballot).toMatchObject({ state: 'closed', returned: 1 });
  });

  it('racing with casts: every receipt given is in the archive, and no other ballot', async () => {
    const count = 30;
    const hall = await Hall.make(server, { deputies: count });
    await hall.open();
    const proposal = await hall.propose('close');
    const election = await hall.election();
    const ballots = hall.cards.slice(0, count).map((card) => encrypt(election, card, votes));
    const receipts: string[] = [];
    const refusals: string[] = [];
    const close = async () => {
      for (;;) {
        const refused = await hall.confirm(proposal).then(
          () => undefined,
          (error) => error.refusal.code as string,
        );
        if (refused === undefined) return;
        expect(refused).toBe('proofs-pending');
      }
    };
    const cast = async (from: number, to: number) => {
      for (const { json } of ballots.slice(from, to)) {
        const answer = (await (await hall.post(json)).json()) as { tracker?: string; code?: string };
        if (answer.tracker) receipts.push(answer.tracker);
        else refusals.push(answer.code!);
      }
    };
    await cast(0, 6);
    await Promise.all([close(), cast(6, 14), cast(14, 22)]);
    await cast(22, count);
    expect(receipts.length).toBeGreaterThanOrEqual(6);
    expect(refusals.slice(-8)).toEqual(Array(8).fill('ballot-closed'));
    expect(new Set(refusals)).toEqual(new Set(['ballot-closed']));
    const box = await hall.kiosk.call(routes.receipts, { params: { uuid: hall.uuid } });
    expect([...box].sort()).toEqual([...receipts].sort());
    expect((await hall.overview()).ballot.returned).toBe(receipts.length);
    for (const { json, tracker } of ballots)
      expect((await hall.post(json)).status).toBe(receipts.includes(tracker) ? 200 : 409);
    for (const i of [0, 1]) await hall.decrypt(i);
    for (const i of [0, 1]) await hall.certify(i);
    await hall.both('publish');
    expect(await verifyArchive(await hall.archive(), { groups: fastGroups })).toMatchObject({
      valid: true,
      ballots: receipts.length,
    });
  });

  it('an empty box is closed, decrypted and published too', async () => {
    const hall = await Hall.make(server, { deputies: 3 });
    await hall.open();
    await hall.finish();
    const result = await hall.kiosk.call(routes.result, { params: { uuid: hall.uuid } });
    expect(result.outcome.attendance).toMatchObject({ issued: 3, returned: 0 });
    expect(result.outcome.result.notPressed).toBe(3);
    expect(await verifyArchive(await hall.archive(), { groups: fastGroups })).toMatchObject({
      valid: true,
      ballots: 0,
    });
  });
});

describe('two ballots that share their randomness', () => {
  it('are told apart when their proofs are checked: the second is put aside', async () => {
    const hall = await Hall.make(server, { deputies: 3 });
    await hall.open();
    const election = await hall.election();
    const [one, two] = hall.cards.map((card) =>
      encryptBallot(election, card.secret, encodeVotes(votes), repeating('same')),
    );
    expect((await hall.post(one!.json)).status).toBe(200);
    await hall.proofsDone();
    expect((await hall.post(two!.json)).status).toBe(200);
    await hall.proofsDone();
    expect((await hall.overview()).ballot).toMatchObject({ returned: 1, rejected: 1 });
    await hall.vote(hall.cards[1]!, votes);
    await hall.finish();
    expect((await verifyArchive(await hall.archive(), { groups: fastGroups })).valid).toBe(true);
  });

  it('are found at the close where two processes checked them, and the box stays open', async () => {
    const second = await startServer({ on: server.database });
    try {
      const hall = await Hall.make(server, { deputies: 4 });
      await hall.open();
      const election = await hall.election();
      const elsewhere = second.browser();
      const postElsewhere = (json: string) => elsewhere.send('POST', `/api/elections/${hall.uuid}/ballots`, json);
      // Both processes have read the box before either copy is in it.
      await hall.vote(hall.cards[0]!, votes);
      expect((await postElsewhere((await hall.encrypt(hall.cards[1]!, votes)).json)).status).toBe(200);
      await hall.proofsDone();
      const [one, two] = hall.cards
        .slice(2, 4)
        .map((card) => encryptBallot(election, card.secret, encodeVotes(votes), repeating('same')));
      expect((await hall.post(one!.json)).status).toBe(200);
      expect((await postElsewhere(two!.json)).status).toBe(200);
      await hall.proofsDone();
      expect((await hall.overview()).ballot).toMatchObject({ returned: 4, rejected: 0 });
      const proposal = await hall.propose('close');
      expect(await refusal(hall.confirm(proposal))).toMatchObject({
        code: 'ballots-put-aside',
        status: 409,
        params: { count: 1 },
      });
      expect((await hall.overview()).ballot).toMatchObject({ state: 'open', returned: 3, rejected: 1 });
      const kept = [one!, two!].sort((a, b) => (a.hash < b.hash ? -1 : 1))[0]!;
      const loser = kept === one ? hall.cards[3]! : hall.cards[2]!;
      await hall.vote(loser, votes);
      await hall.proofsDone();
      expect((await hall.confirm(proposal)).ballot).toMatchObject({ state: 'closed', returned: 4 });
      expect(await hall.kiosk.call(routes.receipts, { params: { uuid: hall.uuid } })).toContain(kept.tracker);
    } finally {
      await second.stop();
    }
  });
});

describe('a ballot judged twice', () => {
  it('is not taken out of the box any more once it was found valid', async () => {
    const hall = await Hall.make(server, { deputies: 3 });
    await hall.open();
    const { tracker } = await hall.vote(hall.cards[0]!, votes);
    await hall.proofsDone();
    await hall.both('close');
    const { id } = (await hall.overview()).ballot;
    const hash = Buffer.from(tracker, 'base64').toString('hex');
    const before = await allRows(server.database.db);
    // Another process may finish its own look at it only now, and differ where two ballots share their randomness.
    const taken = await server.database.db
      .transaction()
      .execute((trx) =>
        reject(trx, { congress_id: hall.congress, id }, hall.publicCredential(hall.cards[0]!), hash, 'alpha_repeated'),
      );
    expect(taken).toBe(false);
    expect(await allRows(server.database.db)).toEqual(before);
  });
});

describe('the archive', () => {
  it('lists ballots in the order of their hashes, as the receipts are', async () => {
    const hall = await Hall.make(server, { deputies: 5 });
    await hall.open();
    for (const card of hall.cards.slice(0, 5)) await hall.vote(card, votes);
    await hall.finish();
    const archive = readArchive(await hall.archive());
    if (!archive.ok) throw new Error(archive.error.kind);
    const ballots = archive.value.records.filter(
      ({ kind, text }) => kind === 'data' && text.startsWith('{"election_uuid"'),
    );
    const hashes = ballots.map(({ hash }) => hash);
    expect(hashes).toEqual([...hashes].sort());
    const trackers = hashes.map((hash) => Buffer.from(hash, 'hex').toString('base64').replace('=', ''));
    expect(await hall.kiosk.call(routes.receipts, { params: { uuid: hall.uuid } })).toEqual(trackers);
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sha256Bytes } from '../../../core/belenios/hash.ts';
import { encodeVotes, encryptBallot, readArchive, type Vote, verifyArchive } from '../../../core/belenios/index.ts';
import { hall as routes } from '../../../core/contract/hall.ts';
import type { Random } from '../../../core/result.ts';
import { fastGroups } from '../../../server/verification/fast-groups.ts';
import { refusal, startServer, type TestServer } from '../../support/server.ts';
import { Hall } from './hall.ts';
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

  it('racing with casts: every receipt given is in the archive, and no other ballot', async () => {
    const count = 24;
    const hall = await Hall.make(server, { deputies: count });
    await hall.open();
    const proposal = await hall.propose('close');
    const election = await hall.election();
    const ballots = hall.cards
      .slice(0, count)
      .map((card) =>
        encryptBallot(election, card.secret, encodeVotes(votes), (n) => crypto.getRandomValues(new Uint8Array(n))),
      );
    let closed = false;
    const closing = (async () => {
      while (!closed) {
        const refused = await hall.confirm(proposal).then(
          () => undefined,
          (error) => error.refusal.code as string,
        );
        if (refused === undefined) closed = true;
        else expect(refused).toBe('proofs-pending');
      }
    })();
    const receipts: string[] = [];
    const late: string[] = [];
    await Promise.all(
      ballots.map(async ({ json, tracker }, i) => {
        await new Promise((resolve) => setTimeout(resolve, i * 15));
        const response = await hall.post(json);
        const answer = (await response.json()) as { tracker?: string; code?: string };
        if (answer.tracker) receipts.push(answer.tracker);
        else {
          expect(answer.code).toBe('ballot-closed');
          late.push(tracker);
        }
      }),
    );
    await closing;
    const box = await hall.kiosk.call(routes.receipts, { params: { uuid: hall.uuid } });
    expect([...box].sort()).toEqual([...receipts].sort());
    expect((await hall.overview()).ballot.returned).toBe(receipts.length);
    expect(receipts.length + late.length).toBe(count);
    for (const { json, tracker } of ballots) {
      const response = await hall.post(json);
      expect(response.status).toBe(receipts.includes(tracker) ? 200 : 409);
    }
    if (receipts.length > 0) {
      for (const i of [0, 1]) await hall.decrypt(i);
      for (const i of [0, 1]) await hall.certify(i);
      await hall.both('publish');
      expect((await verifyArchive(await hall.archive(), { groups: fastGroups })).valid).toBe(true);
    }
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

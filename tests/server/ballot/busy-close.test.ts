import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Vote } from '../../../core/belenios/index.ts';
import type { Count } from '../../../server/ballot/close.ts';
import { refusal, startServer, type TestServer } from '../../support/server.ts';
import { Hall } from './hall.ts';

const votes: Vote[] = ['for', 'against', 'abstain'];

/** What a count of the box comes to, instead of what it is. */
let counts: ((count: Count) => Count)[] = [];
vi.mock('../../../server/ballot/close.ts', async (original) => {
  const real = await original<typeof import('../../../server/ballot/close.ts')>();
  const countBallots: typeof real.countBallots = async (trx, box) => {
    const change = counts.shift() ?? ((count) => count);
    return change(await real.countBallots(trx, box));
  };
  return { ...real, countBallots };
});

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

it('a close that has to count under the lock, and finds copies there, puts them aside and ends', async () => {
  const hall = await Hall.make(server, { deputies: 3 });
  await hall.open();
  await hall.vote(hall.cards[0]!, votes);
  const { tracker } = await hall.vote(hall.cards[1]!, votes);
  await hall.proofsDone();
  const copy = {
    credential: hall.publicCredential(hall.cards[1]!),
    hash: Buffer.from(tracker, 'base64').toString('hex'),
  };
  const busy = (count: Count): Count => ({ ...count, hashes: [] });
  const copied = (count: Count): Count => ({ ...count, copies: [copy] });
  counts = [busy, busy, busy, copied, copied, copied];
  const proposal = await hall.propose('close');
  expect(await refusal(hall.confirm(proposal))).toMatchObject({ code: 'ballots-put-aside', params: { count: 1 } });
  counts = [];
  expect((await hall.confirm(proposal)).ballot).toMatchObject({ state: 'closed', returned: 1 });
});

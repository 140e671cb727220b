import { expect, it } from 'vitest';
import { sha256Base64 } from '../../../core/belenios/hash.ts';
import type { Vote } from '../../../core/belenios/index.ts';
import { proofText, prove } from '../../../core/belenios/proofs.ts';
import { random } from '../../../server/random.ts';
import { useServer } from '../../support/server.ts';
import { encrypt, Hall, secretOf } from './hall.ts';
import { settledRows } from './rows.ts';

const votes: Vote[] = ['for', 'against', 'abstain'];
const server = useServer();

it('bad ballots of one card without end do not keep the box from closing, and a good one of it still counts', async () => {
  const hall = await Hall.make(server, { deputies: 3 });
  await hall.open();
  const election = await hall.election();
  const card = hall.cards[0]!;
  /** Signed as only the card's holder can, with a proof that does not hold. */
  const bad = () => {
    const { signature: _, ...unsigned } = JSON.parse(encrypt(election, card, votes).json);
    unsigned.answers[0].overall_proof.reverse();
    const hash = sha256Base64(JSON.stringify(unsigned));
    const proof = proofText(prove(hall.group, `sig|${hash}|`, secretOf(hall, card), random));
    return JSON.stringify({ ...unsigned, signature: { hash, proof } });
  };
  let statuses: number[] = [];
  for (let i = 0; i < 12; i++) {
    statuses.push((await hall.post(bad())).status);
    await hall.proofsDone();
  }
  expect(statuses).toEqual([...Array(8).fill(200), ...Array(4).fill(422)]);
  const before = await settledRows(server.database.db);
  statuses = (await Promise.all(Array.from({ length: 6 }, () => hall.post(bad())))).map(({ status }) => status);
  expect(statuses.every((status) => status === 422 || status === 429)).toBe(true);
  expect(await settledRows(server.database.db)).toEqual(before);
  const { tracker, json } = await hall.vote(card, votes);
  expect(await (await hall.post(json)).json()).toEqual({ tracker });
  expect((await hall.both('close')).ballot).toMatchObject({ state: 'closed', returned: 1, rejected: 8 });
});

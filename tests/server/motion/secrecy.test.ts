import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import type { MotionVote } from '../../../core/contract/motion.ts';
import type { MotionId } from '../../../core/ids.ts';
import { motionChoices } from '../../../core/rules/motion.ts';
import { useServer } from '../../support/server.ts';
import { Hall } from '../ballot/hall.ts';
import { allRows } from '../ballot/rows.ts';
import { close, opened, send, signed } from './motion-hall.ts';

// What somebody who holds the whole database could join: a card to what it chose on a motion.
describe.each(['open', 'secret'] as const)('of a motion by tablet, %s, the database', (way) => {
  const server = useServer();
  let hall: Hall;
  let id: MotionId;
  const votes: MotionVote[] = [];
  let during: Record<string, string[]>;
  let writersDuring: { table: string; writer: string }[];

  const writers = async () => {
    const { rows } = await sql<{ table: string; writer: string }>`
      select 'voter' as table, xmin::text as writer from motion_voter union all
      select 'count', xmin::text from motion_count`.execute(server.database.db);
    return rows;
  };

  beforeAll(async () => {
    hall = await Hall.make(server, { deputies: 9 });
    id = await opened(hall, way);
    const order = hall.cards.slice(0, 8).sort((a, b) => (a.secret > b.secret ? -1 : 1));
    for (const [i, card] of order.entries()) {
      votes.push(signed(hall, id, card, motionChoices[i % 3]!));
      await send(hall, id, votes.at(-1)!);
    }
    during = await allRows(server.database.db);
    writersDuring = await writers();
    await close(hall, id);
  });

  const rowsWith = (dump: Record<string, string[]>, text: string) =>
    Object.entries(dump).flatMap(([table, rows]) =>
      rows.filter((row) => row.includes(text)).map((row) => ({ table, row })),
    );

  it('has while it is open the choice beside the credential only where the vote is open', () => {
    for (const { credential, choice } of votes) {
      const rows = rowsWith(during, credential).filter(({ table }) => table !== 'card_credential');
      expect(rows.map(({ table }) => table)).toEqual(['motion_voter']);
      expect(rows[0]!.row.endsWith(`,${choice})`)).toBe(way === 'open');
      if (way === 'secret') expect(rows[0]!.row).not.toMatch(/for|against|abstain/);
    }
  });

  it('has no row of a count that was written by the same transaction as one card alone', () => {
    const counts = writersDuring.filter(({ table }) => table === 'count').map(({ writer }) => writer);
    expect(counts).toHaveLength(way === 'secret' ? 3 : 0);
    expect(new Set(counts).size).toBe(way === 'secret' ? 1 : 0);
  });

  it('has after the close no choice beside a credential, no count, and the voters in an order that says nothing', async () => {
    const { db } = server.database;
    const dump = await allRows(db);
    expect(dump.motion_count).toEqual([]);
    const { rows } = await sql<{ credential: string; choice: string | null; writer: string }>`
      select credential, choice, xmin::text as writer from motion_voter order by ctid`.execute(db);
    expect(rows.map(({ credential }) => credential)).toEqual(votes.map(({ credential }) => credential).sort());
    expect(rows.map(({ credential }) => credential)).not.toEqual(votes.map(({ credential }) => credential));
    expect(rows.every(({ choice }) => choice === null)).toBe(true);
    expect(new Set(rows.map(({ writer }) => writer)).size).toBe(1);
    for (const { credential } of votes)
      for (const { table, row } of rowsWith(dump, credential)) {
        expect(['card_credential', 'motion_voter']).toContain(table);
        expect(row).not.toMatch(/\bfor\b|against|abstain/);
      }
  });

  it('has no time of a vote, no signature, and no event of one', async () => {
    const dump = await allRows(server.database.db);
    for (const { signature } of votes) {
      expect(rowsWith(dump, signature.response)).toEqual([]);
      expect(rowsWith(dump, signature.challenge)).toEqual([]);
      // The seal is of the signature and of nothing that could be tried out.
      const seal = createHash('sha256').update(`${signature.challenge},${signature.response}`).digest('hex');
      expect(rowsWith(dump, seal).map(({ table }) => table)).toEqual(['motion_voter']);
    }
    for (const row of dump.motion_voter!) expect(row).not.toMatch(/\d{4}-\d\d-\d\d \d\d:\d\d/);
    const kinds = await server.database.db.selectFrom('audit_event').select('kind').orderBy('seq').execute();
    const list = kinds.map(({ kind }) => kind);
    expect(list.slice(list.indexOf('motion-opened'), list.indexOf('motion-closed') + 1)).toEqual([
      'motion-opened',
      'motion-closed',
    ]);
  });

  it('has no old versions of the rows left in the files', async () => {
    const { db } = server.database;
    await sql`create extension if not exists pgstattuple`.execute(db);
    for (const table of ['motion_voter', 'motion_count']) {
      const { rows } = await sql<{ dead: number }>`select dead_tuple_count as dead from pgstattuple(${table})`.execute(
        db,
      );
      expect([table, rows[0]!.dead]).toEqual([table, 0]);
    }
  });
});

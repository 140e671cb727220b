import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Vote } from '../../../core/belenios/index.ts';
import { useServer } from '../../support/server.ts';
import { Hall, type HallCard } from './hall.ts';
import { allRows } from './rows.ts';

const votes: Vote[] = ['for', 'against', 'abstain'];

// What somebody who holds the whole database could join: a deputy at the desk to a card, a card or a time at a tablet to a ballot.
describe('after a ballot the database', () => {
  const server = useServer();
  let hall: Hall;
  /** In the order in which they cast. */
  const cast: { card: HallCard; hash: string; tracker: string }[] = [];
  let activatedBefore: string[];

  beforeAll(async () => {
    hall = await Hall.make(server, { deputies: 12, present: 12, activated: 11 });
    activatedBefore = await physicalOrder('card', 'serial');
    await hall.open();
    const order = hall.cards.slice(0, 11).sort((a, b) => (a.secret > b.secret ? -1 : 1));
    for (const card of order) {
      const { tracker } = await hall.vote(card, votes);
      cast.push({ card, tracker, hash: Buffer.from(tracker, 'base64').toString('hex') });
      await hall.proofsDone();
    }
    expect(await physicalOrder('cast_ballot', 'hash')).toEqual(cast.map(({ hash }) => hash));
    await hall.finish();
  });

  const db = () => server.database.db;

  async function physicalOrder(table: string, column: string): Promise<string[]> {
    const { rows } = await sql<{
      value: string;
    }>`select ${sql.ref(column)} as value from ${sql.table(table)} order by ctid`.execute(db());
    return rows.map(({ value }) => value);
  }

  async function writers(table: string): Promise<number> {
    const { rows } = await sql<{
      count: number;
    }>`select count(distinct xmin::text) as count from ${sql.table(table)}`.execute(db());
    return rows[0]!.count;
  }

  it('has the box in the order of the hashes, written by one transaction', async () => {
    const order = await physicalOrder('cast_ballot', 'hash');
    expect(order).toEqual([...order].sort());
    expect(order).not.toEqual(cast.map(({ hash }) => hash));
    expect(await writers('cast_ballot')).toBe(1);
  });

  it('has the cards in the order of the tray, written by one transaction, without the requests that activated them', async () => {
    const order = await physicalOrder('card', 'serial');
    expect(order).toEqual([...order].sort());
    expect(activatedBefore).not.toEqual(order);
    expect(await writers('card')).toBe(1);
    expect((await db().selectFrom('card').select('request').execute()).every(({ request }) => request === null)).toBe(
      true,
    );
    expect(await writers('card_credential')).toBe(1);
    const credentials = await physicalOrder('card_credential', 'credential');
    expect(credentials).toHaveLength(hall.cards.length * 6);
  });

  it('has the issued credentials sorted', async () => {
    const order = await physicalOrder('issued_credential', 'credential');
    expect(order).toEqual([...order].sort());
    expect(order).toHaveLength(11);
  });

  it('keeps the large texts of ballots in an order that says nothing either', async () => {
    const { rows } = await sql<{
      name: string;
    }>`select reltoastrelid::regclass::text as name from pg_class where relname = 'cast_ballot'`.execute(db());
    const toast = rows[0]!.name;
    const { rows: chunks } = await sql<{ writers: number; first: number[] }>`
      select count(distinct xmin::text) as writers, array_agg(distinct chunk_id::bigint order by chunk_id::bigint) as first from ${sql.raw(toast)}`.execute(
      db(),
    );
    expect(chunks[0]!.writers).toBe(1);
    expect(chunks[0]!.first).toHaveLength(11);
  });

  it('has no old versions of the rows left in the files', async () => {
    await sql`create extension pgstattuple`.execute(db());
    for (const table of ['card', 'card_credential', 'cast_ballot']) {
      const { rows } = await sql<{ dead: number }>`select dead_tuple_count as dead from pgstattuple(${table})`.execute(
        db(),
      );
      expect([table, rows[0]!.dead]).toEqual([table, 0]);
    }
  });

  it('says of no cast or activation when or by whom it was', async () => {
    const dump = await allRows(db());
    const { cast_ballot, issued_credential, card, card_credential, ballot, ...rest } = dump;
    const record = rest.audit_event!.join('\n');
    expect(record).toContain('card-activated');
    for (const { card: used, hash, tracker } of cast) {
      for (const secret of [used.serial, hall.publicCredential(used), hash, tracker]) {
        expect(record).not.toContain(secret);
        for (const [table, rows] of Object.entries(rest))
          expect([table, rows.some((row) => row.includes(secret))]).toEqual([table, false]);
      }
    }
    for (const table of [cast_ballot, issued_credential, card, card_credential])
      for (const row of table!) expect(row).not.toMatch(/\d{4}-\d\d-\d\d \d\d:\d\d/);
    expect(ballot).toHaveLength(1);
  });

  it('has one event for each activation and none for a cast', async () => {
    const kinds = (await db().selectFrom('audit_event').select('kind').orderBy('seq').execute()).map(
      ({ kind }) => kind,
    );
    expect(kinds.filter((kind) => kind === 'card-activated')).toHaveLength(11);
    const between = kinds.slice(kinds.indexOf('ballot-opened') + 1, kinds.indexOf('ballot-closed'));
    expect(between).toEqual(['proposal-confirmed', 'proposal-made']);
  });
});

describe('after a ballot that was annulled before it closed the database', () => {
  const server = useServer();

  it('has the box in the order of the hashes, written by one transaction, and no old versions of it', async () => {
    const hall = await Hall.make(server, { deputies: 8 });
    await hall.open();
    for (const card of hall.cards.slice(0, 8)) {
      await hall.vote(card, votes);
      await hall.proofsDone();
    }
    expect((await hall.both('annul', '设备故障')).ballot.state).toBe('annulled');
    const { db } = server.database;
    const { rows } = await sql<{ hash: string; writer: string }>`
      select hash, xmin::text as writer from cast_ballot order by ctid`.execute(db);
    const order = rows.map(({ hash }) => hash);
    expect(order).toHaveLength(8);
    expect(order).toEqual([...order].sort());
    expect(new Set(rows.map(({ writer }) => writer)).size).toBe(1);
    await sql`create extension pgstattuple`.execute(db);
    const { rows: old } = await sql<{ dead: number }>`
      select dead_tuple_count as dead from pgstattuple('cast_ballot')`.execute(db);
    expect(old[0]!.dead).toBe(0);
  });
});

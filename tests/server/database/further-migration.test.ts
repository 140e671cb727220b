import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { CongressId, ElectionUuid, SessionId } from '../../../core/ids.ts';
import { defaultMethod } from '../../../core/rules/method.ts';
import { outcome } from '../../../core/rules/outcome.ts';
import { chainOf, finalOf, nextOf, recordsOf } from '../../../server/ballot/chain.ts';
import { migrate, readMigrations } from '../../../server/database/migrate.ts';
import { inTransaction } from '../../../server/database/pool.ts';
import { testDatabase } from '../../support/database.ts';

/** Ids as the database has them. */
const id = <T extends string = string>() => randomUUID() as string as T;

it('a database with one published ballot from before goes on: its tie can be settled by a run-off', async () => {
  const database = await testDatabase({ empty: true });
  try {
    const { address, pool, db } = database;
    const migrations = readMigrations();
    await migrate(address, migrations.slice(0, 2));
    const [congress, cycle, session, ballot] = [id<CongressId>(), id(), id<SessionId>(), id()];
    const uuids = ['aaaaaaaaaaaaaa', 'bbbbbbbbbbbbbb'] as ElectionUuid[];
    const method = { ...defaultMethod(3), seats: 1 };
    const attendance = { entitled: 5, present: 5, issued: 5, returned: 5 };
    const row = (code: string, yes: number) => ({ code, for: yes, against: 5 - yes, abstain: 0 });
    const result = outcome({ ...method, approvalLimit: 'none' }, attendance, [
      row('P1', 4),
      row('P2', 4),
      row('P3', 1),
    ]);
    await pool.query(`insert into congress (congress_id, level, name) values ($1, 'town', '镇')`, [congress]);
    await pool.query('insert into cycle (congress_id, id, year) values ($1, $2, 2026)', [congress, cycle]);
    await pool.query(
      `insert into session (congress_id, id, cycle_id, name, method, election_uuids) values ($1, $2, $3, '会议', $4, $5)`,
      [congress, session, cycle, JSON.stringify(method), uuids],
    );
    await pool.query(
      `insert into ballot (congress_id, id, session_id, kind, uuid, state, attempt, method, entitled, present_at_open, issued,
         present_at_close, returned, outcome, opened_at, closed_at, published_at)
       values ($1, $2, $3, 'projects', $4, 'published', 3, $5, 5, 5, 5, 5, 5, $6, now(), now(), now())`,
      [
        congress,
        ballot,
        session,
        uuids[0],
        JSON.stringify(method),
        JSON.stringify({ attendance, presentAtClose: 5, result }),
      ],
    );
    for (const [position, code] of ['P1', 'P2', 'P3'].entries())
      await pool.query(
        `insert into ballot_project (congress_id, ballot_id, position, code, title, content, place, budget, unit)
         values ($1, $2, $3, $4, $5, '', '', 1, '')`,
        [congress, ballot, position, code, `项目${code}`],
      );
    expect(await migrate(address, migrations)).toEqual(migrations.slice(2).map(({ name }) => name));
    const chain = await inTransaction(db, (trx) => chainOf(trx, congress, session));
    expect(recordsOf(chain, { seats: 0, projects: 0 })).toMatchObject([
      {
        id: ballot,
        state: 'published',
        which: { kind: 'projects', round: 1, again: false, ordinal: 0, follows: null, repeats: null },
        ...{ seats: 1, projects: 3, filled: 0, decision: null },
      },
    ]);
    expect(nextOf(chain, uuids)).toMatchObject({ matter: 'tie', make: 'run-off', codes: ['P1', 'P2'], left: 1 });
    expect(finalOf(chain)?.list).toMatchObject({ filled: 0, complete: false });
    // The next ceremony's number follows those held already.
    expect((await pool.query('select ceremonies from session')).rows).toEqual([{ ceremonies: 3 }]);
  } finally {
    await database.drop();
  }
});

import { sql } from 'kysely';
import type { Decision } from '../../core/contract/rounds.ts';
import type { AccountId, BallotId, CongressId, SessionId } from '../../core/ids.ts';
import type { Choice } from '../../core/rules/rounds.ts';
import type { Transaction } from '../database/pool.ts';
import type { BallotKey, BallotRow } from './store.ts';

const columns = [
  'congress_id',
  'id',
  'uuid',
  'kind',
  'ordinal',
  'follows',
  'repeats',
  'state',
  'method',
  'issued',
  'returned',
  'paper_issued',
  'paper_void',
  'present_at_open',
  'present_at_close',
  'opened_at',
  'closed_at',
  'published_at',
  'annulled_reason',
  'outcome',
] as const satisfies readonly (keyof BallotRow)[];

/** A ballot without its long texts. */
export type ChainRow = Pick<BallotRow, (typeof columns)[number]>;

/** All ballots of a session in the order in which they were made. */
export const chainRows = (trx: Transaction, congress: CongressId, session: SessionId): Promise<ChainRow[]> =>
  trx
    .selectFrom('ballot')
    .select(columns)
    .where('congress_id', '=', congress)
    .where('session_id', '=', session)
    .orderBy('ordinal')
    .execute();

/** The presidium's decisions on the ballots of a session, by ballot. */
export async function decisionsOf(
  trx: Transaction,
  congress: CongressId,
  session: SessionId,
): Promise<Map<BallotId, Decision>> {
  const rows = await trx
    .selectFrom('ballot_decision as d')
    .innerJoin('ballot as b', (join) =>
      join.onRef('b.congress_id', '=', 'd.congress_id').onRef('b.id', '=', 'd.ballot_id'),
    )
    .innerJoin('account as a', (join) =>
      join.onRef('a.congress_id', '=', 'd.congress_id').onRef('a.id', '=', 'd.decided_by'),
    )
    .select(['d.ballot_id', 'd.choice', 'd.note', 'd.at', 'a.name'])
    .where('b.congress_id', '=', congress)
    .where('b.session_id', '=', session)
    .execute();
  return new Map(
    rows.map(({ ballot_id, choice, note, at, name }) => [ballot_id, { choice, note, by: name, at: at.toISOString() }]),
  );
}

/** Records a decision in place of an earlier one. */
export async function putDecision(
  trx: Transaction,
  ballot: BallotKey,
  decision: { choice: Choice; note: string; decided_by: AccountId },
): Promise<void> {
  await trx
    .insertInto('ballot_decision')
    .values({ congress_id: ballot.congress_id, ballot_id: ballot.id, ...decision })
    .onConflict((conflict) =>
      conflict.columns(['congress_id', 'ballot_id']).doUpdateSet({ ...decision, at: sql`now()` }),
    )
    .execute();
}

/** Projects on the ballot papers of a session: codes and titles by ballot, in the order of the paper. */
export async function paperTitles(
  trx: Transaction,
  congress: CongressId,
  session: SessionId,
): Promise<Map<BallotId, { code: string; title: string }[]>> {
  const rows = await trx
    .selectFrom('ballot_project as p')
    .innerJoin('ballot as b', (join) =>
      join.onRef('b.congress_id', '=', 'p.congress_id').onRef('b.id', '=', 'p.ballot_id'),
    )
    .select(['p.ballot_id', 'p.code', 'p.title'])
    .where('b.congress_id', '=', congress)
    .where('b.session_id', '=', session)
    .orderBy('b.ordinal')
    .orderBy('p.position')
    .execute();
  const papers = new Map<BallotId, { code: string; title: string }[]>();
  for (const { ballot_id, code, title } of rows)
    papers.set(ballot_id, [...(papers.get(ballot_id) ?? []), { code, title }]);
  return papers;
}

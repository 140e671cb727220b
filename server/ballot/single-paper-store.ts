import { sql } from 'kysely';
import type { AccountId, PaperEntryId } from '../../core/ids.ts';
import type { PaperCounts } from '../../core/rules/single-paper.ts';
import type { Transaction } from '../database/pool.ts';
import type { BallotKey, BallotRow } from './store.ts';

/** Credentials of a ballot that were set aside for papers when it opened. */
export async function paperCredentials(trx: Transaction, ballot: BallotKey): Promise<string[]> {
  const rows = await trx
    .selectFrom('issued_credential')
    .select('credential')
    .where('congress_id', '=', ballot.congress_id)
    .where('ballot_id', '=', ballot.id)
    .where('paper', '=', true)
    .execute();
  return rows.map(({ credential }) => credential);
}

/** How many ballots in the box were keyed from papers. */
async function countEntered(trx: Transaction, ballot: BallotKey): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from cast_ballot c
    join issued_credential i on i.congress_id = c.congress_id and i.ballot_id = c.ballot_id and i.credential = c.credential
    where c.congress_id = ${ballot.congress_id} and c.ballot_id = ${ballot.id} and i.paper`.execute(trx);
  return rows[0]!.count;
}

/** What a ballot's row says of its papers. */
export type PaperColumns = Pick<BallotRow, 'paper_spares' | 'paper_issued' | 'paper_void' | 'paper_missing'>;

/** The papers of a ballot as they stand. */
export async function papersOf(trx: Transaction, ballot: BallotKey & PaperColumns): Promise<PaperCounts> {
  return {
    spares: ballot.paper_spares,
    issued: ballot.paper_issued,
    // No credential for it, no such ballot: spares the question where there are no papers at all.
    entered: ballot.paper_spares === 0 ? 0 : await countEntered(trx, ballot),
    void: ballot.paper_void,
    missing: ballot.paper_missing,
  };
}

export interface PaperEntry {
  readonly id: PaperEntryId;
  readonly kind: 'vote' | 'void';
  readonly first: AccountId;
  readonly name: string;
  readonly second: AccountId | null;
  readonly claim: string | null;
}

const entries = (trx: Transaction, ballot: BallotKey) =>
  trx
    .selectFrom('paper_entry as p')
    .innerJoin('account as a', (join) =>
      join.onRef('a.congress_id', '=', 'p.congress_id').onRef('a.id', '=', 'p.first_account'),
    )
    .select(['p.id', 'p.kind', 'p.first_account as first', 'a.name', 'p.second_account as second', 'p.claim'])
    .where('p.congress_id', '=', ballot.congress_id)
    .where('p.ballot_id', '=', ballot.id);

export const findEntry = (trx: Transaction, ballot: BallotKey, id: PaperEntryId): Promise<PaperEntry | undefined> =>
  entries(trx, ballot).where('p.id', '=', id).executeTakeFirst();

/** Papers that wait for the second person, by id. */
export const waitingEntries = (trx: Transaction, ballot: BallotKey): Promise<PaperEntry[]> =>
  entries(trx, ballot).where('p.second_account', 'is', null).orderBy('p.id').execute();

/** Ballots that are being cast and are not in the box yet, but for this paper's. */
export async function countClaimed(trx: Transaction, ballot: BallotKey, but: PaperEntryId): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from paper_entry p
    where p.congress_id = ${ballot.congress_id} and p.ballot_id = ${ballot.id} and p.id <> ${but} and p.claim is not null
      and not exists (select from cast_ballot c where c.congress_id = p.congress_id and c.ballot_id = p.ballot_id and c.hash = p.claim)`.execute(
    trx,
  );
  return rows[0]!.count;
}

/** Notes the first person's reading, or what it has become. */
export async function putEntry(
  trx: Transaction,
  ballot: BallotKey,
  id: PaperEntryId,
  values: { kind: 'vote' | 'void'; first_account: AccountId; second_account: AccountId | null; claim: string | null },
): Promise<void> {
  await trx
    .insertInto('paper_entry')
    .values({ congress_id: ballot.congress_id, ballot_id: ballot.id, id, ...values })
    .onConflict((conflict) => conflict.columns(['congress_id', 'ballot_id', 'id']).doUpdateSet(values))
    .execute();
}

export async function dropEntry(trx: Transaction, ballot: BallotKey, id: PaperEntryId): Promise<void> {
  await trx
    .deleteFrom('paper_entry')
    .where('congress_id', '=', ballot.congress_id)
    .where('ballot_id', '=', ballot.id)
    .where('id', '=', id)
    .execute();
}

/** At the end of the voting: what only one person vouched for is no entry, and no row names a ballot. */
export async function dropUnsettled(trx: Transaction, ballot: BallotKey): Promise<void> {
  await trx
    .deleteFrom('paper_entry')
    .where('congress_id', '=', ballot.congress_id)
    .where('ballot_id', '=', ballot.id)
    .where('second_account', 'is', null)
    .execute();
}

import type { PaperScan } from '../../core/contract/scan.ts';
import type { AccountId, ScanId } from '../../core/ids.ts';
import type { CountSheet } from '../../core/rules/paper.ts';
import type { Transaction } from '../database/pool.ts';
import type { BallotKey } from './store.ts';

export interface EnteredSheet {
  readonly account: AccountId;
  readonly name: string;
  readonly sheet: CountSheet;
}

/** The count sheets that are in, at most two, in the order of their accounts' ids, which tells nothing of who was first. */
export async function sheetsOf(trx: Transaction, ballot: BallotKey): Promise<EnteredSheet[]> {
  return trx
    .selectFrom('paper_sheet as p')
    .innerJoin('account as a', (join) =>
      join.onRef('a.congress_id', '=', 'p.congress_id').onRef('a.id', '=', 'p.account_id'),
    )
    .select(['p.account_id as account', 'a.name', 'p.sheet'])
    .where('p.congress_id', '=', ballot.congress_id)
    .where('p.ballot_id', '=', ballot.id)
    .orderBy('p.account_id')
    .execute();
}

/** Stores a person's sheet in place of their earlier one. */
export async function putSheet(
  trx: Transaction,
  ballot: BallotKey,
  account_id: AccountId,
  value: CountSheet,
): Promise<void> {
  const sheet = JSON.stringify(value);
  await trx
    .insertInto('paper_sheet')
    .values({ congress_id: ballot.congress_id, ballot_id: ballot.id, account_id, sheet })
    .onConflict((conflict) => conflict.columns(['congress_id', 'ballot_id', 'account_id']).doUpdateSet({ sheet }))
    .execute();
}

export async function dropSheet(trx: Transaction, ballot: BallotKey, account: AccountId): Promise<void> {
  await trx
    .deleteFrom('paper_sheet')
    .where('congress_id', '=', ballot.congress_id)
    .where('ballot_id', '=', ballot.id)
    .where('account_id', '=', account)
    .execute();
}

const scans = (trx: Transaction, ballot: BallotKey) =>
  trx.selectFrom('paper_scan').where('congress_id', '=', ballot.congress_id).where('ballot_id', '=', ballot.id);

/** The attached scans in the order in which they came, without their content. */
export async function scansOf(trx: Transaction, ballot: BallotKey): Promise<PaperScan[]> {
  return scans(trx, ballot)
    .select(['id', 'name', 'type', 'sha256', (eb) => eb.fn<number>('octet_length', ['body']).as('bytes')])
    .orderBy('position')
    .execute();
}

/** One scan with its content. */
export async function scanBody(trx: Transaction, ballot: BallotKey, id: ScanId) {
  return scans(trx, ballot).select(['id', 'name', 'type', 'body']).where('id', '=', id).executeTakeFirst();
}

export async function addScanRow(
  trx: Transaction,
  ballot: BallotKey,
  scan: { id: ScanId; name: string; type: PaperScan['type']; sha256: string; body: Buffer },
): Promise<void> {
  const { last } = await scans(trx, ballot)
    .select((eb) => eb.fn.max('position').as('last'))
    .executeTakeFirstOrThrow();
  const position = (last ?? 0) + 1;
  await trx
    .insertInto('paper_scan')
    .values({ congress_id: ballot.congress_id, ballot_id: ballot.id, position, ...scan })
    .execute();
}

export async function dropScanRow(trx: Transaction, ballot: BallotKey, id: ScanId): Promise<void> {
  await trx
    .deleteFrom('paper_scan')
    .where('congress_id', '=', ballot.congress_id)
    .where('ballot_id', '=', ballot.id)
    .where('id', '=', id)
    .execute();
}

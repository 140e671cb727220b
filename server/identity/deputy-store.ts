import { sql } from 'kysely';
import type { Role } from '../../core/contract/common.ts';
import type { AccountId, CongressId, DeputyId } from '../../core/ids.ts';
import type { Transaction } from '../database/pool.ts';

export interface DeputyAccount {
  readonly congress: CongressId;
  readonly deputy: DeputyId;
  readonly name: string;
  readonly number: string;
  /** Their own account, once there is one. */
  readonly account: AccountId | null;
  readonly passwordHash: string | null;
  readonly active: boolean | null;
  readonly role: Role | null;
  /** SHA-256 of the code that is handed out and has not expired. */
  readonly codeHash: string | null;
}

/** Figures of a telephone number, however it is written; empty for a name. */
const figures = (text: string): string =>
  /^[+\d][\d\s()-]{4,}$/.test(text) ? text.replace(/\D/g, '').replace(/^86(?=1\d{10}$)/, '') : '';

/** Deputies in office whom a name, a telephone number or a number of the roster may mean; several may share a name or a family's telephone. */
export function deputiesCalled(
  trx: Transaction,
  who: string,
  congress: CongressId | undefined,
): Promise<DeputyAccount[]> {
  const plain = who.normalize('NFKC').trim();
  const phone = figures(plain);
  let query = trx
    .selectFrom('deputy as d')
    .leftJoin('account as a', (join) =>
      join.onRef('a.congress_id', '=', 'd.congress_id').onRef('a.deputy_id', '=', 'd.id'),
    )
    .leftJoin('deputy_code as c', (join) =>
      join
        .onRef('c.congress_id', '=', 'd.congress_id')
        .onRef('c.deputy_id', '=', 'd.id')
        .on('c.expires_at', '>', sql<Date>`now()`),
    )
    .select([
      'd.congress_id as congress',
      'd.id as deputy',
      'd.name',
      'd.number',
      'a.id as account',
      'a.password_hash as passwordHash',
      'a.active',
      'a.role',
      'c.code_hash as codeHash',
    ])
    .where('d.in_office', '=', true)
    // Each way by its own index: anybody may ask. Whoever was handed an account types the login that is printed there.
    .where(
      sql<boolean>`(d.congress_id, d.id) in (
        select congress_id, id from deputy where name = ${plain}
        union select congress_id, id from deputy where number = ${plain}
        union select congress_id, id from deputy where ${phone} <> '' and phone_figures = ${phone}
        union select congress_id, deputy_id from account where lower(login) = ${plain.toLowerCase()})`,
    )
    // As many passwords are checked at most.
    .limit(8);
  if (congress) query = query.where('d.congress_id', '=', congress);
  return query.execute();
}

export async function putCodes(
  trx: Transaction,
  congress: CongressId,
  issuedBy: AccountId,
  days: number,
  codes: readonly { deputy: DeputyId; hash: string }[],
): Promise<Date> {
  const rows = await trx
    .insertInto('deputy_code')
    .values(
      codes.map(({ deputy, hash }) => ({
        congress_id: congress,
        deputy_id: deputy,
        code_hash: hash,
        issued_by: issuedBy,
        expires_at: sql<Date>`now() + make_interval(days => ${days})`,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['congress_id', 'deputy_id']).doUpdateSet((eb) => ({
        code_hash: eb.ref('excluded.code_hash'),
        issued_by: eb.ref('excluded.issued_by'),
        expires_at: eb.ref('excluded.expires_at'),
      })),
    )
    .returning('expires_at')
    .execute();
  return rows[0]!.expires_at;
}

/** Uses a code up. @returns whether it was there: of two at once, one finds it. */
export async function takeCode(
  trx: Transaction,
  congress: CongressId,
  deputy: DeputyId,
  hash: string,
): Promise<boolean> {
  const { numDeletedRows } = await trx
    .deleteFrom('deputy_code')
    .where('congress_id', '=', congress)
    .where('deputy_id', '=', deputy)
    .where('code_hash', '=', hash)
    .where('expires_at', '>', sql<Date>`now()`)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/** Ends the code that a deputy holds, if any. */
export async function dropCode(trx: Transaction, congress: CongressId, deputy: DeputyId): Promise<void> {
  await trx.deleteFrom('deputy_code').where('congress_id', '=', congress).where('deputy_id', '=', deputy).execute();
}

/** Which deputies have an account or a code that can still be used. */
export const listAccess = (trx: Transaction, congress: CongressId) =>
  trx
    .selectFrom('deputy as d')
    .leftJoin('account as a', (join) =>
      join.onRef('a.congress_id', '=', 'd.congress_id').onRef('a.deputy_id', '=', 'd.id'),
    )
    .leftJoin('deputy_code as c', (join) =>
      join
        .onRef('c.congress_id', '=', 'd.congress_id')
        .onRef('c.deputy_id', '=', 'd.id')
        .on('c.expires_at', '>', sql<Date>`now()`),
    )
    .select(['d.id as deputy', 'a.active', 'c.expires_at as expires'])
    .where('d.congress_id', '=', congress)
    .execute();

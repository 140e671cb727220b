import { sql } from 'kysely';
import type { Account, Congress } from '../../core/contract/identity.ts';
import type { AccountId, CongressId, DeputyId } from '../../core/ids.ts';
import type { Transaction } from '../database/pool.ts';

/** An account with its hash, which never leaves this folder. */
export type StoredAccount = Account & { readonly congress: CongressId; readonly passwordHash: string };

/** The account as it may be shown. */
export const withoutHash = ({ id, login, name, role, active, passwordGiven }: StoredAccount): Account => ({
  ...{ id, login, name, role, active, passwordGiven },
});

const shown = ['id', 'login', 'name', 'role', 'active', 'password_given as passwordGiven'] as const;
const stored = ['congress_id as congress', 'password_hash as passwordHash', ...shown] as const;

export const listCongresses = (trx: Transaction): Promise<Congress[]> =>
  trx.selectFrom('congress').select(['congress_id as id', 'level', 'name', 'county']).orderBy('created_at').execute();

export const findCongress = (trx: Transaction, id: CongressId): Promise<Congress | undefined> =>
  trx
    .selectFrom('congress')
    .select(['congress_id as id', 'level', 'name', 'county'])
    .where('congress_id', '=', id)
    .executeTakeFirst();

export async function insertCongress(trx: Transaction, { id, level, name, county }: Congress): Promise<void> {
  await trx.insertInto('congress').values({ congress_id: id, level, name, county }).execute();
}

/** Makes first starts wait for each other: only one finds the installation empty. */
export async function lockSetup(trx: Transaction): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('piaojue setup'))`.execute(trx);
}

/** Makes changes of accounts wait for each other: the last administrator cannot be removed twice at once, nor a login be given twice. */
export async function lockAccounts(trx: Transaction): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('piaojue accounts'))`.execute(trx);
}

export const listAccounts = (trx: Transaction, congress: CongressId): Promise<Account[]> =>
  trx
    .selectFrom('account')
    .select(shown)
    .where('congress_id', '=', congress)
    .orderBy('role')
    .orderBy('login')
    .execute();

export const findAccount = (
  trx: Transaction,
  congress: CongressId,
  id: AccountId,
): Promise<StoredAccount | undefined> =>
  trx.selectFrom('account').select(stored).where('congress_id', '=', congress).where('id', '=', id).executeTakeFirst();

/** By login, whatever its case; a login is unique in the installation. */
export const findLogin = (trx: Transaction, login: string): Promise<StoredAccount | undefined> =>
  trx.selectFrom('account').select(stored).where(sql`lower(login)`, '=', login.toLowerCase()).executeTakeFirst();

export const otherAdministrators = async (
  trx: Transaction,
  congress: CongressId,
  except: AccountId,
): Promise<number> => {
  const { count } = await trx
    .selectFrom('account')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('congress_id', '=', congress)
    .where('role', '=', 'administrator')
    .where('active', '=', true)
    .where('id', '!=', except)
    .executeTakeFirstOrThrow();
  return count;
};

export async function saveAccountRow(trx: Transaction, account: StoredAccount): Promise<void> {
  const { congress, passwordHash, passwordGiven, ...rest } = account;
  const values = { ...rest, password_hash: passwordHash, password_given: passwordGiven };
  await trx
    .insertInto('account')
    .values({ congress_id: congress, ...values })
    .onConflict((conflict) => conflict.columns(['congress_id', 'id']).doUpdateSet(values))
    .execute();
}

export async function insertSignIn(
  trx: Transaction,
  congress: CongressId,
  account: AccountId,
  id: string,
  minutes: number,
): Promise<void> {
  await trx
    .deleteFrom('sign_in')
    .where('congress_id', '=', congress)
    .where('expires_at', '<', sql<Date>`now()`)
    .execute();
  await trx
    .insertInto('sign_in')
    .values({
      congress_id: congress,
      account_id: account,
      id,
      expires_at: sql`now() + make_interval(mins => ${minutes})`,
    })
    .execute();
}

/** The account of a sign-in that has been neither revoked nor left to expire, if the account is still active. */
export const findSignIn = (trx: Transaction, congress: CongressId, id: string): Promise<Account | undefined> =>
  trx
    .selectFrom('sign_in')
    .innerJoin('account', (join) =>
      join.onRef('account.congress_id', '=', 'sign_in.congress_id').onRef('account.id', '=', 'sign_in.account_id'),
    )
    .select(shown.map((column) => `account.${column}` as const))
    .where('sign_in.congress_id', '=', congress)
    .where('sign_in.id', '=', id)
    .where('sign_in.expires_at', '>', sql<Date>`now()`)
    .where('account.active', '=', true)
    .executeTakeFirst();

export async function extendSignIn(trx: Transaction, congress: CongressId, id: string, minutes: number): Promise<void> {
  await trx
    .updateTable('sign_in')
    .set({ expires_at: sql`now() + make_interval(mins => ${minutes})` })
    .where('congress_id', '=', congress)
    .where('id', '=', id)
    .execute();
}

/** Says which deputy an account is of. */
export async function linkDeputy(
  trx: Transaction,
  congress: CongressId,
  account: AccountId,
  deputy: DeputyId,
): Promise<void> {
  await trx
    .updateTable('account')
    .set({ deputy_id: deputy })
    .where('congress_id', '=', congress)
    .where('id', '=', account)
    .execute();
}

/** The deputy an account is of; null for staff. */
export async function deputyOf(trx: Transaction, congress: CongressId, account: AccountId): Promise<DeputyId | null> {
  const row = await trx
    .selectFrom('account')
    .select('deputy_id')
    .where('congress_id', '=', congress)
    .where('id', '=', account)
    .executeTakeFirst();
  return row?.deputy_id ?? null;
}

/** Ends one sign-in. @returns whether there was one. */
export async function removeSignIn(trx: Transaction, congress: CongressId, id: string): Promise<boolean> {
  const { numDeletedRows } = await trx
    .deleteFrom('sign_in')
    .where('congress_id', '=', congress)
    .where('id', '=', id)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/** Ends an account's sign-ins, but for the one given. */
export async function removeSignIns(
  trx: Transaction,
  congress: CongressId,
  account: AccountId,
  except?: string,
): Promise<void> {
  let query = trx.deleteFrom('sign_in').where('congress_id', '=', congress).where('account_id', '=', account);
  if (except) query = query.where('id', '!=', except);
  await query.execute();
}

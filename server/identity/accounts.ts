import type { z } from 'zod';
import type { Account, identity } from '../../core/contract/identity.ts';
import { type Problem, problem } from '../../core/contract/problems.ts';
import type { AccountId } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { actorOf, append } from '../audit/append.ts';
import { command } from '../database/command.ts';
import { inTransaction, type Transaction } from '../database/pool.ts';
import type { Caller } from '../http/caller.ts';
import type { Services } from '../services.ts';
import { dropCode } from './deputy-store.ts';
import { hashPassword, isPassword } from './password.ts';
import {
  deputyOf,
  findAccount,
  findLogin,
  lockAccounts,
  otherAdministrators,
  removeSignIns,
  type StoredAccount,
  saveAccountRow,
  withoutHash,
} from './store.ts';

type Wanted = z.output<typeof identity.saveAccount.body>;

/**
 * Creates an account or changes it. A new password, another role or closing the account ends its sign-ins. The same again changes
 * nothing; a password given again counts as the same.
 */
export async function saveAccount(
  services: Services,
  caller: Caller,
  id: AccountId,
  wanted: Wanted,
): Promise<Result<Account, Problem>> {
  const { password, ...rest } = wanted;
  const before = await inTransaction(services.db, (trx) => findAccount(trx, caller.congress, id));
  const samePassword =
    password !== undefined && before !== undefined && (await isPassword(password, before.passwordHash));
  // Hashed before the transaction begins, which others wait for.
  const hash = password !== undefined && !samePassword ? await hashPassword(password) : undefined;
  return command(services.db, async (trx) => {
    await lockAccounts(trx);
    const old = await findAccount(trx, caller.congress, id);
    const passwordHash = hash ?? old?.passwordHash;
    if (passwordHash === undefined) return err(problem('weak-password'));
    // Deputies have one-time codes for this.
    const passwordGiven = hash === undefined ? old!.passwordGiven : caller.id !== id && rest.role !== 'deputy';
    const account: StoredAccount = { congress: caller.congress, id, ...rest, passwordHash, passwordGiven };
    const refusal = await refused(trx, account, old);
    if (refusal) return err(refusal);
    if (!old || !same(old, account)) {
      await saveAccountRow(trx, account);
      const deputy = account.active ? null : await deputyOf(trx, caller.congress, id);
      if (deputy) await dropCode(trx, caller.congress, deputy);
      if (old && (hash || old.role !== account.role || !account.active)) {
        await removeSignIns(trx, caller.congress, id);
        await services.live.part(trx, caller.congress, id);
      }
      const subject = { type: 'account', id } as const;
      const { login, role, active } = account;
      await append(
        trx,
        caller.congress,
        actorOf(caller),
        old
          ? { kind: 'account-changed', subject, detail: { login, role, active, password: hash !== undefined } }
          : { kind: 'account-created', subject, detail: { login, role } },
      );
    }
    return ok(withoutHash(account));
  });
}

async function refused(
  trx: Transaction,
  account: StoredAccount,
  old: StoredAccount | undefined,
): Promise<Problem | undefined> {
  const holder = await findLogin(trx, account.login);
  if (holder && (holder.id !== account.id || holder.congress !== account.congress))
    return problem('login-taken', { login: account.login });
  const ofDeputy = old && old.role !== account.role && (await deputyOf(trx, account.congress, account.id));
  if (ofDeputy && [old.role, account.role].includes('deputy')) return problem('deputy-account-role');
  const administers = (it: StoredAccount) => it.role === 'administrator' && it.active;
  if (
    old &&
    administers(old) &&
    !administers(account) &&
    (await otherAdministrators(trx, account.congress, account.id)) === 0
  )
    return problem('last-administrator');
  return undefined;
}

const same = (a: StoredAccount, b: StoredAccount): boolean =>
  a.login === b.login &&
  a.name === b.name &&
  a.role === b.role &&
  a.active === b.active &&
  a.passwordHash === b.passwordHash;

/** Changes the caller's own password; the sign-in at hand stays, the account's others end. */
export async function changePassword(
  services: Services,
  caller: Caller,
  signIn: string,
  old: string,
  wanted: string,
): Promise<Result<void, Problem>> {
  const stored = await inTransaction(services.db, (trx) => findAccount(trx, caller.congress, caller.id));
  const repeated = await isPassword(wanted, stored?.passwordHash);
  // A repeated request whose reply was lost: the password is the wanted one already.
  if (!repeated && !(await isPassword(old, stored?.passwordHash))) return err(problem('wrong-password'));
  if (repeated && stored?.passwordGiven) return err(problem('password-same'));
  const passwordHash = await hashPassword(wanted);
  return command(services.db, async (trx) => {
    await lockAccounts(trx);
    const account = await findAccount(trx, caller.congress, caller.id);
    // Changed by somebody else while this was being checked.
    if (!account || account.passwordHash !== stored?.passwordHash) return err(problem('wrong-password'));
    await removeSignIns(trx, caller.congress, caller.id, signIn);
    await services.live.part(trx, caller.congress, caller.id);
    if (!repeated) {
      await saveAccountRow(trx, { ...account, passwordHash, passwordGiven: false });
      await append(trx, caller.congress, actorOf(caller), {
        kind: 'password-changed',
        subject: { type: 'account', id: caller.id },
      });
    }
    return ok(undefined);
  });
}

import { createHash, randomInt, randomUUID } from 'node:crypto';
import type { DeputyAccess, DeputyCode } from '../../core/contract/deputy-access.ts';
import type { Me } from '../../core/contract/identity.ts';
import { type Problem, problem } from '../../core/contract/problems.ts';
import type { AccountId, CongressId, DeputyId } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { actorOf, append, system } from '../audit/append.ts';
import { listDeputies } from '../congress/store.ts';
import { command } from '../database/command.ts';
import { inTransaction, type Transaction } from '../database/pool.ts';
import type { Caller } from '../http/caller.ts';
import type { Services } from '../services.ts';
import { Attempts } from './attempts.ts';
import { type DeputyAccount, deputiesCalled, listAccess, putCodes, takeCode } from './deputy-store.ts';
import { hashPassword, isPassword } from './password.ts';
import { beginSignIn } from './signed-in.ts';
import {
  findAccount,
  findCongress,
  findLogin,
  linkDeputy,
  lockAccounts,
  removeSignIns,
  saveAccountRow,
  withoutHash,
} from './store.ts';
import type { Token } from './token.ts';

/** How long a code can be used: from a slip handed out at a meeting to the next free evening, and not much longer. */
export const CODE_DAYS = 14;
const LETTERS = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
const CODE_LENGTH = 8;

const hashOf = (code: string): string => createHash('sha256').update(code).digest('hex');
/** As typed: spaces, hyphens and case do not matter. */
const plainCode = (typed: string): string => typed.normalize('NFKC').toUpperCase().replace(/[\s-]/g, '');

/** Eight characters that are not taken for each other, some 39 bits: with the attempts counted, beyond guessing. */
const makeCode = (): string => Array.from({ length: CODE_LENGTH }, () => LETTERS[randomInt(LETTERS.length)]!).join('');

/** Makes codes for deputies in office, told this once. Earlier codes of theirs end; their password stays until a code is used. */
export function issueCodes(
  services: Services,
  caller: Caller,
  ids: readonly DeputyId[],
): Promise<Result<DeputyCode[], Problem>> {
  return command(services.db, async (trx) => {
    const wanted = new Set(ids);
    const deputies = (await listDeputies(trx, caller.congress)).filter(({ id }) => wanted.has(id));
    if (deputies.length !== wanted.size) return err(problem('not-found'));
    const gone = deputies.find(({ inOffice }) => !inOffice);
    if (gone) return err(problem('not-in-office', { name: gone.name }));
    const closed = new Set(
      (await listAccess(trx, caller.congress)).flatMap((one) => (one.active === false ? one.deputy : [])),
    );
    const shut = deputies.find(({ id }) => closed.has(id));
    if (shut) return err(problem('deputy-account-closed', { name: shut.name }));
    const codes = deputies.map((deputy) => ({ deputy, code: makeCode() }));
    const expires = await putCodes(
      trx,
      caller.congress,
      caller.id,
      CODE_DAYS,
      codes.map(({ deputy, code }) => ({ deputy: deputy.id, hash: hashOf(code) })),
    );
    await append(trx, caller.congress, actorOf(caller), {
      kind: 'deputy-codes-issued',
      subject: null,
      detail: { deputies: codes.length },
    });
    return ok(
      codes.map(({ deputy: { id, number, name, delegation }, code }) => ({
        ...{ deputy: id, number, name, delegation },
        code: `${code.slice(0, 4)}-${code.slice(4)}`,
        expires: expires.toISOString(),
      })),
    );
  });
}

/** Which deputies have an account or a code. */
export async function seeAccess(trx: Transaction, congress: CongressId): Promise<DeputyAccess[]> {
  const rows = await listAccess(trx, congress);
  return rows.map(({ deputy, active, expires }) => ({
    deputy,
    state: expires ? 'code' : active === null ? 'none' : active ? 'active' : 'closed',
    expires: expires?.toISOString() ?? null,
  }));
}

export interface DeputySignIn {
  setPassword(wanted: {
    who: string;
    congress?: CongressId | undefined;
    code: string;
    password: string;
    address: string;
  }): Promise<Result<{ me: Me; token: Token }, Problem>>;
  signIn(wanted: {
    who: string;
    congress?: CongressId | undefined;
    password: string;
    address: string;
  }): Promise<Result<{ me: Me; token: Token }, Problem>>;
}

/** The deputies' door of one server process, with its memory of attempts. As many from one address as a village behind one router needs. */
export function createDeputySignIn(
  { db, live }: Services,
  limits = {
    pair: { attempts: 10, seconds: 300 },
    who: { attempts: 100, seconds: 300 },
    address: { attempts: 120, seconds: 300 },
  },
): DeputySignIn {
  const pairs = new Attempts(limits.pair);
  const names = new Attempts(limits.who);
  const addresses = new Attempts(limits.address);
  const wait = (who: string, address: string): number =>
    addresses.begin(address) || pairs.begin(`${address} ${who}`) || names.begin(who);
  const forgive = (who: string, address: string) => {
    pairs.clear(`${address} ${who}`);
    addresses.clear(address);
  };

  return {
    async setPassword({ who, congress, code, password, address }) {
      const seconds = wait(who, address);
      if (seconds > 0) return err(problem('too-many-requests', { seconds }));
      const hash = hashOf(plainCode(code));
      const passwordHash = await hashPassword(password);
      const outcome = await command(db, async (trx) => {
        const deputy = (await deputiesCalled(trx, who, congress)).find((one) => one.codeHash === hash);
        if (!deputy || !(await takeCode(trx, deputy.congress, deputy.deputy, hash)))
          return err(problem('deputy-code-wrong'));
        const entered = await enter(trx, deputy, passwordHash);
        // Whoever was signed in with the old password.
        if (entered.ok && deputy.account) await live.part(trx, deputy.congress, deputy.account);
        return entered;
      });
      if (outcome.ok) forgive(who, address);
      return outcome;
    },

    async signIn({ who, congress, password, address }) {
      const seconds = wait(who, address);
      if (seconds > 0) return err(problem('too-many-requests', { seconds }));
      const called = await inTransaction(db, (trx) => deputiesCalled(trx, who, congress));
      // Staff have a door of their own.
      const able = called.filter((one) => one.role === 'deputy' && one.active);
      let fits: DeputyAccount | undefined;
      // Two of the same name: the password tells who it is. Without anybody the same work is done.
      for (const one of able.length > 0 ? able : [undefined])
        if (await isPassword(password, one?.passwordHash ?? undefined)) fits ??= one;
      const account = fits?.account;
      if (!fits || !account) {
        const [only] = able;
        if (only?.account && able.length === 1)
          await inTransaction(db, (trx) =>
            append(trx, only.congress, system, {
              kind: 'sign-in-refused',
              subject: { type: 'account', id: only.account! },
              detail: { reason: 'wrong password' },
              disposition: 'refused',
            }),
          );
        return err(problem('wrong-password'));
      }
      const { congress: at, passwordHash } = fits;
      const outcome = await command(db, async (trx) => {
        const current = await findAccount(trx, at, account);
        // As it is now: it may have been closed, or its password changed, while this one was being checked.
        if (!current?.active || current.role !== 'deputy' || current.passwordHash !== passwordHash)
          return err(problem('wrong-password'));
        return ok(await begin(trx, at, account));
      });
      if (outcome.ok) forgive(who, address);
      return outcome;
    },
  };
}

/** Gives a deputy the account that the code is for, or its new password; other sign-ins of theirs end. A code opens no closed account. */
async function enter(
  trx: Transaction,
  { congress, deputy, name, account }: DeputyAccount,
  passwordHash: string,
): Promise<Result<{ me: Me; token: Token }, Problem>> {
  await lockAccounts(trx);
  const before = account ? await findAccount(trx, congress, account) : undefined;
  if (before && (!before.active || before.role !== 'deputy')) return err(problem('deputy-account-closed', { name }));
  const id = before?.id ?? (randomUUID() as AccountId);
  const login = before?.login ?? (await freeLogin(trx));
  await saveAccountRow(trx, {
    congress,
    id,
    login,
    name,
    role: 'deputy',
    active: true,
    passwordHash,
    passwordGiven: false,
  });
  if (before) await removeSignIns(trx, congress, id);
  else await linkDeputy(trx, congress, id, deputy);
  await append(trx, congress, actorOf({ id, name, role: 'deputy' }), {
    kind: 'deputy-password-set',
    subject: { type: 'deputy', id: deputy },
  });
  return ok(await begin(trx, congress, id));
}

async function begin(trx: Transaction, congress: CongressId, id: AccountId): Promise<{ me: Me; token: Token }> {
  const account = (await findAccount(trx, congress, id))!;
  const token = await beginSignIn(trx, congress, id);
  await append(trx, congress, actorOf(account), { kind: 'signed-in', subject: { type: 'account', id } });
  return { me: { account: withoutHash(account), congress: (await findCongress(trx, congress))! }, token };
}

/** Deputies sign in by name or telephone; the account needs a login of its own all the same, which nobody types. */
async function freeLogin(trx: Transaction): Promise<string> {
  for (;;) {
    const login = `代表-${randomInt(1e9).toString().padStart(9, '0')}`;
    if (!(await findLogin(trx, login))) return login;
  }
}

import type { Me } from '../../core/contract/identity.ts';
import { type Problem, problem } from '../../core/contract/problems.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { actorOf, append, appendAlone, system } from '../audit/append.ts';
import { command } from '../database/command.ts';
import { inTransaction } from '../database/pool.ts';
import type { Services } from '../services.ts';
import { type Allowance, Attempts } from './attempts.ts';
import { isPassword } from './password.ts';
import { beginSignIn } from './signed-in.ts';
import { findAccount, findCongress, findLogin, withoutHash } from './store.ts';
import type { Token } from './token.ts';

/**
 * Guesses at one account from one address, so that a stranger in the hall cannot lock staff out on their own machine; from anywhere, far more
 * than one person can try from one device but no use for guessing; and, since a whole hall may share one address, many from one address.
 */
const PER_LOGIN_AND_ADDRESS: Allowance = { attempts: 10, seconds: 300 };
const PER_LOGIN: Allowance = { attempts: 200, seconds: 300 };
const PER_ADDRESS: Allowance = { attempts: 60, seconds: 300 };

export interface SignIn {
  signIn(login: string, password: string, address: string): Promise<Result<{ me: Me; token: Token }, Problem>>;
}

/** The sign-in of one server process, with its memory of failed attempts. */
export function createSignIn(
  services: Services,
  limits = { pair: PER_LOGIN_AND_ADDRESS, login: PER_LOGIN, address: PER_ADDRESS },
): SignIn {
  const pairs = new Attempts(limits.pair);
  const logins = new Attempts(limits.login);
  const addresses = new Attempts(limits.address);
  return {
    async signIn(login, password, address) {
      const key = login.toLowerCase();
      const pair = `${address} ${key}`;
      const seconds = addresses.begin(address) || pairs.begin(pair) || logins.begin(key);
      if (seconds > 0) return err(problem('too-many-requests', { seconds }));
      const account = await inTransaction(services.db, (trx) => findLogin(trx, login));
      const right = await isPassword(password, account?.passwordHash);
      if (!account) return err(problem('wrong-password'));
      const subject = { type: 'account', id: account.id } as const;
      if (!right || !account.active) {
        const reason = right ? 'account closed' : 'wrong password';
        await appendAlone(services.db, account.congress, system, {
          kind: 'sign-in-refused',
          subject,
          detail: { reason },
          disposition: 'refused',
        });
        return err(problem('wrong-password'));
      }
      const outcome = await command(services.db, async (trx) => {
        // As it is now: it may have been closed, or its password changed, while this one was being checked.
        const current = await findAccount(trx, account.congress, account.id);
        const congress = await findCongress(trx, account.congress);
        if (!current?.active || !congress || current.passwordHash !== account.passwordHash)
          return err(problem('wrong-password'));
        const token = await beginSignIn(trx, account.congress, current.id);
        await append(trx, account.congress, actorOf(current), { kind: 'signed-in', subject });
        return ok({ me: { account: withoutHash(current), congress }, token });
      });
      if (outcome.ok) {
        // Not the login's own count: a success here says nothing of the guesses made elsewhere.
        pairs.clear(pair);
        addresses.clear(address);
      }
      return outcome;
    },
  };
}

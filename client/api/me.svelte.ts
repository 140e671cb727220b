import { identity, type Me } from '../../core/contract/identity.ts';
import type { AnyRoute, InputOf, OutputOf } from '../../core/contract/route.ts';
import { ok, type Result } from '../../core/result.ts';
import { call, type Refusal } from './call.ts';

/** Who is signed in on this device. */
class SignedIn {
  /** null: nobody. */
  me = $state<Me | null>(null);
  /** Whether the server has been asked yet. */
  known = $state(false);
  /** The sign-in ended while a page was open: ask for the password again, over the page, so that nothing typed is lost. */
  expired = $state(false);

  /** Asks the server who is signed in; call once when a page starts. `offline` leaves things as they are. */
  async refresh(): Promise<Result<Me, Refusal>> {
    const result = await call(identity.me, {});
    // Somebody who has yet to set a password of their own begins at the door again.
    if (result.ok && !result.value.account.passwordGiven) this.#enter(result.value);
    else if (result.ok || result.error.code !== 'offline') {
      this.me = null;
      this.known = true;
    }
    return result;
  }

  /** Signs in; with a password that somebody else set nobody is in until `ownPassword` has set another. */
  async signIn(login: string, password: string): Promise<Result<Me, Refusal>> {
    const result = await call(identity.signIn, { body: { login: login.trim(), password } });
    if (result.ok && !result.value.account.passwordGiven) this.#enter(result.value);
    return result;
  }

  /** Sets a password of one's own in place of the one that was given, and goes in. */
  async ownPassword({ account, congress }: Me, given: string, own: string): Promise<Result<Me, Refusal>> {
    const result = await call(identity.changePassword, { body: { old: given, new: own } });
    if (!result.ok) return result;
    const me = { account: { ...account, passwordGiven: false }, congress };
    this.#enter(me);
    return ok(me);
  }

  async signOut(): Promise<void> {
    await call(identity.signOut, {});
    this.me = null;
    this.expired = false;
    this.known = true;
  }

  #enter(me: Me): void {
    this.me = me;
    this.known = true;
    this.expired = false;
  }
}

export const signedIn = new SignedIn();

/** Like `call`, for pages of signed-in people: notices when the sign-in has ended. */
export async function ask<R extends AnyRoute>(route: R, input: InputOf<R>): Promise<Result<OutputOf<R>, Refusal>> {
  return noticed(await call(route, input));
}

/** The same for an answer that came another way, e.g. an upload's. */
export function noticed<T>(result: Result<T, Refusal>): Result<T, Refusal> {
  if (!result.ok && result.error.code === 'not-signed-in' && signedIn.me) signedIn.expired = true;
  return result;
}

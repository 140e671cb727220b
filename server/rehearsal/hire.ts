import { randomBytes, randomUUID } from 'node:crypto';
import { identity, type Role } from '../../core/contract/index.ts';
import type { AccountId } from '../../core/ids.ts';
import type { Person } from './api.ts';

export const password = () => randomBytes(12).toString('base64url');

/** The administrator makes an account; `person` signs in with what was handed over and sets a password of their own. @throws RefusedByServer */
export async function hire(
  administrator: Person,
  person: Person,
  { login, name, role }: { login: string; name: string; role: Role },
): Promise<{ id: AccountId; person: Person }> {
  const given = password();
  const id = randomUUID() as AccountId;
  await administrator.call(identity.saveAccount, {
    params: { account: id },
    body: { login, name, role, active: true, password: given },
  });
  await person.call(identity.signIn, { body: { login, password: given } });
  await person.call(identity.changePassword, { body: { old: given, new: password() } });
  return { id, person };
}

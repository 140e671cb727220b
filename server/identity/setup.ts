import { randomInt, randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { Congress, identity, Me, NewAccount } from '../../core/contract/identity.ts';
import { type Problem, problem } from '../../core/contract/problems.ts';
import type { AccountId, CongressId, SessionId } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { defaultMethod } from '../../core/rules/method.ts';
import { append, system } from '../audit/append.ts';
import { loadSampleTown, sampleDeputy } from '../congress/load-sample.ts';
import { sampleTown } from '../congress/sample.ts';
import { command } from '../database/command.ts';
import { inTransaction, type Transaction } from '../database/pool.ts';
import type { Services } from '../services.ts';
import { storeMethod } from '../session/method.ts';
import { createSession } from '../session/sessions.ts';
import { hashPassword } from './password.ts';
import type { SignIn } from './sign-in.ts';
import { beginSignIn } from './signed-in.ts';
import {
  findLogin,
  insertCongress,
  linkDeputy,
  listCongresses,
  lockSetup,
  type StoredAccount,
  saveAccountRow,
} from './store.ts';
import type { Token } from './token.ts';

type Wanted = z.output<typeof identity.setup.body>;

/**
 * First start: the congress and its first administrator, who is signed in. Repeated with the same congress and password it signs in again,
 * as any sign-in does: guesses are counted and recorded.
 */
export async function setUp(
  services: Services,
  signIns: SignIn,
  wanted: Wanted,
  address: string,
): Promise<Result<{ me: Me; token: Token }, Problem>> {
  const { congress, administrator } = wanted;
  const { login, name, password } = administrator;
  const repeated = await inTransaction(services.db, async (trx) => {
    const holder = await findLogin(trx, login);
    return holder?.congress === congress.id && holder.role === 'administrator' && holder.active;
  });
  if (repeated) {
    const again = await signIns.signIn(login, password, address);
    return again.ok || again.error.code === 'too-many-requests' ? again : err(problem('already-set-up'));
  }
  const passwordHash = await hashPassword(password);
  return command(services.db, async (trx) => {
    await lockSetup(trx);
    if ((await listCongresses(trx)).length > 0) return err(problem('already-set-up'));
    await insertCongress(trx, congress);
    const id = randomUUID() as AccountId;
    const shown = { id, login, name, role: 'administrator', active: true, passwordGiven: false } as const;
    const account: StoredAccount = { congress: congress.id, passwordHash, ...shown };
    await saveAccountRow(trx, account);
    await recordCongress(trx, congress);
    await recordAccount(trx, account);
    const token = await beginSignIn(trx, congress.id, id);
    return ok({ me: { account: shown, congress }, token });
  });
}

export interface Sample {
  readonly congress: Congress;
  readonly session: SessionId;
  readonly accounts: NewAccount[];
}

/** First start with the sample town: deputies, candidates, a session with its method, and accounts whose passwords are told this once. */
export async function setUpSample(services: Services): Promise<Result<Sample, Problem>> {
  const people = await Promise.all(
    sampleTown.accounts.map(async ({ login, name, role, deputy }) => {
      const password = makePassword();
      return { login, name, role, deputy, password, passwordHash: await hashPassword(password) };
    }),
  );
  const { name, level } = sampleTown.congress;
  const congress: Congress = { id: randomUUID() as CongressId, level, name, county: '' };
  const session = randomUUID() as SessionId;
  return command(services.db, async (trx) => {
    await lockSetup(trx);
    if ((await listCongresses(trx)).length > 0) return err(problem('already-set-up'));
    await insertCongress(trx, congress);
    await recordCongress(trx, congress);
    const ofDeputies: [AccountId, string][] = [];
    for (const { password: _, deputy, ...person } of people) {
      const account: StoredAccount = {
        congress: congress.id,
        id: randomUUID() as AccountId,
        active: true,
        passwordGiven: false,
        ...person,
      };
      await saveAccountRow(trx, account);
      await recordAccount(trx, account);
      if (deputy) ofDeputies.push([account.id, deputy]);
    }
    const { name: title, year } = sampleTown.session;
    const cycle = await createSession(trx, congress.id, system, { id: session, name: title, year });
    await loadSampleTown(trx, congress.id, cycle);
    for (const [account, number] of ofDeputies)
      await linkDeputy(trx, congress.id, account, await sampleDeputy(trx, congress.id, number));
    await storeMethod(trx, congress.id, session, {
      ...defaultMethod(sampleTown.candidates.length),
      seats: sampleTown.seats,
    });
    return ok({ congress, session, accounts: people.map(({ passwordHash: _, deputy: __, ...person }) => person) });
  });
}

async function recordCongress(trx: Transaction, { id, name, level }: Congress): Promise<void> {
  await append(trx, id, system, {
    kind: 'congress-created',
    subject: { type: 'congress', id },
    detail: { name, level },
  });
}

async function recordAccount(trx: Transaction, { congress, id, login, role }: StoredAccount): Promise<void> {
  await append(trx, congress, system, {
    kind: 'account-created',
    subject: { type: 'account', id },
    detail: { login, role },
  });
}

/** 12 letters and digits that cannot be mistaken for each other, in threes: some 59 bits, and typed without effort. */
function makePassword(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
  const draw = () => letters[randomInt(letters.length)]!;
  return Array.from({ length: 4 }, () => draw() + draw() + draw()).join('-');
}

import { type Problem, problem } from '../../core/contract/problems.ts';
import type { Overview, Scrutineer } from '../../core/contract/session.ts';
import type { AccountId, CongressId, SessionId } from '../../core/ids.ts';
import { err, type Result } from '../../core/result.ts';
import { actorOf, append } from '../audit/append.ts';
import { dropKey } from '../ballot/ceremony.ts';
import { ballotOf } from '../ballot/store.ts';
import { command } from '../database/command.ts';
import type { Transaction } from '../database/pool.ts';
import type { Caller } from '../http/caller.ts';
import { findAccount } from '../identity/store.ts';
import type { Services } from '../services.ts';
import { overview } from './overview.ts';
import { lockSession } from './store.ts';

/** Who is appointed, in the order of their trustee numbers, from 1. */
export async function appointedScrutineers(
  trx: Transaction,
  congress: CongressId,
  session: SessionId,
): Promise<AccountId[]> {
  const rows = await trx
    .selectFrom('session_scrutineer')
    .select('account_id')
    .where('congress_id', '=', congress)
    .where('session_id', '=', session)
    .orderBy('position')
    .execute();
  return rows.map((row) => row.account_id);
}

/** Replaces the list of scrutineers, unchecked. */
export async function storeScrutineers(
  trx: Transaction,
  congress: CongressId,
  session: SessionId,
  accounts: readonly AccountId[],
): Promise<void> {
  await trx
    .deleteFrom('session_scrutineer')
    .where('congress_id', '=', congress)
    .where('session_id', '=', session)
    .execute();
  if (accounts.length === 0) return;
  await trx
    .insertInto('session_scrutineer')
    .values(
      accounts.map((account_id, index) => ({
        congress_id: congress,
        session_id: session,
        position: index + 1,
        account_id,
      })),
    )
    .execute();
}

/**
 * Appoints the scrutineers, the chief first, until the ballot opens. How many the method asks for is checked when the key ceremony begins; a change
 * after that (somebody fell ill) discards the key, and the ceremony is held again.
 */
export function appointScrutineers(
  services: Services,
  caller: Caller,
  id: SessionId,
  accounts: readonly AccountId[],
): Promise<Result<Overview, Problem>> {
  return command(services.db, async (trx) => {
    if (!(await lockSession(trx, caller.congress, id))) return err(problem('not-found'));
    const before = await appointedScrutineers(trx, caller.congress, id);
    if (before.join() === accounts.join()) return overview(trx, caller.congress, id);
    const ballot = await ballotOf(trx, caller.congress, id, 'update');
    if (!ballot) return err(problem('not-found'));
    const refusal = await unfit(trx, caller.congress, accounts);
    if (refusal) return err(refusal);
    const dropped = await dropKey(trx, caller, ballot);
    if (!dropped.ok) return dropped;
    await storeScrutineers(trx, caller.congress, id, accounts);
    await services.live.publish(trx, caller.congress, 'session');
    await append(trx, caller.congress, actorOf(caller), {
      kind: 'scrutineers-named',
      subject: { type: 'session', id },
      detail: { accounts },
    });
    return overview(trx, caller.congress, id);
  });
}

async function unfit(
  trx: Transaction,
  congress: CongressId,
  accounts: readonly AccountId[],
): Promise<Problem | undefined> {
  if (new Set(accounts).size < accounts.length)
    return bad('同一账号不能任两次监票人', 'the same account is named twice');
  for (const [index, id] of accounts.entries()) {
    const account = await findAccount(trx, congress, id);
    if (!account?.active) return bad('名单中有不存在或已停用的账号', 'one of the accounts does not exist or is closed');
    const wanted: Scrutineer['role'] = index === 0 ? 'chief-scrutineer' : 'scrutineer';
    if (index === 0 && account.role !== wanted)
      return bad(
        `第一名须为总监票人，${account.name}不是`,
        `the first must be the chief scrutineer, which ${account.name} is not`,
      );
    if (index > 0 && account.role !== wanted)
      return bad(`${account.name}的角色不是监票人`, `${account.name} does not have the role of a scrutineer`);
  }
  return undefined;
}

const bad = (zh: string, en: string): Problem => ({
  code: 'bad-request',
  params: { detail: zh },
  words: {
    zh: `${zh}。请重新指定监票人。`,
    en: `${en[0]?.toUpperCase()}${en.slice(1)}. Appoint the scrutineers again.`,
  },
});

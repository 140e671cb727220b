import { type Problem, problem } from '../../core/contract/problems.ts';
import { mayFreeze } from '../../core/deliberation/deliberation.ts';
import type { CycleId, FreezeId, MotionId } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { mayConfirm } from '../../core/workflow/ballot.ts';
import { actorOf, append } from '../audit/append.ts';
import { candidatesFrozen, listCandidates, lockLists } from '../congress/store.ts';
import { findCycle } from '../cycle/store.ts';
import type { Transaction } from '../database/pool.ts';
import { recordChange } from '../history/record.ts';
import type { Caller } from '../http/caller.ts';
import { findAccount } from '../identity/store.ts';
import { listHash, standingFreeze } from './gate.ts';
import { carriedMotions, countOpen } from './see.ts';
import { deliberationRow, putDeliberation } from './store.ts';

/** Freezes the list as it stands, under the client's id; the same again changes nothing. */
export async function freezeList(
  trx: Transaction,
  caller: Caller,
  cycle: CycleId,
  id: FreezeId,
): Promise<Result<void, Problem>> {
  const { congress } = caller;
  await lockLists(trx, congress);
  if (!(await findCycle(trx, congress, cycle))) return err(problem('not-found'));
  const standing = await standingFreeze(trx, congress, cycle);
  if (standing?.id === id) return ok(undefined);
  if (await candidatesFrozen(trx, congress, cycle)) return err(problem('method-frozen'));
  const list = await listCandidates(trx, congress, cycle);
  const may = mayFreeze({
    candidates: list.length,
    requestsOpen: await countOpen(trx, congress, cycle),
    frozen: standing !== undefined,
  });
  if (!may.ok) return may;
  const used = await trx
    .selectFrom('list_freeze')
    .select('id')
    .where('congress_id', '=', congress)
    .where('id', '=', id)
    .executeTakeFirst();
  if (used) return err(problem('conflict'));
  const hash = listHash(list);
  await trx
    .insertInto('list_freeze')
    .values({
      ...{ congress_id: congress, id, cycle_id: cycle, hash, list: JSON.stringify(list), frozen_by: caller.id },
      ...{ lift_asked_by: null, lifted_by: null, lifted_at: null },
    })
    .execute();
  await recordChange(trx, congress, caller, {
    kind: 'deliberation',
    subject: cycle,
    act: '锁定名单',
    after: { projects: list.map(({ code, title }) => `${code} ${title}`).join('；'), sha256: hash },
  });
  await append(trx, congress, actorOf(caller), {
    kind: 'list-frozen',
    subject: { type: 'cycle', id: cycle },
    detail: { projects: list.length, sha256: hash },
  });
  return ok(undefined);
}

/**
 * Lifts the freeze before the ballot opens: one person asks with the reason, another of another role confirms, as with the opening itself
 * (domain.md section 1).
 */
export async function liftFreeze(
  trx: Transaction,
  caller: Caller,
  cycle: CycleId,
  id: FreezeId,
  reason: string,
): Promise<Result<void, Problem>> {
  const { congress } = caller;
  await lockLists(trx, congress);
  const freeze = await standingFreeze(trx, congress, cycle);
  if (freeze?.id !== id) return err(problem('not-found'));
  if (await candidatesFrozen(trx, congress, cycle)) return err(problem('method-frozen'));
  if (freeze.lift_asked_by === null) {
    if (reason === '') return err(problem('reason-needed'));
    await setLift(trx, caller, id, { lift_asked_by: caller.id, lift_reason: reason });
    await append(trx, congress, actorOf(caller), {
      kind: 'list-lift-asked',
      subject: { type: 'cycle', id: cycle },
      detail: { reason },
    });
    return ok(undefined);
  }
  // Asking again changes nothing; confirming has no reason of its own.
  if (reason !== '' && freeze.lift_asked_by === caller.id) return ok(undefined);
  const asker = await findAccount(trx, congress, freeze.lift_asked_by);
  if (!asker?.active) return err(problem('no-proposal'));
  const may = mayConfirm('open', asker, caller);
  if (!may.ok) return may;
  await setLift(trx, caller, id, { lifted_by: caller.id, lifted_at: new Date() });
  await recordChange(trx, congress, caller, {
    kind: 'deliberation',
    subject: cycle,
    act: '解除名单锁定',
    reason: freeze.lift_reason,
    after: { sha256: freeze.hash },
  });
  await append(trx, congress, actorOf(caller), {
    kind: 'list-lifted',
    subject: { type: 'cycle', id: cycle },
    detail: { sha256: freeze.hash, reason: freeze.lift_reason },
  });
  return ok(undefined);
}

/** Takes back the request to lift; where nobody asked nothing changes. */
export async function keepFreeze(
  trx: Transaction,
  caller: Caller,
  cycle: CycleId,
  id: FreezeId,
): Promise<Result<void, Problem>> {
  await lockLists(trx, caller.congress);
  const freeze = await standingFreeze(trx, caller.congress, cycle);
  if (freeze?.id !== id) return err(problem('not-found'));
  if (freeze.lift_asked_by === null) return ok(undefined);
  await setLift(trx, caller, id, { lift_asked_by: null, lift_reason: '' });
  await append(trx, caller.congress, actorOf(caller), {
    kind: 'list-lift-dropped',
    subject: { type: 'cycle', id: cycle },
    detail: {},
  });
  return ok(undefined);
}

async function setLift(
  trx: Transaction,
  caller: Caller,
  id: FreezeId,
  change: {
    lift_asked_by?: Caller['id'] | null;
    lift_reason?: string;
    lifted_by?: Caller['id'];
    lifted_at?: Date;
  },
): Promise<void> {
  await trx
    .updateTable('list_freeze')
    .set(change)
    .where('congress_id', '=', caller.congress)
    .where('id', '=', id)
    .execute();
}

/** Records that the ballot method was adopted, by a motion that carried or as staff say. What was recorded is corrected with the reason; the history keeps both. */
export async function recordAdoption(
  trx: Transaction,
  caller: Caller,
  cycle: CycleId,
  { on, motion, note, reason = '' }: { on: string; motion: MotionId | null; note: string; reason?: string | undefined },
): Promise<Result<void, Problem>> {
  const { congress } = caller;
  if (!(await findCycle(trx, congress, cycle))) return err(problem('not-found'));
  const carried = await carriedMotions(trx, congress, cycle);
  const titleOf = (motion: MotionId | null) => carried.find(({ id }) => id === motion)?.title ?? null;
  if (motion && titleOf(motion) === null) return err(problem('motion-not-carried'));
  const before = await deliberationRow(trx, congress, cycle);
  const correcting = before?.adopted_on != null;
  if (correcting && before.adopted_on === on && before.adopted_note === note && before.adopted_motion === motion)
    return ok(undefined);
  if (correcting && reason === '') return err(problem('reason-needed'));
  await putDeliberation(trx, congress, cycle, { adopted_on: on, adopted_note: note, adopted_motion: motion });
  await recordChange(trx, congress, caller, {
    kind: 'deliberation',
    subject: cycle,
    act: correcting ? '更正票决办法通过的登记' : '登记票决办法通过',
    reason,
    before: {
      on: before?.adopted_on ?? null,
      note: before?.adopted_note ?? '',
      motion: titleOf(before?.adopted_motion ?? null),
    },
    after: { on, note, motion: titleOf(motion) },
  });
  await append(trx, congress, actorOf(caller), {
    kind: 'method-adopted',
    subject: { type: 'cycle', id: cycle },
    detail: { on, motion, note, reason: correcting ? reason : null },
  });
  return ok(undefined);
}

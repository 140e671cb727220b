import type { z } from 'zod';
import type { MotionCounts, motion as routes } from '../../core/contract/motion.ts';
import { type Problem, problem } from '../../core/contract/problems.ts';
import type { CongressId, MotionId, SessionId } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { sumOf } from '../../core/rules/motion.ts';
import { quorum } from '../../core/rules/quorum.ts';
import { motionAfter } from '../../core/workflow/motion.ts';
import { actorOf, append } from '../audit/append.ts';
import { countHeads } from '../ballot/facts.ts';
import { ballotOf } from '../ballot/store.ts';
import type { Transaction } from '../database/pool.ts';
import type { Caller } from '../http/caller.ts';
import { showMotion } from '../screen/control.ts';
import { effectiveMethod } from '../session/method.ts';
import { lockSession } from '../session/store.ts';
import {
  countActivated,
  countVotes,
  deleteMotion,
  forgetVotes,
  insertMotion,
  lockMotion,
  type MotionRow,
  openMotionOf,
  resultOf,
  saveMotionRow,
  startCount,
} from './store.ts';

/** The words in a refusal to open, where those of the code speak of the ballot. */
const words = {
  quorum: {
    zh: '实到 {present} 人，法定人数为 {quorum} 人（全体代表 {entitled} 人），尚缺 {missing} 人，不能开始表决。',
    en: '{present} present; the quorum is {quorum} of {entitled} deputies. {missing} more are needed before the motion can open.',
  },
  cards: {
    zh: '还没有激活任何票卡，不能用平板表决。请先在签到台激活票卡，或改为举手表决。',
    en: 'No card is active, so nobody can vote by tablet. Activate cards at the sign-in desk, or choose a show of hands.',
  },
};

type Wanted = z.output<(typeof routes.saveMotion)['body']>;

/** Finds the motion in its session, both locked; the session first, as everywhere. */
async function find(
  trx: Transaction,
  congress: CongressId,
  session: SessionId,
  id: MotionId,
): Promise<MotionRow | undefined> {
  await lockSession(trx, congress, session);
  const motion = await lockMotion(trx, congress, id);
  return motion?.session_id === session ? motion : undefined;
}

/** Makes a motion under the client's id, or changes it before it opens. */
export async function saveMotion(
  trx: Transaction,
  caller: Caller,
  session: SessionId,
  id: MotionId,
  wanted: Wanted,
): Promise<Result<void, Problem>> {
  const { congress } = caller;
  if (!(await lockSession(trx, congress, session))) return err(problem('not-found'));
  const { repeats } = wanted;
  if (repeats !== null && (await lockMotion(trx, congress, repeats))?.session_id !== session)
    return err(problem('not-found'));
  const before = await lockMotion(trx, congress, id);
  const values = { ...wanted };
  if (!before) await insertMotion(trx, { congress_id: congress, session_id: session, id, ...values });
  else {
    if (before.session_id !== session) return err(problem('not-found'));
    const { subject, title, way, rule } = before;
    const same = JSON.stringify({ subject, title, way, rule, repeats: before.repeats });
    const { subject: s, title: t, way: w, rule: r } = wanted;
    if (same === JSON.stringify({ subject: s, title: t, way: w, rule: r, repeats })) return ok(undefined);
    const may = motionAfter('save', before.state);
    if (!may.ok) return may;
    await saveMotionRow(trx, before, values);
  }
  await append(trx, congress, actorOf(caller), {
    kind: 'motion-saved',
    subject: { type: 'motion', id },
    detail: { session, title: wanted.title, way: wanted.way, rule: wanted.rule, repeats },
  });
  return ok(undefined);
}

/** Removes a draft; one that is gone already is removed. */
export async function removeMotion(
  trx: Transaction,
  caller: Caller,
  session: SessionId,
  id: MotionId,
): Promise<Result<void, Problem>> {
  const motion = await find(trx, caller.congress, session, id);
  if (!motion) return ok(undefined);
  const may = motionAfter('remove', motion.state);
  if (!may.ok) return may;
  await deleteMotion(trx, motion);
  await append(trx, caller.congress, actorOf(caller), {
    kind: 'motion-removed',
    subject: { type: 'motion', id },
    detail: { session, title: motion.title },
  });
  return ok(undefined);
}

/** Opens: in the hall's session, with the quorum present, one motion at a time. Opening again what is open changes nothing. */
export async function openMotion(
  trx: Transaction,
  caller: Caller,
  session: SessionId,
  id: MotionId,
): Promise<Result<void, Problem>> {
  const { congress } = caller;
  const place = await lockSession(trx, congress, session);
  const motion = await find(trx, congress, session, id);
  if (!place || !motion) return err(problem('not-found'));
  if (motion.state === 'open') return ok(undefined);
  const state = motionAfter('open', motion.state);
  if (!state.ok) return state;
  if (!place.in_hall) return err(problem('not-in-hall'));
  const other = await openMotionOf(trx, congress, session);
  if (other) return err(problem('motion-open', { title: other.title }));
  const { entitled, present } = await countHeads(trx, congress, session);
  const ballot = await ballotOf(trx, congress, session);
  const needed = quorum(entitled, ballot?.method ?? (await effectiveMethod(trx, place)));
  if (present < needed)
    return err({
      code: 'below-quorum',
      params: { present, entitled, quorum: needed, missing: needed - present },
      words: words.quorum,
    });
  if (motion.way !== 'hands' && (await countActivated(trx, congress, session)) === 0)
    return err({ code: 'no-cards', words: words.cards });
  await saveMotionRow(trx, motion, { state: state.value, entitled, present_at_open: present });
  if (motion.way === 'secret') await startCount(trx, motion);
  await showMotion(trx, congress, session, id);
  await append(trx, congress, actorOf(caller), {
    kind: 'motion-opened',
    subject: { type: 'motion', id },
    detail: { entitled, present, quorum: needed },
  });
  return ok(undefined);
}

/** Closes a motion voted by tablet; closing again changes nothing. */
export async function closeMotion(
  trx: Transaction,
  caller: Caller,
  session: SessionId,
  id: MotionId,
): Promise<Result<void, Problem>> {
  const motion = await find(trx, caller.congress, session, id);
  if (!motion) return err(problem('not-found'));
  if (motion.way === 'hands') return err(problem('motion-by-hands'));
  if (motion.state === 'closed') return ok(undefined);
  const state = motionAfter('close', motion.state);
  return state.ok ? finish(trx, caller, motion, await countVotes(trx, motion)) : state;
}

/** Records a show of hands and closes; the same figures again change nothing. */
export async function recordHands(
  trx: Transaction,
  caller: Caller,
  session: SessionId,
  id: MotionId,
  counts: z.output<typeof MotionCounts>,
): Promise<Result<void, Problem>> {
  const motion = await find(trx, caller.congress, session, id);
  if (!motion) return err(problem('not-found'));
  if (motion.way !== 'hands') return err(problem('motion-by-tablet'));
  const known = motion.state === 'closed' ? resultOf(motion)?.counts : undefined;
  if (known && known.for === counts.for && known.against === counts.against && known.abstain === counts.abstain)
    return ok(undefined);
  const state = motionAfter('record', motion.state);
  if (!state.ok) return state;
  const heads = await countHeads(trx, caller.congress, session);
  const present = Math.max(motion.present_at_open ?? 0, heads.present);
  const sum = sumOf(counts);
  return sum > present ? err(problem('too-many-hands', { sum, present })) : finish(trx, caller, motion, counts);
}

async function finish(
  trx: Transaction,
  caller: Caller,
  motion: MotionRow,
  counts: z.output<typeof MotionCounts>,
): Promise<Result<void, Problem>> {
  const { congress_id: congress, session_id: session, id } = motion;
  const { present } = await countHeads(trx, congress, session);
  const values = {
    state: 'closed' as const,
    present_at_close: present,
    votes_for: counts.for,
    votes_against: counts.against,
    votes_abstain: counts.abstain,
  };
  await saveMotionRow(trx, motion, values);
  await forgetVotes(trx, motion);
  await showMotion(trx, congress, session, id);
  const result = resultOf({ ...motion, ...values })!;
  await append(trx, congress, actorOf(caller), {
    kind: 'motion-closed',
    subject: { type: 'motion', id },
    detail: {
      ...counts,
      present: result.present,
      notPressed: result.notPressed,
      mark: result.mark,
      passed: result.passed,
    },
  });
  return ok(undefined);
}

/** Makes an open or closed motion void; it stays on record with the reason, and may be repeated by a new one. */
export async function voidMotion(
  trx: Transaction,
  caller: Caller,
  session: SessionId,
  id: MotionId,
  reason: string,
): Promise<Result<void, Problem>> {
  const motion = await find(trx, caller.congress, session, id);
  if (!motion) return err(problem('not-found'));
  if (motion.state === 'void') return ok(undefined);
  const state = motionAfter('void', motion.state);
  if (!state.ok) return state;
  if (reason === '')
    return err({
      code: 'bad-request',
      words: { zh: '请写明作废的原因。', en: 'Say why it is made void.' },
    });
  await saveMotionRow(trx, motion, { state: state.value, reason });
  await forgetVotes(trx, motion);
  await append(trx, caller.congress, actorOf(caller), {
    kind: 'motion-voided',
    subject: { type: 'motion', id },
    detail: { reason },
  });
  return ok(undefined);
}

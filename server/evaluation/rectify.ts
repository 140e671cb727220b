import { randomUUID } from 'node:crypto';
import { type Problem, problem } from '../../core/contract/problems.ts';
import type { RectificationId } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import {
  daysAfter,
  type RectificationState,
  rectificationAfter,
  rectificationGraded,
} from '../../core/workflow/rectification.ts';
import { actorOf, append, system } from '../audit/append.ts';
import { frozenProjects } from '../ballot/open-store.ts';
import type { BallotRow } from '../ballot/store.ts';
import { today } from '../cycle/store.ts';
import type { Transaction } from '../database/pool.ts';
import { recordChange } from '../history/record.ts';
import type { Caller } from '../http/caller.ts';
import { findSession } from '../session/store.ts';
import {
  insertRectification,
  lockOpenedIn,
  lockRectification,
  type RectificationRow,
  updateRectification,
} from './rectification-store.ts';
import { evaluationRow } from './store.ts';

/**
 * What the publication of an evaluation brings about: the rectifications it grades again end or come to nothing, and every project graded 不满意 opens
 * one, due the set days after this day. Nothing where the ballot is not valid, and nothing of a rehearsal.
 */
export async function afterPublication(trx: Transaction, caller: Caller, ballot: BallotRow): Promise<void> {
  const { congress_id: congress, session_id: session } = ballot;
  const row = await evaluationRow(trx, congress, session);
  const held = await findSession(trx, congress, session);
  const evaluation = ballot.outcome?.evaluation;
  if (!row || !evaluation || !held || held.rehearsal_of !== null) return;
  const day = await today(trx);
  const grades = new Map(evaluation.projects.flatMap(({ code, outcome }) => (outcome ? [[code, outcome.grade]] : [])));
  if (row.second_of !== null)
    for (const one of await lockOpenedIn(trx, congress, row.second_of)) {
      const grade = grades.get(one.code);
      const state = grade && rectificationGraded(one.state, grade);
      if (!grade || !state) continue;
      await updateRectification(trx, congress, one.id, { state, grade, graded_by: ballot.id, graded_on: day });
      await recordChange(trx, congress, caller, {
        kind: 'rectification',
        subject: one.id,
        act: '再次测评',
        before: { state: one.state },
        after: { state, grade },
      });
      await append(trx, congress, system, {
        kind: 'rectification-graded',
        subject: { type: 'rectification', id: one.id },
        detail: { code: one.code, grade },
      });
    }
  const deadline = daysAfter(day, evaluation.rules.rectificationDays);
  for (const { code, title, unit } of await frozenProjects(trx, ballot)) {
    if (grades.get(code) !== 'unsatisfied') continue;
    const id = randomUUID() as RectificationId;
    await insertRectification(trx, {
      congress_id: congress,
      ...{ id, code, title, unit, deadline },
      ballot_id: ballot.id,
      session_id: session,
      opened_on: day,
    });
    await recordChange(trx, congress, caller, {
      kind: 'rectification',
      subject: id,
      act: '启动整改',
      after: { code, title, unit, deadline },
    });
    await append(trx, congress, system, {
      kind: 'rectification-opened',
      subject: { type: 'rectification', id },
      detail: { code, deadline },
    });
  }
}

/** Records the unit's plan or its report; the same text again changes nothing. What stood there before is in the history. */
export async function saveRectification(
  trx: Transaction,
  caller: Caller,
  id: RectificationId,
  act: 'plan' | 'report',
  text: string,
): Promise<Result<void, Problem>> {
  const row = await lockRectification(trx, caller.congress, id);
  if (!row) return err(problem('not-found'));
  if (row[act] === text) return ok(undefined);
  const state = rectificationAfter(act, row.state);
  if (!state.ok) return state;
  const day = await today(trx);
  const values = act === 'plan' ? planned(row, text, day) : reported(row, text, day);
  await updateRectification(trx, caller.congress, id, { ...values, state: state.value });
  await recordChange(trx, caller.congress, caller, {
    kind: 'rectification',
    subject: id,
    act: act === 'plan' ? '登记整改方案' : '登记整改结果',
    before: changedOf(row, row.state, act),
    after: { [act]: text, state: state.value },
  });
  await append(trx, caller.congress, actorOf(caller), {
    kind: act === 'plan' ? 'rectification-planned' : 'rectification-reported',
    subject: { type: 'rectification', id },
    detail: { code: row.code },
  });
  return ok(undefined);
}

// The day of the first one counts against the deadline; a later correction does not move it.
const planned = (row: RectificationRow, plan: string, day: string) => ({ plan, planned_on: row.planned_on ?? day });
const reported = (row: RectificationRow, report: string, day: string) => ({
  report,
  reported_on: row.reported_on ?? day,
});
const changedOf = (row: RectificationRow, state: RectificationState, act: 'plan' | 'report') => ({
  [act]: row[act],
  state,
});

import type { PrepareEvaluation } from '../../core/contract/evaluation.ts';
import type { BallotProject } from '../../core/contract/hall.ts';
import { type Problem, problem } from '../../core/contract/problems.ts';
import type { DeputyId, SessionId } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { mayGradeAgain } from '../../core/workflow/rectification.ts';
import { actorOf, append } from '../audit/append.ts';
import { lockEverything } from '../ballot/facts.ts';
import type { BallotRow } from '../ballot/store.ts';
import { listDeputies } from '../congress/store.ts';
import { today } from '../cycle/store.ts';
import type { Transaction } from '../database/pool.ts';
import type { Caller } from '../http/caller.ts';
import { countCards } from '../session/card-store.ts';
import { paperOpen } from '../session/frozen.ts';
import { findSession } from '../session/store.ts';
import { markEvaluation } from './paper.ts';
import { rectificationsOf } from './rectification-store.ts';
import { electedBy } from './sources.ts';
import { deleteEvaluation, evaluationProjects, evaluationRow, membersOf, putEvaluation } from './store.ts';

/** The session's ballot, if what it is about can still change. */
async function changeable(trx: Transaction, caller: Caller, session: SessionId): Promise<Result<BallotRow, Problem>> {
  const ballot = await lockEverything(trx, caller.congress, session);
  if (!ballot) return err(problem('not-found'));
  return ballot.ordinal === 0 && paperOpen(ballot) ? ok(ballot) : err(problem('evaluation-frozen'));
}

/** Makes the session's ballot an evaluation, or changes what it evaluates; the same again changes nothing. */
export async function prepareEvaluation(
  trx: Transaction,
  caller: Caller,
  session: SessionId,
  wanted: PrepareEvaluation,
): Promise<Result<void, Problem>> {
  const { congress } = caller;
  const found = await changeable(trx, caller, session);
  if (!found.ok) return found;
  if (session === wanted.source) return err(problem('evaluation-own-projects'));
  const own = await findSession(trx, congress, session);
  // A rehearsal takes its paper from the session it rehearses.
  if (own?.rehearsal_of !== null) return err(problem('evaluation-frozen'));
  const projects = await paperOf(trx, caller, wanted);
  if (!projects.ok) return projects;
  const members = await wantedMembers(trx, caller, wanted);
  if (!members.ok) return members;
  const before = await evaluationRow(trx, congress, session);
  const known = await membersOf(trx, congress, session);
  const { activated } = await countCards(trx, congress, session);
  if (activated > 0 && known.join() !== members.value.join()) return err(problem('evaluation-cards-active'));
  const next = { ...wanted, members: members.value, projects: projects.value };
  const same =
    before !== undefined &&
    JSON.stringify([before.source_session, before.second_of, sorted(before.rules), known]) ===
      JSON.stringify([wanted.source, wanted.secondOf, sorted(wanted.rules), next.members]) &&
    JSON.stringify(await evaluationProjects(trx, congress, session)) === JSON.stringify(next.projects);
  if (same) return ok(undefined);
  await putEvaluation(trx, congress, session, next);
  await markEvaluation(trx, congress, session, 'evaluation');
  const { body, exactHalf, rectificationDays } = wanted.rules;
  await append(trx, congress, actorOf(caller), {
    kind: 'evaluation-prepared',
    subject: { type: 'session', id: session },
    detail: {
      projects: next.projects.length,
      ...{ body, exactHalf, rectificationDays },
      second: wanted.secondOf !== null,
    },
  });
  return ok(undefined);
}

const sorted = (rules: object) => Object.entries(rules).sort(([a], [b]) => (a < b ? -1 : 1));

/** The rows wanted, with the final report for their text, in the order of the paper that chose them. */
async function paperOf(
  trx: Transaction,
  caller: Caller,
  { source, secondOf, projects }: PrepareEvaluation,
): Promise<Result<BallotProject[], Problem>> {
  const elected = await electedBy(trx, caller.congress, source);
  const reports = new Map(projects.map(({ code, report }) => [code, report]));
  const strange = projects.filter(({ code }) => !elected.some((project) => project.code === code));
  if (strange.length > 0)
    return err(problem('evaluation-unknown-projects', { codes: strange.map(({ code }) => code).join('、') }));
  if (secondOf !== null) {
    const second = await maySecond(trx, caller, source, secondOf, [...reports.keys()]);
    if (!second.ok) return second;
  }
  return ok(
    elected
      .filter(({ code }) => reports.has(code))
      // In the order of its fields, as the store gives them back.
      .map(({ code, title, place, budget, unit, finish }) => ({
        ...{ code, title, content: reports.get(code)!, place, budget, unit, finish },
      })),
  );
}

/** A second evaluation covers exactly what the first graded 不满意, once that is reported or its deadline is past. */
async function maySecond(
  trx: Transaction,
  caller: Caller,
  source: SessionId,
  first: SessionId,
  codes: readonly string[],
): Promise<Result<void, Problem>> {
  const row = await evaluationRow(trx, caller.congress, first);
  const opened = (await rectificationsOf(trx, caller.congress)).filter(({ session_id }) => session_id === first);
  const wanted = opened.map(({ code }) => code);
  if (!row || row.source_session !== source || opened.length === 0) return err(problem('not-found'));
  if (wanted.length !== codes.length || !wanted.every((code) => codes.includes(code)))
    return err(problem('evaluation-not-second', { codes: wanted.join('、') }));
  const day = await today(trx);
  const early = opened.filter((one) => !mayGradeAgain(one, day));
  return early.length === 0
    ? ok(undefined)
    : err(problem('rectification-not-reported', { titles: early.map(({ title }) => title).join('、') }));
}

async function wantedMembers(
  trx: Transaction,
  caller: Caller,
  { rules, members }: PrepareEvaluation,
): Promise<Result<DeputyId[], Problem>> {
  if (rules.body === 'congress') return ok([]);
  const known = new Set((await listDeputies(trx, caller.congress)).filter((one) => one.inOffice).map(({ id }) => id));
  const chosen = [...new Set(members)].filter((id) => known.has(id)).sort();
  return chosen.length === 0 ? err(problem('evaluation-no-members')) : ok(chosen);
}

/** Makes the session's ballot one on projects again. One that is no evaluation was taken back before. */
export async function withdrawEvaluation(
  trx: Transaction,
  caller: Caller,
  session: SessionId,
): Promise<Result<void, Problem>> {
  const found = await changeable(trx, caller, session);
  if (!found.ok) return found;
  if (found.value.kind !== 'evaluation') return ok(undefined);
  await deleteEvaluation(trx, caller.congress, session);
  await markEvaluation(trx, caller.congress, session, 'projects');
  await append(trx, caller.congress, actorOf(caller), {
    kind: 'evaluation-withdrawn',
    subject: { type: 'session', id: session },
    detail: {},
  });
  return ok(undefined);
}

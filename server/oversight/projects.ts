import { randomUUID } from 'node:crypto';
import type { Candidate } from '../../core/contract/congress.ts';
import { type Problem, problem } from '../../core/contract/problems.ts';
import type { Plan } from '../../core/contract/projects.ts';
import type { AccountId, CandidateId, CongressId, CycleId, ProjectId } from '../../core/ids.ts';
import { doneOn, type ProjectState } from '../../core/oversight/project.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { actorOf, append } from '../audit/append.ts';
import { listCandidates } from '../congress/store.ts';
import { findCycle } from '../cycle/store.ts';
import type { Transaction } from '../database/pool.ts';
import { recordChange } from '../history/record.ts';
import type { Caller } from '../http/caller.ts';
import { electedVotes } from './elected.ts';
import { counted } from './standing.ts';
import {
  findProject,
  governmentAccounts,
  insertProjects,
  listProjects,
  lockOversight,
  type ProjectRow,
  recordsOf,
  updateProject,
} from './store.ts';

export const stateWords: Record<ProjectState, { readonly zh: string; readonly en: string }> = {
  underway: { zh: '正在实施', en: 'under way' },
  paused: { zh: '暂停实施', en: 'paused' },
  ended: { zh: '已终止', en: 'ended' },
};
export const notRunning = (state: ProjectState): Problem =>
  problem('project-not-running', { state: stateWords[state].zh, stateEn: stateWords[state].en });

/** Makes the elected candidates of the year's published results into projects; those that are stay as they are. */
export async function makeElected(trx: Transaction, caller: Caller, cycle: CycleId): Promise<Result<void, Problem>> {
  await lockOversight(trx, caller.congress);
  if (!(await findCycle(trx, caller.congress, cycle))) return err(problem('not-found'));
  const votes = await electedVotes(trx, caller.congress, cycle);
  if (votes.size === 0) return err(problem('not-published'));
  const taken = new Set((await listProjects(trx, caller.congress, cycle)).map((row) => row.candidate_id));
  for (const candidate of await listCandidates(trx, caller.congress, cycle))
    if (votes.has(candidate.code) && !taken.has(candidate.id))
      await make(trx, caller, cycle, randomUUID() as string as ProjectId, candidate, true);
  return ok(undefined);
}

/** What entering the stage brings: the elected candidates become projects. A town whose ballot was held elsewhere names them one by one. */
export async function beginOversight(trx: Transaction, caller: Caller, cycle: CycleId): Promise<void> {
  await makeElected(trx, caller, cycle);
}

/** Makes one candidate into a project; not public before the presidium says so, unless a published result elected it. */
export async function makeProject(
  trx: Transaction,
  caller: Caller,
  cycle: CycleId,
  id: ProjectId,
  wanted: CandidateId,
): Promise<Result<void, Problem>> {
  await lockOversight(trx, caller.congress);
  const before = await findProject(trx, caller.congress, id);
  if (before)
    return before.candidate_id === wanted && before.cycle_id === cycle ? ok(undefined) : err(problem('conflict'));
  const candidate = (await listCandidates(trx, caller.congress, cycle)).find((one) => one.id === wanted);
  if (!candidate) return err(problem('not-found'));
  const rows = await listProjects(trx, caller.congress, cycle);
  if (rows.some((row) => row.candidate_id === wanted)) return err(problem('conflict'));
  const votes = await electedVotes(trx, caller.congress, cycle);
  if (votes.size > 0 && !votes.has(candidate.code))
    return err(problem('candidate-not-elected', { title: candidate.title }));
  await make(trx, caller, cycle, id, candidate, votes.has(candidate.code));
  return ok(undefined);
}

async function make(
  trx: Transaction,
  caller: Caller,
  cycle: CycleId,
  id: ProjectId,
  candidate: Candidate,
  elected: boolean,
): Promise<void> {
  const { code, title, content, place, budget, unit, finish, position } = candidate;
  const shown = { code, title, content, place, budget, unit, finish };
  await insertProjects(trx, [
    {
      congress_id: caller.congress,
      id,
      cycle_id: cycle,
      candidate_id: candidate.id,
      position,
      elected,
      published: elected,
      ...shown,
    },
  ]);
  await recordChange(trx, caller.congress, caller, {
    kind: 'project',
    subject: id,
    act: elected ? '票决通过，列为实施项目' : '列为实施项目',
    after: shown,
  });
  await append(trx, caller.congress, actorOf(caller), {
    kind: 'project-made',
    subject: { type: 'project', id },
    detail: { code, elected },
  });
}

/** Shows a project on the public page, or no longer. */
export async function publishProject(
  trx: Transaction,
  caller: Caller,
  id: ProjectId,
  published: boolean,
): Promise<Result<void, Problem>> {
  await lockOversight(trx, caller.congress);
  const row = await findProject(trx, caller.congress, id);
  if (!row) return err(problem('not-found'));
  if (row.published === published) return ok(undefined);
  await updateProject(trx, caller.congress, id, { published });
  await recordChange(trx, caller.congress, caller, {
    kind: 'project',
    subject: id,
    act: published ? '向社会公开' : '停止公开',
    before: { published: row.published },
    after: { published },
  });
  await append(trx, caller.congress, actorOf(caller), {
    kind: 'project-published',
    subject: { type: 'project', id },
    detail: { published },
  });
  return ok(undefined);
}

/** Sets whose accounts report the project. */
export async function setReporters(
  trx: Transaction,
  caller: Caller,
  id: ProjectId,
  accounts: readonly AccountId[],
): Promise<Result<void, Problem>> {
  await lockOversight(trx, caller.congress);
  const row = await findProject(trx, caller.congress, id);
  const known = await governmentAccounts(trx, caller.congress);
  const names = (ids: readonly AccountId[]) =>
    known
      .filter((one) => ids.includes(one.id))
      .map(({ name }) => name)
      .join('、');
  if (!row || !accounts.every((one) => known.some((account) => account.id === one))) return err(problem('not-found'));
  const wanted = [...new Set(accounts)].sort();
  if (JSON.stringify(wanted) === JSON.stringify([...row.reporters].sort())) return ok(undefined);
  await updateProject(trx, caller.congress, id, { reporters: wanted });
  await recordChange(trx, caller.congress, caller, {
    kind: 'project',
    subject: id,
    act: '设定报告进展的账号',
    before: { reporters: names(row.reporters) },
    after: { reporters: names(wanted) },
  });
  await append(trx, caller.congress, actorOf(caller), {
    kind: 'project-reporters-set',
    subject: { type: 'project', id },
    detail: { accounts: wanted.length },
  });
  return ok(undefined);
}

/** Whether the caller's account reports this project: any of the government's where none is named. */
export async function reportsIt(
  trx: Transaction,
  caller: Caller,
  row: Pick<ProjectRow, 'reporters'>,
): Promise<Result<void, Problem>> {
  if (row.reporters.length === 0 || row.reporters.includes(caller.id)) return ok(undefined);
  const names = (await governmentAccounts(trx, caller.congress))
    .filter(({ id }) => row.reporters.includes(id))
    .map(({ name }) => name);
  return err(problem('not-your-project', { names: names.join('、') }));
}

/** Saves the implementation plan. It keeps within what was voted or decided: a later finish takes a change (调整). */
export async function savePlan(
  trx: Transaction,
  caller: Caller,
  id: ProjectId,
  plan: Plan,
): Promise<Result<void, Problem>> {
  await lockOversight(trx, caller.congress);
  const row = await findProject(trx, caller.congress, id);
  if (!row) return err(problem('not-found'));
  const mine = await reportsIt(trx, caller, row);
  if (!mine.ok) return mine;
  if (row.state === 'ended') return err(notRunning(row.state));
  const faulty = await planProblem(trx, caller.congress, row, plan);
  if (faulty) return err(faulty);
  if (JSON.stringify(plan) === JSON.stringify(row.plan)) return ok(undefined);
  await updateProject(trx, caller.congress, id, { plan });
  await recordChange(trx, caller.congress, caller, {
    kind: 'project',
    subject: id,
    act: row.plan ? '修改实施方案' : '填写实施方案',
    before: row.plan && inLines(row.plan),
    after: inLines(plan),
  });
  await append(trx, caller.congress, actorOf(caller), {
    kind: 'project-plan-saved',
    subject: { type: 'project', id },
    detail: { milestones: plan.milestones.length, finish: plan.finish },
  });
  return ok(undefined);
}

async function planProblem(
  trx: Transaction,
  congress: CongressId,
  row: ProjectRow,
  plan: Plan,
): Promise<Problem | null> {
  if (row.finish !== null && plan.finish > row.finish)
    return problem('finish-needs-change', { finish: plan.finish, limit: row.finish });
  const astray = plan.milestones.find(({ start, due }) => due > plan.finish || (start !== null && start > due));
  if (astray) return problem('milestone-after-finish', { name: astray.name, due: astray.due, finish: plan.finish });
  if (new Set(plan.milestones.map((one) => one.id)).size < plan.milestones.length) return problem('conflict');
  const days = doneOn(counted(await recordsOf(trx, congress, [row.id])));
  const lost = row.plan?.milestones.find(
    (one) => days.has(one.id) && !plan.milestones.some((kept) => kept.id === one.id),
  );
  return lost ? problem('milestone-done-kept', { name: lost.name }) : null;
}

/** A plan as the history shows it. */
const inLines = ({ milestones, ...plan }: Plan) => ({
  ...plan,
  milestones: milestones.map(({ name, weight, due }) => `${name}（权重 ${weight}，${due}）`).join('；'),
});

import type { Cycle, StageState } from '../../core/contract/cycle.ts';
import { type Problem, problem } from '../../core/contract/problems.ts';
import type { CongressId, CycleId } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { nameRoles } from '../../core/workflow/ballot.ts';
import {
  type Condition,
  conditionsToLeave,
  cycleStageWords,
  enteredBy,
  possibleNext,
  type Stage,
  stages,
  timeliness,
} from '../../core/workflow/cycle.ts';
import { actorOf, append } from '../audit/append.ts';
import type { Transaction } from '../database/pool.ts';
import { recordChange } from '../history/record.ts';
import type { Caller } from '../http/caller.ts';
import { beginOversight } from '../oversight/projects.ts';
import { ensureCycle } from '../session/store.ts';
import { cycleFacts } from './facts.ts';
import {
  type CycleRow,
  findCycle,
  listCycles,
  lockCycles,
  putDeadline,
  putEntered,
  setStage,
  stageRows,
  today,
} from './store.ts';

/** Every cycle of the congress as it stands. */
export async function seeCycles(trx: Transaction, congress: CongressId): Promise<Cycle[]> {
  const day = await today(trx);
  const cycles: Cycle[] = [];
  for (const row of await listCycles(trx, congress)) cycles.push(await seeCycle(trx, congress, row, day));
  return cycles;
}

async function seeCycle(trx: Transaction, congress: CongressId, row: CycleRow, day: string): Promise<Cycle> {
  const kept = await stageRows(trx, congress, row.id);
  // A year not yet kept, or over, has no next stage to set conditions for.
  const running = row.stage !== null && row.stage !== 'closed';
  const facts = running ? await cycleFacts(trx, congress, row.id) : {};
  const at = row.stage === null ? -1 : stages.indexOf(row.stage);
  return {
    id: row.id,
    year: row.year,
    stage: row.stage,
    stages: stages.map((stage, i): StageState => {
      const known = kept.find((one) => one.stage === stage);
      const entered = known?.entered_at ?? null;
      return {
        stage,
        place: i === at ? 'now' : i > at ? 'ahead' : entered === null ? 'skipped' : 'past',
        deadline: known?.deadline ?? null,
        enteredAt: entered?.toISOString() ?? null,
        enteredBy: known?.entered_by ?? null,
        note: known?.note ?? '',
        timeliness: timeliness(known?.deadline ?? null, i < at, day),
      };
    }),
    conditions: row.stage === null ? [] : [...conditionsToLeave(row.stage, facts)],
    next: [...possibleNext(row.stage, facts.evaluation?.unsatisfied ?? 0)],
  };
}

/** Begins to keep a year, at the stage where the town stands. The same again changes nothing. */
export async function startCycle(
  trx: Transaction,
  caller: Caller,
  id: CycleId,
  { year, stage, note }: { year: number; stage: Stage; note: string },
): Promise<Result<void, Problem>> {
  await lockCycles(trx, caller.congress);
  const known = await findCycle(trx, caller.congress, id);
  if (known && known.year !== year) return err(problem('conflict'));
  const cycle = await ensureCycle(trx, caller.congress, year, id);
  const row = (await findCycle(trx, caller.congress, cycle))!;
  if (row.stage === stage) return ok(undefined);
  if (row.stage !== null || !possibleNext(null, 0).includes(stage)) return err(notPossible(row.stage, stage));
  await arrive(trx, caller, row, stage, note);
  await append(trx, caller.congress, actorOf(caller), {
    kind: 'cycle-started',
    subject: { type: 'cycle', id: cycle },
    detail: { year, stage, note },
  });
  return ok(undefined);
}

/** Enters the next stage. Refused while a condition that nobody can waive is not met; a waivable one needs a note that says why. */
export async function enterStage(
  trx: Transaction,
  caller: Caller,
  id: CycleId,
  { stage, note }: { stage: Stage; note: string },
): Promise<Result<void, Problem>> {
  await lockCycles(trx, caller.congress);
  const row = await findCycle(trx, caller.congress, id);
  if (!row) return err(problem('not-found'));
  if (row.stage === stage) return ok(undefined);
  const facts = await cycleFacts(trx, caller.congress, id);
  if (row.stage === null || !possibleNext(row.stage, facts.evaluation?.unsatisfied ?? 0).includes(stage))
    return err(notPossible(row.stage, stage));
  if (!enteredBy[stage].includes(caller.role))
    return err(problem('not-permitted', { roles: nameRoles(enteredBy[stage]) }));
  const missing = conditionsToLeave(row.stage, facts).filter(({ met }) => !met);
  const firm = missing.filter(({ waivable }) => !waivable);
  if (firm.length > 0) return err(missingProblem('stage-conditions', firm));
  if (missing.length > 0 && note === '') return err(missingProblem('stage-reason-needed', missing));
  await arrive(trx, caller, row, stage, note);
  await append(trx, caller.congress, actorOf(caller), {
    kind: 'stage-entered',
    subject: { type: 'cycle', id },
    detail: { year: row.year, stage, waived: missing.map(({ code }) => code).join(' '), note },
  });
  return ok(undefined);
}

/** Sets the days by which stages should be done. */
export async function setDeadlines(
  trx: Transaction,
  caller: Caller,
  id: CycleId,
  deadlines: Partial<Record<Stage, string | null>>,
): Promise<Result<void, Problem>> {
  await lockCycles(trx, caller.congress);
  const row = await findCycle(trx, caller.congress, id);
  if (!row) return err(problem('not-found'));
  const kept = await stageRows(trx, caller.congress, id);
  const before = Object.fromEntries(kept.map(({ stage, deadline }) => [stage, deadline]));
  const changed = stages.filter(
    (stage) => deadlines[stage] !== undefined && deadlines[stage] !== (before[stage] ?? null),
  );
  if (changed.length === 0) return ok(undefined);
  for (const stage of changed) await putDeadline(trx, caller.congress, id, stage, deadlines[stage] ?? null);
  await recordChange(trx, caller.congress, caller, {
    kind: 'cycle',
    subject: id,
    act: '设定时限',
    before: Object.fromEntries(changed.map((stage) => [stage, before[stage] ?? null])),
    after: Object.fromEntries(changed.map((stage) => [stage, deadlines[stage] ?? null])),
  });
  await append(trx, caller.congress, actorOf(caller), {
    kind: 'deadlines-set',
    subject: { type: 'cycle', id },
    detail: { year: row.year },
  });
  return ok(undefined);
}

async function arrive(trx: Transaction, caller: Caller, row: CycleRow, stage: Stage, note: string): Promise<void> {
  await setStage(trx, caller.congress, row.id, stage);
  await putEntered(trx, caller.congress, row.id, stage, caller.id, note);
  await recordChange(trx, caller.congress, caller, {
    kind: 'cycle',
    subject: row.id,
    act: `进入${cycleStageWords[stage].zh}阶段`,
    reason: note,
    before: { stage: row.stage },
    after: { stage },
  });
  if (stage === 'oversight') await beginOversight(trx, caller, row.id);
}

const notKept = { zh: '尚未开始', en: 'not started' };
function notPossible(from: Stage | null, wanted: Stage): Problem {
  const stands = from === null ? notKept : cycleStageWords[from];
  return problem('stage-not-possible', {
    stage: stands.zh,
    stageEn: stands.en,
    wanted: cycleStageWords[wanted].zh,
    wantedEn: cycleStageWords[wanted].en,
  });
}

const missingProblem = (
  code: 'stage-conditions' | 'stage-reason-needed',
  missing: readonly Pick<Condition, 'zh' | 'en'>[],
): Problem =>
  problem(code, { missing: missing.map(({ zh }) => zh).join('；'), missingEn: missing.map(({ en }) => en).join('; ') });

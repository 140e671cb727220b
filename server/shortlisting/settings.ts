import type { z } from 'zod';
import type { StoredFile } from '../../core/contract/files.ts';
import { type Problem, problem } from '../../core/contract/problems.ts';
import type { shortlisting } from '../../core/contract/shortlisting.ts';
import type { CycleId, FileId } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { actorOf, append } from '../audit/append.ts';
import { findCycle } from '../cycle/store.ts';
import type { Transaction } from '../database/pool.ts';
import { keepFile, type Prepared } from '../files/keep.ts';
import { recordChange } from '../history/record.ts';
import type { Caller } from '../http/caller.ts';
import { settingsOf } from './store.ts';
import { lockShortlisting, putSettings } from './write-store.ts';

/** The year's money and seats. */
export async function setMoney(
  trx: Transaction,
  caller: Caller,
  cycle: CycleId,
  { envelope, seats }: z.output<typeof shortlisting.settings.body>,
): Promise<Result<void, Problem>> {
  await lockShortlisting(trx, caller.congress);
  if (!(await findCycle(trx, caller.congress, cycle))) return err(problem('not-found'));
  const before = await settingsOf(trx, caller.congress, cycle);
  await putSettings(trx, caller.congress, cycle, { envelope, seats });
  await recordChange(trx, caller.congress, caller, {
    kind: 'screening',
    subject: cycle,
    act: '设定资金盘子和应选数',
    before: { envelope: before?.envelope ?? null, seats: before?.seats ?? null },
    after: { envelope, seats },
  });
  return ok(undefined);
}

/** Records what the party committee decided; recorded anew it is corrected, and the history keeps both. */
export async function recordDecision(
  trx: Transaction,
  caller: Caller,
  cycle: CycleId,
  { on, number, body, note }: z.output<typeof shortlisting.decide.body>,
): Promise<Result<void, Problem>> {
  await lockShortlisting(trx, caller.congress);
  if (!(await findCycle(trx, caller.congress, cycle))) return err(problem('not-found'));
  const was = await settingsOf(trx, caller.congress, cycle);
  const before = was && {
    on: was.decided_on,
    number: was.decision_number,
    body: was.decision_body,
    note: was.decision_note,
  };
  const after = { on, number, body, note };
  if (before && JSON.stringify(before) === JSON.stringify(after)) return ok(undefined);
  await putSettings(trx, caller.congress, cycle, {
    decided_on: on,
    decision_number: number,
    decision_body: body,
    decision_note: note,
  });
  await recordChange(trx, caller.congress, caller, {
    kind: 'screening',
    subject: cycle,
    act: '登记党委研究意见',
    before: before ?? null,
    after,
  });
  await append(trx, caller.congress, actorOf(caller), {
    kind: 'party-decision-recorded',
    subject: { type: 'cycle', id: cycle },
    detail: { on, number, body },
  });
  return ok(undefined);
}

export async function attachDecision(
  trx: Transaction,
  caller: Caller,
  cycle: CycleId,
  file: FileId,
  prepared: Prepared,
): Promise<Result<StoredFile, Problem>> {
  await lockShortlisting(trx, caller.congress);
  if (!(await findCycle(trx, caller.congress, cycle))) return err(problem('not-found'));
  const kept = await keepFile(trx, caller.congress, caller.id, file, 'decision', prepared);
  if (!kept.ok) return kept;
  const before = (await settingsOf(trx, caller.congress, cycle))?.decision_file;
  if (before === file) return kept;
  await putSettings(trx, caller.congress, cycle, { decision_file: file });
  await recordChange(trx, caller.congress, caller, {
    kind: 'screening',
    subject: cycle,
    act: '附党委研究意见文件',
    after: { file: kept.value.name },
  });
  return kept;
}

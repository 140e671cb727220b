import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { Candidate, congress, ImportReport } from '../../core/contract/congress.ts';
import { type Problem, problem } from '../../core/contract/problems.ts';
import type { CandidateId, CongressId, CycleId, SessionId } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { actorOf, append } from '../audit/append.ts';
import { findCycle } from '../cycle/store.ts';
import { command } from '../database/command.ts';
import type { Transaction } from '../database/pool.ts';
import { mayChange } from '../deliberation/gate.ts';
import { type CandidateRecord, readCandidates } from '../documents/candidates.ts';
import type { Caller } from '../http/caller.ts';
import type { Services } from '../services.ts';
import { findSession } from '../session/store.ts';
import { candidateElsewhere, deleteCandidate, listCandidates, lockLists, putCandidates } from './store.ts';
import { fileHash, importProblem } from './upload.ts';

type Wanted = z.output<typeof congress.saveCandidate.body>;

/** The candidates that a session votes on: those of its year. */
export async function candidatesOf(
  trx: Transaction,
  congress: CongressId,
  session: SessionId,
): Promise<Result<Candidate[], Problem>> {
  const found = await findSession(trx, congress, session);
  return found ? ok(await listCandidates(trx, congress, found.cycle_id)) : err(problem('not-found'));
}

/** Runs a change of the candidates, unless the ballot on them has opened. */
function change<T>(
  services: Services,
  caller: Caller,
  session: SessionId,
  run: (trx: Transaction, cycle: CycleId) => Promise<Result<T, Problem>>,
): Promise<Result<T, Problem>> {
  return command(services.db, async (trx) => {
    await lockLists(trx, caller.congress);
    const found = await findSession(trx, caller.congress, session);
    if (!found) return err(problem('not-found'));
    // A year that only ballots has no papers and no frozen list: there the ballot's opening alone closes the list.
    const free = await mayChange(trx, caller.congress, found.cycle_id);
    if (!free.ok) return free;
    return run(trx, found.cycle_id);
  });
}

/** Tells the console, and the kiosks and projector that list the projects of the ballot to come. */
async function announce({ live }: Services, trx: Transaction, congress: CongressId): Promise<void> {
  await live.publish(trx, congress, 'session');
  await live.publish(trx, congress, 'hall');
}

/** Adds a candidate at the end of the list under the client's id, or corrects one. */
export function saveCandidate(
  services: Services,
  caller: Caller,
  session: SessionId,
  id: CandidateId,
  wanted: Wanted,
): Promise<Result<Candidate, Problem>> {
  return change(services, caller, session, async (trx, cycle) => {
    const list = await listCandidates(trx, caller.congress, cycle);
    if (list.some((other) => other.code === wanted.code && other.id !== id))
      return err(problem('code-taken', { code: wanted.code }));
    if (await candidateElsewhere(trx, caller.congress, cycle, id)) return err(problem('conflict'));
    const before = list.find((candidate) => candidate.id === id);
    const candidate: Candidate = { id, ...wanted, position: before?.position ?? after(list) };
    if (!before || !same(before, candidate)) {
      await putCandidates(trx, caller.congress, cycle, [candidate]);
      await announce(services, trx, caller.congress);
      const { code, title } = candidate;
      await append(trx, caller.congress, actorOf(caller), {
        kind: 'candidate-saved',
        subject: { type: 'candidate', id },
        detail: { code, title },
      });
    }
    return ok(candidate);
  });
}

/** Withdraws a candidate; one that is not there is withdrawn already. */
export function removeCandidate(
  services: Services,
  caller: Caller,
  session: SessionId,
  id: CandidateId,
): Promise<Result<void, Problem>> {
  return change(services, caller, session, async (trx, cycle) => {
    const candidate = (await listCandidates(trx, caller.congress, cycle)).find((one) => one.id === id);
    if (candidate) {
      // Where the whole year is kept a candidate is taken off the list with its reason, not deleted.
      if ((await findCycle(trx, caller.congress, cycle))?.stage) return err(problem('year-kept'));
      await deleteCandidate(trx, caller.congress, id);
      await announce(services, trx, caller.congress);
      const { code, title } = candidate;
      await append(trx, caller.congress, actorOf(caller), {
        kind: 'candidate-removed',
        subject: { type: 'candidate', id },
        detail: { code, title },
      });
    }
    return ok(undefined);
  });
}

/** Imports candidates: all or nothing. Those whose code is known are updated, those the file does not name stay, after the file's. */
export async function importCandidates(
  services: Services,
  caller: Caller,
  session: SessionId,
  file: Uint8Array,
): Promise<Result<ImportReport, Problem>> {
  const read = await readCandidates(file);
  if (!read.ok) return err(importProblem(read.error));
  return change(services, caller, session, async (trx, cycle) => {
    const report = await storeCandidates(trx, caller.congress, cycle, read.value);
    await announce(services, trx, caller.congress);
    await append(trx, caller.congress, actorOf(caller), {
      kind: 'candidates-imported',
      subject: null,
      detail: { candidates: report.rows, sha256: fileHash(file) },
    });
    return ok(report);
  });
}

/** Merges a list into the cycle's candidates by code, in the order of the list. */
export async function storeCandidates(
  trx: Transaction,
  congress: CongressId,
  cycle: CycleId,
  records: readonly Omit<CandidateRecord, 'row'>[],
): Promise<ImportReport> {
  const list = await listCandidates(trx, congress, cycle);
  const known = new Map(list.map((candidate) => [candidate.code, candidate]));
  const named = new Set(records.map((record) => record.code));
  const imported = records.map(({ code, title, content, place, budgetYuan, unit, finishDate }, position): Candidate => {
    const id = known.get(code)?.id ?? (randomUUID() as CandidateId);
    return { id, code, title, content, place, budget: budgetYuan, unit, finish: finishDate, position };
  });
  const rest = list
    .filter((candidate) => !named.has(candidate.code))
    .map((candidate, index) => ({ ...candidate, position: imported.length + index }));
  await putCandidates(trx, congress, cycle, [...imported, ...rest]);
  const added = imported.filter((candidate) => !known.has(candidate.code)).length;
  const unchanged = imported.filter(
    (candidate) => known.has(candidate.code) && same(known.get(candidate.code)!, candidate),
  ).length;
  return { rows: records.length, added, unchanged, updated: records.length - added - unchanged };
}

const after = (list: readonly Candidate[]): number => Math.max(-1, ...list.map((candidate) => candidate.position)) + 1;

const fields = ['code', 'title', 'content', 'place', 'budget', 'unit', 'finish'] as const;
const same = (a: Candidate, b: Candidate): boolean => fields.every((field) => a[field] === b[field]);

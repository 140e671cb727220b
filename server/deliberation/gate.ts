import { createHash } from 'node:crypto';
import { type Problem, problem } from '../../core/contract/problems.ts';
import { canonicalList, type ListedProject } from '../../core/deliberation/deliberation.ts';
import type { CongressId, CycleId } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { candidatesFrozen } from '../congress/store.ts';
import { findCycle } from '../cycle/store.ts';
import type { Transaction } from '../database/pool.ts';

/** Where the list stands: free; with the deputies, so that only the presidium's decisions change it; frozen; voted on. */
export type Gate = 'open' | 'papers' | 'frozen' | 'ballot';

export async function gateOf(trx: Transaction, congress: CongressId, cycle: CycleId): Promise<Gate> {
  if (await candidatesFrozen(trx, congress, cycle)) return 'ballot';
  if (await standingFreeze(trx, congress, cycle)) return 'frozen';
  const row = await trx
    .selectFrom('deliberation')
    .select('papers_at')
    .where('congress_id', '=', congress)
    .where('cycle_id', '=', cycle)
    .executeTakeFirst();
  return row?.papers_at ? 'papers' : 'open';
}

const closed = { papers: 'papers-published', frozen: 'list-frozen', ballot: 'method-frozen' } as const;

/** Whether the candidates can be changed directly. */
export async function mayChange(
  trx: Transaction,
  congress: CongressId,
  cycle: CycleId,
): Promise<Result<void, Problem>> {
  const gate = await gateOf(trx, congress, cycle);
  return gate === 'open' ? ok(undefined) : err(problem(closed[gate]));
}

/** Whether the presidium's decisions can still change the list. */
export async function mayDecide(
  trx: Transaction,
  congress: CongressId,
  cycle: CycleId,
): Promise<Result<void, Problem>> {
  const gate = await gateOf(trx, congress, cycle);
  return gate === 'open' || gate === 'papers' ? ok(undefined) : err(problem(closed[gate]));
}

/** The freeze that stands. */
export const standingFreeze = (trx: Transaction, congress: CongressId, cycle: CycleId) =>
  trx
    .selectFrom('list_freeze')
    .selectAll()
    .where('congress_id', '=', congress)
    .where('cycle_id', '=', cycle)
    .where('lifted_at', 'is', null)
    .executeTakeFirst();

/** What names a list: equal for two lists only if they are the same in every field and in order. */
export const listHash = (list: readonly ListedProject[]): string =>
  createHash('sha256').update(canonicalList(list)).digest('hex');

/**
 * Whether a ballot may open on this list: where the whole year is kept, only on the list that deliberation froze, unchanged. A year that only
 * ballots sets no condition.
 */
export async function listHolds(
  trx: Transaction,
  congress: CongressId,
  cycle: CycleId,
  list: readonly ListedProject[],
): Promise<Result<void, Problem>> {
  const year = await findCycle(trx, congress, cycle);
  if (!year || year.stage === null) return ok(undefined);
  const freeze = await standingFreeze(trx, congress, cycle);
  if (!freeze) return err(problem('list-not-frozen'));
  return freeze.hash === listHash(list) ? ok(undefined) : err(problem('list-differs'));
}

import type { Deliberation } from '../../core/contract/deliberation.ts';
import { type Problem, problem } from '../../core/contract/problems.ts';
import { dayOf } from '../../core/day.ts';
import { isOpen, signaturesNeeded } from '../../core/deliberation/deliberation.ts';
import type { CongressId, CycleId, DeputyId } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { CycleFacts } from '../../core/workflow/cycle.ts';
import { candidatesFrozen, listCandidates, listDeputies } from '../congress/store.ts';
import { findCycle } from '../cycle/store.ts';
import type { Transaction } from '../database/pool.ts';
import type { Caller } from '../http/caller.ts';
import { deputyOf, findCongress } from '../identity/store.ts';
import { motionOf } from '../motion/store.ts';
import { standingFreeze } from './gate.ts';
import { delegationStates, deliberationRow, freezesOf, methodMotions, papersOf, requestsOf } from './store.ts';

/** Motions to adopt the method that carried. */
export async function carriedMotions(trx: Transaction, congress: CongressId, cycle: CycleId) {
  return (await methodMotions(trx, congress, cycle))
    .map((row) => motionOf(row, 0, 0))
    .flatMap(({ id, title, result }) => (result?.passed ? [{ id, title, for: result.counts.for }] : []));
}

/** The delegations for which somebody may write: a deputy for their own, a recorder for those they are named for. */
export async function writesFor(trx: Transaction, caller: Caller, cycle: CycleId, deputy: DeputyId | null) {
  const own = deputy
    ? await trx
        .selectFrom('deputy as d')
        .innerJoin('delegation as g', (join) =>
          join.onRef('g.congress_id', '=', 'd.congress_id').onRef('g.id', '=', 'd.delegation_id'),
        )
        .select(['g.id', 'g.name'])
        .where('d.congress_id', '=', caller.congress)
        .where('d.id', '=', deputy)
        .where('d.in_office', '=', true)
        .execute()
    : [];
  const named = await trx
    .selectFrom('recorder as k')
    .innerJoin('delegation as g', (join) =>
      join.onRef('g.congress_id', '=', 'k.congress_id').onRef('g.id', '=', 'k.delegation_id'),
    )
    .select(['g.id', 'g.name'])
    .where('k.congress_id', '=', caller.congress)
    .where('k.cycle_id', '=', cycle)
    .where('k.account_id', '=', caller.id)
    .execute();
  return [...own, ...named.filter(({ id }) => !own.some((one) => one.id === id))];
}

/** Where the deliberation of a year stands; a deputy sees the papers once they are published, and no withdrawn ones. */
export async function seeDeliberation(
  trx: Transaction,
  caller: Caller,
  cycle: CycleId,
): Promise<Result<Deliberation, Problem>> {
  const { congress } = caller;
  const year = await findCycle(trx, congress, cycle);
  const place = await findCongress(trx, congress);
  if (!year || !place) return err(problem('not-found'));
  const deputy = await deputyOf(trx, congress, caller.id);
  const row = await deliberationRow(trx, congress, cycle);
  const published = row?.papers_at ?? null;
  if (caller.role === 'deputy' && !published) return err(problem('papers-not-published'));
  const papers = await papersOf(trx, congress, cycle, deputy);
  const freezes = await freezesOf(trx, congress, cycle);
  return ok({
    year: year.year,
    stage: year.stage,
    level: place.level,
    signaturesNeeded: signaturesNeeded(place.level),
    papers: caller.role === 'deputy' ? papers.filter(({ withdrawn }) => withdrawn === '') : papers,
    papersDue: row?.papers_due ?? null,
    papersAt: published?.toISOString() ?? null,
    deputies: (await listDeputies(trx, congress)).filter(({ inOffice }) => inOffice).length,
    delegations: await delegationStates(trx, congress, cycle),
    writesFor: await writesFor(trx, caller, cycle, deputy),
    candidates: await listCandidates(trx, congress, cycle),
    requests: await requestsOf(trx, congress, cycle, caller.id, deputy),
    adopted: { on: row?.adopted_on ?? null, note: row?.adopted_note ?? '', motion: row?.adopted_motion ?? null },
    carried: await carriedMotions(trx, congress, cycle),
    freeze: freezes.find(({ liftedAt }) => liftedAt === null) ?? null,
    lifted: freezes.filter(({ liftedAt }) => liftedAt !== null),
    ballotOpened: await candidatesFrozen(trx, congress, cycle),
  });
}

/** How many requests wait for their decision. */
export async function countOpen(trx: Transaction, congress: CongressId, cycle: CycleId): Promise<number> {
  const rows = await trx
    .selectFrom('deliberation_request')
    .select('state')
    .where('congress_id', '=', congress)
    .where('cycle_id', '=', cycle)
    .execute();
  return rows.filter(({ state }) => isOpen(state)).length;
}

/** What the conditions for leaving deliberation are judged by. */
export async function deliberationFacts(
  trx: Transaction,
  congress: CongressId,
  cycle: CycleId,
): Promise<NonNullable<CycleFacts['deliberation']>> {
  const row = await deliberationRow(trx, congress, cycle);
  return {
    papersPublished: inTime(row?.papers_at ?? null, row?.papers_due ?? null),
    methodAdopted: row?.adopted_on != null,
    frozen: (await standingFreeze(trx, congress, cycle)) !== undefined,
    motionsOpen: await countOpen(trx, congress, cycle),
  };
}

/** Whether the papers were out by the day set for it; without such a day, whether they are out. */
export const inTime = (at: Date | null, due: string | null): boolean =>
  at !== null && (due === null || dayOf(at) <= due);

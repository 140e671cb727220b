import type { CongressId, CycleId, SessionId } from '../../core/ids.ts';
import { defaultMethod } from '../../core/rules/method.ts';
import { overEnvelope } from '../../core/shortlisting/standing.ts';
import type { CycleFacts } from '../../core/workflow/cycle.ts';
import type { Transaction } from '../database/pool.ts';
import { findSession } from '../session/store.ts';
import { candidateRows, countAnswers, settingsOf } from './store.ts';

/** The seats of the year: as set in shortlisting; else as the method of its newest real session says; else the usual for so many candidates. */
export async function seatsOf(trx: Transaction, congress: CongressId, cycle: CycleId): Promise<number> {
  const set = (await settingsOf(trx, congress, cycle))?.seats;
  if (set) return set;
  const newest = await trx
    .selectFrom('session')
    .select('id')
    .where('congress_id', '=', congress)
    .where('cycle_id', '=', cycle)
    .where('rehearsal_of', 'is', null)
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  const method = newest && (await findSession(trx, congress, newest.id as SessionId))?.method;
  if (method) return method.seats;
  const listed = (await candidateRows(trx, congress, cycle)).filter(({ standing }) => standing === 'listed');
  return defaultMethod(listed.length > 0 ? listed.length : undefined).seats;
}

/** What the conditions for leaving shortlisting are judged by. */
export async function shortlistingFacts(
  trx: Transaction,
  congress: CongressId,
  cycle: CycleId,
): Promise<NonNullable<CycleFacts['shortlisting']>> {
  const settings = await settingsOf(trx, congress, cycle);
  const listed = (await candidateRows(trx, congress, cycle)).filter(({ standing }) => standing === 'listed');
  return {
    unanswered: (await countAnswers(trx, congress, cycle)).unanswered,
    candidates: listed.length,
    seats: await seatsOf(trx, congress, cycle),
    decided: settings?.decided_on != null,
    unscreened: listed.filter(({ open, against }) => open > 0 || against.length > 0).length,
    over: overEnvelope(
      settings?.envelope ?? null,
      listed.map(({ budget }) => budget),
    ),
  };
}

import type { PublicProject } from '../../core/contract/portal.ts';
import { dayOf } from '../../core/day.ts';
import type { CongressId, CycleId } from '../../core/ids.ts';
import { chainOf, finalOf } from '../ballot/chain.ts';
import type { Transaction } from '../database/pool.ts';
import { listSessions } from '../session/store.ts';

export type Vote = NonNullable<PublicProject['vote']>;
/** How the ballot went for one candidate. */
export type Voted = Vote & { readonly elected: boolean };

/**
 * How the ballot went for the candidates of the year, by the candidate's code: of published results of real sessions only. One that was not
 * elected is among them once no run-off can elect it any more.
 */
export async function votesOf(trx: Transaction, congress: CongressId, cycle: CycleId): Promise<Map<string, Voted>> {
  const votes = new Map<string, Voted>();
  const sessions = await listSessions(trx, congress);
  for (const session of sessions.filter((one) => one.cycle_id === cycle && one.rehearsal_of === null)) {
    const chain = await chainOf(trx, congress, session.id);
    const final = finalOf(chain);
    for (const { code, elected, ballot, outcome } of final?.list.projects ?? []) {
      const row = chain.rows.find(({ uuid }) => uuid === ballot);
      if (!row?.outcome || !row.published_at || !(elected || final?.list.complete)) continue;
      votes.set(code, {
        elected,
        uuid: row.uuid,
        session: session.name,
        on: dayOf(row.published_at),
        votesFor: outcome.for,
        against: outcome.against,
        abstain: outcome.abstain,
        entitled: row.outcome.attendance.entitled,
        candidates: row.outcome.result.projects.length,
        seats: row.outcome.result.seats,
      });
    }
  }
  return votes;
}

/** The votes by which candidates of the year were elected, by the candidate's code. */
export async function electedVotes(trx: Transaction, congress: CongressId, cycle: CycleId): Promise<Map<string, Vote>> {
  const all = await votesOf(trx, congress, cycle);
  return new Map([...all].filter(([, { elected }]) => elected).map(([code, { elected: _, ...vote }]) => [code, vote]));
}

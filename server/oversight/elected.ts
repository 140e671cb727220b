import type { PublicProject } from '../../core/contract/portal.ts';
import type { CongressId, CycleId } from '../../core/ids.ts';
import { chainOf, finalOf } from '../ballot/chain.ts';
import type { Transaction } from '../database/pool.ts';
import { listSessions } from '../session/store.ts';

export type Vote = NonNullable<PublicProject['vote']>;

/** The votes by which candidates of the year were elected, by the candidate's code: of published results of real sessions only. */
export async function electedVotes(trx: Transaction, congress: CongressId, cycle: CycleId): Promise<Map<string, Vote>> {
  const votes = new Map<string, Vote>();
  const sessions = await listSessions(trx, congress);
  for (const session of sessions.filter((one) => one.cycle_id === cycle && one.rehearsal_of === null)) {
    const chain = await chainOf(trx, congress, session.id);
    const final = finalOf(chain);
    for (const { code, elected, ballot, outcome } of final?.list.projects ?? []) {
      const row = chain.rows.find(({ uuid }) => uuid === ballot);
      if (!elected || !row?.outcome || !row.published_at) continue;
      votes.set(code, {
        uuid: row.uuid,
        session: session.name,
        on: dayInChina(row.published_at),
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

const dayInChina = (at: Date): string => new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(at);

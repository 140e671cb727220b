import type { AttendanceSheet } from '../../core/contract/attendance.ts';
import { type Problem, problem } from '../../core/contract/problems.ts';
import type { CongressId, SessionId } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { attended, totalsOf } from '../../core/rules/attendance.ts';
import { quorum } from '../../core/rules/quorum.ts';
import { ballotOf } from '../ballot/store.ts';
import { listDeputies } from '../congress/store.ts';
import type { Transaction } from '../database/pool.ts';
import { attendeeOf } from './attendance.ts';
import { entryOf, presences } from './attendance-store.ts';
import { effectiveMethod } from './method.ts';
import { ruleOf, sittingsOf } from './sittings.ts';
import { findSession } from './store.ts';

/** The attendance book (签到册) as of now: deputies in office with their entries and half days. */
export async function attendanceSheet(
  trx: Transaction,
  congress: CongressId,
  id: SessionId,
): Promise<Result<AttendanceSheet & { session: string }, Problem>> {
  const session = await findSession(trx, congress, id);
  const ballot = session && (await ballotOf(trx, congress, id));
  if (!ballot) return err(problem('not-found'));
  const now = Date.now();
  const sittings = await sittingsOf(trx, congress, id);
  const halfDays = sittings.map(({ startsAt, endsAt }) => ({
    starts: Date.parse(startsAt),
    ends: Date.parse(endsAt),
  }));
  const rule = await ruleOf(trx, congress, id);
  const presenceOf = await presences(trx, congress, id);
  const rows = (await listDeputies(trx, congress))
    .filter(({ inOffice }) => inOffice)
    .map((deputy) => {
      const presence = presenceOf(deputy.id);
      return {
        ...attendeeOf(deputy, presence),
        log: presence.log.map(entryOf),
        attended: attended(presence.log, halfDays, rule, now),
      };
    });
  const totals = totalsOf(rows.map(({ state }) => state));
  return ok({
    session: session.name,
    at: new Date(now).toISOString(),
    quorum: quorum(totals.entitled, ballot.method ?? (await effectiveMethod(trx, session))),
    presentAtOpen: ballot.present_at_open,
    presentAtClose: ballot.present_at_close,
    totals,
    rule,
    sittings,
    rows,
  });
}

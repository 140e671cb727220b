import type { AttendanceEntry } from '../../core/contract/attendance.ts';
import type { AccountId, CongressId, DeputyId, SessionId } from '../../core/ids.ts';
import type { Movement, MovementKind } from '../../core/rules/attendance.ts';
import type { Transaction } from '../database/pool.ts';

/** One deputy's entry, with its times in milliseconds and who made it. */
export interface Logged extends Movement {
  readonly by: string;
  readonly note: string;
}

/** What is recorded of one deputy in a session. */
export interface Presence {
  readonly present: boolean;
  readonly excuse: string | null;
  readonly log: readonly Logged[];
}

const nothing: Presence = { present: false, excuse: null, log: [] };

/** The session's presences by deputy, those of one deputy only where given; whoever is not in it was never entered. */
export async function presences(
  trx: Transaction,
  congress: CongressId,
  session: SessionId,
  deputy?: DeputyId,
): Promise<(deputy: DeputyId) => Presence> {
  let marks = trx
    .selectFrom('attendance')
    .select(['deputy_id', 'present', 'excuse'])
    .where('congress_id', '=', congress)
    .where('session_id', '=', session);
  let entries = trx
    .selectFrom('attendance_event as e')
    .innerJoin('account as a', (join) =>
      join.onRef('a.congress_id', '=', 'e.congress_id').onRef('a.id', '=', 'e.account_id'),
    )
    .select(['e.deputy_id', 'e.position', 'e.kind', 'e.at', 'e.voids', 'e.note', 'a.name as by'])
    .where('e.congress_id', '=', congress)
    .where('e.session_id', '=', session)
    .orderBy('e.deputy_id')
    .orderBy('e.position');
  if (deputy) {
    marks = marks.where('deputy_id', '=', deputy);
    entries = entries.where('e.deputy_id', '=', deputy);
  }
  const logs = new Map<DeputyId, Logged[]>();
  for (const { deputy_id, at, ...rest } of await entries.execute())
    logs.set(deputy_id, [...(logs.get(deputy_id) ?? []), { ...rest, at: at.getTime() }]);
  const found = new Map(
    (await marks.execute()).map(({ deputy_id, present, excuse }): [DeputyId, Presence] => [
      deputy_id,
      { present, excuse, log: logs.get(deputy_id) ?? [] },
    ]),
  );
  return (id) => found.get(id) ?? nothing;
}

/** Marks a deputy without touching the rest of what is recorded of them. */
export async function markDeputy(
  trx: Transaction,
  congress: CongressId,
  session: SessionId,
  deputy: DeputyId,
  values: { present: boolean } | { excuse: string | null },
): Promise<void> {
  await trx
    .insertInto('attendance')
    .values({
      congress_id: congress,
      session_id: session,
      deputy_id: deputy,
      present: false,
      excuse: null,
      ...values,
    })
    .onConflict((conflict) => conflict.columns(['congress_id', 'session_id', 'deputy_id']).doUpdateSet(values))
    .execute();
}

export async function insertEntry(
  trx: Transaction,
  congress: CongressId,
  session: SessionId,
  deputy: DeputyId,
  entry: { position: number; kind: MovementKind; voids: number | null; note: string; account_id: AccountId },
): Promise<void> {
  await trx
    .insertInto('attendance_event')
    .values({ congress_id: congress, session_id: session, deputy_id: deputy, ...entry })
    .execute();
}

export const entryOf = ({ at, ...rest }: Logged): AttendanceEntry => ({ ...rest, at: new Date(at).toISOString() });

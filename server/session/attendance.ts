import { sql } from 'kysely';
import type { Mark } from '../../core/contract/attendance.ts';
import type { Deputy } from '../../core/contract/congress.ts';
import { type Problem, problem } from '../../core/contract/problems.ts';
import type { Attendee } from '../../core/contract/session.ts';
import type { CongressId, DeputyId, SessionId } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { type MovementKind, standing, stateOf } from '../../core/rules/attendance.ts';
import { quorum } from '../../core/rules/quorum.ts';
import { type AuditEvent, actorOf, append } from '../audit/append.ts';
import { ballotOf } from '../ballot/store.ts';
import { findDeputy, listDeputies } from '../congress/store.ts';
import { command } from '../database/command.ts';
import type { Transaction } from '../database/pool.ts';
import { membersOf } from '../evaluation/store.ts';
import type { Caller } from '../http/caller.ts';
import type { Services } from '../services.ts';
import { insertEntry, markDeputy, type Presence, presences } from './attendance-store.ts';
import { countCards } from './card-store.ts';
import { beforeOpening } from './frozen.ts';
import { effectiveMethod } from './method.ts';
import { findSession, lockSession, type SessionRow } from './store.ts';

/** Whether a deputy (`deputy.id`) counts in this session: everybody, but where the standing committee evaluates its members only. */
const belongs = (congress: CongressId, session: SessionId) => sql<boolean>`(
  not exists (select from evaluation_member m where m.congress_id = ${congress} and m.session_id = ${session})
  or exists (select from evaluation_member m where m.congress_id = ${congress} and m.session_id = ${session} and m.deputy_id = deputy.id))`;

/** 应到 of a session: deputies in office, or the members of the standing committee where it evaluates. */
export async function countEntitledIn(trx: Transaction, congress: CongressId, session: SessionId): Promise<number> {
  const { count } = await trx
    .selectFrom('deputy')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('congress_id', '=', congress)
    .where('in_office', '=', true)
    .where(belongs(congress, session))
    .executeTakeFirstOrThrow();
  return count;
}

/** 实到: deputies in office who are signed in. */
export async function countPresent(trx: Transaction, congress: CongressId, session: SessionId): Promise<number> {
  const { count } = await trx
    .selectFrom('attendance')
    .innerJoin('deputy', (join) =>
      join.onRef('deputy.congress_id', '=', 'attendance.congress_id').onRef('deputy.id', '=', 'attendance.deputy_id'),
    )
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('attendance.congress_id', '=', congress)
    .where('attendance.session_id', '=', session)
    .where('attendance.present', '=', true)
    .where('deputy.in_office', '=', true)
    .where(belongs(congress, session))
    .executeTakeFirstOrThrow();
  return count;
}

const instant = (at: number | undefined): string | null => (at === undefined ? null : new Date(at).toISOString());

/** A deputy with where they are. */
export function attendeeOf(deputy: Deputy, { present, excuse, log }: Presence): Attendee {
  const { id, number, name, delegation, pinyin, initials } = deputy;
  const state = stateOf(present, log, excuse);
  const counting = standing(log);
  return {
    ...{ id, number, name, delegation, pinyin, initials, present, state, excuse },
    arrivedAt: instant(counting[0]?.at),
    leftAt: instant(counting.findLast(({ kind }) => kind === 'left')?.at),
    returnedAt: instant(present ? counting.findLast(({ kind }) => kind === 'returned')?.at : undefined),
  };
}

/** The deputies in office, and who of them is present. */
export async function attendanceOf(
  trx: Transaction,
  congress: CongressId,
  session: SessionId,
): Promise<Result<Attendee[], Problem>> {
  if (!(await findSession(trx, congress, session))) return err(problem('not-found'));
  const presenceOf = await presences(trx, congress, session);
  const members = await membersOf(trx, congress, session);
  const deputies = (await listDeputies(trx, congress)).filter(
    ({ id, inOffice }) => inOffice && (members.length === 0 || members.includes(id)),
  );
  return ok(deputies.map((deputy) => attendeeOf(deputy, presenceOf(deputy.id))));
}

export interface Heads {
  readonly present: number;
  readonly entitled: number;
  readonly quorum: number;
}

async function headsOf(trx: Transaction, session: SessionRow): Promise<Heads> {
  const entitled = await countEntitledIn(trx, session.congress_id, session.id);
  return {
    present: await countPresent(trx, session.congress_id, session.id),
    entitled,
    quorum: quorum(entitled, await effectiveMethod(trx, session)),
  };
}

const kinds = {
  arrived: 'deputy-present',
  left: 'deputy-left',
  returned: 'deputy-returned',
  corrected: 'attendance-corrected',
} as const;

/** What is to be recorded so that the deputy is marked as wanted; undefined where they are already. */
function entryFor(
  { present, log }: Presence,
  wanted: Mark,
): { kind: MovementKind; voids: number | null } | 'nothing' | undefined {
  if (present === wanted.present) return undefined;
  const counting = standing(log);
  if (!wanted.correction) {
    const coming = counting.length === 0 ? 'arrived' : 'returned';
    return { kind: wanted.present ? coming : 'left', voids: null };
  }
  const last = counting.at(-1);
  // Whoever was marked before entries were kept has none to take back; the mark itself is.
  if (!last) return wanted.present ? 'nothing' : { kind: 'corrected', voids: 0 };
  return { kind: 'corrected', voids: last.position };
}

/** Marks one deputy within a transaction that holds the session. @returns whether anything changed */
async function mark(
  trx: Transaction,
  caller: Caller,
  session: SessionId,
  deputy: Deputy,
  wanted: Mark,
): Promise<Result<AuditEvent | undefined, Problem>> {
  if (wanted.present && !deputy.inOffice) return err(problem('deputy-not-in-office', { name: deputy.name }));
  const members = wanted.present ? await membersOf(trx, caller.congress, session) : [];
  if (members.length > 0 && !members.includes(deputy.id)) return err(problem('not-a-member', { name: deputy.name }));
  const before = (await presences(trx, caller.congress, session, deputy.id))(deputy.id);
  const entry = entryFor(before, wanted);
  if (entry === undefined) return ok(undefined);
  if (entry === 'nothing') return err(problem('nothing-to-correct', { name: deputy.name }));
  await markDeputy(trx, caller.congress, session, deputy.id, { present: wanted.present });
  await insertEntry(trx, caller.congress, session, deputy.id, {
    ...entry,
    position: before.log.length + 1,
    note: wanted.note ?? '',
    account_id: caller.id,
  });
  const subject = { type: 'deputy', id: deputy.id } as const;
  return ok(
    entry.kind === 'corrected'
      ? { kind: kinds.corrected, subject, detail: { session, present: wanted.present } }
      : { kind: kinds[entry.kind], subject, detail: { session } },
  );
}

/**
 * Before the ballot opens no more cards may be active than deputies are present: each was drawn by one of them, nobody knows by whom. From then on
 * a going changes nothing about cards: who drew one may vote until the box closes.
 */
async function cardsAllow(trx: Transaction, session: SessionRow): Promise<Result<void, Problem>> {
  if (!beforeOpening(await ballotOf(trx, session.congress_id, session.id, 'share'))) return ok(undefined);
  const { activated } = await countCards(trx, session.congress_id, session.id);
  const present = await countPresent(trx, session.congress_id, session.id);
  if (activated <= present) return ok(undefined);
  return err({
    ...problem('cards-exceed-present', { activated, present }),
    words: {
      zh: '已激活 {activated} 张票卡，这样实到只有 {present} 人，少于已激活的票卡。请先收回离会代表的票卡并在签到台作废，再记离会。',
      en: '{activated} cards are active and only {present} deputies would be present. Take the card back and revoke it at the desk first, then record the leave.',
    },
  });
}

/** Marks deputies as wanted, all or none; those who are so already stay untouched. */
export function markDeputies(
  services: Services,
  caller: Caller,
  id: SessionId,
  deputies: readonly DeputyId[],
  wanted: Mark,
): Promise<Result<Heads & { changed: DeputyId[] }, Problem>> {
  return command(services.db, async (trx) => {
    const session = await lockSession(trx, caller.congress, id);
    if (!session) return err(problem('not-found'));
    const events: AuditEvent[] = [];
    const changed: DeputyId[] = [];
    for (const one of new Set(deputies)) {
      const deputy = await findDeputy(trx, caller.congress, one);
      if (!deputy) return err(problem('not-found'));
      const marked = await mark(trx, caller, id, deputy, wanted);
      if (!marked.ok) return marked;
      if (!marked.value) continue;
      events.push(marked.value);
      changed.push(one);
    }
    if (changed.length > 0) {
      const allowed = wanted.present ? ok(undefined) : await cardsAllow(trx, session);
      if (!allowed.ok) return allowed;
      for (const topic of ['roster', 'turnout'] as const) await services.live.publish(trx, caller.congress, topic);
      for (const event of events) await append(trx, caller.congress, actorOf(caller), event);
    }
    return ok({ changed, ...(await headsOf(trx, session)) });
  });
}

/** The same for one deputy, who is returned as they are now. */
export async function signDeputyIn(
  services: Services,
  caller: Caller,
  id: SessionId,
  deputyId: DeputyId,
  wanted: Mark,
): Promise<Result<Heads & { deputy: Attendee }, Problem>> {
  const marked = await markDeputies(services, caller, id, [deputyId], wanted);
  if (!marked.ok) return marked;
  const { changed: _, ...heads } = marked.value;
  return command(services.db, async (trx) => {
    const deputy = await findDeputy(trx, caller.congress, deputyId);
    if (!deputy) return err(problem('not-found'));
    return ok({
      deputy: attendeeOf(deputy, (await presences(trx, caller.congress, id, deputyId))(deputyId)),
      ...heads,
    });
  });
}

/** 请假: records why a deputy is excused, or with null that they are not. */
export function excuseDeputy(
  services: Services,
  caller: Caller,
  id: SessionId,
  deputyId: DeputyId,
  reason: string | null,
): Promise<Result<Attendee, Problem>> {
  return command(services.db, async (trx) => {
    const session = await lockSession(trx, caller.congress, id);
    const deputy = session && (await findDeputy(trx, caller.congress, deputyId));
    if (!deputy) return err(problem('not-found'));
    if (!deputy.inOffice) return err(problem('deputy-not-in-office', { name: deputy.name }));
    const before = (await presences(trx, caller.congress, id, deputyId))(deputyId);
    if (before.excuse !== reason) {
      await markDeputy(trx, caller.congress, id, deputyId, { excuse: reason });
      await services.live.publish(trx, caller.congress, 'roster');
      if ((before.excuse === null) !== (reason === null))
        await append(trx, caller.congress, actorOf(caller), {
          kind: 'deputy-excused',
          subject: { type: 'deputy', id: deputyId },
          detail: { session: id, excused: reason !== null },
        });
    }
    return ok(attendeeOf(deputy, { ...before, excuse: reason }));
  });
}

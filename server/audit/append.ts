import { sql } from 'kysely';
import { type AuditActor, type ChainedEvent, eventHash, GENESIS } from '../../core/audit/chain.ts';
import { type AuditEvent, misfit } from '../../core/audit/events.ts';
import { type Db, inTransaction, json, type Transaction } from '../database/pool.ts';

export type { AuditActor, AuditEvent };

/** The system acting by itself. */
export const system: AuditActor = { account: null, name: '系统', role: 'system' };

/** The actor for an account: the caller of a request fits. */
export function actorOf(caller: { id: string; name: string; role: string }): AuditActor {
  return { account: caller.id, name: caller.name, role: caller.role };
}

/** Where a chain ends. */
export interface ChainHead {
  readonly seq: number;
  readonly hash: string;
}

/**
 * Records an act in the transaction that does it: both come to be, or neither. The end of the congress's chain stays locked until the
 * transaction ends, so append last, after the work. @returns the new end of the chain.
 * @throws TypeError for an event that contradicts the list of kinds or cannot be hashed.
 */
export async function append(
  trx: Transaction,
  congressId: string,
  actor: AuditActor,
  event: AuditEvent,
): Promise<ChainHead> {
  const problem = misfit(event);
  if (problem) throw new TypeError(`audit: ${problem}`);
  const head = await lockHead(trx, congressId);
  const chained: ChainedEvent = {
    congress: congressId.toLowerCase(),
    seq: head.seq + 1,
    at: head.now.toISOString(),
    kind: event.kind,
    actor: { account: actor.account, name: actor.name, role: actor.role },
    subject: event.subject && { type: event.subject.type, id: event.subject.id },
    detail: event.detail ?? {},
    disposition: event.disposition ?? 'done',
    previous: head.hash,
  };
  const hash = eventHash(chained);
  const { congress, subject, detail, ...rest } = chained;
  await trx
    .insertInto('audit_event')
    .values({
      ...rest,
      congress_id: congress,
      at: head.now,
      actor: json(chained.actor),
      subject: subject && json(subject),
      detail: json(detail),
      hash,
    })
    .execute();
  await trx.updateTable('audit_head').set({ seq: chained.seq, hash }).where('congress_id', '=', congressId).execute();
  return { seq: chained.seq, hash };
}

/** Records a refused act, whose own transaction was rolled back. */
export async function appendAlone(
  db: Db,
  congressId: string,
  actor: AuditActor,
  event: AuditEvent,
): Promise<ChainHead> {
  return inTransaction(db, (trx) => append(trx, congressId, actor, event));
}

/** Locks the end of the chain, making it the first time. The time is the database's, one clock for all processes. */
async function lockHead(trx: Transaction, congressId: string): Promise<ChainHead & { now: Date }> {
  const { rows } = await sql<ChainHead & { now: Date }>`
    insert into audit_head (congress_id, seq, hash) values (${congressId}, 0, ${GENESIS})
    on conflict (congress_id) do update set seq = audit_head.seq
    returning seq, hash, date_trunc('milliseconds', clock_timestamp()) as now`.execute(trx);
  return rows[0]!;
}

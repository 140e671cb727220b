import { type Problem, problem } from '../../core/contract/problems.ts';
import type { CongressId, CycleId, SuggestionId } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { type AuditActor, actorOf, append, system } from '../audit/append.ts';
import { type Db, inTransaction, type Transaction } from '../database/pool.ts';
import type { Caller } from '../http/caller.ts';
import { takes } from './collections.ts';
import { type Contact, cyclesDue, dropContacts, findCollection, findContact } from './settings-store.ts';
import { findSuggestion } from './store.ts';

/** The contact in full. Every viewing is recorded: who, when, of which suggestion. */
export async function viewContact(
  trx: Transaction,
  caller: Caller,
  id: SuggestionId,
): Promise<Result<Contact, Problem>> {
  const suggestion = await findSuggestion(trx, caller.congress, id);
  const contact = await findContact(trx, caller.congress, id);
  if (!suggestion || !contact) return err(problem('not-found'));
  await append(trx, caller.congress, actorOf(caller), {
    kind: 'contact-viewed',
    subject: { type: 'suggestion', id },
    detail: { number: suggestion.number },
  });
  return ok(contact);
}

/** Deletes the contacts of a cycle before their day. */
export async function deleteContacts(trx: Transaction, caller: Caller, cycle: CycleId): Promise<Result<void, Problem>> {
  const row = await findCollection(trx, caller.congress, cycle);
  if (!row) return err(problem('not-found'));
  if (takes(row)) return err(problem('still-collecting'));
  await drop(trx, caller.congress, cycle, actorOf(caller));
  return ok(undefined);
}

async function drop(trx: Transaction, congress: CongressId, cycle: CycleId, actor: AuditActor): Promise<void> {
  const contacts = await dropContacts(trx, congress, cycle);
  if (contacts > 0)
    await append(trx, congress, actor, {
      kind: 'contacts-deleted',
      subject: { type: 'cycle', id: cycle },
      detail: { contacts },
    });
}

/** Deletes the contacts of closed cycles whose day has come. @returns of how many cycles. */
export async function deleteDueContacts(db: Db): Promise<number> {
  const due = await inTransaction(db, cyclesDue);
  for (const { congress, cycle } of due) await inTransaction(db, (trx) => drop(trx, congress, cycle, system));
  return due.length;
}

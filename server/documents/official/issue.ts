import { createHash } from 'node:crypto';
import { type Problem, problem } from '../../../core/contract/problems.ts';
import { documentHash } from '../../../core/documents/hash.ts';
import { kindOf } from '../../../core/documents/kinds.ts';
import type { DocumentId } from '../../../core/ids.ts';
import { err, ok, type Result } from '../../../core/result.ts';
import { nameRoles, secondPerson } from '../../../core/workflow/ballot.ts';
import { actorOf, append } from '../../audit/append.ts';
import { command } from '../../database/command.ts';
import { inTransaction, type Transaction } from '../../database/pool.ts';
import { recordChange } from '../../history/record.ts';
import type { Caller } from '../../http/caller.ts';
import { findAccount } from '../../identity/store.ts';
import type { Services } from '../../services.ts';
import { officialDocx } from './docx.ts';
import { notDraft } from './drafts.ts';
import { changeDocument, findDocument, lockDocuments, type NamedRow, numberHolder } from './store.ts';

// Four-eyes (domain.md section 1): one person proposes the issue of a revision with its number and date, another of another role confirms.

async function issuable(trx: Transaction, caller: Caller, id: DocumentId): Promise<Result<NamedRow, Problem>> {
  await lockDocuments(trx, caller.congress);
  const row = await findDocument(trx, caller.congress, id);
  if (!row) return err(problem('not-found'));
  const { issues } = kindOf(row.kind);
  return issues.includes(caller.role) ? ok(row) : err(problem('not-permitted', { roles: nameRoles(issues) }));
}

/** Proposes the issue; the same proposal again changes nothing. */
export async function proposeIssue(
  trx: Transaction,
  caller: Caller,
  id: DocumentId,
  { revision, number, date }: { revision: number; number: string; date: string },
): Promise<Result<void, Problem>> {
  const found = await issuable(trx, caller, id);
  if (!found.ok) return found;
  const row = found.value;
  const again =
    row.proposed_by === caller.id && row.revision === revision && row.number === number && row.date === date;
  if (again && (row.state === 'proposed' || row.state === 'issued')) return ok(undefined);
  if (row.state !== 'draft') return err(notDraft(row));
  if (row.revision !== revision) return err(problem('document-changed'));
  const holder = await numberHolder(trx, caller.congress, number, id);
  if (holder !== undefined) return err(problem('document-number-taken', { number, title: holder }));
  await changeDocument(trx, row, { state: 'proposed', number, date, proposed_by: caller.id });
  await append(trx, caller.congress, actorOf(caller), {
    kind: 'document-proposed',
    subject: { type: 'document', id },
    detail: { kind: row.kind, revision, number, date },
  });
  return ok(undefined);
}

/** Takes the proposal back; a draft stays one. */
export async function recallIssue(trx: Transaction, caller: Caller, id: DocumentId): Promise<Result<void, Problem>> {
  const found = await issuable(trx, caller, id);
  if (!found.ok) return found;
  const row = found.value;
  if (row.state === 'draft') return ok(undefined);
  if (row.state !== 'proposed') return err(notDraft(row));
  await changeDocument(trx, row, { state: 'draft', number: null, date: null, proposed_by: null });
  await append(trx, caller.congress, actorOf(caller), {
    kind: 'document-recalled',
    subject: { type: 'document', id },
    detail: { kind: row.kind },
  });
  return ok(undefined);
}

/** The proposal as this caller may confirm it; `issued` where that has happened already. */
async function confirmable(
  trx: Transaction,
  caller: Caller,
  id: DocumentId,
  revision: number,
): Promise<Result<{ row: NamedRow; issued: boolean }, Problem>> {
  const found = await issuable(trx, caller, id);
  if (!found.ok) return found;
  const row = found.value;
  if (row.state === 'issued' && row.revision === revision) return ok({ row, issued: true });
  if (row.state !== 'proposed' || row.proposed_by === null) return err(problem('no-proposal'));
  if (row.revision !== revision) return err(problem('document-changed'));
  const proposer = await findAccount(trx, caller.congress, row.proposed_by);
  if (!proposer?.active) return err(problem('no-proposal'));
  const may = secondPerson(kindOf(row.kind).issues, proposer, caller);
  return may.ok ? ok({ row, issued: false }) : may;
}

/** Confirms, and thereby issues: number and date go into the document, it is laid out once and for all, and both hashes are kept. */
export async function confirmIssue(
  { db, live }: Services,
  caller: Caller,
  id: DocumentId,
  revision: number,
): Promise<Result<void, Problem>> {
  const seen = await inTransaction(db, (trx) => confirmable(trx, caller, id, revision));
  if (!seen.ok) return seen;
  const { row, issued } = seen.value;
  if (issued) return ok(undefined);
  const content = { ...row.content, number: row.number!, date: row.date! };
  // Laid out before the transaction that others wait for.
  const docx = await officialDocx(content);
  const sha256 = documentHash(content);
  const docx_sha256 = createHash('sha256').update(docx).digest('hex');
  return command(db, async (trx) => {
    const still = await confirmable(trx, caller, id, revision);
    if (!still.ok) return still;
    if (still.value.issued) return ok(undefined);
    const now = still.value.row;
    // Taken back and proposed anew meanwhile, under another number.
    if (now.number !== row.number || now.date !== row.date) return err(problem('document-changed'));
    const frozen = { state: 'issued', issued_by: caller.id, issued_at: 'now', sha256, docx_sha256, docx } as const;
    await changeDocument(trx, row, { ...frozen, content });
    await recordChange(trx, caller.congress, caller, {
      kind: 'document',
      subject: id,
      act: '签发',
      before: { number: '', date: '' },
      after: { number: content.number, date: content.date },
    });
    for (const topic of ['year', 'hall'] as const) await live.publish(trx, caller.congress, topic);
    await append(trx, caller.congress, actorOf(caller), {
      kind: 'document-issued',
      subject: { type: 'document', id },
      detail: { kind: row.kind, number: row.number, date: row.date, sha256, docx: docx_sha256 },
    });
    return ok(undefined);
  });
}

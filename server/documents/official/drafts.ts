import { type Problem, problem } from '../../../core/contract/problems.ts';
import { isEdited, markEdits } from '../../../core/documents/edits.ts';
import { canonical } from '../../../core/documents/hash.ts';
import { type DocumentKind, kindOf } from '../../../core/documents/kinds.ts';
import type { OfficialDocument } from '../../../core/documents/official.ts';
import type { DocumentId } from '../../../core/ids.ts';
import { err, ok, type Result } from '../../../core/result.ts';
import { nameRoles } from '../../../core/workflow/ballot.ts';
import { actorOf, append } from '../../audit/append.ts';
import type { Transaction } from '../../database/pool.ts';
import { recordChange } from '../../history/record.ts';
import type { Caller } from '../../http/caller.ts';
import { type Subject, sources } from './sources.ts';
import { changeDocument, findDocument, insertDocument, keepVersion, lockDocuments, type NamedRow } from './store.ts';

const states = {
  draft: { zh: '还是草稿', en: 'still a draft' },
  proposed: { zh: '正在签发', en: 'being issued' },
  issued: { zh: '已经签发', en: 'issued' },
  withdrawn: { zh: '已经撤销', en: 'withdrawn' },
};
export const notDraft = ({ state }: NamedRow): Problem =>
  problem('document-not-draft', { state: states[state].zh, stateEn: states[state].en });

const same = (a: OfficialDocument, b: OfficialDocument): boolean => canonical(a) === canonical(b);

/** The document, held until the transaction ends, if the caller's role draws up its kind. */
export async function writable(trx: Transaction, caller: Caller, id: DocumentId): Promise<Result<NamedRow, Problem>> {
  await lockDocuments(trx, caller.congress);
  const row = await findDocument(trx, caller.congress, id);
  if (!row) return err(problem('not-found'));
  const { drafts } = kindOf(row.kind);
  return drafts.includes(caller.role) ? ok(row) : err(problem('not-permitted', { roles: nameRoles(drafts) }));
}

/** Draws a document up from the record. The same again changes nothing. */
export async function draft(
  trx: Transaction,
  caller: Caller,
  id: DocumentId,
  { kind, ...subject }: { kind: DocumentKind } & Subject,
): Promise<Result<void, Problem>> {
  await lockDocuments(trx, caller.congress);
  const { drafts, of } = kindOf(kind);
  if (!drafts.includes(caller.role)) return err(problem('not-permitted', { roles: nameRoles(drafts) }));
  const about: Subject = of === 'session' ? { ...subject, cycle: null } : { ...subject, session: null };
  const before = await findDocument(trx, caller.congress, id);
  if (before)
    return before.kind === kind && before.session_id === about.session && before.cycle_id === about.cycle
      ? ok(undefined)
      : err(problem('conflict'));
  const source = await sources[kind](trx, caller.congress, about);
  if (!source.ok) return source;
  const row = { congress_id: caller.congress, id, kind, session_id: about.session, cycle_id: about.cycle };
  await insertDocument(trx, { ...row, drafted_by: caller.id }, source.value);
  await keepVersion(trx, row, 1, source.value, caller.id);
  await recordChange(trx, caller.congress, caller, { kind: 'document', subject: id, act: '起草' });
  await append(trx, caller.congress, actorOf(caller), {
    kind: 'document-drafted',
    subject: { type: 'document', id },
    detail: { kind },
  });
  return ok(undefined);
}

/** Saves an edit that began from `revision`. What is saved already changes nothing, so a lost answer does no harm. */
export async function saveDraft(
  trx: Transaction,
  caller: Caller,
  id: DocumentId,
  revision: number,
  edited: OfficialDocument,
): Promise<Result<void, Problem>> {
  const found = await writable(trx, caller, id);
  if (!found.ok) return found;
  return put(trx, caller, found.value, revision, markEdits(found.value.source, edited), found.value.source, '修改');
}

/** Fills a draft from the record again. */
export async function refill(
  trx: Transaction,
  caller: Caller,
  id: DocumentId,
  revision: number,
): Promise<Result<void, Problem>> {
  const found = await writable(trx, caller, id);
  if (!found.ok) return found;
  const { kind, session_id: session, cycle_id: cycle } = found.value;
  const source = await sources[kind](trx, caller.congress, { session, cycle });
  if (!source.ok) return source;
  return put(trx, caller, found.value, revision, source.value, source.value, '从系统记录重新生成');
}

/** A document as its history shows it: what is read, part by part. */
const readable = ({ title, recipients, signature, blocks }: OfficialDocument) => ({
  title,
  recipients,
  signature,
  text: blocks
    .map((block) => {
      if (block.kind === 'table') return [block.caption, ...block.rows.map((row) => row.join(' '))].join('\n');
      return block.kind === 'sign-here' ? block.lines.join('\n') : block.text;
    })
    .join('\n'),
});

async function put(
  trx: Transaction,
  caller: Caller,
  row: NamedRow,
  revision: number,
  content: OfficialDocument,
  source: OfficialDocument,
  act: string,
): Promise<Result<void, Problem>> {
  if (row.state !== 'draft') return err(notDraft(row));
  if (same(row.content, content) && same(row.source, source)) return ok(undefined);
  if (row.revision !== revision) return err(problem('document-changed'));
  const next = revision + 1;
  await changeDocument(trx, row, { revision: next, content, source });
  await keepVersion(trx, row, next, content, caller.id);
  await recordChange(trx, caller.congress, caller, {
    kind: 'document',
    subject: row.id,
    act,
    before: readable(row.content),
    after: readable(content),
  });
  await append(trx, caller.congress, actorOf(caller), {
    kind: 'document-edited',
    subject: { type: 'document', id: row.id },
    detail: { kind: row.kind, revision: next, figures: isEdited(content) },
  });
  return ok(undefined);
}

/** Withdraws a document. What is withdrawn already stays so. */
export async function withdrawDocument(
  trx: Transaction,
  caller: Caller,
  id: DocumentId,
  reason: string,
): Promise<Result<void, Problem>> {
  const found = await writable(trx, caller, id);
  if (!found.ok) return found;
  const row = found.value;
  if (row.state === 'withdrawn') return ok(undefined);
  // A number that was only proposed is free again; one that was issued stays with the document.
  const number = row.issued_at === null ? { number: null, date: null, proposed_by: null } : {};
  await changeDocument(trx, row, { state: 'withdrawn', withdrawn_by: caller.id, reason, ...number });
  await recordChange(trx, caller.congress, caller, { kind: 'document', subject: id, act: '撤销', reason });
  await append(trx, caller.congress, actorOf(caller), {
    kind: 'document-withdrawn',
    subject: { type: 'document', id },
    detail: { kind: row.kind, number: row.issued_at === null ? null : row.number, reason },
  });
  return ok(undefined);
}

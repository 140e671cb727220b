import type { OwnDocument, PublicDocument, WholeDocument } from '../../../core/contract/documents.ts';
import { isEdited } from '../../../core/documents/edits.ts';
import type { NamedRow } from './store.ts';

/** A document as staff see it in a list. */
export function ownDocument(row: NamedRow): OwnDocument {
  return {
    ...publicDocument(row),
    session: row.session_id,
    revision: row.revision,
    draftedBy: row.drafter,
    proposedBy:
      row.state === 'proposed' && row.proposed_by !== null
        ? { id: row.proposed_by, name: row.proposer!, role: row.proposer_role! }
        : null,
    issuedBy: row.issuer,
  };
}

export const wholeDocument = (row: NamedRow): WholeDocument => ({
  ...ownDocument(row),
  content: row.content,
  source: row.source,
});

/** A document as anybody sees it. */
export function publicDocument(row: NamedRow): PublicDocument {
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    title: row.content.title.replaceAll('\n', ''),
    about: row.session_name ?? `${row.year}年`,
    rehearsal: row.content.rehearsal,
    edited: isEdited(row.content),
    number: row.number,
    date: row.date,
    issuedAt: row.issued_at?.toISOString() ?? null,
    sha256: row.sha256,
    docxSha256: row.docx_sha256,
    withdrawn: row.reason,
  };
}

import { z } from 'zod';
import { kindNames } from '../documents/kinds.ts';
import { OfficialDocument } from '../documents/official.ts';
import { may } from '../workflow/permissions.ts';
import {
  AccountId,
  CongressId,
  CycleId,
  Day,
  DocumentId,
  ElectionUuid,
  Instant,
  Role,
  SessionId,
  text,
} from './common.ts';
import { route } from './route.ts';

export const documentStates = ['draft', 'proposed', 'issued', 'withdrawn'] as const;
export type DocumentState = (typeof documentStates)[number];

/** A document in a list. */
const DocumentEntry = z.object({
  id: DocumentId,
  kind: z.enum(kindNames),
  state: z.enum(documentStates),
  title: z.string(),
  /** What it is about: a session, or a year. */
  session: SessionId.nullable(),
  about: z.string(),
  rehearsal: z.boolean(),
  /** Some of its figures were edited by hand. */
  edited: z.boolean(),
  number: z.string().nullable(),
  date: Day.nullable(),
  issuedAt: Instant.nullable(),
  /** Lower-case hex: of the canonical structure, and of the .docx as it was issued. */
  sha256: z.string().nullable(),
  docxSha256: z.string().nullable(),
  /** Why it was withdrawn; null where it was not. */
  withdrawn: z.string().nullable(),
});

export const OwnDocument = DocumentEntry.extend({
  /** Counts its versions; an edit names the one it began from. */
  revision: z.int().min(1),
  draftedBy: z.string(),
  /** Who proposed that it be issued; a second person of another role confirms. */
  proposedBy: z.object({ id: AccountId, name: z.string(), role: Role }).nullable(),
  issuedBy: z.string().nullable(),
});
export type OwnDocument = z.output<typeof OwnDocument>;

export const WholeDocument = OwnDocument.extend({
  content: OfficialDocument,
  /** What the record gave. */
  source: OfficialDocument,
});
export type WholeDocument = z.output<typeof WholeDocument>;

/** An issued document as anybody sees it; one that was withdrawn stays, with the reason. */
export const PublicDocument = DocumentEntry.omit({ session: true });
export type PublicDocument = z.output<typeof PublicDocument>;

const one = z.object({ document: DocumentId });
const Revision = z.int().min(1);

export const documents = {
  list: route({
    method: 'GET',
    path: '/api/documents',
    access: may('documents.read'),
    summary: 'The official documents of the congress, newest first; at most 500',
    query: z.object({ session: SessionId.optional() }),
    response: z.array(OwnDocument),
  }),
  read: route({
    method: 'GET',
    path: '/api/documents/:document',
    access: may('documents.read'),
    summary: 'One document, with what the record gave',
    params: one,
    response: WholeDocument,
  }),
  draft: route({
    method: 'PUT',
    path: '/api/documents/:document',
    access: may('documents.write'),
    summary: 'Draw up a document from the record under a client-made id; the same again changes nothing',
    params: one,
    body: z.object({ kind: z.enum(kindNames), session: SessionId.nullable(), cycle: CycleId.nullable() }),
    response: WholeDocument,
    problems: ['document-no-record', 'conflict'],
  }),
  save: route({
    method: 'PUT',
    path: '/api/documents/:document/content',
    access: may('documents.write'),
    summary: 'Save an edit of a draft; figures that differ from the record are marked',
    params: one,
    body: z.object({ revision: Revision, content: OfficialDocument }),
    response: WholeDocument,
    problems: ['document-not-draft', 'document-changed'],
  }),
  refill: route({
    method: 'PUT',
    path: '/api/documents/:document/refill',
    access: may('documents.write'),
    summary: 'Fill a draft from the record again, as it is now; edits stay in its earlier versions',
    params: one,
    body: z.object({ revision: Revision }),
    response: WholeDocument,
    problems: ['document-not-draft', 'document-changed', 'document-no-record'],
  }),
  propose: route({
    method: 'PUT',
    path: '/api/documents/:document/issue',
    access: may('documents.issue'),
    summary: 'Propose that this revision be issued, with its number and date',
    params: one,
    body: z.object({ revision: Revision, number: text(40), date: Day }),
    response: WholeDocument,
    problems: ['document-not-draft', 'document-changed', 'document-number-taken'],
  }),
  recall: route({
    method: 'DELETE',
    path: '/api/documents/:document/issue',
    access: may('documents.issue'),
    summary: 'Take the proposal back: a draft again',
    params: one,
    response: WholeDocument,
    problems: ['document-not-draft'],
  }),
  confirm: route({
    method: 'POST',
    path: '/api/documents/:document/issue',
    access: may('documents.issue'),
    summary: 'Confirm, as a second person of another role: the document is issued and frozen with its hash',
    params: one,
    body: z.object({ revision: Revision }),
    response: WholeDocument,
    problems: ['no-proposal', 'document-changed', 'same-person', 'same-role'],
  }),
  withdraw: route({
    method: 'POST',
    path: '/api/documents/:document/withdraw',
    access: may('documents.write'),
    summary: 'Withdraw a document with a reason; it stays on record, and an issued one stays public with the reason',
    params: one,
    body: z.object({ reason: text(300) }),
    response: WholeDocument,
  }),
  docx: route({
    method: 'GET',
    path: '/api/documents/:document/file.docx',
    access: may('documents.read'),
    summary: 'The document as .docx: as it was issued, else as the draft stands',
    params: one,
    response: z.any(),
  }),
  ofCongress: route({
    method: 'GET',
    path: '/api/public/:congress/documents',
    access: 'public',
    summary: 'What a congress has issued, newest first; at most 500',
    params: z.object({ congress: CongressId }),
    response: z.array(PublicDocument),
  }),
  ofElection: route({
    method: 'GET',
    path: '/api/elections/:uuid/documents',
    access: 'public',
    summary: 'What was issued about the session of a ballot',
    params: z.object({ uuid: ElectionUuid }),
    response: z.array(PublicDocument),
  }),
  published: route({
    method: 'GET',
    path: '/api/public/documents/:document',
    access: 'public',
    summary: 'An issued document',
    params: one,
    response: PublicDocument.extend({ content: OfficialDocument }),
  }),
  publishedDocx: route({
    method: 'GET',
    path: '/api/public/documents/:document/file.docx',
    access: 'public',
    summary: 'An issued document as .docx, byte for byte as it was issued',
    params: one,
    response: z.any(),
  }),
} as const;

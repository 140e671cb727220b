import { type Selectable, sql } from 'kysely';
import type { OfficialDocument } from '../../../core/documents/official.ts';
import type { AccountId, CongressId, DocumentId, ElectionUuid, SessionId } from '../../../core/ids.ts';
import type { Transaction } from '../../database/pool.ts';
import type { Database } from '../../database/schema.ts';

const MOST = 500;

/** A document without the bytes of its .docx. */
export type DocumentRow = Omit<Selectable<Database['document']>, 'docx'>;

const columns = [
  'd.congress_id',
  'd.id',
  'd.kind',
  'd.session_id',
  'd.cycle_id',
  'd.state',
  'd.revision',
  'd.source',
  'd.content',
  'd.number',
  'd.date',
  'd.drafted_by',
  'd.drafted_at',
  'd.proposed_by',
  'd.issued_by',
  'd.issued_at',
  'd.sha256',
  'd.docx_sha256',
  'd.withdrawn_by',
  'd.reason',
] as const;

/** Documents with the names that stand beside them. */
const named = (trx: Transaction) =>
  trx
    .selectFrom('document as d')
    .leftJoin('session as s', (join) =>
      join.onRef('s.congress_id', '=', 'd.congress_id').onRef('s.id', '=', 'd.session_id'),
    )
    .leftJoin('cycle as y', (join) =>
      join.onRef('y.congress_id', '=', 'd.congress_id').onRef('y.id', '=', 'd.cycle_id'),
    )
    .innerJoin('account as a', (join) =>
      join.onRef('a.congress_id', '=', 'd.congress_id').onRef('a.id', '=', 'd.drafted_by'),
    )
    .leftJoin('account as p', (join) =>
      join.onRef('p.congress_id', '=', 'd.congress_id').onRef('p.id', '=', 'd.proposed_by'),
    )
    .leftJoin('account as i', (join) =>
      join.onRef('i.congress_id', '=', 'd.congress_id').onRef('i.id', '=', 'd.issued_by'),
    )
    .select(columns)
    .select([
      's.name as session_name',
      'y.year',
      'a.name as drafter',
      'p.name as proposer',
      'p.role as proposer_role',
      'i.name as issuer',
    ]);
export type NamedRow = Awaited<ReturnType<typeof listDocuments>>[number];

/** Makes changes of a congress's documents wait for each other: one number is not given twice. */
export async function lockDocuments(trx: Transaction, congress: CongressId): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('piaojue documents'), hashtext(${congress}))`.execute(trx);
}

/** Newest first. */
export const listDocuments = (trx: Transaction, congress: CongressId, session?: SessionId) =>
  named(trx)
    .where('d.congress_id', '=', congress)
    .$if(session !== undefined, (query) => query.where('d.session_id', '=', session!))
    .orderBy('d.drafted_at', 'desc')
    .orderBy('d.id')
    .limit(MOST)
    .execute();

export const findDocument = (trx: Transaction, congress: CongressId, id: DocumentId) =>
  named(trx).where('d.congress_id', '=', congress).where('d.id', '=', id).executeTakeFirst();

/** What was issued, newest first: of a congress, or about the session of one election. */
export const issuedDocuments = (trx: Transaction, of: { congress: CongressId } | { election: ElectionUuid }) =>
  named(trx)
    .where('d.issued_at', 'is not', null)
    .$if('congress' in of, (query) => query.where('d.congress_id', '=', (of as { congress: CongressId }).congress))
    .$if('election' in of, (query) =>
      query.where(({ exists, selectFrom }) =>
        exists(
          selectFrom('ballot as b')
            .select('b.id')
            .whereRef('b.congress_id', '=', 'd.congress_id')
            .whereRef('b.session_id', '=', 'd.session_id')
            .where('b.uuid', '=', (of as { election: ElectionUuid }).election),
        ),
      ),
    )
    .orderBy('d.issued_at', 'desc')
    .orderBy('d.id')
    .limit(MOST)
    .execute();

export const findIssued = (trx: Transaction, id: DocumentId) =>
  named(trx).where('d.id', '=', id).where('d.issued_at', 'is not', null).limit(1).executeTakeFirst();

/** The .docx of an issued document, byte for byte. */
export async function issuedBytes(trx: Transaction, congress: CongressId, id: DocumentId): Promise<Buffer | null> {
  const row = await trx
    .selectFrom('document')
    .select('docx')
    .where('congress_id', '=', congress)
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.docx ?? null;
}

/** The title of the document that has a number, where it is not this one. */
export async function numberHolder(
  trx: Transaction,
  congress: CongressId,
  number: string,
  but: DocumentId,
): Promise<string | undefined> {
  const row = await trx
    .selectFrom('document')
    .select('content')
    .where('congress_id', '=', congress)
    .where('number', '=', number)
    .where('id', '!=', but)
    .where((eb) => eb.or([eb('issued_at', 'is not', null), eb('state', '=', 'proposed')]))
    .executeTakeFirst();
  return row?.content.title;
}

export async function insertDocument(
  trx: Transaction,
  row: Pick<DocumentRow, 'congress_id' | 'id' | 'kind' | 'session_id' | 'cycle_id' | 'drafted_by'>,
  source: OfficialDocument,
): Promise<void> {
  const content = JSON.stringify(source);
  await trx
    .insertInto('document')
    .values({
      ...row,
      source: content,
      content,
      number: null,
      date: null,
      proposed_by: null,
      issued_by: null,
      issued_at: null,
      sha256: null,
      docx_sha256: null,
      docx: null,
      withdrawn_by: null,
      reason: null,
    })
    .execute();
}

/** Keeps a version of the content under the revision that it has. */
export async function keepVersion(
  trx: Transaction,
  { congress_id, id }: Pick<DocumentRow, 'congress_id' | 'id'>,
  revision: number,
  content: OfficialDocument,
  account_id: AccountId,
): Promise<void> {
  await trx
    .insertInto('document_version')
    .values({ congress_id, document_id: id, revision, content: JSON.stringify(content), account_id })
    .execute();
}

type Changes = Partial<
  Pick<
    Selectable<Database['document']>,
    | 'state'
    | 'revision'
    | 'number'
    | 'date'
    | 'proposed_by'
    | 'issued_by'
    | 'sha256'
    | 'docx_sha256'
    | 'docx'
    | 'withdrawn_by'
    | 'reason'
  >
> & { source?: OfficialDocument; content?: OfficialDocument; issued_at?: 'now' };

export async function changeDocument(
  trx: Transaction,
  { congress_id, id }: Pick<DocumentRow, 'congress_id' | 'id'>,
  { source, content, issued_at, ...changes }: Changes,
): Promise<void> {
  await trx
    .updateTable('document')
    .set({
      ...changes,
      ...(source ? { source: JSON.stringify(source) } : {}),
      ...(content ? { content: JSON.stringify(content) } : {}),
      ...(issued_at ? { issued_at: sql<Date>`now()` } : {}),
    })
    .where('congress_id', '=', congress_id)
    .where('id', '=', id)
    .execute();
}

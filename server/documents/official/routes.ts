import type { FastifyInstance, FastifyReply } from 'fastify';
import { documents, type WholeDocument } from '../../../core/contract/documents.ts';
import { type Problem, problem } from '../../../core/contract/problems.ts';
import type { CongressId, DocumentId } from '../../../core/ids.ts';
import { err, ok, type Result } from '../../../core/result.ts';
import { command } from '../../database/command.ts';
import { inTransaction, type Transaction } from '../../database/pool.ts';
import type { Caller } from '../../http/caller.ts';
import { sendFile } from '../../http/files.ts';
import { serve } from '../../http/serve.ts';
import type { Services } from '../../services.ts';
import { DOCX, officialDocx } from './docx.ts';
import { draft, refill, saveDraft, withdrawDocument } from './drafts.ts';
import { confirmIssue, proposeIssue, recallIssue } from './issue.ts';
import { ownDocument, publicDocument, wholeDocument } from './show.ts';
import { findDocument, findIssued, issuedBytes, issuedDocuments, listDocuments, type NamedRow } from './store.ts';

/** Official documents: drawn up, edited, issued, read by anybody. */
export function registerDocumentRoutes(app: FastifyInstance, services: Services): void {
  const { db, live } = services;
  const whole = async (
    trx: Transaction,
    congress: CongressId,
    id: DocumentId,
  ): Promise<Result<WholeDocument, Problem>> => {
    const row = await findDocument(trx, congress, id);
    return row ? ok(wholeDocument(row)) : err(problem('not-found'));
  };
  const run = (
    caller: Caller,
    id: DocumentId,
    act: (trx: Transaction) => Promise<Result<void, Problem>>,
  ): Promise<Result<WholeDocument, Problem>> =>
    command(db, async (trx) => {
      const done = await act(trx);
      if (!done.ok) return done;
      await live.publish(trx, caller.congress, 'year');
      return whole(trx, caller.congress, id);
    });

  serve(app, documents.list, async ({ caller, query }) =>
    ok((await inTransaction(db, (trx) => listDocuments(trx, caller.congress, query.session))).map(ownDocument)),
  );
  serve(app, documents.read, ({ caller, params }) =>
    inTransaction(db, (trx) => whole(trx, caller.congress, params.document)),
  );
  serve(app, documents.draft, ({ caller, params: { document }, body }) =>
    run(caller, document, (trx) => draft(trx, caller, document, body)),
  );
  serve(
    app,
    documents.save,
    ({ caller, params: { document }, body }) =>
      run(caller, document, (trx) => saveDraft(trx, caller, document, body.revision, body.content)),
    { bodyLimit: 4 * 1024 * 1024 },
  );
  serve(app, documents.refill, ({ caller, params: { document }, body }) =>
    run(caller, document, (trx) => refill(trx, caller, document, body.revision)),
  );
  serve(app, documents.propose, ({ caller, params: { document }, body }) =>
    run(caller, document, (trx) => proposeIssue(trx, caller, document, body)),
  );
  serve(app, documents.recall, ({ caller, params: { document } }) =>
    run(caller, document, (trx) => recallIssue(trx, caller, document)),
  );
  serve(app, documents.confirm, async ({ caller, params: { document }, body }) => {
    const done = await confirmIssue(services, caller, document, body.revision);
    return done.ok ? inTransaction(db, (trx) => whole(trx, caller.congress, document)) : done;
  });
  serve(app, documents.withdraw, ({ caller, params: { document }, body }) =>
    run(caller, document, (trx) => withdrawDocument(trx, caller, document, body.reason)),
  );
  serve(
    app,
    documents.docx,
    async ({ caller, params, reply }) => {
      const row = await inTransaction(db, (trx) => findDocument(trx, caller.congress, params.document));
      return sendDocx(services, reply, row);
    },
    { raw: DOCX },
  );
  serve(app, documents.ofCongress, async ({ params }) =>
    ok((await inTransaction(db, (trx) => issuedDocuments(trx, params))).map(publicDocument)),
  );
  serve(app, documents.ofElection, async ({ params: { uuid } }) =>
    ok((await inTransaction(db, (trx) => issuedDocuments(trx, { election: uuid }))).map(publicDocument)),
  );
  serve(app, documents.published, async ({ params }) => {
    const row = await inTransaction(db, (trx) => findIssued(trx, params.document));
    return row ? ok({ ...publicDocument(row), content: row.content }) : err(problem('not-found'));
  });
  serve(
    app,
    documents.publishedDocx,
    async ({ params, reply }) => {
      const row = await inTransaction(db, (trx) => findIssued(trx, params.document));
      return sendDocx(services, reply, row);
    },
    { raw: DOCX },
  );
}

/** The bytes that were issued; of a draft what it would be now, and its name says so. */
async function sendDocx(
  { db }: Services,
  reply: FastifyReply,
  row: NamedRow | undefined,
): Promise<Result<void, Problem>> {
  if (!row) return err(problem('not-found'));
  const issued = await inTransaction(db, (trx) => issuedBytes(trx, row.congress_id, row.id));
  const content = issued ?? (await officialDocx(row.content));
  const name = `${row.content.title.replaceAll('\n', '')}${issued ? '' : '（草稿）'}.docx`;
  sendFile(reply, content, { type: DOCX, name, plain: 'document.docx' });
  return ok(undefined);
}

import type { FastifyInstance, FastifyReply } from 'fastify';
import { files } from '../../core/contract/files.ts';
import { type Problem, problem } from '../../core/contract/problems.ts';
import type { CongressId, FileId } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { inTransaction, type Transaction } from '../database/pool.ts';
import { sendFile } from '../http/files.ts';
import { serve } from '../http/serve.ts';
import type { Services } from '../services.ts';

/** A file of this congress; or, where none is given, one that anybody may read. */
function bodyOf(trx: Transaction, id: FileId, congress: CongressId | null) {
  const query = trx.selectFrom('file').select(['name', 'type', 'body']).where('id', '=', id);
  return (congress === null ? query.where('published', '=', true) : query.where('congress_id', '=', congress))
    .limit(1)
    .executeTakeFirst();
}

/** Pictures are shown in the page, everything else is saved; nothing in it runs. */
function send(
  reply: FastifyReply,
  file: { name: string; type: string; body: Buffer } | undefined,
): Result<void, Problem> {
  if (!file) return err(problem('not-found'));
  const ending = file.name.split('.').pop() ?? 'bin';
  reply.header('content-security-policy', "default-src 'none'; sandbox").header('x-content-type-options', 'nosniff');
  if (file.type === 'image/jpeg') reply.type(file.type).header('content-disposition', 'inline').send(file.body);
  else sendFile(reply, file.body, { type: file.type, name: file.name, plain: `file.${ending}` });
  return ok(undefined);
}

/** Sends a file of a congress that the caller's own stage has permitted. */
export const sendStored = async (
  db: Services['db'],
  reply: FastifyReply,
  id: FileId,
  congress: CongressId,
): Promise<Result<void, Problem>> => send(reply, await inTransaction(db, (trx) => bodyOf(trx, id, congress)));

/** What was uploaded. */
export function registerFileRoutes(app: FastifyInstance, { db }: Services): void {
  serve(
    app,
    files.file,
    async ({ caller, params, reply }) =>
      send(reply, await inTransaction(db, (trx) => bodyOf(trx, params.file, caller.congress))),
    { raw: true },
  );
  serve(
    app,
    files.publishedFile,
    async ({ params, reply }) => send(reply, await inTransaction(db, (trx) => bodyOf(trx, params.file, null))),
    { raw: true },
  );
}

import { createReadStream } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { type Backups, backup } from '../../core/contract/backup.ts';
import { problem } from '../../core/contract/problems.ts';
import { err, ok } from '../../core/result.ts';
import { actorOf, append } from '../audit/append.ts';
import { inTransaction } from '../database/pool.ts';
import type { Caller } from '../http/caller.ts';
import { sendFile } from '../http/files.ts';
import { serve } from '../http/serve.ts';
import type { Services } from '../services.ts';
import { mayHaveAll } from './may.ts';
import { KEPT } from './shelf.ts';
import { BallotOpen } from './write.ts';

/** Backups of the installation. */
export function registerBackupRoutes(app: FastifyInstance, { db, config, backups: shelf }: Services): void {
  const state = async (): Promise<Backups> => ({
    list: await shelf.list(),
    folder: shelf.folder,
    kept: KEPT,
    ownDatabase: config.databaseUrl !== undefined,
  });
  const allowed = (caller: Caller) => inTransaction(db, (trx) => mayHaveAll(trx, caller));

  serve(app, backup.backups, async ({ caller }) => {
    const may = await allowed(caller);
    return may.ok ? ok(await state()) : may;
  });

  serve(app, backup.makeBackup, async ({ caller, request }) => {
    const may = await allowed(caller);
    if (!may.ok) return may;
    try {
      const made = await shelf.make('manual', caller.name);
      await inTransaction(db, (trx) =>
        append(trx, caller.congress, actorOf(caller), {
          kind: 'backup-made',
          subject: null,
          detail: { name: made.name, sha256: made.sha256 },
        }),
      );
      return ok(await state());
    } catch (error) {
      if (error instanceof BallotOpen) return err(problem('backup-while-open'));
      request.log.error(error);
      return err(problem('backup-failed', { folder: shelf.folder }));
    }
  });

  serve(
    app,
    backup.downloadBackup,
    async ({ caller, params, reply }) => {
      const may = await allowed(caller);
      if (!may.ok) return may;
      const file = shelf.file(params.name);
      if (!file) return err(problem('not-found'));
      await inTransaction(db, (trx) =>
        append(trx, caller.congress, actorOf(caller), {
          kind: 'backup-downloaded',
          subject: null,
          detail: { name: params.name },
        }),
      );
      sendFile(reply, createReadStream(file), { type: 'application/gzip', name: params.name, plain: params.name });
      return ok(undefined);
    },
    { raw: 'application/gzip' },
  );
}

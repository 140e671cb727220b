import type { FastifyInstance, FastifyReply } from 'fastify';
import { collection } from '../../core/contract/collection.ts';
import type { Problem } from '../../core/contract/problems.ts';
import { ok, type Result } from '../../core/result.ts';
import { uploadedFile } from '../congress/upload.ts';
import { command } from '../database/command.ts';
import { inTransaction, type Transaction } from '../database/pool.ts';
import { suggestionsTemplate } from '../documents/suggestions.ts';
import type { Caller } from '../http/caller.ts';
import { sendFile, XLSX } from '../http/files.ts';
import { serve } from '../http/serve.ts';
import type { Services } from '../services.ts';
import { saveCategories, saveSettings, saveVillages, seeCollection } from './collections.ts';
import { deleteContacts, deleteDueContacts, viewContact } from './contacts.ts';
import { registerDeputyDesk } from './deputy-routes.ts';
import { exportLedger, importSuggestions, knownNames } from './import.ts';
import { lookAt, saveSuggestion, seeDemand, seeSuggestion } from './ledger.ts';
import { registerPublicCollection } from './public-routes.ts';
import { countSuggestions, ledgerPage } from './store.ts';

const DAY = 24 * 3600 * 1000;

/** Collection: the public's page, the ledger of staff, deputies' own desk; and the daily look for contacts whose day has come. */
export function registerCollectionRoutes(app: FastifyInstance, services: Services): void {
  const { db, live } = services;
  registerPublicCollection(app, services);
  registerDeputyDesk(app, services);

  /** Runs an act of staff in a transaction and says that the year has news. */
  const act = <T>(
    caller: Caller,
    run: (trx: Transaction) => Promise<Result<T, Problem>>,
  ): Promise<Result<T, Problem>> =>
    command(db, async (trx) => {
      const done = await run(trx);
      if (done.ok) await live.publish(trx, caller.congress, 'year');
      return done;
    });

  // A question that may write: categories to begin with.
  serve(app, collection.state, ({ caller, params }) =>
    command(db, (trx) => seeCollection(trx, caller.congress, params.cycle)),
  );
  serve(app, collection.saveSettings, ({ caller, params, body }) =>
    act(caller, (trx) => saveSettings(trx, caller, params.cycle, body)),
  );
  serve(app, collection.saveVillages, ({ caller, body }) =>
    act(caller, (trx) => saveVillages(trx, caller, body.villages)),
  );
  serve(app, collection.saveCategories, ({ caller, body }) =>
    act(caller, (trx) => saveCategories(trx, caller, body.categories)),
  );

  serve(app, collection.ledger, async ({ caller, params, query: { order, after, ...filter } }) =>
    ok(
      await inTransaction(db, async (trx) => ({
        ...(await ledgerPage(trx, caller.congress, params.cycle, filter, { ...(order ? { order } : {}), after })),
        count: await countSuggestions(trx, caller.congress, params.cycle, filter),
      })),
    ),
  );
  serve(app, collection.demand, async ({ caller, params }) =>
    ok(await inTransaction(db, (trx) => seeDemand(trx, caller.congress, params.cycle))),
  );
  serve(
    app,
    collection.exportLedger,
    async ({ caller, params, query, reply }) => {
      const made = await exportLedger(services, caller, params.cycle, query);
      return made.ok ? file(reply, made.value.content, made.value.name, 'suggestions.xlsx') : made;
    },
    { raw: XLSX },
  );
  serve(
    app,
    collection.template,
    async ({ caller, reply }) => {
      const known = await inTransaction(db, (trx) => knownNames(trx, caller.congress));
      return file(reply, await suggestionsTemplate(known), '建议导入模板.xlsx', 'suggestions.xlsx');
    },
    { raw: XLSX },
  );
  serve(
    app,
    collection.importSuggestions,
    async ({ caller, params, request }) => {
      const upload = await uploadedFile(request);
      return upload.ok ? importSuggestions(services, caller, params.cycle, upload.value) : upload;
    },
    { upload: true },
  );

  serve(app, collection.detail, ({ caller, params }) =>
    inTransaction(db, (trx) => seeSuggestion(trx, caller.congress, params.suggestion)),
  );
  serve(app, collection.save, ({ caller, params, body }) =>
    act(caller, (trx) => saveSuggestion(trx, caller, params.cycle, params.suggestion, body)),
  );
  serve(app, collection.look, async ({ caller, body }) => {
    const outcome = await act(caller, (trx) => lookAt(trx, caller, body.suggestions, body.act, body.reason, body.seen));
    return outcome.ok ? ok({ changed: outcome.value }) : outcome;
  });
  serve(app, collection.contact, ({ caller, params }) =>
    command(db, (trx) => viewContact(trx, caller, params.suggestion)),
  );
  serve(app, collection.deleteContacts, ({ caller, params }) =>
    act(caller, async (trx) => {
      const done = await deleteContacts(trx, caller, params.cycle);
      return done.ok ? seeCollection(trx, caller.congress, params.cycle) : done;
    }),
  );

  const look = () => deleteDueContacts(db).catch((error) => app.log.error(error, 'contacts were not deleted'));
  const timer = setInterval(look, DAY);
  timer.unref();
  app.addHook('onReady', async () => void look());
  app.addHook('onClose', async () => clearInterval(timer));
}

/** Sends a workbook; not awaited, for a reply is a promise of having been sent. */
function file(reply: FastifyReply, content: Buffer, name: string, plain: string): Result<undefined, Problem> {
  sendFile(reply, content, { type: XLSX, name, plain });
  return ok(undefined);
}

import type { FastifyInstance } from 'fastify';
import { collection } from '../../core/contract/collection.ts';
import { ok } from '../../core/result.ts';
import { command } from '../database/command.ts';
import { inTransaction } from '../database/pool.ts';
import { publicPhoto } from '../files/public-photos.ts';
import { serve } from '../http/serve.ts';
import type { Services } from '../services.ts';
import { publicCollection } from './collections.ts';
import { followPublished, followReceipt, publicOf, publicPage } from './follow.ts';
import { currentCollection } from './settings-store.ts';
import { similarTo } from './similar-store.ts';
import { suggestionsById } from './store.ts';
import { keepPhoto, mayAddPhoto, secondAsPublic, suggestAsPublic } from './suggest.ts';

const perAddress = (max: number, timeWindow: string) => ({ config: { rateLimit: { max, timeWindow } } });

/** Per address, and a whole village may share one: far more than people write, far less than a program sends. */
const WRITING = perAddress(60, '10 minutes');
const SECONDING = perAddress(300, '10 minutes');
const PHOTOS = perAddress(200, '10 minutes');
const TYPING = perAddress(600, '1 minute');
/** A receipt number cannot be guessed (31⁸ of them); this keeps anybody from trying. */
const RECEIPTS = perAddress(120, '1 minute');

/** The public's pages of collection: no account, nothing that staff have not looked at. */
export function registerPublicCollection(app: FastifyInstance, { db, live }: Services): void {
  serve(app, collection.publicCollection, ({ params }) => command(db, (trx) => publicCollection(trx, params.congress)));

  serve(
    app,
    collection.similar,
    async ({ params: { congress }, query }) =>
      ok(
        await inTransaction(db, async (trx) => {
          const row = await currentCollection(trx, congress);
          const found = row ? await similarTo(trx, congress, row.cycle, query.title) : [];
          const ids = found.map(({ id }) => id);
          return (await suggestionsById(trx, congress, ids)).map(publicOf);
        }),
      ),
    TYPING,
  );

  serve(
    app,
    collection.publicSuggestions,
    async ({ params: { congress }, query }) => ok(await inTransaction(db, (trx) => publicPage(trx, congress, query))),
    TYPING,
  );

  serve(
    app,
    collection.suggest,
    ({ params, body }) =>
      command(db, async (trx) => {
        const made = await suggestAsPublic(trx, params.congress, body);
        if (made.ok) await live.publish(trx, params.congress, 'year');
        return made;
      }),
    { ...WRITING, bodyLimit: 32 * 1024 },
  );

  serve(
    app,
    collection.addPhoto,
    async ({ params, request }) => {
      // Before megabytes are read and decoded for nobody.
      const may = await inTransaction(db, (trx) => mayAddPhoto(trx, params.receipt, params.file));
      if (!may.ok) return may;
      const prepared = await publicPhoto(request);
      return prepared.ok ? command(db, (trx) => keepPhoto(trx, params.receipt, params.file, prepared.value)) : prepared;
    },
    { ...PHOTOS, upload: true },
  );

  serve(
    app,
    collection.followReceipt,
    ({ params }) => inTransaction(db, (trx) => followReceipt(trx, params.receipt)),
    RECEIPTS,
  );
  serve(
    app,
    collection.followPublished,
    ({ params }) => inTransaction(db, (trx) => followPublished(trx, params.congress, params.suggestion)),
    TYPING,
  );
  serve(
    app,
    collection.second,
    ({ params, body }) =>
      command(db, async (trx) => {
        const done = await secondAsPublic(trx, params.congress, params.suggestion, body);
        if (done.ok && done.value.first) await live.publish(trx, params.congress, 'year');
        return done;
      }),
    SECONDING,
  );
}

import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ceremony } from '../../core/contract/ceremony.ts';
import { hall, type Kiosk } from '../../core/contract/hall.ts';
import { problem } from '../../core/contract/problems.ts';
import { err, ok } from '../../core/result.ts';
import { closedBox } from '../ballot/decrypt.ts';
import { inTransaction } from '../database/pool.ts';
import { serve } from '../http/serve.ts';
import type { Services } from '../services.ts';
import { archiveBytes, archivePieces, boxBytes, boxPieces } from './archive.ts';
import { kioskOf, screenOf } from './hall.ts';
import { HallCache } from './hall-cache.ts';
import { archivedBallot, ballotTextOf, electionOf, publishedOf, receiptsOf, resultOf, tallyOf } from './result.ts';

/** Kiosk, projector and everything the public may read. */
export function registerPublicationRoutes(app: FastifyInstance, services: Services): void {
  const { db, live } = services;
  const kiosks = new HallCache<Kiosk | undefined>(
    live,
    (congress) => inTransaction(db, (trx) => kioskOf(trx, congress)),
    (answer) => answer !== undefined,
  );
  app.addHook('onClose', async () => kiosks.close());

  serve(app, hall.kiosk, async ({ params }) => {
    const answer = await kiosks.get(params.congress);
    return answer ? ok(answer) : err(problem('not-found'));
  });
  serve(app, hall.screen, async ({ params }) => {
    const answer = await inTransaction(db, (trx) => screenOf(trx, params.congress));
    return answer ? ok(answer) : err(problem('not-found'));
  });
  serve(app, hall.published, async ({ params }) =>
    ok(await inTransaction(db, (trx) => publishedOf(trx, params.congress))),
  );
  serve(app, hall.result, ({ params }) => inTransaction(db, (trx) => resultOf(trx, params.uuid)));
  serve(app, ceremony.tally, ({ params, caller }) =>
    inTransaction(db, (trx) => tallyOf(trx, caller.congress, params.session)),
  );
  serve(
    app,
    ceremony.box,
    async ({ params, caller, reply }) => {
      const found = await inTransaction(db, async (trx) => {
        const box = await closedBox(trx, caller, params.session);
        return box.ok ? ok({ ballot: box.value, bytes: await boxBytes(trx, box.value) }) : box;
      });
      if (!found.ok) return found;
      reply
        .type('application/octet-stream')
        .header('content-length', found.value.bytes)
        .header('cache-control', 'no-store')
        .send(Readable.from(boxPieces(db, found.value.ballot), { objectMode: false }));
      return ok(undefined);
    },
    { raw: 'application/octet-stream' },
  );
  serve(app, hall.receipts, ({ params }) => inTransaction(db, (trx) => receiptsOf(trx, params.uuid)));

  serve(
    app,
    hall.election,
    async ({ params, request, reply }) => {
      const found = await inTransaction(db, (trx) => electionOf(trx, params.uuid));
      if (!found.ok) return found;
      const { json, fingerprint } = found.value;
      if (!isFresh(request, reply, fingerprint)) reply.type('application/json; charset=utf-8').send(Buffer.from(json));
      return ok(undefined);
    },
    { raw: 'application/json' },
  );
  serve(
    app,
    hall.ballot,
    async ({ params, reply }) => {
      const found = await inTransaction(db, (trx) => ballotTextOf(trx, params.uuid, params.hash));
      if (!found.ok) return found;
      // Not kept on the phone: which ballot somebody asked about is nobody's business.
      reply.type('application/octet-stream').header('cache-control', 'no-store').send(Buffer.from(found.value));
      return ok(undefined);
    },
    { raw: 'application/octet-stream' },
  );
  serve(
    app,
    hall.archive,
    async ({ params, request, reply }) => {
      const found = await inTransaction(db, async (trx) => {
        const published = await archivedBallot(trx, params.uuid);
        return published.ok
          ? ok({ ballot: published.value, bytes: await archiveBytes(trx, published.value) })
          : published;
      });
      if (!found.ok) return found;
      const { ballot, bytes } = found.value;
      if (isFresh(request, reply, ballot.last_event!)) return ok(undefined);
      reply
        .type('application/octet-stream')
        .header('content-length', bytes)
        .header('content-disposition', `attachment; filename="${params.uuid}.bel"`)
        .send(Readable.from(archivePieces(db, ballot), { objectMode: false }));
      return ok(undefined);
    },
    { raw: 'application/octet-stream' },
  );
}

/** Marks an answer that never changes under its hash; a caller that has it already gets 304 and no body. */
function isFresh(request: FastifyRequest, reply: FastifyReply, hash: string): boolean {
  const etag = `"${hash}"`;
  reply.header('etag', etag).header('cache-control', 'public, max-age=86400');
  const known =
    request.headers['if-none-match']?.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag) ?? false;
  if (known) reply.status(304).send();
  return known;
}

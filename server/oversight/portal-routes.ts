import type { FastifyInstance } from 'fastify';
import { portal } from '../../core/contract/portal.ts';
import { command } from '../database/command.ts';
import { inTransaction } from '../database/pool.ts';
import { publicPhoto } from '../files/public-photos.ts';
import { serve } from '../http/serve.ts';
import type { Services } from '../services.ts';
import { followReport, keepCitizenPhoto, say, takesPhoto } from './citizens.ts';
import { portalOf, publicProject } from './portal.ts';

const perAddress = (max: number, timeWindow: string) => ({ config: { rateLimit: { max, timeWindow } } });

/** The public's part of oversight: no account; nothing but what was published. */
export function registerPortalRoutes(app: FastifyInstance, { db, live }: Services): void {
  serve(app, portal.portal, ({ params }) => inTransaction(db, (trx) => portalOf(trx, params.congress)));
  serve(app, portal.project, ({ params }) =>
    inTransaction(db, (trx) => publicProject(trx, params.congress, params.project)),
  );
  serve(
    app,
    portal.say,
    ({ params, body }) =>
      command(db, async (trx) => {
        const said = await say(trx, params.congress, params.project, params.report, body);
        if (said.ok) await live.publish(trx, params.congress, 'year');
        return said;
      }),
    // Per address, and a whole village may share one.
    { ...perAddress(30, '10 minutes'), bodyLimit: 32 * 1024 },
  );
  serve(
    app,
    portal.sayPhoto,
    async ({ params, request }) => {
      // Before megabytes are read and decoded for nobody.
      const may = await inTransaction(db, (trx) => takesPhoto(trx, params.receipt, params.file));
      if (!may.ok) return may;
      const prepared = await publicPhoto(request);
      return prepared.ok
        ? command(db, (trx) => keepCitizenPhoto(trx, params.receipt, params.file, prepared.value))
        : prepared;
    },
    { ...perAddress(100, '10 minutes'), upload: true },
  );
  serve(
    app,
    portal.followReport,
    ({ params }) => inTransaction(db, (trx) => followReport(trx, params.receipt)),
    perAddress(120, '1 minute'),
  );
}

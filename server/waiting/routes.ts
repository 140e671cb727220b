import type { FastifyInstance } from 'fastify';
import { waiting } from '../../core/contract/waiting.ts';
import { ok } from '../../core/result.ts';
import { inTransaction } from '../database/pool.ts';
import { serve } from '../http/serve.ts';
import type { Services } from '../services.ts';
import { deskOf } from './desk.ts';

/** The desk (工作台) of whoever asks. */
export function registerWaitingRoutes(app: FastifyInstance, { db }: Services): void {
  serve(app, waiting.desk, async ({ caller }) => ok(await inTransaction(db, (trx) => deskOf(trx, caller))));
}

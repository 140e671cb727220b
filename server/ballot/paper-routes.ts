import type { FastifyInstance, FastifyReply } from 'fastify';
import { type PaperState, paper } from '../../core/contract/paper.ts';
import { type Problem, problem } from '../../core/contract/problems.ts';
import type { ScanId, SessionId } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { uploadedPart } from '../congress/upload.ts';
import { command } from '../database/command.ts';
import { inTransaction, type Transaction } from '../database/pool.ts';
import type { Caller } from '../http/caller.ts';
import { sendFile } from '../http/files.ts';
import { serve } from '../http/serve.ts';
import { publishedBallot } from '../publication/result.ts';
import type { Services } from '../services.ts';
import { overview } from '../session/overview.ts';
import { saveSheet, seePaper, withdrawSheet } from './paper.ts';
import { setMedium } from './paper-open.ts';
import { addScan, removeScan, SCAN_BYTES } from './paper-scans.ts';
import { scanBody } from './paper-store.ts';
import { type BallotKey, ballotOf } from './store.ts';

/** The ballot on paper: its choice, its count sheets, the scans of the signed ones. */
export function registerPaperRoutes(app: FastifyInstance, { db, live }: Services): void {
  const run = <T>(
    caller: Caller,
    act: (trx: Transaction) => Promise<Result<void, Problem>>,
    answer: (trx: Transaction) => Promise<Result<T, Problem>>,
  ) =>
    command(db, async (trx) => {
      const done = await act(trx);
      if (!done.ok) return done;
      for (const topic of ['session', 'hall'] as const) await live.publish(trx, caller.congress, topic);
      return answer(trx);
    });
  const count = (
    caller: Caller,
    session: SessionId,
    act: (trx: Transaction) => Promise<Result<void, Problem>>,
  ): Promise<Result<PaperState, Problem>> => run(caller, act, (trx) => seePaper(trx, caller, session));

  serve(app, paper.setMedium, ({ caller, params, body }) =>
    run(
      caller,
      (trx) => setMedium(trx, caller, params.session, body.medium),
      (trx) => overview(trx, caller.congress, params.session),
    ),
  );
  serve(app, paper.state, ({ caller, params }) => inTransaction(db, (trx) => seePaper(trx, caller, params.session)));
  serve(app, paper.saveSheet, ({ caller, params, body }) =>
    count(caller, params.session, (trx) => saveSheet(trx, caller, params.session, body)),
  );
  serve(app, paper.withdrawSheet, ({ caller, params }) =>
    count(caller, params.session, (trx) => withdrawSheet(trx, caller, params.session)),
  );
  serve(
    app,
    paper.addScan,
    async ({ caller, params, request }) => {
      const file = await uploadedPart(request, SCAN_BYTES);
      if (!file.ok) return file;
      return count(caller, params.session, (trx) => addScan(trx, caller, params.session, params.scan, file.value));
    },
    { upload: true },
  );
  serve(app, paper.removeScan, ({ caller, params }) =>
    count(caller, params.session, (trx) => removeScan(trx, caller, params.session, params.scan)),
  );
  serve(
    app,
    paper.scan,
    ({ caller, params, reply }) =>
      inTransaction(db, async (trx) => {
        const ballot = await ballotOf(trx, caller.congress, params.session);
        return ballot ? sendScan(trx, ballot, params.scan, reply) : err(problem('not-found'));
      }),
    { raw: true },
  );
  serve(
    app,
    paper.publishedScan,
    ({ params, reply }) =>
      inTransaction(db, async (trx) => {
        const ballot = await publishedBallot(trx, params.uuid);
        return ballot.ok ? sendScan(trx, ballot.value, params.scan, reply) : ballot;
      }),
    { raw: true },
  );
}

async function sendScan(
  trx: Transaction,
  ballot: BallotKey,
  id: ScanId,
  reply: FastifyReply,
): Promise<Result<void, Problem>> {
  const scan = await scanBody(trx, ballot, id);
  if (!scan) return err(problem('not-found'));
  const ending = { 'image/png': 'png', 'image/jpeg': 'jpg', 'application/pdf': 'pdf' }[scan.type];
  sendFile(reply, scan.body, { type: scan.type, name: scan.name || `计票单.${ending}`, plain: `scan.${ending}` });
  return ok(undefined);
}

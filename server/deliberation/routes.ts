import type { FastifyInstance } from 'fastify';
import { done } from '../../core/contract/common.ts';
import { deliberation as routes } from '../../core/contract/deliberation.ts';
import { type Problem, problem } from '../../core/contract/problems.ts';
import { deliberationRecord } from '../../core/documents/deliberation.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { uploadedPart } from '../congress/upload.ts';
import { command } from '../database/command.ts';
import { inTransaction, type Transaction } from '../database/pool.ts';
import { officialDocx } from '../documents/official/docx.ts';
import { FILE_BYTES, prepare } from '../files/keep.ts';
import { sendStored } from '../files/routes.ts';
import type { Caller } from '../http/caller.ts';
import { DOCX, sendFile } from '../http/files.ts';
import { serve } from '../http/serve.ts';
import { findCongress } from '../identity/store.ts';
import type { Services } from '../services.ts';
import { freezeList, keepFreeze, liftFreeze, recordAdoption } from './freeze.ts';
import {
  attachPaper,
  nameRecorder,
  publishedPaper,
  publishPapers,
  readPaper,
  recordersOf,
  saveComment,
  savePaper,
  withdrawComment,
  withdrawPaper,
} from './papers.ts';
import { amend, askWithdrawal, decide, drop, move, sign, submit } from './requests.ts';
import { seeDeliberation } from './see.ts';
import { commentPage } from './store.ts';

/** Comments that the record of the deliberation holds at most, so that its document stays one. */
const MOST_COMMENTS = 300;

/** Deliberation: papers, comments, the presidium's decisions, and the list that is frozen for the ballot. */
export function registerDeliberationRoutes(app: FastifyInstance, { db, live }: Services): void {
  const read = <T>(run: (trx: Transaction) => Promise<T>) => inTransaction(db, run);
  const act = async (caller: Caller, run: (trx: Transaction) => Promise<Result<void, Problem>>) => {
    const result = await command(db, async (trx) => {
      const outcome = await run(trx);
      if (outcome.ok)
        for (const topic of ['year', 'session', 'hall'] as const) await live.publish(trx, caller.congress, topic);
      return outcome;
    });
    return result.ok ? ok(done) : result;
  };

  serve(app, routes.years, async ({ caller }) =>
    ok(
      await read((trx) =>
        trx
          .selectFrom('cycle as y')
          .innerJoin('deliberation as d', (join) =>
            join.onRef('d.congress_id', '=', 'y.congress_id').onRef('d.cycle_id', '=', 'y.id'),
          )
          .select(['y.id', 'y.year', 'y.stage'])
          .where('y.congress_id', '=', caller.congress)
          .where('d.papers_at', 'is not', null)
          .orderBy('y.year', 'desc')
          .execute(),
      ),
    ),
  );
  serve(app, routes.overview, ({ caller, params }) => read((trx) => seeDeliberation(trx, caller, params.cycle)));
  serve(app, routes.savePaper, ({ caller, params, body }) =>
    act(caller, (trx) => savePaper(trx, caller, params.cycle, params.paper, body)),
  );
  serve(
    app,
    routes.paperFile,
    async ({ caller, params, request }) => {
      const part = await uploadedPart(request, FILE_BYTES);
      if (!part.ok) return part;
      const prepared = await prepare(part.value, 'documents');
      if (!prepared.ok) return prepared;
      return command(db, (trx) => attachPaper(trx, caller, params.cycle, params.paper, params.file, prepared.value));
    },
    { upload: true },
  );
  serve(app, routes.withdrawPaper, ({ caller, params, body }) =>
    act(caller, (trx) => withdrawPaper(trx, caller, params.cycle, params.paper, body.reason)),
  );
  serve(app, routes.publish, ({ caller, params, body }) =>
    act(caller, (trx) => publishPapers(trx, caller, params.cycle, body)),
  );
  serve(app, routes.readPaper, ({ caller, params }) =>
    act(caller, (trx) => readPaper(trx, caller, params.cycle, params.paper)),
  );
  serve(
    app,
    routes.paperBody,
    async ({ caller, params, reply }) => {
      const paper = await read((trx) => publishedPaper(trx, caller, params.cycle, params.paper));
      return paper?.file_id ? sendStored(db, reply, paper.file_id, caller.congress) : err(problem('not-found'));
    },
    { raw: true },
  );
  serve(app, routes.recorder, ({ caller, params, body }) =>
    act(caller, (trx) => nameRecorder(trx, caller, params.cycle, params.delegation, body.account)),
  );
  serve(app, routes.recorders, async ({ caller }) => ok(await read((trx) => recordersOf(trx, caller))));
  serve(app, routes.comments, async ({ caller, params, query }) =>
    ok(await read((trx) => commentPage(trx, caller.congress, params.cycle, caller.id, query))),
  );
  serve(app, routes.comment, ({ caller, params, body }) =>
    act(caller, (trx) => saveComment(trx, caller, params.cycle, params.comment, body)),
  );
  serve(app, routes.withdrawComment, ({ caller, params, body }) =>
    act(caller, (trx) => withdrawComment(trx, caller, params.cycle, params.comment, body.reason)),
  );
  serve(app, routes.amend, ({ caller, params, body }) =>
    act(caller, (trx) => amend(trx, caller, params.cycle, params.request, body)),
  );
  serve(app, routes.askWithdrawal, ({ caller, params, body }) =>
    act(caller, (trx) => askWithdrawal(trx, caller, params.cycle, params.request, body)),
  );
  serve(app, routes.move, ({ caller, params, body }) =>
    act(caller, (trx) => move(trx, caller, params.cycle, params.request, body)),
  );
  serve(app, routes.sign, ({ caller, params, body }) =>
    act(caller, (trx) => sign(trx, caller, params.cycle, params.request, body.signed)),
  );
  serve(app, routes.submit, ({ caller, params }) =>
    act(caller, (trx) => submit(trx, caller, params.cycle, params.request)),
  );
  serve(app, routes.drop, ({ caller, params }) =>
    act(caller, (trx) => drop(trx, caller, params.cycle, params.request)),
  );
  serve(app, routes.decide, ({ caller, params, body }) =>
    act(caller, (trx) => decide(trx, caller, params.cycle, params.request, body)),
  );
  serve(app, routes.adopt, ({ caller, params, body }) =>
    act(caller, (trx) => recordAdoption(trx, caller, params.cycle, body)),
  );
  serve(app, routes.freeze, ({ caller, params }) =>
    act(caller, (trx) => freezeList(trx, caller, params.cycle, params.freeze)),
  );
  serve(app, routes.lift, ({ caller, params, body }) =>
    act(caller, (trx) => liftFreeze(trx, caller, params.cycle, params.freeze, body.reason)),
  );
  serve(app, routes.keep, ({ caller, params }) =>
    act(caller, (trx) => keepFreeze(trx, caller, params.cycle, params.freeze)),
  );
  serve(
    app,
    routes.record,
    async ({ caller, params, reply }) => {
      const record = await read(async (trx) => {
        const overview = await seeDeliberation(trx, caller, params.cycle);
        const place = await findCongress(trx, caller.congress);
        const { comments } = await commentPage(trx, caller.congress, params.cycle, caller.id, {}, MOST_COMMENTS);
        return { overview, place, comments };
      });
      if (!record.overview.ok) return record.overview;
      const document = deliberationRecord({
        place: `${record.place?.county ?? ''}${(record.place?.name ?? '').replace(/人民代表大会$/, '')}`,
        congress: record.place?.name ?? '',
        overview: record.overview.value,
        comments: record.comments.filter(({ withdrawn }) => withdrawn === '').reverse(),
      });
      sendFile(reply, await officialDocx(document), { type: DOCX, name: '审议记录.docx', plain: 'deliberation.docx' });
      return ok(undefined);
    },
    { raw: DOCX },
  );
}

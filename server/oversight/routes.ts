import type { FastifyInstance } from 'fastify';
import { oversight } from '../../core/contract/oversight.ts';
import type { Problem } from '../../core/contract/problems.ts';
import type { CycleId, ProjectId } from '../../core/ids.ts';
import { ok, type Result } from '../../core/result.ts';
import { uploadedPart } from '../congress/upload.ts';
import { command } from '../database/command.ts';
import { inTransaction, type Transaction } from '../database/pool.ts';
import { listName, mattersWorkbook } from '../documents/matters.ts';
import { FILE_BYTES, keepFile, prepare } from '../files/keep.ts';
import type { Caller } from '../http/caller.ts';
import { sendFile, XLSX } from '../http/files.ts';
import { serve } from '../http/serve.ts';
import type { Services } from '../services.ts';
import { changesOfCycle } from './change-store.ts';
import { decideChange, noticeChange, reportChange, requestChange, withdrawChange } from './changes.ts';
import { answerCitizen, seeReports } from './citizens.ts';
import { answerMatter, mattersBook, raise, saveTopic, seeMatters, settleMatter } from './matters.ts';
import { registerPortalRoutes } from './portal-routes.ts';
import { makeElected, makeProject, publishProject, savePlan, setReporters } from './projects.ts';
import { publishRecord, saveRecord, withdrawRecord } from './records.ts';
import { changesOf, seeOversight, seeProject } from './view.ts';

type Done = Promise<Result<void, Problem>>;

/** Oversight and change: the console's routes and the public's. */
export function registerOversightRoutes(app: FastifyInstance, services: Services): void {
  const { db, live } = services;
  registerPortalRoutes(app, services);

  /** Runs an act in a transaction and says that the year has news. */
  const act = <T>(caller: Caller, run: (trx: Transaction) => Promise<Result<T, Problem>>) =>
    command(db, async (trx) => {
      const done = await run(trx);
      if (done.ok) await live.publish(trx, caller.congress, 'year');
      return done;
    });
  const ofYear = (caller: Caller, cycle: CycleId, run: (trx: Transaction) => Done) =>
    act(caller, async (trx) => {
      const done = await run(trx);
      return done.ok ? seeOversight(trx, caller.congress, cycle) : done;
    });
  const ofProject = (caller: Caller, project: ProjectId, run: (trx: Transaction) => Done) =>
    act(caller, async (trx) => {
      const done = await run(trx);
      return done.ok ? seeProject(trx, caller.congress, project) : done;
    });
  const ofRecord = (caller: Caller, run: (trx: Transaction) => Promise<Result<ProjectId, Problem>>) =>
    act(caller, async (trx) => {
      const done = await run(trx);
      return done.ok ? seeProject(trx, caller.congress, done.value) : done;
    });

  serve(app, oversight.projects, ({ caller, params }) =>
    inTransaction(db, (trx) => seeOversight(trx, caller.congress, params.cycle)),
  );
  serve(app, oversight.makeElected, ({ caller, params }) =>
    ofYear(caller, params.cycle, (trx) => makeElected(trx, caller, params.cycle)),
  );
  serve(app, oversight.make, ({ caller, params, body }) =>
    ofYear(caller, params.cycle, (trx) => makeProject(trx, caller, params.cycle, params.project, body.candidate)),
  );
  serve(app, oversight.topic, ({ caller, params, body }) =>
    ofYear(caller, params.cycle, (trx) => saveTopic(trx, caller, params.cycle, params.topic, body)),
  );
  serve(app, oversight.project, ({ caller, params }) =>
    inTransaction(db, (trx) => seeProject(trx, caller.congress, params.project)),
  );
  serve(app, oversight.publish, ({ caller, params, body }) =>
    ofProject(caller, params.project, (trx) => publishProject(trx, caller, params.project, body.published)),
  );
  serve(app, oversight.reporters, ({ caller, params, body }) =>
    ofProject(caller, params.project, (trx) => setReporters(trx, caller, params.project, body.accounts)),
  );
  serve(app, oversight.plan, ({ caller, params, body }) =>
    ofProject(caller, params.project, (trx) => savePlan(trx, caller, params.project, body)),
  );
  serve(
    app,
    oversight.upload,
    async ({ caller, params, request }) => {
      const part = await uploadedPart(request, FILE_BYTES);
      if (!part.ok) return part;
      const prepared = await prepare(part.value, 'documents');
      return prepared.ok
        ? command(db, (trx) => keepFile(trx, caller.congress, caller.id, params.file, 'project', prepared.value))
        : prepared;
    },
    { upload: true },
  );
  serve(app, oversight.report, ({ caller, params, body }) =>
    ofProject(caller, params.project, (trx) =>
      saveRecord(trx, caller, params.project, params.record, { ...body, kind: 'report', people: '', topic: null }),
    ),
  );
  serve(app, oversight.inspect, ({ caller, params, body }) =>
    ofProject(caller, params.project, (trx) =>
      saveRecord(trx, caller, params.project, params.record, { ...body, kind: 'inspection', spent: null, done: [] }),
    ),
  );
  serve(app, oversight.publishRecord, ({ caller, params, body }) =>
    ofRecord(caller, (trx) => publishRecord(trx, caller, params.record, body.published)),
  );
  serve(app, oversight.withdrawRecord, ({ caller, params, body }) =>
    ofRecord(caller, (trx) => withdrawRecord(trx, caller, params.record, body.reason)),
  );
  serve(app, oversight.matters, async ({ caller, params, query: { after, ...filter } }) =>
    ok(await inTransaction(db, (trx) => seeMatters(trx, caller, params.cycle, filter, after))),
  );
  serve(
    app,
    oversight.mattersWorkbook,
    async ({ caller, params, query, reply }) => {
      const book = await inTransaction(db, (trx) => mattersBook(trx, caller, params.cycle, query));
      if (!book.ok) return book;
      const { head, year, list } = book.value;
      const content = await mattersWorkbook(head, query.kind, list);
      sendFile(reply, content, { type: XLSX, name: `${year}年${listName[query.kind]}.xlsx`, plain: 'matters.xlsx' });
      return ok(undefined);
    },
    { raw: XLSX },
  );
  serve(app, oversight.raise, ({ caller, params, body }) =>
    ofProject(caller, params.project, (trx) => raise(trx, caller, params.project, params.matter, body)),
  );
  serve(app, oversight.answer, ({ caller, params, body }) =>
    act(caller, (trx) => answerMatter(trx, caller, params.matter, body)),
  );
  serve(app, oversight.settle, ({ caller, params, body }) =>
    act(caller, (trx) => settleMatter(trx, caller, params.matter, body.act, body.note)),
  );
  serve(app, oversight.changes, async ({ caller, params }) =>
    ok(
      await inTransaction(db, async (trx) =>
        changesOf(trx, caller.congress, await changesOfCycle(trx, caller.congress, params.cycle)),
      ),
    ),
  );
  serve(app, oversight.requestChange, ({ caller, params, body }) =>
    act(caller, (trx) => requestChange(trx, caller, params.project, params.change, body)),
  );
  serve(app, oversight.withdrawChange, ({ caller, params, body }) =>
    act(caller, (trx) => withdrawChange(trx, caller, params.change, body.reason)),
  );
  serve(app, oversight.decideChange, ({ caller, params, body }) =>
    act(caller, (trx) => decideChange(trx, caller, params.change, body)),
  );
  serve(app, oversight.noticeChange, ({ caller, params, body }) =>
    act(caller, (trx) => noticeChange(trx, caller, params.change, body)),
  );
  serve(app, oversight.reportChange, ({ caller, params, body }) =>
    act(caller, (trx) => reportChange(trx, caller, params.change, body.on)),
  );
  serve(app, oversight.citizenReports, async ({ caller, params, query: { after, ...filter } }) =>
    ok(await inTransaction(db, (trx) => seeReports(trx, caller.congress, params.cycle, filter, after))),
  );
  serve(app, oversight.answerCitizen, ({ caller, params, body }) =>
    act(caller, (trx) => answerCitizen(trx, caller, params.report, body.answer)),
  );
}

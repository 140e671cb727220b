import type { FastifyInstance } from 'fastify';
import { done } from '../../core/contract/common.ts';
import { type Problem, problem } from '../../core/contract/problems.ts';
import { shortlisting as routes } from '../../core/contract/shortlisting.ts';
import { candidateScheme, type ShortlistingRecord, screeningRecord } from '../../core/documents/shortlisting.ts';
import type { CongressId, CycleId } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { importProblem, uploadedFile, uploadedPart } from '../congress/upload.ts';
import { command } from '../database/command.ts';
import { inTransaction, type Transaction } from '../database/pool.ts';
import { candidateWorkbook, readCandidateSheets } from '../documents/candidate-sheets.ts';
import { officialDocx } from '../documents/official/docx.ts';
import { FILE_BYTES, prepare } from '../files/keep.ts';
import type { Caller } from '../http/caller.ts';
import { DOCX, sendFile, XLSX } from '../http/files.ts';
import { serve } from '../http/serve.ts';
import { findCongress } from '../identity/store.ts';
import type { Services } from '../services.ts';
import { bringIn, reserveOf } from './reserve.ts';
import { attachDecision, recordDecision, setMoney } from './settings.ts';
import { importSheets } from './sheet-import.ts';
import { attach, bank, detach, saveSheet, stand } from './sheets.ts';
import { candidateRows, workPage } from './store.ts';
import { answerSuggestions, classify, screen, seeCandidate, seeShortlisting, seeSuggestion } from './work.ts';

/** The same part of a year is announced to the console, and to the kiosks and projector that list its candidates. */
async function announced<T>(
  { db, live }: Services,
  caller: Caller,
  run: (trx: Transaction) => Promise<Result<T, Problem>>,
): Promise<Result<T, Problem>> {
  return command(db, async (trx) => {
    const result = await run(trx);
    if (result.ok)
      for (const topic of ['year', 'session', 'hall'] as const) await live.publish(trx, caller.congress, topic);
    return result;
  });
}

/** Shortlisting: the work table, the candidates' sheets, the decision, the reserve bank and the documents. */
export function registerShortlistingRoutes(app: FastifyInstance, services: Services): void {
  const { db } = services;
  const read = <T>(run: (trx: Transaction) => Promise<T>) => inTransaction(db, run);
  const act = async (caller: Caller, run: (trx: Transaction) => Promise<Result<void, Problem>>) => {
    const result = await announced(services, caller, run);
    return result.ok ? ok(done) : result;
  };

  serve(app, routes.overview, ({ caller, params }) =>
    read((trx) => seeShortlisting(trx, caller.congress, params.cycle)),
  );
  serve(app, routes.ledger, async ({ caller, params, query }) =>
    ok(await read((trx) => workPage(trx, caller.congress, params.cycle, query))),
  );
  serve(app, routes.suggestion, ({ caller, params }) =>
    read((trx) => seeSuggestion(trx, caller.congress, params.cycle, params.suggestion)),
  );
  serve(app, routes.candidate, ({ caller, params }) =>
    read((trx) => seeCandidate(trx, caller.congress, params.cycle, params.candidate)),
  );
  serve(app, routes.answer, ({ caller, params, body }) =>
    act(caller, (trx) => answerSuggestions(trx, caller, params.cycle, body)),
  );
  serve(app, routes.classify, ({ caller, params, body }) =>
    act(caller, (trx) => classify(trx, caller, params.cycle, body.suggestions, body.category)),
  );
  serve(app, routes.screen, ({ caller, params, body }) =>
    act(caller, (trx) => screen(trx, caller, params.cycle, params.subject, body.findings)),
  );
  serve(app, routes.save, ({ caller, params, body }) =>
    act(caller, (trx) => saveSheet(trx, caller, params.cycle, params.candidate, body)),
  );
  serve(app, routes.stand, ({ caller, params, body }) =>
    act(caller, (trx) => stand(trx, caller, params.cycle, params.candidate, body.act, body.reason)),
  );
  serve(app, routes.bank, ({ caller, params, body }) =>
    act(caller, (trx) => bank(trx, caller, params.cycle, params.candidate, body.reason)),
  );
  serve(app, routes.detach, ({ caller, params }) =>
    act(caller, (trx) => detach(trx, caller, params.cycle, params.candidate, params.file)),
  );
  serve(
    app,
    routes.attach,
    async ({ caller, params, request }) => {
      const part = await uploadedPart(request, FILE_BYTES);
      if (!part.ok) return part;
      const prepared = await prepare(part.value, 'documents');
      if (!prepared.ok) return prepared;
      return announced(services, caller, (trx) =>
        attach(trx, caller, params.cycle, params.candidate, params.file, prepared.value),
      );
    },
    { upload: true },
  );
  serve(app, routes.settings, ({ caller, params, body }) =>
    act(caller, (trx) => setMoney(trx, caller, params.cycle, body)),
  );
  serve(app, routes.decide, ({ caller, params, body }) =>
    act(caller, (trx) => recordDecision(trx, caller, params.cycle, body)),
  );
  serve(
    app,
    routes.decisionFile,
    async ({ caller, params, request }) => {
      const part = await uploadedPart(request, FILE_BYTES);
      if (!part.ok) return part;
      const prepared = await prepare(part.value, 'documents');
      if (!prepared.ok) return prepared;
      return announced(services, caller, (trx) =>
        attachDecision(trx, caller, params.cycle, params.file, prepared.value),
      );
    },
    { upload: true },
  );
  serve(app, routes.reserve, async ({ caller, params }) =>
    ok(await read((trx) => reserveOf(trx, caller.congress, params.cycle))),
  );
  serve(app, routes.bringIn, ({ caller, params, body }) =>
    act(caller, (trx) => bringIn(trx, caller, params.cycle, params.subject, body)),
  );
  serve(
    app,
    routes.importCandidates,
    async ({ caller, params, request }) => {
      const file = await uploadedFile(request);
      if (!file.ok) return file;
      const sheets = await readCandidateSheets(file.value);
      if (!sheets.ok) return err(importProblem(sheets.error));
      return announced(services, caller, (trx) => importSheets(trx, caller, params.cycle, file.value, sheets.value));
    },
    { upload: true },
  );
  serve(
    app,
    routes.exportCandidates,
    async ({ caller, params, reply }) => {
      const rows = await read((trx) => candidateRows(trx, caller.congress, params.cycle));
      const listed = rows.filter(({ standing }) => standing === 'listed');
      sendFile(reply, await candidateWorkbook(listed), {
        type: XLSX,
        name: '候选项目表.xlsx',
        plain: 'candidates.xlsx',
      });
      return ok(undefined);
    },
    { raw: XLSX },
  );
  for (const { route, build, name, plain } of [
    { route: routes.screeningRecord, build: screeningRecord, name: '筛选记录.docx', plain: 'screening-record.docx' },
    { route: routes.scheme, build: candidateScheme, name: '候选项目方案.docx', plain: 'scheme.docx' },
  ])
    serve(
      app,
      route,
      async ({ caller, params, reply }) => {
        const record = await read((trx) => recordOf(trx, caller.congress, params.cycle));
        if (!record.ok) return record;
        sendFile(reply, await officialDocx(build(record.value)), { type: DOCX, name, plain });
        return ok(undefined);
      },
      { raw: DOCX },
    );
}

/** What the documents are filled from. */
async function recordOf(
  trx: Transaction,
  congress: CongressId,
  cycle: CycleId,
): Promise<Result<ShortlistingRecord, Problem>> {
  const overview = await seeShortlisting(trx, congress, cycle);
  if (!overview.ok) return overview;
  const place = await findCongress(trx, congress);
  if (!place) return err(problem('not-found'));
  const turnedDown: ShortlistingRecord['turnedDown'][number][] = [];
  for (const answer of ['rejected', 'reserve'] as const)
    turnedDown.push(...(await workPage(trx, congress, cycle, { answer, order: 'newest' }, MOST_ROWS)).rows);
  return ok({
    place: `${place.county}${place.name.replace(/人民代表大会$/, '')}`,
    congress: place.name,
    overview: overview.value,
    turnedDown: turnedDown.sort((a, b) => a.suggestion.number - b.suggestion.number).slice(0, MOST_ROWS),
  });
}

/** Rows that a table of an official document takes. */
const MOST_ROWS = 5000;

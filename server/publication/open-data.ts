import type { FastifyInstance } from 'fastify';
import writeXlsx, { type Cell, type SheetData } from 'write-excel-file/node';
import type { PublicResult } from '../../core/contract/hall.ts';
import { type OpenResult, openData } from '../../core/contract/open-data.ts';
import { type Problem, problem } from '../../core/contract/problems.ts';
import type { ElectionUuid } from '../../core/ids.ts';
import { writePb } from '../../core/pabulib/write.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { stateLabel } from '../../core/rules/reasons.ts';
import { inTransaction } from '../database/pool.ts';
import { sendFile, XLSX } from '../http/files.ts';
import { serve } from '../http/serve.ts';
import type { Services } from '../services.ts';
import { resultOf } from './result.ts';

export function openResult(result: PublicResult): OpenResult {
  const { congress, session, outcome } = result;
  const { attendance, result: decided } = outcome;
  const rows = new Map(decided.projects.map((row) => [row.code, row]));
  return {
    format: 'piaojue-result',
    version: 1,
    note: 'Totals only: the ballot is secret. 只有汇总数：票决是无记名的。',
    congress: { name: congress.name, county: congress.county, level: congress.level },
    session: session.name,
    year: session.year,
    rehearsal: session.rehearsal,
    election: result.uuid,
    kind: result.which.kind,
    medium: result.medium,
    openedAt: result.openedAt,
    closedAt: result.closedAt,
    publishedAt: result.publishedAt,
    entitled: attendance.entitled,
    present: attendance.present,
    issued: attendance.issued,
    returned: attendance.returned,
    void: attendance.void ?? 0,
    notPressed: decided.notPressed,
    quorum: decided.quorum,
    passMark: decided.passMark,
    seats: decided.seats,
    filled: decided.filled,
    valid: decided.validity.kind === 'valid',
    projects: result.projects.map(({ code, title, place, unit, budget, finish }) => {
      const row = rows.get(code)!;
      const { for: yes, against, abstain, elected, state } = row;
      return { code, title, place, unit, budget, finish, for: yes, against, abstain, elected, state };
    }),
    lastEvent: result.lastEvent,
  };
}

/** A text cell, so that nothing typed by anybody is taken for a formula. */
const words = (value: string): Cell => (value === '' ? null : { value, type: String, format: '@' });
const count = (value: number): Cell => ({ value, type: Number });
const heading = (value: string): Cell => ({ value, fontWeight: 'bold', backgroundColor: '#E8EEF7', wrap: true });

/** The result as a workbook: 结果 with every project, 统计 with the figures of the ballot. */
export function resultWorkbook(result: OpenResult): Promise<Buffer> {
  const head = ['编号', '项目名称', '实施地点', '责任单位', '投资（元）', '完成时限', '赞成', '反对', '弃权', '结果'];
  const data: SheetData = [
    head.map(heading),
    ...result.projects.map((row): Cell[] => [
      ...[row.code, row.title, row.place, row.unit].map(words),
      count(row.budget),
      words(row.finish ?? ''),
      ...[row.for, row.against, row.abstain].map(count),
      words(stateLabel(row.state as Parameters<typeof stateLabel>[0]).zh),
    ]),
  ];
  const figures: [string, number][] = [
    ['应到', result.entitled],
    ['实到', result.present],
    ['发出', result.issued],
    ['收回', result.returned],
    ['废票', result.void],
    ['未按', result.notPressed],
    ['法定人数', result.quorum],
    ['当选须赞成', result.passMark],
    ['应选', result.seats],
    ['当选', result.filled],
  ];
  const facts: SheetData = [
    [words('会议'), words(`${result.rehearsal ? '【演练】' : ''}${result.session}`)],
    ...figures.map(([name, value]): Cell[] => [words(name), count(value)]),
    [words('说明'), words(result.note)],
  ];
  return writeXlsx([
    {
      data,
      sheet: '结果',
      columns: [8, 34, 20, 24, 14, 12, 8, 8, 8, 14].map((width) => ({ width })),
      stickyRowsCount: 1,
    },
    { data: facts, sheet: '统计', columns: [{ width: 14 }, { width: 60 }] },
  ]).toBuffer();
}

/** Open data of published results, for anybody. */
export function registerOpenDataRoutes(app: FastifyInstance, { db }: Services): void {
  const found = async (uuid: ElectionUuid): Promise<Result<PublicResult, Problem>> => {
    const result = await inTransaction(db, (trx) => resultOf(trx, uuid));
    // An evaluation has grades, no elected projects.
    return result.ok && result.value.which.kind === 'evaluation' ? err(problem('not-found')) : result;
  };
  const nameOf = (result: PublicResult, ending: string) => `${result.session.name}票决结果.${ending}`;

  serve(app, openData.json, async ({ params }) => {
    const result = await found(params.uuid);
    return result.ok ? ok(openResult(result.value)) : result;
  });
  serve(
    app,
    openData.xlsx,
    async ({ params, reply }) => {
      const result = await found(params.uuid);
      if (!result.ok) return result;
      const content = await resultWorkbook(openResult(result.value));
      sendFile(reply, content, { type: XLSX, name: nameOf(result.value, 'xlsx'), plain: 'result.xlsx' });
      return ok(undefined);
    },
    { raw: XLSX },
  );
  serve(
    app,
    openData.pb,
    async ({ params, reply }) => {
      const result = await found(params.uuid);
      if (!result.ok) return result;
      sendFile(reply, writePb(result.value), {
        type: 'text/plain; charset=utf-8',
        name: nameOf(result.value, 'pb'),
        plain: 'result.pb',
      });
      return ok(undefined);
    },
    { raw: 'text/plain' },
  );
}

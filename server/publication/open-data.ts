import type { FastifyInstance } from 'fastify';
import writeXlsx, { type Cell, type SheetData } from 'write-excel-file/node';
import type { PublicResult } from '../../core/contract/hall.ts';
import { type OpenGrades, type OpenResult, openData } from '../../core/contract/open-data.ts';
import { type Problem, problem } from '../../core/contract/problems.ts';
import type { ElectionUuid } from '../../core/ids.ts';
import { writePb } from '../../core/pabulib/write.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { EvaluationOutcome } from '../../core/rules/evaluation.ts';
import { gradeLabel } from '../../core/rules/grade.ts';
import { stateLabel } from '../../core/rules/reasons.ts';
import { inTransaction } from '../database/pool.ts';
import { count, heading, words } from '../documents/cells.ts';
import { sendFile, XLSX } from '../http/files.ts';
import { serve } from '../http/serve.ts';
import type { Services } from '../services.ts';
import { resultOf } from './result.ts';

/** What a ballot and an evaluation have in common. */
function held(result: PublicResult) {
  const { congress, session, outcome } = result;
  const { attendance, result: decided } = outcome;
  return {
    version: 1,
    note: 'Totals only: the ballot is secret. 只有汇总数：投票是无记名的。',
    congress: { name: congress.name, county: congress.county, level: congress.level },
    session: session.name,
    year: session.year,
    rehearsal: session.rehearsal,
    election: result.uuid,
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
    valid: decided.validity.kind === 'valid',
    lastEvent: result.lastEvent,
  } as const;
}

/** The projects as they stood on the paper, each with what is made of its row. */
const projectsOf = <Row extends { code: string }, Made>(
  result: PublicResult,
  rows: readonly Row[],
  made: (row: Row) => Made,
) => {
  const byCode = new Map(rows.map((row) => [row.code, row]));
  return result.projects.map(({ code, title, place, unit, budget, finish }) => ({
    ...{ code, title, place, unit, budget, finish },
    ...made(byCode.get(code)!),
  }));
};

export function openResult(result: PublicResult): OpenResult {
  const { passMark, seats, filled, projects } = result.outcome.result;
  return {
    format: 'piaojue-result',
    ...held(result),
    kind: result.which.kind,
    ...{ passMark, seats, filled },
    projects: projectsOf(result, projects, ({ for: yes, against, abstain, elected, state }) => ({
      ...{ for: yes, against, abstain, elected, state },
    })),
  };
}

function openGrades(result: PublicResult, { projects }: EvaluationOutcome): OpenGrades {
  return {
    format: 'piaojue-evaluation',
    ...held(result),
    mark: result.outcome.result.passMark,
    projects: projectsOf(result, projects, ({ satisfied, basicallySatisfied, unsatisfied, abstain, outcome }) => ({
      ...{ satisfied, basicallySatisfied, unsatisfied, abstain, grade: outcome?.grade ?? null },
    })),
  };
}

const opened = (result: PublicResult): OpenResult | OpenGrades => {
  const { evaluation } = result.outcome;
  return evaluation ? openGrades(result, evaluation) : openResult(result);
};

const projectHead = ['编号', '项目名称', '实施地点', '责任单位', '投资（元）', '完成时限'];
const projectWidths = [8, 34, 20, 24, 14, 12];
const projectCells = (row: OpenResult['projects'][number] | OpenGrades['projects'][number]): Cell[] => [
  ...[row.code, row.title, row.place, row.unit].map(words),
  count(row.budget),
  words(row.finish ?? ''),
];

/** 结果 with every project, 统计 with the figures of the ballot. */
function workbook(
  result: OpenResult | OpenGrades,
  head: readonly string[],
  rows: readonly (readonly Cell[])[],
  more: readonly (readonly [string, number])[],
): Promise<Buffer> {
  const figures: (readonly [string, number])[] = [
    ['应到', result.entitled],
    ['实到', result.present],
    ['发出', result.issued],
    ['收回', result.returned],
    ['废票', result.void],
    ['未按', result.notPressed],
    ['法定人数', result.quorum],
    ...more,
  ];
  const facts: SheetData = [
    [words('会议'), words(`${result.rehearsal ? '【演练】' : ''}${result.session}`)],
    ...figures.map(([name, value]): Cell[] => [words(name), count(value)]),
    [words('说明'), words(result.note)],
  ];
  const widths = [...projectWidths, ...head.slice(0, -1).map(() => 9), 14];
  return writeXlsx([
    {
      data: [[...projectHead, ...head].map(heading), ...rows.map((row) => [...row])],
      sheet: '结果',
      columns: widths.map((width) => ({ width })),
      stickyRowsCount: 1,
    },
    { data: facts, sheet: '统计', columns: [{ width: 14 }, { width: 60 }] },
  ]).toBuffer();
}

/** The result of a ballot or an evaluation as a workbook. */
export function resultWorkbook(result: OpenResult | OpenGrades): Promise<Buffer> {
  if (result.format === 'piaojue-evaluation')
    return workbook(
      result,
      ['满意', '基本满意', '不满意', '弃权', '等次'],
      result.projects.map((row) => [
        ...projectCells(row),
        ...[row.satisfied, row.basicallySatisfied, row.unsatisfied, row.abstain].map(count),
        words(row.grade === null ? '无结果' : gradeLabel(row.grade).zh),
      ]),
      [['评定须达到', result.mark]],
    );
  return workbook(
    result,
    ['赞成', '反对', '弃权', '结果'],
    result.projects.map((row) => [
      ...projectCells(row),
      ...[row.for, row.against, row.abstain].map(count),
      words(stateLabel(row.state as Parameters<typeof stateLabel>[0]).zh),
    ]),
    [
      ['当选须赞成', result.passMark],
      ['应选', result.seats],
      ['当选', result.filled],
    ],
  );
}

/** Open data of published results, for anybody. */
export function registerOpenDataRoutes(app: FastifyInstance, { db }: Services): void {
  const found = (uuid: ElectionUuid): Promise<Result<PublicResult, Problem>> =>
    inTransaction(db, (trx) => resultOf(trx, uuid));
  const nameOf = ({ session, which }: PublicResult, ending: string) =>
    `${session.name}${which.kind === 'evaluation' ? '测评' : '票决'}结果.${ending}`;

  serve(app, openData.json, async ({ params }) => {
    const result = await found(params.uuid);
    return result.ok ? ok(opened(result.value)) : result;
  });
  serve(
    app,
    openData.xlsx,
    async ({ params, reply }) => {
      const result = await found(params.uuid);
      if (!result.ok) return result;
      const content = await resultWorkbook(opened(result.value));
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
      if (result.value.which.kind === 'evaluation') return err(problem('no-pb-of-grades'));
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

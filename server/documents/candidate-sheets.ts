/** Candidates with their whole sheets as a workbook: what is written here is read again without loss. */
import writeXlsx, { type Cell as Written } from 'write-excel-file/node';
import type { CandidateRow, Milestone, SheetForm } from '../../core/contract/shortlisting.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { CANDIDATE_COLUMNS, type CandidateKey, readBudget, readDate } from './candidates.ts';
import { type ColumnSpec, readColumns } from './columns.ts';
import { type BadRows, badRows, isExample, Problems, textOf } from './fields.ts';
import { readSheets } from './sheet.ts';
import { type Cell, emptySheet, type SheetData, type SheetProblem } from './sheet-types.ts';

/** A sheet as a table has it: the category by its name. */
export type SheetRecord = Omit<SheetForm, 'category'> & { readonly category: string };

type MoreKey = 'category' | 'target' | 'source' | 'starts' | 'feasibility' | 'milestones';
const more: readonly ColumnSpec<MoreKey>[] = [
  { key: 'category', heading: '类别', synonyms: ['项目类别', 'category'], required: false },
  { key: 'target', heading: '建设目标', synonyms: ['目标', 'target'], required: false },
  { key: 'source', heading: '资金来源', synonyms: ['资金渠道', 'source', 'funding source'], required: false },
  { key: 'starts', heading: '开工时间', synonyms: ['开工日期', '计划开工时间', 'starts', 'start'], required: false },
  { key: 'feasibility', heading: '可行性', synonyms: ['可行性说明', '可行性论证', 'feasibility'], required: false },
  {
    key: 'milestones',
    heading: '年度节点',
    synonyms: ['年度实施节点', '里程碑', 'milestones'],
    required: false,
  },
];

/** Only what names a candidate must be there: a sheet is written bit by bit. */
const COLUMNS: readonly ColumnSpec<CandidateKey | MoreKey>[] = [
  ...CANDIDATE_COLUMNS.map((spec) => ({ ...spec, required: spec.key === 'code' || spec.key === 'title' })),
  ...more,
];

export async function readCandidateSheets(bytes: Uint8Array): Promise<Result<SheetRecord[], SheetProblem | BadRows>> {
  const sheets = await readSheets(bytes);
  return sheets.ok ? sheetsOf(sheets.value) : sheets;
}

/** The same from sheets already read. */
export function sheetsOf(sheets: readonly SheetData[]): Result<SheetRecord[], SheetProblem | BadRows> {
  const list = readColumns(sheets, COLUMNS);
  if (!list.ok) return list;
  const problems = new Problems();
  const codes = new Map<string, number>();
  const records: SheetRecord[] = [];
  for (const { row, cells } of list.value) {
    if (isExample(cells.code)) continue;
    const may = (column: string, cell: Cell, max: number): string | null =>
      textOf(cell) === '' ? '' : problems.text(row, column, cell, max);
    const day = (column: string, cell: Cell): string | null =>
      textOf(cell) === '' ? null : readDate(problems, row, cell, column);
    const before = problems.list.length;
    const record = {
      code: problems.unique(row, '编号', cells.code, 20, codes),
      title: problems.text(row, '项目名称', cells.title, 80),
      content: may('建设内容', cells.content, 2000),
      place: may('建设地点', cells.place, 120),
      budget: textOf(cells.budget) === '' || textOf(cells.budget) === '0' ? 0 : readBudget(problems, row, cells.budget),
      unit: may('责任单位', cells.unit, 80),
      finish: day('完成时限', cells.finish),
      category: may('类别', cells.category, 40),
      target: may('建设目标', cells.target, 1000),
      source: may('资金来源', cells.source, 300),
      starts: day('开工时间', cells.starts),
      feasibility: may('可行性', cells.feasibility, 2000),
      milestones: readMilestones(problems, row, cells.milestones),
    };
    if (problems.list.length === before) records.push(record as SheetRecord);
  }
  if (problems.list.length > 0) return err(badRows(problems.list));
  return records.length > 0 ? ok(records) : err(emptySheet);
}

/** One a line: 2027-06-30 完成主体. */
function readMilestones(problems: Problems, row: number, cell: Cell): Milestone[] {
  const lines = textOf(cell)
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean);
  return lines.flatMap((line) => {
    const parts = /^(\S+?)[\s:：]+(.+)$/s.exec(line);
    const by = readDate(problems, row, parts?.[1] ?? line, '年度节点');
    return by && parts ? [{ by, text: parts[2]!.trim().slice(0, 200) }] : [];
  });
}

const HEADING = { fontWeight: 'bold', backgroundColor: '#E8EEF7', alignVertical: 'center' } as const;
/** A text cell, so that 001 keeps its form and nothing typed by anybody is taken for a formula. */
const words = (value: string): Written => (value === '' ? null : { value, type: String, format: '@', wrap: true });
const count = (value: number): Written => ({ value, type: Number, format: '#,##0' });

const WRITTEN: readonly [heading: string, width: number, cell: (one: CandidateRow) => Written][] = [
  ['编号', 8, (one) => words(one.code)],
  ['项目名称', 36, (one) => words(one.title)],
  ['建设内容', 60, (one) => words(one.content)],
  ['建设地点', 20, (one) => words(one.place)],
  ['预算（元）', 16, (one) => count(one.budget)],
  ['责任单位', 20, (one) => words(one.unit)],
  ['完成时限', 14, (one) => words(one.finish ?? '')],
  ['类别', 12, (one) => words(one.categoryName ?? '')],
  ['建设目标', 36, (one) => words(one.target)],
  ['资金来源', 24, (one) => words(one.source)],
  ['开工时间', 14, (one) => words(one.starts ?? '')],
  ['可行性', 36, (one) => words(one.feasibility)],
  ['年度节点', 36, (one) => words(one.milestones.map(({ by, text }) => `${by} ${text}`).join('\n'))],
  // Counted by the system, not read again.
  ['合并建议数', 12, (one) => count(one.suggestions)],
  ['需求人数', 12, (one) => count(one.demand)],
];

/** The candidates as a workbook. */
export function candidateWorkbook(list: readonly CandidateRow[]): Promise<Buffer> {
  const data = [
    WRITTEN.map(([value]): Written => ({ value, ...HEADING })),
    ...list.map((one) => WRITTEN.map(([, , cell]) => cell(one))),
  ];
  return writeXlsx([
    { data, sheet: '候选项目', columns: WRITTEN.map(([, width]) => ({ width })), stickyRowsCount: 1 },
  ]).toBuffer();
}

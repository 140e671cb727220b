import { err, ok, type Result } from '../../core/result.ts';
import { type ColumnSpec, readColumns } from './columns.ts';
import { type BadRows, badRows, isExample, Problems, plainOf } from './fields.ts';
import { readSheets } from './sheet.ts';
import { type Cell, emptySheet, type SheetData, type SheetProblem } from './sheet-types.ts';

/** One candidate project of an imported list (候选项目). */
export interface CandidateRecord {
  readonly row: number;
  readonly code: string;
  readonly title: string;
  readonly content: string;
  readonly place: string;
  /** Whole yuan, more than 0. */
  readonly budgetYuan: number;
  readonly unit: string;
  /** 完成时限, `YYYY-MM-DD`. */
  readonly finishDate: string;
}

export type CandidateKey = 'code' | 'title' | 'content' | 'place' | 'budget' | 'unit' | 'finish';

export const CANDIDATE_COLUMNS: readonly ColumnSpec<CandidateKey>[] = [
  {
    key: 'code',
    heading: '编号',
    synonyms: ['项目编号', '序号', 'code', 'number', 'no', 'no.', 'project code'],
    required: true,
  },
  {
    key: 'title',
    heading: '项目名称',
    synonyms: ['名称', '项目', 'title', 'name', 'project', 'project title'],
    required: true,
  },
  {
    key: 'content',
    heading: '建设内容',
    synonyms: ['项目内容', '主要内容', '建设内容及规模', '主要建设内容', 'content', 'description'],
    required: true,
  },
  {
    key: 'place',
    heading: '建设地点',
    synonyms: ['项目地点', '实施地点', '地点', 'place', 'location'],
    required: true,
  },
  {
    key: 'budget',
    heading: '预算（元）',
    synonyms: [
      '预算',
      '预算金额',
      '预算金额（元）',
      '投资（元）',
      '总投资（元）',
      '估算投资（元）',
      'budget',
      'budget yuan',
      'budget cny',
    ],
    required: true,
    refuse: {
      // A column of ten-thousands read as yuan would be wrong ten-thousandfold without anybody noticing.
      pattern: /(预算|投资|金额|budget).*(万|10k|tenthousand)/,
      zh: '预算一栏的单位为万元，请换算为元，并把表头改为“预算（元）”后再上传',
      en: 'The budget column is in units of ten thousand yuan: convert it to yuan and name the column 预算（元）',
    },
  },
  {
    key: 'unit',
    heading: '责任单位',
    synonyms: ['牵头单位', '实施单位', '承办单位', 'unit', 'responsible unit', 'responsible'],
    required: true,
  },
  {
    key: 'finish',
    heading: '完成时限',
    synonyms: ['完成时间', '完成日期', '计划完成时间', 'finish', 'finish date', 'deadline', 'due'],
    required: true,
  },
];

/** Reads an uploaded list of candidates: all of it, or nothing and every bad cell. */
export async function readCandidates(bytes: Uint8Array): Promise<Result<CandidateRecord[], SheetProblem | BadRows>> {
  const sheets = await readSheets(bytes);
  return sheets.ok ? candidatesOf(sheets.value) : sheets;
}

/** The same from sheets already read. */
export function candidatesOf(sheets: readonly SheetData[]): Result<CandidateRecord[], SheetProblem | BadRows> {
  const list = readColumns(sheets, CANDIDATE_COLUMNS);
  if (!list.ok) return list;
  const problems = new Problems();
  const codes = new Map<string, number>();
  const records: CandidateRecord[] = [];
  for (const { row, cells } of list.value) {
    if (isExample(cells.code)) continue;
    const code = problems.unique(row, '编号', cells.code, 20, codes);
    const title = problems.text(row, '项目名称', cells.title, 100);
    const content = problems.text(row, '建设内容', cells.content, 2000);
    const place = problems.text(row, '建设地点', cells.place, 200);
    const budgetYuan = readBudget(problems, row, cells.budget);
    const unit = problems.text(row, '责任单位', cells.unit, 100);
    const finishDate = readDate(problems, row, cells.finish);
    if (
      code !== null &&
      title !== null &&
      content !== null &&
      place !== null &&
      budgetYuan !== null &&
      unit !== null &&
      finishDate !== null
    )
      records.push({ row, code, title, content, place, budgetYuan, unit, finishDate });
  }
  if (problems.list.length > 0) return err(badRows(problems.list));
  return records.length > 0 ? ok(records) : err(emptySheet);
}

/** Whole yuan as people write them: 1,200,000, ￥1200000元, full-width digits. Never guesses a unit: 万元 is refused with the figure to write. */
export function readBudget(problems: Problems, row: number, cell: Cell): number | null {
  const column = '预算（元）';
  const value = plainOf(cell);
  if (value === '')
    return problems.add(
      row,
      column,
      '',
      'required',
      '不能为空，请填写以元为单位的金额',
      'is empty: write the amount in yuan',
    );
  const bare = value
    .replace(/\s/g, '')
    .replace(/^(¥|cny|rmb|人民币)/i, '')
    .replace(/(元整?|圆整?)$/, '');
  const wan = /^([\d.,]+)万$/.exec(bare);
  if (bare.includes('万')) {
    const yuan = wan ? Math.round(Number(wan[1]!.replaceAll(',', '')) * 10_000) : Number.NaN;
    const hint = Number.isSafeInteger(yuan) ? `${yuan}` : '1200000';
    return problems.add(
      row,
      column,
      value,
      'ten-thousands',
      `请以元为单位填写，例如 ${hint}`,
      `write it in yuan, not in ten thousands: for example ${hint}`,
    );
  }
  const number = /^(\d+|\d{1,3}(,\d{3})+)(\.\d+)?$/.test(bare) ? Number(bare.replaceAll(',', '')) : Number.NaN;
  if (!Number.isFinite(number) || number <= 0 || number > 1e12)
    return problems.add(
      row,
      column,
      value,
      'not-a-budget',
      '不是有效的金额，请填写以元为单位的数字，例如 1200000',
      'is not an amount: write a number in yuan such as 1200000',
    );
  if (!Number.isInteger(number))
    return problems.add(row, column, value, 'not-whole-yuan', '请填写整数元', 'write whole yuan');
  return number;
}

/** A day as `YYYY-MM-DD`: a date cell, 2027-12-31, 2027/12/31, 2027.12.31, 20271231, 2027年12月31日; a month alone means its last day. */
export function readDate(problems: Problems, row: number, cell: Cell, column = '完成时限'): string | null {
  const value = plainOf(cell);
  if (value === '')
    return problems.add(
      row,
      column,
      '',
      'required',
      '不能为空，请填写日期，例如 2027-12-31',
      'is empty: write a date such as 2027-12-31',
    );
  const text = value.replace(/\s/g, '').replace(/(底|末)?(前|之前|以前)?$/, '');
  const parts =
    /^(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?$/.exec(text) ??
    /^(\d{4})年(\d{1,2})月(?:(\d{1,2})[日号])?$/.exec(text) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (parts) {
    const [year, month] = [Number(parts[1]), Number(parts[2])];
    const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
    const day = parts[3] === undefined ? last : Number(parts[3]);
    if (year >= 2000 && year <= 2100 && month >= 1 && month <= 12 && day >= 1 && day <= last)
      return [year, month, day].map((part) => String(part).padStart(2, '0')).join('-');
  }
  return problems.add(
    row,
    column,
    value,
    'not-a-date',
    '不是有效的日期，请填写到月或者日，例如 2027年12月、2027-12-31',
    'is not a date: write a month or a day, such as 2027年12月 or 2027-12-31',
  );
}

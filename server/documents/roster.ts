import { err, ok, type Result } from '../../core/result.ts';
import { type ColumnSpec, readColumns } from './columns.ts';
import { type BadRows, badRows, isExample, Problems, plainOf } from './fields.ts';
import { readSheets } from './sheet.ts';
import { type Cell, emptySheet, type SheetData, type SheetProblem } from './sheet-types.ts';

/** One deputy of an imported list (代表名单). */
export interface DeputyRecord {
  /** Row in the file, for messages. */
  readonly row: number;
  /** 编号: tells deputies of the same name apart; unique in the file; text, so that 001 stays 001. */
  readonly number: string;
  readonly name: string;
  readonly sex: 'male' | 'female' | null;
  readonly delegation: string;
  /** 在任: only deputies in office count for the quorum. */
  readonly inOffice: boolean;
  readonly phone: string | null;
}

export type RosterKey = 'number' | 'name' | 'sex' | 'delegation' | 'inOffice' | 'phone';

export const ROSTER_COLUMNS: readonly ColumnSpec<RosterKey>[] = [
  {
    key: 'number',
    heading: '编号',
    synonyms: ['代表编号', '代表证号', '序号', '代表号', 'number', 'no', 'no.', 'deputy number'],
    required: true,
  },
  { key: 'name', heading: '姓名', synonyms: ['代表姓名', '名字', 'name', 'deputy', 'full name'], required: true },
  { key: 'sex', heading: '性别', synonyms: ['sex', 'gender'], required: false },
  {
    key: 'delegation',
    heading: '代表团',
    synonyms: ['所属代表团', '所在代表团', '代表小组', 'delegation'],
    required: true,
  },
  {
    key: 'inOffice',
    heading: '在任',
    synonyms: ['是否在任', '在任（是/否）', 'in office', 'serving'],
    required: false,
  },
  {
    key: 'phone',
    heading: '电话',
    synonyms: ['联系电话', '手机', '手机号', '手机号码', '电话号码', 'phone', 'mobile', 'telephone'],
    required: false,
  },
];

/** Reads an uploaded deputy list: all of it, or nothing and every bad cell. */
export async function readRoster(bytes: Uint8Array): Promise<Result<DeputyRecord[], SheetProblem | BadRows>> {
  const sheets = await readSheets(bytes);
  return sheets.ok ? rosterOf(sheets.value) : sheets;
}

/** The same from sheets already read. Deputies of the same name are allowed; the same number twice is not. */
export function rosterOf(sheets: readonly SheetData[]): Result<DeputyRecord[], SheetProblem | BadRows> {
  const list = readColumns(sheets, ROSTER_COLUMNS);
  if (!list.ok) return list;
  const problems = new Problems();
  const numbers = new Map<string, number>();
  const records: DeputyRecord[] = [];
  for (const { row, cells } of list.value) {
    if (isExample(cells.number)) continue;
    const number = problems.unique(row, '编号', cells.number, 20, numbers);
    const name = nameOf(problems, row, cells.name);
    const sex = sexOf(problems, row, cells.sex);
    const delegation = problems.text(row, '代表团', cells.delegation, 50);
    const inOffice = yesNo(problems, row, cells.inOffice);
    const phone = phoneOf(problems, row, cells.phone);
    if (number !== null && name !== null && delegation !== null && inOffice !== null)
      records.push({ row, number, name, sex, delegation, inOffice, phone });
  }
  if (problems.list.length > 0) return err(badRows(problems.list));
  return records.length > 0 ? ok(records) : err(emptySheet);
}

/** Names of two characters are often padded to three for the look of the column: spaces between Chinese characters are dropped. */
function nameOf(problems: Problems, row: number, cell: Cell): string | null {
  const value = problems.text(row, '姓名', cell, 50);
  return value?.replace(/(?<=\p{Script=Han})\s+(?=\p{Script=Han})/gu, '').replace(/\s+/g, ' ') ?? null;
}

function sexOf(problems: Problems, row: number, cell: Cell): DeputyRecord['sex'] {
  const value = plainOf(cell).toLowerCase();
  if (value === '') return null;
  if (['男', '男性', 'm', 'male'].includes(value)) return 'male';
  if (['女', '女性', 'f', 'female'].includes(value)) return 'female';
  return problems.add(
    row,
    '性别',
    value,
    'not-a-sex',
    '请填“男”或者“女”，也可以不填',
    'write 男 or 女, or leave it empty',
  );
}

function yesNo(problems: Problems, row: number, cell: Cell): boolean | null {
  const value = plainOf(cell).toLowerCase();
  if (['', '是', '在任', 'yes', 'y', 'true', '1', '√'].includes(value)) return true;
  if (['否', '不在任', 'no', 'n', 'false', '0', '×'].includes(value)) return false;
  return problems.add(
    row,
    '在任',
    value,
    'not-yes-no',
    '请填“是”或者“否”，不填为“是”',
    'write 是 or 否; empty means 是',
  );
}

function phoneOf(problems: Problems, row: number, cell: Cell): string | null {
  const value = plainOf(cell).replace(/\s/g, '');
  if (value === '') return null;
  if (/^\+?\d[\d-]{5,18}\d$/.test(value)) return value;
  return problems.add(
    row,
    '电话',
    value,
    'not-a-phone',
    '不是电话号码，请更正或者留空',
    'is not a telephone number: correct it or leave it empty',
  );
}

/** Reading single cells the way people fill them in, and reporting those that cannot be read. */
import type { Cell } from './sheet-types.ts';

export type RowCode =
  | 'required'
  | 'too-long'
  | 'bad-characters'
  | 'duplicate'
  | 'not-yes-no'
  | 'not-a-sex'
  | 'not-a-phone'
  | 'not-a-budget'
  | 'ten-thousands'
  | 'not-whole-yuan'
  | 'not-a-date'
  | 'not-a-count'
  | 'unknown-name';

/** One cell that must be corrected. `value` is what was read, as text. */
export interface RowProblem {
  readonly row: number;
  /** Heading of the template. */
  readonly column: string;
  readonly value: string;
  readonly code: RowCode;
  readonly zh: string;
  readonly en: string;
}

/** Why nothing was imported although the file could be read: every bad cell, not only the first. */
export interface BadRows {
  readonly code: 'bad-rows';
  readonly zh: string;
  readonly en: string;
  readonly rows: readonly RowProblem[];
}

export function badRows(rows: readonly RowProblem[]): BadRows {
  const count = new Set(rows.map((problem) => problem.row)).size;
  return {
    code: 'bad-rows',
    zh: `有 ${count} 行需要更正，本次没有导入任何内容，请更正后重新上传`,
    en: `${count} ${count === 1 ? 'row needs' : 'rows need'} correcting; nothing was imported. Correct them and upload the file again`,
    rows,
  };
}

/** A cell as the text a person sees in it, without invisible characters and outer spaces. */
export function textOf(cell: Cell): string {
  if (cell === null) return '';
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  if (typeof cell === 'boolean') return cell ? '是' : '否';
  return String(cell)
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060\ufeff]/g, '')
    .trim();
}

/** Text of figures and signs in their plain form: full-width digits become ordinary ones. Not for names, whose rare characters it could change. */
export function plainOf(cell: Cell): string {
  return textOf(cell).normalize('NFKC').trim();
}

/** Collects the problems of one file while its cells are read. */
export class Problems {
  readonly list: RowProblem[] = [];

  /** Notes a problem and returns null, so that a reader can `return problems.add(…)`. */
  add(row: number, column: string, value: string, code: RowCode, zh: string, en: string): null {
    this.list.push({
      row,
      column,
      value,
      code,
      zh: `第 ${row} 行“${column}”：${zh}`,
      en: `Row ${row}, ${column}: ${en}`,
    });
    return null;
  }

  /** A text that must be there and fit; line breaks inside are kept for long texts only. */
  text(row: number, column: string, cell: Cell, max: number): string | null {
    const value = textOf(cell);
    if (value === '')
      return this.add(
        row,
        column,
        '',
        'required',
        '不能为空，请填写（合并的单元格请取消合并后逐行填写，公式请粘贴为数值）',
        'is empty: fill it in (split merged cells and fill each row; paste formulas as values)',
      );
    // Counted in characters, not in UTF-16 units: rare Chinese characters take two of those.
    const length = [...value].length;
    if (length > max)
      return this.add(
        row,
        column,
        value,
        'too-long',
        `有 ${length} 个字，不得超过 ${max} 个字`,
        `has ${length} characters, at most ${max} are allowed`,
      );
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for.
    if (/[\u0000-\u0008\u000b-\u001f\u007f\ufffd]/.test(value.replaceAll('\r\n', '\n')))
      return this.add(
        row,
        column,
        value,
        'bad-characters',
        '含有无法显示的字符，请重新输入',
        'contains characters that cannot be shown: type it again',
      );
    return value;
  }

  /** As `text`, for a code that must not occur twice. `seen` maps codes to the rows where they stand. */
  unique(row: number, column: string, cell: Cell, max: number, seen: Map<string, number>): string | null {
    const value = this.text(row, column, typeof cell === 'string' ? plainOf(cell) : cell, max);
    if (value === null) return null;
    const before = seen.get(value);
    if (before !== undefined)
      return this.add(
        row,
        column,
        value,
        'duplicate',
        `与第 ${before} 行重复，请改为不同的编号`,
        `is the same as in row ${before}: give it another number`,
      );
    seen.set(value, row);
    return value;
  }
}

/** Rows the templates carry as examples (编号 例1, 示例2): explained there, left out here. */
export function isExample(cell: Cell): boolean {
  return /^(示例|例)\d*$/.test(plainOf(cell));
}

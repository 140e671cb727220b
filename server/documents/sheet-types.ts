/** What an uploaded spreadsheet becomes, and what can be wrong with the file as a whole. */

/** One cell: dates are midnight UTC of the day written in the sheet; an empty cell, a formula without a stored result and an error value are null. */
export type Cell = string | number | boolean | Date | null;

export interface SheetRow {
  /** Row number as the spreadsheet program shows it, from 1. */
  readonly row: number;
  readonly cells: readonly Cell[];
}

/** One sheet, without blank rows. */
export interface SheetData {
  readonly name: string;
  readonly rows: readonly SheetRow[];
}

export const SHEET_LIMITS = {
  /** Size of the uploaded file. */
  fileBytes: 10 * 1024 * 1024,
  /** Sum of the uncompressed sizes in an .xlsx archive: a small file can unpack to hundreds of megabytes. */
  unpackedBytes: 20 * 1024 * 1024,
  rows: 20_000,
  /** Cells to the right of this are dropped; extra columns are tolerated, not read. */
  columns: 100,
  milliseconds: 20_000,
} as const;

export type SheetCode = 'not-a-spreadsheet' | 'too-large' | 'too-many-rows' | 'wrong-columns' | 'empty';

/** Why the file cannot be used at all, with what to do, in both languages. */
export interface SheetProblem {
  readonly code: SheetCode;
  readonly zh: string;
  readonly en: string;
}

const SAVE_AS = {
  zh: '请用表格软件打开后另存为 .xlsx 或者 .csv 文件再上传',
  en: 'open it in a spreadsheet program, save it as .xlsx or .csv, and upload that',
};

export const notASpreadsheet: SheetProblem = {
  code: 'not-a-spreadsheet',
  zh: `上传的文件不是可读取的表格，${SAVE_AS.zh}`,
  en: `The file is not a readable spreadsheet: ${SAVE_AS.en}`,
};

/** Workbooks of Excel 97–2003, and any workbook locked with a password, share one outer form. */
export const oldOrLocked: SheetProblem = {
  code: 'not-a-spreadsheet',
  zh: `上传的是旧版 .xls 文件或者设有打开密码的文件，请取消密码，${SAVE_AS.zh}`,
  en: `The file is an old .xls workbook or is locked with a password: remove the password, ${SAVE_AS.en}`,
};

export const tooLarge: SheetProblem = {
  code: 'too-large',
  zh: '文件过大（上传不超过 10 MB，展开不超过 20 MB），请删去图片、多余的工作表和空白行列后再上传',
  en: 'The file is too large (10 MB to upload, 20 MB unpacked): remove pictures, other sheets and blank rows or columns, and upload it again',
};

export const tooManyRows: SheetProblem = {
  code: 'too-many-rows',
  zh: `表格超过 ${SHEET_LIMITS.rows} 行，请核对是否选错文件，或者分次导入`,
  en: `The sheet has more than ${SHEET_LIMITS.rows} rows: check that it is the right file, or import it in parts`,
};

export const emptySheet: SheetProblem = {
  code: 'empty',
  zh: '表格中没有可导入的内容，请在表头下面逐行填写（示例行不导入）后再上传',
  en: 'The sheet holds nothing to import: fill in rows below the heading (example rows are left out) and upload it again',
};

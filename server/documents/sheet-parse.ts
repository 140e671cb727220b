/** Bytes → sheets. Runs inside the worker only: what it is given may be made to exhaust time and memory. */
import { parse } from 'csv-parse/sync';
import readXlsx from 'read-excel-file/universal';
import { err, ok, type Result } from '../../core/result.ts';
import {
  type Cell,
  emptySheet,
  notASpreadsheet,
  oldOrLocked,
  SHEET_LIMITS,
  type SheetData,
  type SheetProblem,
  tooLarge,
  tooManyRows,
} from './sheet-types.ts';
import { checkArchive } from './zip-check.ts';

/** Reads .xlsx or .csv, told apart by content: a name or a media type is what the sender claims. */
export async function parseSheets(bytes: Buffer): Promise<Result<SheetData[], SheetProblem>> {
  if (bytes.length === 0) return err(emptySheet);
  if (bytes.length > SHEET_LIMITS.fileBytes) return err(tooLarge);
  if (startsWith(bytes, [0x50, 0x4b])) return parseXlsx(bytes);
  if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) return err(oldOrLocked);
  return parseCsv(bytes);
}

async function parseXlsx(bytes: Buffer): Promise<Result<SheetData[], SheetProblem>> {
  const archive = await checkArchive(bytes);
  if (archive === 'too-large') return err(tooLarge);
  if (archive === 'broken') return err(notASpreadsheet);
  let workbook: { sheet: string; data: unknown[][] }[];
  try {
    // The "universal" build reads by the archive's directory, which was checked; the Node build would trust each entry's own header.
    workbook = await readXlsx(new Uint8Array(bytes).buffer);
  } catch {
    return err(notASpreadsheet);
  }
  return collect(workbook.map(({ sheet, data }) => ({ name: sheet, grid: data as Cell[][] })));
}

function parseCsv(bytes: Buffer): Result<SheetData[], SheetProblem> {
  const text = decode(bytes);
  if (text === null) return err(notASpreadsheet);
  let grid: string[][];
  try {
    grid = parse(text, {
      delimiter: delimiterOf(text),
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: false,
      max_record_size: 1024 * 1024,
      to: 5 * SHEET_LIMITS.rows,
    });
  } catch {
    return err(notASpreadsheet);
  }
  return collect([{ name: '', grid }]);
}

/** Drops blank rows and overlong tails; keeps the row numbers. */
function collect(
  sheets: readonly { name: string; grid: readonly (readonly Cell[])[] }[],
): Result<SheetData[], SheetProblem> {
  const result: SheetData[] = [];
  for (const { name, grid } of sheets) {
    const rows = grid
      .map((cells, index) => ({ row: index + 1, cells: cells.slice(0, SHEET_LIMITS.columns) }))
      .filter(({ cells }) => cells.some((cell) => cell !== null && String(cell).trim() !== ''));
    if (rows.length > SHEET_LIMITS.rows) return err(tooManyRows);
    if (rows.length > 0) result.push({ name, rows });
  }
  return result.length > 0 ? ok(result) : err(emptySheet);
}

/**
 * UTF-16 with a mark (Excel's "Unicode text"), else UTF-8, else GB18030 (what Chinese Excel writes as .csv). Strict: bytes that
 * are not text are refused and not shown as garbage. Null for what is no text.
 */
function decode(bytes: Buffer): string | null {
  const wide = startsWith(bytes, [0xff, 0xfe]);
  for (const encoding of wide ? ['utf-16le'] : ['utf-8', 'gb18030']) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what tells binary data from text.
      return /[\u0000-\u0008\u000e-\u001f]/.test(text) || /^\s*(<|%PDF|\{\\rtf)/.test(text) ? null : text;
    } catch {
      // Not this encoding: try the next.
    }
  }
  return null;
}

/** The separator that occurs most in the first line that has any. */
function delimiterOf(text: string): string {
  for (const line of text.slice(0, 20_000).split(/\r?\n/)) {
    const counts = [',', '\t', ';'].map((mark) => ({ mark, count: line.split(mark).length - 1 }));
    const best = counts.reduce((a, b) => (b.count > a.count ? b : a));
    if (best.count > 0) return best.mark;
  }
  return ',';
}

function startsWith(bytes: Buffer, magic: readonly number[]): boolean {
  return magic.every((byte, index) => bytes[index] === byte);
}

/** Finds the heading row of a list and reads the rows below it by column name. */
import { err, ok, type Result } from '../../core/result.ts';
import { type Cell, emptySheet, type SheetData, type SheetProblem } from './sheet-types.ts';

export interface ColumnSpec<Key extends string> {
  readonly key: Key;
  /** The heading of the template. */
  readonly heading: string;
  /** Other headings that mean the same; compared without spaces, brackets and case. */
  readonly synonyms: readonly string[];
  /** Whether the column must be there. */
  readonly required: boolean;
  /** A heading that looks like this column but must not be taken for it, with the reason. */
  readonly refuse?: { readonly pattern: RegExp; readonly zh: string; readonly en: string };
}

export interface ListRow<Key extends string> {
  readonly row: number;
  readonly cells: Readonly<Record<Key, Cell>>;
}

/** How far down a heading is looked for: titles, dates and notes commonly stand above it. */
const HEADING_WITHIN = 10;

/**
 * The rows of the first sheet that has all required columns, whatever their order and whatever other columns there are.
 * `wrong-columns` names what is missing and what was found; `empty` when nothing stands below the heading.
 */
export function readColumns<Key extends string>(
  sheets: readonly SheetData[],
  specs: readonly ColumnSpec<Key>[],
): Result<ListRow<Key>[], SheetProblem> {
  let best: { sheet: SheetData; at: number; score: number } | undefined;
  for (const sheet of sheets) {
    for (const [at, { cells }] of sheet.rows.slice(0, HEADING_WITHIN).entries()) {
      const score = specs.filter((spec) => cells.some((cell) => matches(spec, cell) || refused(spec, cell))).length;
      if (best === undefined || score > best.score) best = { sheet, at, score };
    }
  }
  if (best === undefined) return err(emptySheet);
  const heading = best.sheet.rows[best.at]?.cells ?? [];
  const places = placeColumns(heading, specs);
  if (!places.ok) return places;
  const below = best.sheet.rows.slice(best.at + 1).map(({ row, cells }) => ({
    row,
    cells: Object.fromEntries(
      specs.map((spec) => [spec.key, cells[places.value.get(spec.key) ?? -1] ?? null]),
    ) as Record<Key, Cell>,
  }));
  return below.length > 0 ? ok(below) : err(emptySheet);
}

function placeColumns<Key extends string>(
  heading: readonly Cell[],
  specs: readonly ColumnSpec<Key>[],
): Result<Map<Key, number>, SheetProblem> {
  const places = new Map<Key, number>();
  for (const spec of specs) {
    const refusal = heading.some((cell) => refused(spec, cell)) && spec.refuse;
    if (refusal) return err({ code: 'wrong-columns', zh: refusal.zh, en: refusal.en });
    const found = heading.flatMap((cell, index) => (matches(spec, cell) ? [index] : []));
    if (found.length > 1)
      return err({
        code: 'wrong-columns',
        zh: `“${spec.heading}”一栏出现 ${found.length} 次，请只保留一栏`,
        en: `The column “${spec.heading}” is there ${found.length} times: keep one`,
      });
    if (found[0] !== undefined) places.set(spec.key, found[0]);
  }
  const missing = specs.filter((spec) => spec.required && !places.has(spec.key)).map((spec) => spec.heading);
  if (missing.length === 0) return ok(places);
  const seen = heading.map((cell) => String(cell ?? '').trim()).filter((text) => text !== '');
  return err({
    code: 'wrong-columns',
    zh: `表头缺少：${missing.join('、')}；读到的表头为：${seen.slice(0, 20).join('、')}。请对照模板补全表头后再上传`,
    en: `Missing columns: ${missing.join(', ')}. Found: ${seen.slice(0, 20).join(', ')}. Complete the heading as in the template and upload it again`,
  });
}

/** Spaces, brackets, stars and case do not distinguish headings; what stands in the brackets (元, 万元) does. */
function normal(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s()[\]{}【】〔〕「」_*:/-]/g, '');
}

function matches<Key extends string>(spec: ColumnSpec<Key>, cell: Cell): boolean {
  if (typeof cell !== 'string') return false;
  const text = normal(cell);
  return text !== '' && [spec.heading, ...spec.synonyms].some((name) => normal(name) === text);
}

function refused<Key extends string>(spec: ColumnSpec<Key>, cell: Cell): boolean {
  return typeof cell === 'string' && spec.refuse !== undefined && spec.refuse.pattern.test(normal(cell));
}

/** The three sections of a .pb file and the tables in them. */
import { err, ok, type Result } from '../result.ts';
import { type PbProblem, problem } from './problem.ts';
import type { PbRecord } from './records.ts';

const NAMES = ['META', 'PROJECTS', 'VOTES'] as const;
export type SectionName = (typeof NAMES)[number];

export interface Section {
  /** Line of the section's name. */
  readonly line: number;
  readonly name: SectionName;
  readonly records: readonly PbRecord[];
}

/** A section read by its heading: columns by name, in any order. */
export interface Table {
  readonly rows: readonly PbRecord[];
  /** Value of a column, or undefined when the file has no such column. */
  cell(row: PbRecord, column: string): string | undefined;
}

/** Groups the records by section. All three must be there once, in any order. */
export function readSections(records: readonly PbRecord[]): Result<Record<SectionName, Section>, PbProblem> {
  if (records.length === 0) return err(problem('empty', 1, '文件没有内容', 'the file is empty: choose a .pb file'));
  const found = new Map<SectionName, { line: number; name: SectionName; records: PbRecord[] }>();
  let current: { records: PbRecord[] } | undefined;
  for (const record of records) {
    const name = sectionName(record);
    if (name === undefined) {
      if (current === undefined)
        return err(
          problem(
            'text-before-section',
            record.line,
            '文件应当以 META 开头，请确认是 .pb 文件',
            'the file must begin with META: is this a .pb file?',
          ),
        );
      current.records.push(record);
      continue;
    }
    if (found.has(name))
      return err(
        problem(
          'duplicate-section',
          record.line,
          `${name} 部分重复，请合并`,
          `section ${name} appears twice: merge them`,
        ),
      );
    const section = { line: record.line, name, records: [] };
    found.set(name, section);
    current = section;
  }
  const [META, PROJECTS, VOTES] = NAMES.map((name) => found.get(name));
  if (META && PROJECTS && VOTES) return ok({ META, PROJECTS, VOTES });
  const missing = NAMES.filter((name) => !found.has(name)).join(', ');
  const last = records.at(-1)?.line ?? 1;
  return err(
    problem(
      'missing-section',
      last,
      `文件缺少 ${missing} 部分，可能不完整`,
      `the file ends without section ${missing}: it may be cut off`,
    ),
  );
}

/** Reads a section's heading. Rows shorter than the heading, or longer with anything in the rest, are problems: a shifted row would give wrong votes. */
export function tableOf(section: Section, required: readonly string[]): Result<Table, PbProblem> {
  const [heading, ...rows] = section.records;
  const names = heading?.fields.map((field) => field.toLowerCase()) ?? [];
  const line = heading?.line ?? section.line;
  const missing = required.filter((name) => !names.includes(name));
  if (missing.length > 0)
    return err(
      problem(
        'missing-column',
        line,
        `${section.name} 的表头缺少 ${missing.join(', ')}`,
        `the heading of ${section.name} has no ${missing.join(', ')}: add the column`,
      ),
    );
  const repeated = names.find((name, index) => name !== '' && names.indexOf(name) !== index);
  if (repeated !== undefined)
    return err(
      problem('duplicate-column', line, `表头 ${repeated} 重复`, `the heading has ${repeated} twice: remove one`),
    );
  for (const row of rows) {
    const expected = `${names.length}`;
    if (row.fields.length < names.length)
      return err(
        problem(
          'short-row',
          row.line,
          `只有 ${row.fields.length} 列，表头为 ${expected} 列`,
          `${row.fields.length} fields where the heading has ${expected}: complete the row`,
        ),
      );
    if (row.fields.slice(names.length).some((field) => field !== ''))
      return err(
        problem(
          'long-row',
          row.line,
          `有 ${row.fields.length} 列，表头为 ${expected} 列，含分号的内容请加引号`,
          `${row.fields.length} fields where the heading has ${expected}: quote a text that contains “;”`,
        ),
      );
  }
  const index = new Map(names.map((name, position) => [name, position]));
  return ok({
    rows,
    cell(row, column) {
      const position = index.get(column);
      return position === undefined ? undefined : row.fields[position];
    },
  });
}

function sectionName(record: PbRecord): SectionName | undefined {
  if (record.fields.slice(1).some((field) => field !== '')) return undefined;
  const name = record.fields[0]?.toUpperCase();
  return NAMES.find((candidate) => candidate === name);
}

/**
 * Reader of the Pabulib .pb format (participatory budgeting elections), approval ballots only. Real elections with
 * published counts test the protocol end to end. Pure: text in, value out.
 */
import { err, ok, type Result } from '../result.ts';
import { type PbProblem, problem } from './problem.ts';
import { type PbRecord, splitRecords } from './records.ts';
import { readSections, type Section, type Table, tableOf } from './sections.ts';

export interface PbProject {
  readonly id: string;
  /** Empty when the file has no such column. */
  readonly name: string;
  /** In the currency of the file; null when not given. */
  readonly cost: number | null;
  /** Count published in the file's `votes` column; null when not given. */
  readonly declaredVotes: number | null;
}

export interface PbVote {
  readonly voterId: string;
  /** Ids of the approved projects, each once. */
  readonly approved: readonly string[];
}

export interface PbElection {
  readonly meta: Readonly<Record<string, string>>;
  /** Most projects a voter may approve; null when the file sets no limit. */
  readonly maxLength: number | null;
  readonly projects: readonly PbProject[];
  readonly votes: readonly PbVote[];
}

/**
 * Parses a whole file. Tolerates a byte order mark, CRLF, quoting, columns in any order and unknown columns.
 * Stops at the first problem, named with its line; a vote for an unknown project or above `max_length` is a problem too,
 * because a replay with silently changed votes would prove nothing.
 */
export function parsePb(text: string): Result<PbElection, PbProblem> {
  const records = splitRecords(text);
  if (!records.ok)
    return fail(
      'unclosed-quote',
      records.error.line,
      '引号没有正确结束，请补上右引号',
      'a quote is not closed where its text ends: close it',
    );
  const sections = readSections(records.value);
  if (!sections.ok) return sections;
  const meta = readMeta(sections.value.META);
  if (!meta.ok) return meta;
  const { values, lines, maxLength } = meta.value;
  const projects = readProjects(sections.value.PROJECTS);
  if (!projects.ok) return projects;
  const votes = readVotes(sections.value.VOTES, new Set(projects.value.map((project) => project.id)), maxLength);
  if (!votes.ok) return votes;
  for (const [key, counted] of [
    ['num_projects', projects.value.length],
    ['num_votes', votes.value.length],
  ] as const) {
    const said = values[key];
    if (said !== undefined && Number(said) !== counted)
      return fail(
        'count-mismatch',
        lines[key] ?? 1,
        `${key} 为 ${said}，文件中实有 ${counted}，文件可能不完整，请重新下载`,
        `${key} says ${said} but the file holds ${counted}: it may be cut off, download it again`,
      );
  }
  return ok({ meta: values, maxLength, projects: projects.value, votes: votes.value });
}

/** Approvals per project id, counted from the votes; every project has an entry. */
export function countApprovals(election: PbElection): ReadonlyMap<string, number> {
  const counts = new Map(election.projects.map((project) => [project.id, 0]));
  for (const vote of election.votes) for (const id of vote.approved) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}

interface Meta {
  readonly values: Record<string, string>;
  readonly lines: Record<string, number>;
  readonly maxLength: number | null;
}

function readMeta(section: Section): Result<Meta, PbProblem> {
  const values: Record<string, string> = Object.create(null);
  const lines: Record<string, number> = Object.create(null);
  for (const { line, fields } of section.records) {
    const key = (fields[0] ?? '').toLowerCase();
    if (key === 'key') continue;
    values[key] = fields[1] ?? '';
    lines[key] = line;
  }
  const type = values.vote_type;
  if (type === undefined)
    return fail('missing-meta', section.line, 'META 缺少 vote_type', 'META has no vote_type: add `vote_type;approval`');
  if (type.toLowerCase() !== 'approval')
    return fail(
      'vote-type',
      lines.vote_type ?? section.line,
      `只支持赞成票（approval），本文件为 ${type}，请换用赞成票的数据`,
      `only approval ballots are read, this file has ${type}: choose a file with vote_type approval`,
    );
  const limit = values.max_length;
  if (limit === undefined || limit === '') return ok({ values, lines, maxLength: null });
  const maxLength = Number(limit);
  if (!Number.isSafeInteger(maxLength) || maxLength < 1)
    return fail(
      'bad-number',
      lines.max_length ?? section.line,
      `max_length 应为正整数，现为 ${limit}`,
      `max_length must be a whole number of at least 1, not ${limit}`,
    );
  return ok({ values, lines, maxLength });
}

function readProjects(section: Section): Result<PbProject[], PbProblem> {
  const table = tableOf(section, ['project_id']);
  if (!table.ok) return table;
  const seen = new Set<string>();
  const projects: PbProject[] = [];
  for (const row of table.value.rows) {
    const id = requiredCell(table.value, row, 'project_id');
    if (!id.ok) return id;
    if (seen.has(id.value))
      return fail(
        'duplicate-project',
        row.line,
        `项目 ${id.value} 重复，请保留一行`,
        `project ${id.value} appears twice: keep one row`,
      );
    seen.add(id.value);
    const cost = numberCell(table.value, row, 'cost');
    if (!cost.ok) return cost;
    const declaredVotes = numberCell(table.value, row, 'votes');
    if (!declaredVotes.ok) return declaredVotes;
    projects.push({
      id: id.value,
      name: table.value.cell(row, 'name') ?? '',
      cost: cost.value,
      declaredVotes: declaredVotes.value,
    });
  }
  return ok(projects);
}

function readVotes(
  section: Section,
  known: ReadonlySet<string>,
  maxLength: number | null,
): Result<PbVote[], PbProblem> {
  const table = tableOf(section, ['voter_id', 'vote']);
  if (!table.ok) return table;
  const seen = new Set<string>();
  const votes: PbVote[] = [];
  for (const row of table.value.rows) {
    const voterId = requiredCell(table.value, row, 'voter_id');
    if (!voterId.ok) return voterId;
    if (seen.has(voterId.value))
      return fail(
        'duplicate-voter',
        row.line,
        `投票人 ${voterId.value} 重复，请保留一行`,
        `voter ${voterId.value} appears twice: keep one row`,
      );
    seen.add(voterId.value);
    const cell = table.value.cell(row, 'vote') ?? '';
    const approved = cell === '' ? [] : cell.split(',').map((id) => id.trim());
    const chosen = new Set<string>();
    for (const id of approved) {
      if (!known.has(id))
        return fail(
          'unknown-project',
          row.line,
          `所投项目“${id}”不在 PROJECTS 中，请核对编号`,
          `the vote names project “${id}”, which PROJECTS does not list: check the id`,
        );
      if (chosen.has(id))
        return fail(
          'repeated-choice',
          row.line,
          `项目 ${id} 在同一票中出现两次，请删去一个`,
          `project ${id} appears twice in one vote: remove one`,
        );
      chosen.add(id);
    }
    if (maxLength !== null && approved.length > maxLength)
      return fail(
        'too-many-choices',
        row.line,
        `选了 ${approved.length} 项，多于 max_length ${maxLength}`,
        `${approved.length} projects are chosen but max_length is ${maxLength}: correct the vote or max_length`,
      );
    votes.push({ voterId: voterId.value, approved });
  }
  return ok(votes);
}

function requiredCell(table: Table, row: PbRecord, column: string): Result<string, PbProblem> {
  const value = table.cell(row, column);
  if (value === undefined || value === '')
    return fail('missing-value', row.line, `${column} 为空，请填写`, `${column} is empty: fill it in`);
  return ok(value);
}

/** A number of an optional column, with `.` or `,` as decimal mark; empty and absent are null. */
function numberCell(table: Table, row: PbRecord, column: string): Result<number | null, PbProblem> {
  const cell = table.cell(row, column);
  if (cell === undefined || cell === '') return ok(null);
  if (!/^\d+([.,]\d+)?$/.test(cell))
    return fail(
      'bad-number',
      row.line,
      `${column} 应为数字，现为“${cell}”`,
      `${column} must be a number, not “${cell}”`,
    );
  return ok(Number(cell.replace(',', '.')));
}

function fail(...args: Parameters<typeof problem>) {
  return err(problem(...args));
}

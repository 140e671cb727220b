/** Answers to suggestions, screenings and sheets of candidates: reading them. Writing is in write-store.ts. */
import { type SelectQueryBuilder, sql } from 'kysely';
import { likeness, SIMILAR, wordsOf } from '../../core/collection/words.ts';
import type { Answer, CandidateRow, WorkPage, WorkRow } from '../../core/contract/shortlisting.ts';
import type { LedgerFilter, LedgerOrder } from '../../core/contract/suggestions.ts';
import type { CandidateId, CongressId, CycleId, FileId, SuggestionId } from '../../core/ids.ts';
import { type Findings, noFindings, screened } from '../../core/shortlisting/screening.ts';
import type { AnswerKind } from '../../core/shortlisting/standing.ts';
import { narrowed, suggestionsById } from '../collection/store.ts';
import type { Transaction } from '../database/pool.ts';
import type { Database } from '../database/schema.ts';

type Tables = Database & { s: Database['suggestion'] };
type Keys = SelectQueryBuilder<Tables, 's', { id: SuggestionId; number: number; demand: number }>;

const demandOf = sql<number>`(s.people + s.seconds)`;

/** Narrows a query on `suggestion as s` to those answered so; `none`: not answered yet. Withheld ones have had their answer when they were looked at. */
function answered(query: Keys, answer: AnswerKind | 'none' | undefined): Keys {
  if (!answer) return query;
  const rows = query.where('s.answer', '=', answer);
  return answer === 'none' ? rows.where('s.state', '!=', 'withheld') : rows;
}

/** A page of the work table, keyset-paged as the ledger is. */
export async function workPage(
  trx: Transaction,
  congress: CongressId,
  cycle: CycleId,
  {
    answer,
    order = 'demand',
    after,
    ...filter
  }: LedgerFilter & {
    answer?: AnswerKind | 'none' | undefined;
    order?: LedgerOrder | undefined;
    after?: string | undefined;
  },
  size = 50,
): Promise<WorkPage> {
  let keys = answered(
    narrowed(
      trx
        .selectFrom('suggestion as s')
        .select(['s.id', 's.number', demandOf.as('demand')])
        .where('s.congress_id', '=', congress)
        .where('s.cycle_id', '=', cycle) as unknown as Keys,
      filter,
    ),
    answer,
  );
  const place = after?.split('.').map(Number);
  if (order === 'demand') {
    if (place?.length === 2)
      keys = keys.where(sql<boolean>`((s.people + s.seconds), s.number) < (${place[0]!}, ${place[1]!})`);
    keys = keys.orderBy(demandOf, 'desc').orderBy('s.number', 'desc');
  } else {
    if (place?.length === 1) keys = keys.where('s.number', '<', place[0]!);
    keys = keys.orderBy('s.number', 'desc');
  }
  const list = await keys.limit(size + 1).execute();
  const page = list.slice(0, size);
  const last = list.length > size ? page.at(-1) : undefined;
  const next = last ? (order === 'demand' ? `${last.demand}.${last.number}` : `${last.number}`) : null;
  return {
    rows: await workRows(
      trx,
      congress,
      page.map(({ id }) => id),
    ),
    next,
  };
}

/** Suggestions with their answers, in the order of the ids. */
export async function workRows(
  trx: Transaction,
  congress: CongressId,
  ids: readonly SuggestionId[],
): Promise<WorkRow[]> {
  const answers = await answersOf(trx, congress, ids);
  return (await suggestionsById(trx, congress, ids)).map((suggestion) => ({
    suggestion,
    answer: answers.get(suggestion.id) ?? null,
  }));
}

/** What these suggestions were answered. */
export async function answersOf(
  trx: Transaction,
  congress: CongressId,
  ids: readonly SuggestionId[],
): Promise<Map<SuggestionId, Answer>> {
  if (ids.length === 0) return new Map();
  const rows = await trx
    .selectFrom('suggestion_answer as a')
    .leftJoin('candidate as c', (join) =>
      join.onRef('c.congress_id', '=', 'a.congress_id').onRef('c.id', '=', 'a.candidate_id'),
    )
    .select(['a.suggestion_id', 'a.kind', 'a.candidate_id', 'a.reason', 'c.code', 'c.title', 'c.standing'])
    .where('a.congress_id', '=', congress)
    .where('a.suggestion_id', 'in', ids)
    .execute();
  return new Map(
    rows.map(({ suggestion_id, kind, candidate_id, reason, code, title, standing }) => [
      suggestion_id,
      { kind, candidate: candidate_id, code, title, standing, reason },
    ]),
  );
}

/** How many suggestions of the cycle were answered how. Withheld ones are not counted. */
export async function countAnswers(
  trx: Transaction,
  congress: CongressId,
  cycle: CycleId,
): Promise<{ all: number; unanswered: number } & Record<AnswerKind, number>> {
  const kinds = await trx
    .selectFrom('suggestion')
    .select((eb) => ['answer', eb.fn.countAll<number>().as('count')])
    .where('congress_id', '=', congress)
    .where('cycle_id', '=', cycle)
    .where('state', '!=', 'withheld')
    .groupBy('answer')
    .execute();
  const of = (kind: AnswerKind | 'none') => kinds.find(({ answer }) => answer === kind)?.count ?? 0;
  const [unanswered, merged, rejected, reserve] = [of('none'), of('merged'), of('rejected'), of('reserve')];
  return { all: unanswered + merged + rejected + reserve, unanswered, merged, rejected, reserve };
}

/** Every candidate of the cycle with its sheet and demand: the listed ones first, in the order of the ballot paper. */
export async function candidateRows(trx: Transaction, congress: CongressId, cycle: CycleId): Promise<CandidateRow[]> {
  const rows = await trx
    .selectFrom('candidate as c')
    .leftJoin('candidate_sheet as f', (join) =>
      join.onRef('f.congress_id', '=', 'c.congress_id').onRef('f.candidate_id', '=', 'c.id'),
    )
    .leftJoin('category as k', (join) =>
      join.onRef('k.congress_id', '=', 'c.congress_id').onRef('k.id', '=', 'f.category_id'),
    )
    .leftJoin('screening as r', (join) =>
      join.onRef('r.congress_id', '=', 'c.congress_id').onRef('r.subject', '=', 'c.id'),
    )
    .select((eb) => [
      'c.id',
      'c.code',
      'c.title',
      'c.content',
      'c.place',
      'c.budget',
      'c.unit',
      'c.finish',
      'c.position',
      'c.standing',
      'c.standing_reason as standingReason',
      'f.category_id as category',
      'k.name as categoryName',
      'f.target',
      'f.source',
      'f.starts',
      'f.feasibility',
      'f.milestones',
      'f.reserve_reason as reserveReason',
      'r.findings',
      eb
        .selectFrom('candidate_file as x')
        .select((count) => count.fn.countAll<number>().as('count'))
        .whereRef('x.congress_id', '=', 'c.congress_id')
        .whereRef('x.candidate_id', '=', 'c.id')
        .where('x.removed', '=', false)
        .as('files'),
    ])
    .where('c.congress_id', '=', congress)
    .where('c.cycle_id', '=', cycle)
    .orderBy((eb) => eb('c.standing', '!=', 'listed'))
    .orderBy('c.position')
    .orderBy('c.code')
    .execute();
  const demand = await demandOfCandidates(trx, congress, cycle);
  return rows.map(({ findings, ...row }) => {
    const { open, against } = screened(findings ?? noFindings);
    return {
      ...row,
      target: row.target ?? '',
      source: row.source ?? '',
      feasibility: row.feasibility ?? '',
      milestones: row.milestones ?? [],
      reserveReason: row.reserveReason ?? '',
      files: row.files ?? 0,
      suggestions: demand.get(row.id)?.suggestions ?? 0,
      demand: demand.get(row.id)?.demand ?? 0,
      against: [...against],
      open: open.length,
    };
  });
}

async function demandOfCandidates(trx: Transaction, congress: CongressId, cycle: CycleId) {
  const rows = await trx
    .selectFrom('suggestion_answer as a')
    .innerJoin('suggestion as s', (join) =>
      join.onRef('s.congress_id', '=', 'a.congress_id').onRef('s.id', '=', 'a.suggestion_id'),
    )
    .select((eb) => [
      'a.candidate_id as candidate',
      eb.fn.countAll<number>().as('suggestions'),
      sql<number>`sum(s.people + s.seconds)::int4`.as('demand'),
    ])
    .where('a.congress_id', '=', congress)
    .where('a.cycle_id', '=', cycle)
    .where('a.kind', '=', 'merged')
    .groupBy('a.candidate_id')
    .execute();
  return new Map(rows.map((row) => [row.candidate, row]));
}

/** The suggestions merged into a candidate, the most wanted first. */
export async function mergedInto(
  trx: Transaction,
  congress: CongressId,
  candidate: CandidateId,
): Promise<SuggestionId[]> {
  const rows = await trx
    .selectFrom('suggestion_answer as a')
    .innerJoin('suggestion as s', (join) =>
      join.onRef('s.congress_id', '=', 'a.congress_id').onRef('s.id', '=', 'a.suggestion_id'),
    )
    .select('s.id')
    .where('a.congress_id', '=', congress)
    .where('a.candidate_id', '=', candidate)
    .orderBy(demandOf, 'desc')
    .orderBy('s.number')
    .execute();
  return rows.map(({ id }) => id);
}

/** Those of the ids that are suggestions of the cycle. */
export async function inCycle(
  trx: Transaction,
  congress: CongressId,
  cycle: CycleId,
  ids: readonly SuggestionId[],
): Promise<SuggestionId[]> {
  if (ids.length === 0) return [];
  const rows = await trx
    .selectFrom('suggestion')
    .select('id')
    .where('congress_id', '=', congress)
    .where('cycle_id', '=', cycle)
    .where('id', 'in', ids)
    .execute();
  return rows.map(({ id }) => id);
}

export async function findingsOf(trx: Transaction, congress: CongressId, subject: string): Promise<Findings> {
  const row = await trx
    .selectFrom('screening')
    .select('findings')
    .where('congress_id', '=', congress)
    .where('subject', '=', subject)
    .executeTakeFirst();
  return row?.findings ?? noFindings;
}

export async function filesOf(trx: Transaction, congress: CongressId, candidate: CandidateId): Promise<FileId[]> {
  const rows = await trx
    .selectFrom('candidate_file as x')
    .innerJoin('file as f', (join) => join.onRef('f.congress_id', '=', 'x.congress_id').onRef('f.id', '=', 'x.file_id'))
    .select('x.file_id as id')
    .where('x.congress_id', '=', congress)
    .where('x.candidate_id', '=', candidate)
    .where('x.removed', '=', false)
    .orderBy('f.created_at')
    .execute();
  return rows.map(({ id }) => id);
}

export const settingsOf = (trx: Transaction, congress: CongressId, cycle: CycleId) =>
  trx
    .selectFrom('shortlisting')
    .selectAll()
    .where('congress_id', '=', congress)
    .where('cycle_id', '=', cycle)
    .executeTakeFirst();

/** Candidates whose title is like this one: a year has few enough to be compared one by one. */
export function likeTitle(title: string, candidates: readonly CandidateRow[], except?: string) {
  const words = wordsOf(title);
  return candidates
    .map(({ id, code, title }) => ({ id, code, title, likeness: likeness(words, wordsOf(title)) }))
    .filter((one) => one.id !== except && one.likeness >= SIMILAR)
    .sort((a, b) => b.likeness - a.likeness)
    .slice(0, 5);
}

/** What the public may know of where a candidate came from: the published suggestions merged into it, and the people who made or seconded them. */
export async function suggestionsBehind(
  trx: Transaction,
  congress: CongressId,
  candidate: CandidateId,
): Promise<{ suggestions: number; people: number }> {
  return trx
    .selectFrom('suggestion_answer as a')
    .innerJoin('suggestion as s', (join) =>
      join.onRef('s.congress_id', '=', 'a.congress_id').onRef('s.id', '=', 'a.suggestion_id'),
    )
    .select([
      sql<number>`count(*)::int`.as('suggestions'),
      sql<number>`coalesce(sum(s.people + s.seconds), 0)::int`.as('people'),
    ])
    .where('a.congress_id', '=', congress)
    .where('a.candidate_id', '=', candidate)
    .where('a.kind', '=', 'merged')
    .where('s.state', '=', 'published')
    .executeTakeFirstOrThrow();
}

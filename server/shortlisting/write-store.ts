import { sql } from 'kysely';
import type { SheetForm } from '../../core/contract/shortlisting.ts';
import type { CandidateId, CategoryId, CongressId, CycleId, FileId, SuggestionId } from '../../core/ids.ts';
import type { Findings } from '../../core/shortlisting/screening.ts';
import type { AnswerKind, Standing } from '../../core/shortlisting/standing.ts';
import type { Transaction } from '../database/pool.ts';

export interface AnswerRow {
  readonly suggestion: SuggestionId;
  readonly kind: AnswerKind;
  readonly candidate: CandidateId | null;
  readonly reason: string;
}

/** Makes these the answers of the suggestions; what was answered before is in their history. */
export async function putAnswers(
  trx: Transaction,
  congress: CongressId,
  cycle: CycleId,
  list: readonly AnswerRow[],
): Promise<void> {
  await trx
    .insertInto('suggestion_answer')
    .values(
      list.map(({ suggestion, kind, candidate, reason }) => ({
        congress_id: congress,
        suggestion_id: suggestion,
        cycle_id: cycle,
        kind,
        candidate_id: candidate,
        reason,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['congress_id', 'suggestion_id']).doUpdateSet((eb) => ({
        kind: eb.ref('excluded.kind'),
        candidate_id: eb.ref('excluded.candidate_id'),
        reason: eb.ref('excluded.reason'),
      })),
    )
    .execute();
  await markAnswered(
    trx,
    congress,
    list.map(({ suggestion }) => suggestion),
  );
}

/** What they are answered stands beside the suggestions too, where the work table looks for it. */
const markAnswered = (trx: Transaction, congress: CongressId, suggestions: readonly SuggestionId[]) =>
  sql`update suggestion s set answer = coalesce(
      (select a.kind from suggestion_answer a where a.congress_id = s.congress_id and a.suggestion_id = s.id), 'none')
    where s.congress_id = ${congress} and s.id = any(${suggestions}::uuid[])`.execute(trx);

export async function clearAnswers(
  trx: Transaction,
  congress: CongressId,
  suggestions: readonly SuggestionId[],
): Promise<void> {
  await trx
    .deleteFrom('suggestion_answer')
    .where('congress_id', '=', congress)
    .where('suggestion_id', 'in', suggestions)
    .execute();
  await markAnswered(trx, congress, suggestions);
}

export async function putFindings(
  trx: Transaction,
  congress: CongressId,
  subject: string,
  findings: Findings,
): Promise<void> {
  const values = { findings: JSON.stringify(findings) };
  await trx
    .insertInto('screening')
    .values({ congress_id: congress, subject, ...values })
    .onConflict((conflict) => conflict.columns(['congress_id', 'subject']).doUpdateSet(values))
    .execute();
}

export async function putCategory(
  trx: Transaction,
  congress: CongressId,
  suggestions: readonly SuggestionId[],
  category: CategoryId | null,
): Promise<void> {
  await trx
    .updateTable('suggestion')
    .set({ category_id: category })
    .where('congress_id', '=', congress)
    .where('id', 'in', suggestions)
    .execute();
}

/** What of a sheet is not in the candidate itself. */
export async function putSheet(
  trx: Transaction,
  congress: CongressId,
  candidate: CandidateId,
  { category, target, source, starts, feasibility, milestones }: Omit<SheetForm, 'code'>,
  carriedFrom: CandidateId | null = null,
): Promise<void> {
  const values = {
    category_id: category,
    target,
    source,
    starts,
    feasibility,
    milestones: JSON.stringify(milestones),
  };
  await trx
    .insertInto('candidate_sheet')
    .values({ congress_id: congress, candidate_id: candidate, carried_from: carriedFrom, ...values })
    .onConflict((conflict) => conflict.columns(['congress_id', 'candidate_id']).doUpdateSet(values))
    .execute();
}

export async function putStanding(
  trx: Transaction,
  congress: CongressId,
  candidate: CandidateId,
  standing: Standing,
  reason: string,
): Promise<void> {
  await trx
    .updateTable('candidate')
    .set({ standing, standing_reason: reason })
    .where('congress_id', '=', congress)
    .where('id', '=', candidate)
    .execute();
}

/** Puts a candidate into the reserve bank with the reason, or takes it out (empty). */
export async function putReserve(
  trx: Transaction,
  congress: CongressId,
  candidate: CandidateId,
  reason: string,
): Promise<void> {
  await trx
    .insertInto('candidate_sheet')
    .values({
      congress_id: congress,
      candidate_id: candidate,
      category_id: null,
      target: '',
      source: '',
      starts: null,
      feasibility: '',
      milestones: '[]',
      reserve_reason: reason,
      carried_from: null,
    })
    .onConflict((conflict) => conflict.columns(['congress_id', 'candidate_id']).doUpdateSet({ reserve_reason: reason }))
    .execute();
}

/** Puts a file on a candidate's sheet. @returns whether it was not there already */
export async function putFile(
  trx: Transaction,
  congress: CongressId,
  candidate: CandidateId,
  file: FileId,
): Promise<boolean> {
  const put = await trx
    .insertInto('candidate_file')
    .values({ congress_id: congress, candidate_id: candidate, file_id: file, removed: false })
    .onConflict((conflict) =>
      conflict
        .columns(['congress_id', 'candidate_id', 'file_id'])
        .doUpdateSet({ removed: false })
        .where('candidate_file.removed', '=', true),
    )
    .executeTakeFirst();
  return (put.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

export interface SettingsChange {
  readonly envelope?: number | null;
  readonly seats?: number | null;
  readonly decided_on?: string;
  readonly decision_number?: string;
  readonly decision_body?: string;
  readonly decision_note?: string;
  readonly decision_file?: FileId;
}

export async function putSettings(
  trx: Transaction,
  congress: CongressId,
  cycle: CycleId,
  change: SettingsChange,
): Promise<void> {
  await trx
    .insertInto('shortlisting')
    .values({
      congress_id: congress,
      cycle_id: cycle,
      envelope: null,
      seats: null,
      decided_on: null,
      decision_file: null,
      ...change,
    })
    .onConflict((conflict) => conflict.columns(['congress_id', 'cycle_id']).doUpdateSet(change))
    .execute();
}

/** Makes the screenings and answers of a cycle wait for each other. */
export async function lockShortlisting(trx: Transaction, congress: CongressId): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('piaojue shortlisting'), hashtext(${congress}))`.execute(trx);
}

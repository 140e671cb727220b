import { type Problem, problem } from '../../../core/contract/problems.ts';
import { attendanceReport } from '../../../core/documents/attendance-report.ts';
import {
  type EvaluationRecord,
  evaluationNotice,
  rectificationOrder,
} from '../../../core/documents/evaluation-notice.ts';
import type { SessionRecord } from '../../../core/documents/facts.ts';
import type { DocumentKind } from '../../../core/documents/kinds.ts';
import { notice } from '../../../core/documents/notice.ts';
import type { OfficialDocument } from '../../../core/documents/official.ts';
import { scrutineersReport } from '../../../core/documents/scrutineers-report.ts';
import { tallyReport } from '../../../core/documents/tally-report.ts';
import type { CongressId, CycleId, SessionId } from '../../../core/ids.ts';
import { err, ok, type Result } from '../../../core/result.ts';
import { chainRows } from '../../ballot/chain-store.ts';
import type { Transaction } from '../../database/pool.ts';
import { rectificationsOf } from '../../evaluation/rectification-store.ts';
import { evaluationRow } from '../../evaluation/store.ts';
import { findCongress } from '../../identity/store.ts';
import { resultOf } from '../../publication/result.ts';
import { attendanceSheet } from '../../session/attendance-sheet.ts';
import { findSession } from '../../session/store.ts';
import { fromChanges, fromCollection, fromLedger } from './year-sources.ts';

/** What a document is about: by its kind, one of the two. */
export interface Subject {
  readonly session: SessionId | null;
  readonly cycle: CycleId | null;
}

export type Source = (
  trx: Transaction,
  congress: CongressId,
  subject: Subject,
) => Promise<Result<OfficialDocument, Problem>>;

/** The published ballots of a session in their order: those that choose projects, or the one that grades them. */
async function sessionRecord(
  trx: Transaction,
  congress: CongressId,
  id: SessionId | null,
  evaluations = false,
): Promise<Result<SessionRecord, Problem>> {
  const session = id === null ? undefined : await findSession(trx, congress, id);
  if (id === null || !session) return err(problem('not-found'));
  const ballots = [];
  for (const { uuid, state, kind } of await chainRows(trx, congress, id)) {
    // An evaluation elects nothing; it has documents of its own.
    if (state !== 'published' || (kind === 'evaluation') !== evaluations) continue;
    const result = await resultOf(trx, uuid);
    if (!result.ok) return result;
    ballots.push(result.value);
  }
  const [first, ...rest] = ballots;
  if (!first) return err(problem('document-no-record'));
  const { name, year, rehearsal_of } = session;
  return ok({
    congress: (await findCongress(trx, congress))!,
    session: { name, year, rehearsal: rehearsal_of !== null },
    ballots: [first, ...rest],
  });
}

const fromBallots =
  (build: (record: SessionRecord) => OfficialDocument): Source =>
  async (trx, congress, { session }) => {
    const record = await sessionRecord(trx, congress, session);
    return record.ok ? ok(build(record.value)) : record;
  };

const fromAttendance: Source = async (trx, congress, { session: id }) => {
  const session = id === null ? undefined : await findSession(trx, congress, id);
  if (id === null || !session) return err(problem('not-found'));
  const sheet = await attendanceSheet(trx, congress, id);
  if (!sheet.ok) return sheet;
  const { name, year, rehearsal_of } = session;
  return ok(
    attendanceReport({
      congress: (await findCongress(trx, congress))!,
      session: { name, year, rehearsal: rehearsal_of !== null },
      sheet: sheet.value,
    }),
  );
};

const fromEvaluation =
  (build: (record: EvaluationRecord) => OfficialDocument, needs: (record: EvaluationRecord) => boolean): Source =>
  async (trx, congress, { session: id }) => {
    const session = await sessionRecord(trx, congress, id, true);
    if (!session.ok || id === null) return session.ok ? err(problem('not-found')) : session;
    const row = (await evaluationRow(trx, congress, id))!;
    const rectifications = (await rectificationsOf(trx, congress)).filter(({ session_id }) => session_id === id);
    const record: EvaluationRecord = {
      ...session.value,
      projectsYear: (await findSession(trx, congress, row.source_session))!.year,
      second: row.second_of !== null,
      rectifications: rectifications.map(({ code, title, unit, deadline }) => ({ code, title, unit, deadline })),
    };
    return needs(record) ? ok(build(record)) : err(problem('document-no-record'));
  };

/** From where each kind of document is filled. A new kind (core/documents/kinds.ts) has its entry here. */
export const sources: Readonly<Record<DocumentKind, Source>> = {
  notice: fromBallots(notice),
  tally: fromBallots(tallyReport),
  scrutiny: fromBallots(scrutineersReport),
  attendance: fromAttendance,
  evaluation: fromEvaluation(evaluationNotice, () => true),
  rectification: fromEvaluation(rectificationOrder, ({ rectifications }) => rectifications.length > 0),
  collection: fromCollection,
  feedback: fromLedger,
  change: fromChanges,
};

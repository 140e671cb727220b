import type { PaperState } from '../../core/contract/paper.ts';
import { type Problem, problem } from '../../core/contract/problems.ts';
import type { SessionId } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { outcome } from '../../core/rules/outcome.ts';
import { type CountSheet, sheetDifferences, sheetFaults, tallyOf } from '../../core/rules/paper.ts';
import { after, stateWords } from '../../core/workflow/ballot.ts';
import { actorOf, append, system } from '../audit/append.ts';
import type { Transaction } from '../database/pool.ts';
import type { Caller } from '../http/caller.ts';
import { projectCodes } from './decrypt-store.ts';
import { ballotFacts, countHeads } from './facts.ts';
import { dropSheet, type EnteredSheet, putSheet, scansOf, sheetsOf } from './paper-store.ts';
import { type BallotRow, ballotOf, saveBallot } from './store.ts';

/** The session's ballot if it is on paper. */
export async function paperBallot(
  trx: Transaction,
  caller: Caller,
  session: SessionId,
): Promise<Result<BallotRow, Problem>> {
  const ballot = await ballotOf(trx, caller.congress, session, 'update');
  if (!ballot) return err(problem('not-found'));
  return ballot.medium === 'paper' ? ok(ballot) : err(problem('not-on-paper'));
}

const wrongState = ({ state }: BallotRow): Problem => problem('wrong-state', { state: stateWords[state].zh });

/** Most who can have been handed a ballot. */
export async function mostPresent(trx: Transaction, ballot: BallotRow): Promise<number> {
  const { present_at_open: open, present_at_close: close } = ballot;
  const now =
    open === null || close === null ? (await countHeads(trx, ballot.congress_id, ballot.session_id)).present : 0;
  return Math.max(open ?? 0, close ?? 0, now);
}

/** Where the count stands for the one who asks. */
export async function seePaper(
  trx: Transaction,
  caller: Caller,
  session: SessionId,
): Promise<Result<PaperState, Problem>> {
  const ballot = await ballotOf(trx, caller.congress, session);
  if (!ballot) return err(problem('not-found'));
  const { method, candidates } = await ballotFacts(trx, ballot);
  const sheets = await sheetsOf(trx, ballot);
  const mine = sheets.find(({ account }) => account === caller.id)?.sheet ?? null;
  const differing = sheets.length === 2 ? sheetDifferences(sheets[0]!.sheet, sheets[1]!.sheet) : [];
  return ok({
    medium: ballot.medium,
    state: ballot.state,
    method,
    projects: candidates.map(({ code, title, content, place, budget, unit, finish }) => ({
      ...{ code, title, content, place, budget, unit, finish },
    })),
    present: await mostPresent(trx, ballot),
    mine,
    entered: sheets.map(({ name }) => name),
    differences: mine ? differing.map(({ code, field }) => ({ code, field })) : [],
    differ: differing.length > 0,
    counted: ballot.outcome === null ? null : (sheets[0]?.sheet ?? null),
    scans: await scansOf(trx, ballot),
  });
}

/**
 * Takes one person's count sheet, in place of their earlier one. With two equal sheets of two people the count is settled and core/rules decides
 * on it. Until then the record names who entered a sheet and no figure.
 */
export async function saveSheet(
  trx: Transaction,
  caller: Caller,
  session: SessionId,
  sheet: CountSheet,
): Promise<Result<void, Problem>> {
  const found = await paperBallot(trx, caller, session);
  if (!found.ok) return found;
  const ballot = found.value;
  const sheets = await sheetsOf(trx, ballot);
  const before = sheets.find(({ account }) => account === caller.id);
  const same = before !== undefined && sheetDifferences(before.sheet, sheet).length === 0;
  const opened = after('tally', ballot.state);
  if (same) return ok(undefined);
  if (!opened.ok) return err(ballot.closed_at === null ? problem('ballot-not-closed') : wrongState(ballot));
  if (!before && sheets.length >= 2)
    return err(problem('paper-sheets-taken', { names: sheets.map(({ name }) => name).join('、') }));
  const frame = { present: await mostPresent(trx, ballot), codes: await projectCodes(trx, ballot) };
  const faults = sheetFaults(sheet, ballot.method!, frame);
  if (faults.length > 0) return err({ code: 'paper-sheet-faulty', params: { count: faults.length }, rows: faults });
  await putSheet(trx, ballot, caller.id, sheet);
  await append(trx, caller.congress, actorOf(caller), {
    kind: 'paper-sheet-entered',
    subject: { type: 'ballot', id: ballot.id },
    detail: { corrected: before !== undefined },
  });
  const other = sheets.find(({ account }) => account !== caller.id);
  if (other && sheetDifferences(other.sheet, sheet).length === 0) await settle(trx, ballot, sheet, [other, caller]);
  return ok(undefined);
}

/** Two equal sheets are the count. */
async function settle(
  trx: Transaction,
  ballot: BallotRow,
  sheet: CountSheet,
  [first, second]: readonly [EnteredSheet, Caller],
): Promise<void> {
  const state = after('tally', ballot.state);
  if (!state.ok) throw new Error(`a count of a ballot that is ${ballot.state}`);
  const { issued, returned } = sheet;
  const attendance = { entitled: ballot.entitled!, present: ballot.present_at_open!, issued, returned };
  await saveBallot(trx, ballot, {
    state: state.value,
    issued,
    returned,
    void: sheet.void,
    outcome: JSON.stringify({
      attendance: { ...attendance, void: sheet.void },
      presentAtClose: ballot.present_at_close!,
      result: outcome(ballot.method!, attendance, tallyOf(sheet)),
    }),
  });
  await append(trx, ballot.congress_id, system, {
    kind: 'paper-counted',
    subject: { type: 'ballot', id: ballot.id },
    detail: {
      ...{ issued, returned, void: sheet.void, valid: Math.max(0, returned - sheet.void) },
      accounts: [first.account, second.id].sort(),
    },
  });
}

/** Takes one's own sheet back, so that somebody else may enter one in its place. */
export async function withdrawSheet(
  trx: Transaction,
  caller: Caller,
  session: SessionId,
): Promise<Result<void, Problem>> {
  const found = await paperBallot(trx, caller, session);
  if (!found.ok) return found;
  const ballot = found.value;
  const sheets = await sheetsOf(trx, ballot);
  if (!sheets.some(({ account }) => account === caller.id)) return ok(undefined);
  if (ballot.state !== 'closed') return err(wrongState(ballot));
  await dropSheet(trx, ballot, caller.id);
  await append(trx, caller.congress, actorOf(caller), {
    kind: 'paper-sheet-withdrawn',
    subject: { type: 'ballot', id: ballot.id },
    detail: {},
  });
  return ok(undefined);
}

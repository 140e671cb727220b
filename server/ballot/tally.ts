import { type Decrypted, gradeTotals, type OwnedDecryption, projectTotals } from '../../core/belenios/index.ts';
import type { Outcome } from '../../core/contract/outcome.ts';
import { unreachable } from '../../core/result.ts';
import { evaluationOutcome } from '../../core/rules/evaluation.ts';
import { type Attendance, outcome } from '../../core/rules/outcome.ts';
import { withPapers } from '../../core/rules/single-paper.ts';
import { actorOf, append } from '../audit/append.ts';
import type { Transaction } from '../database/pool.ts';
import { evaluationPaper } from '../evaluation/paper.ts';
import type { Caller } from '../http/caller.ts';
import { markUsed, projectCodes } from './decrypt-store.ts';
import { finalEvent } from './event-chain.ts';
import { papersOf } from './single-paper-store.ts';
import { type BallotRow, saveBallot } from './store.ts';

/** Height of the EndBallots event: after Setup and the ballots. */
const closingHeight = (ballot: BallotRow): number => ballot.returned! + 1;

/**
 * Writes the result of a decryption down: the result record, the subset that decoded it, the archive's last event, and who is elected, which
 * core/rules alone decides from the frozen method, the attendance recorded at opening and these totals.
 */
export async function tallyBallot(
  trx: Transaction,
  caller: Caller,
  ballot: BallotRow,
  decrypted: Decrypted,
  received: readonly OwnedDecryption[],
): Promise<void> {
  const used = received.filter(({ owner }) => decrypted.owners.includes(owner));
  const last = finalEvent(
    { hash: ballot.closing_event!, height: closingHeight(ballot) },
    ballot.sized_tally!,
    used,
    decrypted.json,
  );
  const { missing: _, ...paper } = await papersOf(trx, ballot);
  const attendance = {
    entitled: ballot.entitled!,
    present: ballot.present_at_open!,
    ...withPapers({ issued: ballot.issued!, returned: ballot.returned! }, paper),
    // Said only where there could be papers at all.
    ...(paper.spares > 0 ? { void: paper.void, paper } : {}),
  };
  const value: Outcome = {
    attendance,
    presentAtClose: ballot.present_at_close!,
    ...(await resultOf(trx, ballot, decrypted.result, attendance)),
  };
  await markUsed(trx, ballot, decrypted.owners);
  await saveBallot(trx, ballot, {
    state: 'tallied',
    result: decrypted.json,
    last_event: last.hash,
    outcome: JSON.stringify(value),
  });
  await append(trx, ballot.congress_id, actorOf(caller), {
    kind: 'tally-made',
    subject: { type: 'ballot', id: ballot.id },
    detail: { returned: attendance.returned, valid: ballot.returned!, event: last.hash },
  });
}

/** What core/rules makes of the totals: who is elected, or which grade each project has. */
async function resultOf(
  trx: Transaction,
  ballot: BallotRow,
  totals: Decrypted['result'],
  attendance: Attendance,
): Promise<Pick<Outcome, 'result' | 'evaluation'>> {
  const codes = await projectCodes(trx, ballot);
  const named = <T extends object>(rows: readonly T[]) => rows.map((row, i) => ({ code: codes[i]!, ...row }));
  switch (ballot.kind) {
    case 'projects':
    case 'run-off':
    case 'second':
      return { result: outcome(ballot.method!, attendance, named(projectTotals(totals))) };
    case 'evaluation': {
      const { rules } = await evaluationPaper(trx, ballot.congress_id, ballot.session_id);
      return evaluationOutcome(ballot.method!, rules, attendance, named(gradeTotals(totals)));
    }
    default:
      return unreachable(ballot.kind);
  }
}

import { type Problem, problem } from '../../core/contract/problems.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { withPapers } from '../../core/rules/single-paper.ts';
import { after } from '../../core/workflow/ballot.ts';
import { actorOf, append } from '../audit/append.ts';
import type { Transaction } from '../database/pool.ts';
import { afterPublication } from '../evaluation/rectify.ts';
import type { Caller } from '../http/caller.ts';
import { countBox, forgetCastOrder, leaveUnchecked } from './close-store.ts';
import { dropUnsettled } from './single-paper-store.ts';
import { type BallotRow, saveBallot, trusteesOf } from './store.ts';

/** How many scrutineers have certified, and how many must: the threshold, the chief among them. */
export async function certification(
  trx: Transaction,
  ballot: BallotRow,
): Promise<{ certified: number; needed: number; complete: boolean }> {
  const trustees = await trusteesOf(trx, ballot);
  const certified = trustees.filter((trustee) => trustee.certified).length;
  const needed = ballot.method?.threshold ?? trustees.length;
  return { certified, needed, complete: certified >= needed && trustees[0]?.certified === true };
}

/** Whether the result could be published now. */
export async function couldPublish(trx: Transaction, ballot: BallotRow): Promise<Result<void, Problem>> {
  if (ballot.state === 'tallied') {
    const { certified, needed } = await certification(trx, ballot);
    return err(problem('not-certified', { certified, needed }));
  }
  const state = after('publish', ballot.state);
  return state.ok ? ok(undefined) : state;
}

/** Publishes the result: from now on anybody may read it and download the archive. */
export async function publishBallot(
  trx: Transaction,
  caller: Caller,
  ballot: BallotRow,
): Promise<Result<void, Problem>> {
  const could = await couldPublish(trx, ballot);
  if (!could.ok) return could;
  const state = after('publish', ballot.state);
  if (!state.ok) return state;
  await saveBallot(trx, ballot, { state: state.value, published_at: new Date() });
  const { result, evaluation } = ballot.outcome!;
  const elected = result.projects.filter((project) => project.elected).map(({ code }) => code);
  const unsatisfied = evaluation?.projects.filter(({ outcome }) => outcome?.rectify).map(({ code }) => code);
  await append(trx, ballot.congress_id, actorOf(caller), {
    kind: 'published',
    subject: { type: 'ballot', id: ballot.id },
    detail: { ...(unsatisfied ? { unsatisfied } : { elected }), archive: ballot.last_event },
  });
  if (ballot.kind === 'evaluation') await afterPublication(trx, caller, ballot);
  return ok(undefined);
}

/**
 * Annuls a ballot from its opening on, with a reason; what it was stays on record, but for the order in which ballots were cast, which a box
 * that was never closed still has. The checks of its ballots end with it: what is not marked valid by now never is, and nothing is put aside
 * any more, so that the number returned stands.
 */
export async function annulBallot(
  trx: Transaction,
  caller: Caller,
  ballot: BallotRow,
  reason: string,
): Promise<Result<void, Problem>> {
  const state = after('annul', ballot.state);
  if (!state.ok) return state;
  let returned = ballot.returned;
  await dropUnsettled(trx, ballot);
  if (ballot.closed_at === null && ballot.medium === 'tablet') {
    await leaveUnchecked(trx, ballot);
    await forgetCastOrder(trx, ballot);
    returned = (await countBox(trx, ballot)).returned;
  }
  await saveBallot(trx, ballot, { state: state.value, annulled_reason: reason, returned });
  await append(trx, ballot.congress_id, actorOf(caller), {
    kind: 'ballot-annulled',
    subject: { type: 'ballot', id: ballot.id },
    detail: {
      reason,
      // Of a ballot on paper that was not counted nobody knows them.
      ...(ballot.issued === null || returned === null
        ? { issued: ballot.issued, returned }
        : withPapers({ issued: ballot.issued, returned }, { issued: ballot.paper_issued, void: ballot.paper_void })),
    },
  });
  return ok(undefined);
}

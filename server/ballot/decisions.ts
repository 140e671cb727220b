import { type Problem, problem } from '../../core/contract/problems.ts';
import type { BallotId, SessionId } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { choiceText } from '../../core/rules/final-words.ts';
import { outcomeIsValid } from '../../core/rules/outcome.ts';
import { type Choice, choicesFor, needsBallot, openMatter } from '../../core/rules/rounds.ts';
import { actorOf, append } from '../audit/append.ts';
import type { Transaction } from '../database/pool.ts';
import type { Caller } from '../http/caller.ts';
import { lockSession } from '../session/store.ts';
import { chainOf, unused } from './chain.ts';
import { type ChainRow, putDecision } from './chain-store.ts';

/** A ballot that settles nothing: annulled, or published without a valid result. */
const isVoid = ({ state, outcome }: ChainRow): boolean =>
  state === 'annulled' || (state === 'published' && !outcomeIsValid(outcome!.result));

/**
 * Records what the presidium decided about a published ballot's tie or shortfall, where the method leaves it to them. It can be recorded anew
 * until a further ballot has been made by it; the same again changes nothing. Every version stays in the record.
 */
export async function decide(
  trx: Transaction,
  caller: Caller,
  session: SessionId,
  id: BallotId,
  { choice, note }: { choice: Choice; note: string },
): Promise<Result<void, Problem>> {
  const place = await lockSession(trx, caller.congress, session);
  const chain = await chainOf(trx, caller.congress, session);
  const ballot = chain.rows.find((row) => row.id === id);
  if (!place || !ballot) return err(problem('not-found'));
  const before = chain.decisions.get(id);
  if (before?.choice === choice && before.note === note) return ok(undefined);
  const open = ballot.state === 'published' && ballot.outcome ? openMatter(ballot.outcome.result) : null;
  if (!open) return err(problem('nothing-to-decide'));
  if (chain.rows.some((row) => row.follows === id && !isVoid(row))) return err(problem('decision-acted-on'));
  const left = unused(chain, place.election_uuids).length;
  const possible = choicesFor(open, left);
  if (possible.length === 0) return err(problem('nothing-to-decide'));
  if (!possible.includes(choice))
    return err(
      needsBallot(choice) && choicesFor(open, 1).includes(choice)
        ? problem('no-ballots-left', { count: place.election_uuids.length })
        : notAChoice(choice),
    );
  await putDecision(trx, ballot, { choice, note, decided_by: caller.id });
  await append(trx, caller.congress, actorOf(caller), {
    kind: 'decision-recorded',
    subject: { type: 'ballot', id },
    detail: { matter: open.matter, choice, note },
  });
  return ok(undefined);
}

function notAChoice(choice: Choice): Problem {
  const { zh, en } = choiceText(choice);
  return {
    code: 'not-a-choice',
    params: { choice: zh },
    words: {
      zh: `“${zh}”不适用于这次票决的结果。请刷新页面，从列出的处理方式中选择。`,
      en: `"${en}" does not fit this result. Reload and choose one of those listed.`,
    },
  };
}

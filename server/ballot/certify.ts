import { type Problem, problem } from '../../core/contract/problems.ts';
import type { SessionId } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { after, stateWords } from '../../core/workflow/ballot.ts';
import { actorOf, append } from '../audit/append.ts';
import type { Transaction } from '../database/pool.ts';
import type { Caller } from '../http/caller.ts';
import { takeSeat } from './ceremony.ts';
import { decryptionsOf } from './decrypt-store.ts';
import { certification } from './publish.ts';
import { saveBallot, saveTrustee } from './store.ts';

/**
 * A scrutineer certifies the tally. It counts as certified when as many have as the method needs to decrypt, the chief among them (domain.md
 * section 3, order of a ballot); the others may still add theirs until it is published.
 */
export async function certify(trx: Transaction, caller: Caller, session: SessionId): Promise<Result<void, Problem>> {
  const seat = await takeSeat(trx, caller, session, 'update');
  if (!seat.ok)
    return seat.error.code === 'ceremony-not-started'
      ? err(problem('wrong-state', { state: stateWords.preparing.zh }))
      : seat;
  const { ballot, method, own } = seat.value;
  if (ballot.state === 'closed' && ballot.medium === 'paper') return err(problem('paper-not-counted'));
  if (ballot.state === 'closed') {
    const received = (await decryptionsOf(trx, ballot)).length;
    const missing = received < method.threshold;
    return err(
      missing
        ? problem('too-few-decryptions', { received, threshold: method.threshold })
        : problem('tally-undecodable', { received }),
    );
  }
  if (own.certified) return ok(undefined);
  if (ballot.state !== 'tallied' && ballot.state !== 'certified')
    return err(problem('wrong-state', { state: stateWords[ballot.state].zh }));
  await saveTrustee(trx, ballot, own.position, { certified: true });
  await append(trx, caller.congress, actorOf(caller), {
    kind: 'certified',
    subject: { type: 'ballot', id: ballot.id },
    detail: { position: own.position },
  });
  const state = after('certify', ballot.state);
  if (state.ok && (await certification(trx, ballot)).complete) await saveBallot(trx, ballot, { state: state.value });
  return ok(undefined);
}

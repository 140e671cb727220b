import { sha256Hex } from '../../core/belenios/hash.ts';
import type { Decrypting } from '../../core/contract/ceremony.ts';
import { type Problem, problem } from '../../core/contract/problems.ts';
import type { SessionId } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { after, type BallotState, stateWords } from '../../core/workflow/ballot.ts';
import { actorOf, append, appendAlone } from '../audit/append.ts';
import { command } from '../database/command.ts';
import { inTransaction, type Transaction } from '../database/pool.ts';
import type { Caller } from '../http/caller.ts';
import type { Services } from '../services.ts';
import type { ProofPool } from '../verification/pool.ts';
import { type Seat, takeSeat } from './ceremony.ts';
import { decryptionsOf, putDecryption } from './decrypt-store.ts';
import type { BallotRow } from './store.ts';
import { tallyBallot } from './tally.ts';

const notYet: readonly BallotState[] = ['preparing', 'ceremony', 'keyed', 'open'];

/** What a scrutineer's page needs to decrypt the tally on its own device. */
export async function seeDecrypting(
  trx: Transaction,
  caller: Caller,
  session: SessionId,
): Promise<Result<Decrypting, Problem>> {
  const seat = await closedSeat(trx, caller, session);
  if (!seat.ok) return seat;
  const { ballot, method, own } = seat.value;
  const received = await decryptionsOf(trx, ballot);
  return ok({
    election: ballot.election!,
    electionHash: ballot.election_hash!,
    trustees: ballot.trustees!,
    encryptedTally: ballot.encrypted_tally!,
    issued: ballot.issued!,
    paperSpares: ballot.paper_spares,
    returned: ballot.returned!,
    closingEvent: ballot.closing_event!,
    threshold: method.threshold,
    received: received.length,
    index: own.position,
  });
}

/** The closed box of a scrutineer of this session. Of an annulled ballot nothing is decrypted, and its box is shown to nobody. */
export async function closedBox(
  trx: Transaction,
  caller: Caller,
  session: SessionId,
): Promise<Result<BallotRow, Problem>> {
  const seat = await closedSeat(trx, caller, session);
  if (!seat.ok) return seat;
  const { ballot } = seat.value;
  if (ballot.state === 'annulled') return err(problem('wrong-state', { state: stateWords[ballot.state].zh }));
  return ok(ballot);
}

async function closedSeat(
  trx: Transaction,
  caller: Caller,
  session: SessionId,
  lock?: 'update',
): Promise<Result<Seat, Problem>> {
  const seat = await takeSeat(trx, caller, session, lock);
  if (!seat.ok) return seat.error.code === 'ceremony-not-started' ? err(problem('ballot-not-closed')) : seat;
  const { ballot } = seat.value;
  // An annulled ballot may never have been closed.
  return notYet.includes(ballot.state) || ballot.encrypted_tally === null ? err(problem('ballot-not-closed')) : seat;
}

/**
 * Takes one scrutineer's partial decryption (spec section 4), whose proof must hold. While there is no result it may be replaced: a factor
 * can be wrong although its proof holds (spec section 10.6), and its trustee is not to be told from the others. With t of them in, every
 * subset is tried; one that decodes makes the result. Both are done in the pool's threads, so that nobody else waits for it.
 */
export async function submitDecryption(
  services: Services,
  proofs: ProofPool,
  caller: Caller,
  session: SessionId,
  json: string,
): Promise<Result<void, Problem>> {
  const { db, live } = services;
  const seen = await inTransaction(db, (trx) => closedSeat(trx, caller, session));
  if (!seen.ok) return seen;
  const { ballot: frozen, own } = seen.value;
  // The proof is checked before anything is locked, for that takes time; what it is checked against does not change any more.
  const { position } = own;
  const election = frozen.election!;
  const sealed = { trustees: frozen.trustees!, encryptedTally: frozen.encrypted_tally! };
  const valid = await proofs.checkDecryption(election, sealed, { owner: position, json });
  const subject = { type: 'ballot', id: frozen.id } as const;
  if (!valid.ok) {
    const detail = { position, reason: valid.error.kind };
    await appendAlone(db, caller.congress, actorOf(caller), {
      kind: 'decryption-refused',
      subject,
      detail,
      disposition: 'refused',
    });
    return err(problem('bad-decryption'));
  }
  return command(db, async (trx) => {
    const seat = await closedSeat(trx, caller, session, 'update');
    if (!seat.ok) return seat;
    const { ballot, method } = seat.value;
    const before = (await decryptionsOf(trx, ballot)).find(({ owner }) => owner === position);
    if (before?.json === json) return ok(undefined);
    const state = after('tally', ballot.state);
    if (!state.ok) return state;
    await putDecryption(trx, ballot, position, json);
    await append(trx, caller.congress, actorOf(caller), {
      kind: 'decryption-posted',
      subject,
      detail: { position, sha256: sha256Hex(json) },
    });
    const received = await decryptionsOf(trx, ballot);
    if (received.length >= method.threshold) {
      const combined = await proofs.combine(election, sealed, received, ballot.returned!);
      // Undecodable: the box stays closed and the others may decrypt.
      if (combined.ok) await tallyBallot(trx, caller, ballot, combined.value, received);
    }
    for (const topic of ['session', 'hall'] as const) await live.publish(trx, caller.congress, topic);
    return ok(undefined);
  });
}

import { alphas, startTally } from '../../core/belenios/index.ts';
import { type Problem, problem } from '../../core/contract/problems.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { unsettledPapers, withPapers } from '../../core/rules/single-paper.ts';
import { after } from '../../core/workflow/ballot.ts';
import { actorOf, append, system } from '../audit/append.ts';
import type { Transaction } from '../database/pool.ts';
import type { Caller } from '../http/caller.ts';
import { readBox } from './box-reader.ts';
import type { Box } from './boxes.ts';
import { countBox, forgetCastOrder, hashesOf } from './close-store.ts';
import { closingEvent } from './event-chain.ts';
import { countHeads } from './facts.ts';
import { reject } from './proof-store.ts';
import { dropUnsettled, papersOf } from './single-paper-store.ts';
import { type BallotRow, saveBallot } from './store.ts';

/** The tally of a box as it was read: it counts only if the box still holds exactly these ballots when it is locked. */
export interface Count {
  /** Ascending. */
  readonly hashes: readonly string[];
  readonly encryptedTally: string;
  readonly sizedTally: string;
  /** Ballots that repeat an alpha of one with a smaller hash. */
  readonly copies: readonly { readonly credential: string; readonly hash: string }[];
}

/**
 * Multiplies the ballots of a box together. Done before the box is locked, for that takes seconds with a thousand ballots; others get their
 * turn after each ballot.
 */
export async function countBallots(trx: Transaction, box: Box): Promise<Count> {
  const tally = startTally(box.election);
  const hashes: string[] = [];
  const copies: { credential: string; hash: string }[] = [];
  const seen = new Set<string>();
  for await (const { hash, credential, answers } of readBox(trx, box)) {
    const own = alphas({ answers });
    if (own.some((alpha) => seen.has(alpha))) copies.push({ credential, hash });
    for (const alpha of own) seen.add(alpha);
    hashes.push(hash);
    tally.add({ answers });
  }
  return { hashes, encryptedTally: tally.encryptedTally(), sizedTally: tally.sizedTally(), copies };
}

/** Whether the ballot could close now: open, no proofs still being checked, and every paper that was handed out accounted for. */
export async function couldClose(trx: Transaction, ballot: BallotRow): Promise<Result<void, Problem>> {
  const state = after('close', ballot.state);
  if (!state.ok) return state;
  const { pending } = await countBox(trx, ballot);
  if (pending > 0) return err(problem('proofs-pending', { pending }));
  return papersSettled(trx, ballot);
}

/** Whether of every paper that was handed out it is known what became of it. */
export async function papersSettled(trx: Transaction, ballot: BallotRow): Promise<Result<void, Problem>> {
  const { spares: _, ...papers } = await papersOf(trx, ballot);
  const left = unsettledPapers({ ...papers, spares: 0 });
  return left === 0 ? ok(undefined) : err(problem('papers-unsettled', { ...papers, left }));
}

/** What a close came to. */
export type Closing = 'closed' | 'box-changed' | 'copies';

/**
 * Closes the box; its row is locked `for update`, so every cast that has begun is in and none can follow. The box is written anew in the
 * order of the hashes. `closing_event`, which the projector and the minutes show, is the hash of the archive's EndBallots event: it binds the
 * election, its key and credentials and every ballot, and all that follows it (tally, decryptions, result) anybody can compute or check. The
 * verifier takes it as well as the hash of the last event.
 * Ballots that repeat an alpha of another (found before this only if one process checked both) are not closed over: see `putCopiesAside`.
 */
export async function closeBallot(
  trx: Transaction,
  caller: Caller,
  ballot: BallotRow,
  count: Count,
): Promise<Result<Closing, Problem>> {
  const could = await couldClose(trx, ballot);
  if (!could.ok) return could;
  const state = after('close', ballot.state);
  if (!state.ok) return state;
  const hashes = await hashesOf(trx, ballot);
  if (hashes.length !== count.hashes.length || hashes.some((hash, i) => hash !== count.hashes[i]))
    return ok('box-changed');
  if (count.copies.length > 0) return ok('copies');
  const { present } = await countHeads(trx, ballot.congress_id, ballot.session_id);
  const end = closingEvent({
    election: ballot.election!,
    trustees: ballot.trustees!,
    publicCredentials: ballot.public_credentials!,
    ballotHashes: hashes,
  });
  await forgetCastOrder(trx, ballot);
  await dropUnsettled(trx, ballot);
  await saveBallot(trx, ballot, {
    state: state.value,
    present_at_close: present,
    returned: hashes.length,
    closed_at: new Date(),
    encrypted_tally: count.encryptedTally,
    sized_tally: count.sizedTally,
    closing_event: end.hash,
  });
  const papers = await papersOf(trx, ballot);
  const all = withPapers({ issued: ballot.issued!, returned: hashes.length }, papers);
  if (papers.spares > 0) {
    const { spares: _, ...detail } = papers;
    await append(trx, ballot.congress_id, system, {
      kind: 'papers-counted',
      subject: { type: 'ballot', id: ballot.id },
      detail,
    });
  }
  await append(trx, ballot.congress_id, actorOf(caller), {
    kind: 'ballot-closed',
    subject: { type: 'ballot', id: ballot.id },
    detail: { present, ...all, event: end.hash },
  });
  return ok('closed');
}

/**
 * Of ballots that share an alpha the one with the smallest hash stays, whoever cast first (nobody knows); the others are put aside as if
 * their proofs had failed, and their cards are free again. Only two voters who share their randomness can bring this about.
 */
export async function putCopiesAside(trx: Transaction, ballot: BallotRow, count: Count): Promise<number> {
  let aside = 0;
  for (const { credential, hash } of count.copies) {
    if (!(await reject(trx, ballot, credential, hash, 'alpha_repeated', 'any'))) continue;
    aside += 1;
    await append(trx, ballot.congress_id, system, {
      kind: 'proof-failed',
      subject: { type: 'ballot', id: ballot.id },
      detail: { reason: 'alpha_repeated' },
    });
  }
  return aside;
}

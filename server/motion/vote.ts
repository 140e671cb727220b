import { createHash } from 'node:crypto';
import { checkMotionVote } from '../../core/belenios/index.ts';
import { type Done, done } from '../../core/contract/common.ts';
import type { MotionVote } from '../../core/contract/motion.ts';
import { type Problem, problem } from '../../core/contract/problems.ts';
import type { CongressId, ElectionUuid, MotionId } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { Method } from '../../core/rules/method.ts';
import { cardState } from '../ballot/cast-store.ts';
import { ballotOf } from '../ballot/store.ts';
import { command } from '../database/command.ts';
import type { Transaction } from '../database/pool.ts';
import type { Services } from '../services.ts';
import { effectiveMethod } from '../session/method.ts';
import { findSession } from '../session/store.ts';
import { fastGroups } from '../verification/fast-groups.ts';
import { type MotionRow, motionById } from './store.ts';
import { putVote, type Voter, voterOf } from './vote-store.ts';

/** With which credential cards sign in a motion: the one of the session's first election, in its group. */
export async function signingOf(
  trx: Transaction,
  motion: Pick<MotionRow, 'congress_id' | 'session_id'>,
): Promise<{ uuid: ElectionUuid; group: Method['group'] }> {
  const session = await findSession(trx, motion.congress_id, motion.session_id);
  if (!session) throw new Error('a motion without its session');
  const ballot = await ballotOf(trx, motion.congress_id, motion.session_id);
  const { group } = ballot?.method ?? (await effectiveMethod(trx, session));
  return { uuid: session.election_uuids[0]!, group };
}

/** Whether a card may vote on the motion now, and whether it has. */
export async function checkMotionCard(
  trx: Transaction,
  id: MotionId,
  credential: string,
): Promise<Result<{ voted: boolean }, Problem>> {
  const motion = await motionById(trx, id);
  if (!motion) return err(problem('not-found'));
  if (await voterOf(trx, motion, credential)) return ok({ voted: true });
  const may = await mayVote(trx, motion, credential);
  return may.ok ? ok({ voted: false }) : may;
}

/**
 * Takes a vote: signature, once per credential, card activated, motion open. The same vote again gets the same answer, also after the
 * close, so that a lost reply is never a lost or second vote. Nothing is kept or logged of when and where, and of the signature only a hash.
 */
export async function voteOnMotion(
  { db, live }: Pick<Services, 'db' | 'live'>,
  id: MotionId,
  vote: MotionVote,
): Promise<Result<Done, Problem>> {
  const { credential, choice, signature } = vote;
  const taken = await command<CongressId | null>(db, async (trx) => {
    const motion = await motionById(trx, id, 'share');
    if (!motion) return err(problem('not-found'));
    const { group } = await signingOf(trx, motion);
    if (!checkMotionVote(fastGroups(group), credential, motion.id, choice, signature))
      return err(problem('motion-bad-signature'));
    const seal = sealOf(vote);
    const before = await voterOf(trx, motion, credential);
    if (before) return again(before, seal, vote);
    const may = await mayVote(trx, motion, credential);
    if (!may.ok) return may;
    if (await putVote(trx, motion, credential, seal, choice)) return ok(motion.congress_id);
    // The same card voted in this very moment.
    return again((await voterOf(trx, motion, credential))!, seal, vote);
  });
  if (!taken.ok) return taken;
  if (taken.value !== null) live.touch(taken.value, 'motion');
  return ok(done);
}

/** In a secret motion nobody here knows what the card chose: only the very same request is the same vote. */
function again(before: Voter, seal: string, { choice }: MotionVote): Result<null, Problem> {
  return before.seal === seal || before.choice === choice ? ok(null) : err(problem('motion-voted'));
}

/** A signature has 256 random bits, so its hash says nothing about what was signed to whoever does not have it. */
const sealOf = ({ signature: { challenge, response } }: MotionVote): string =>
  createHash('sha256').update(`${challenge},${response}`).digest('hex');

async function mayVote(trx: Transaction, motion: MotionRow, credential: string): Promise<Result<void, Problem>> {
  if (motion.state === 'draft' || motion.way === 'hands') return err(problem('motion-not-open'));
  if (motion.state !== 'open') return err(problem('motion-over'));
  const { uuid } = await signingOf(trx, motion);
  switch (await cardState(trx, motion.congress_id, motion.session_id, uuid, credential)) {
    case undefined:
      return err(problem('card-unknown'));
    case 'printed':
      return err(problem('card-not-active'));
    case 'revoked':
      return err(problem('card-is-revoked'));
    case 'paper':
      return err(problem('paper-card'));
    case 'activated':
      return ok(undefined);
  }
}

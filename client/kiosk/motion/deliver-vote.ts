import type { Done } from '../../../core/contract/common.ts';
import { motion as routes } from '../../../core/contract/motion.ts';
import type { Result } from '../../../core/result.ts';
import type { Refusal } from '../../api/call.ts';
import { backoff } from '../delivery.ts';
import type { KeptVote, KeptVotes } from './kept.ts';

/** What delivering needs of the world; tests pass their own. */
export interface VoteCourier {
  vote(kept: KeptVote): Promise<Result<Done, Refusal>>;
  /** Waits, or less when the network comes back. */
  pause(milliseconds: number): Promise<void>;
}

// These say that the vote was not taken and never will be; every other refusal may pass.
const final = new Set<string>(
  [...routes.voteMotion.problems, 'not-found', 'bad-request', 'too-large'].filter(
    (code) => code !== 'database-unavailable',
  ),
);
const isFinal = (refusal: Refusal): boolean => refusal.status < 500 && final.has(refusal.code);

/** Whether asking again can help. */
export const mayPass = (refusal: Refusal): boolean => !isFinal(refusal);

/** Sends a kept vote until the server has answered it for good, then removes it. A lost reply is no answer: the same vote gets the same one. */
export async function deliverVote(
  kept: KeptVote,
  votes: Pick<KeptVotes, 'remove'>,
  courier: VoteCourier,
  onDelay: (refusal: Refusal) => void,
): Promise<Refusal | null> {
  for (let attempt = 0; ; attempt++) {
    const answer = await courier.vote(kept);
    if (answer.ok || isFinal(answer.error)) {
      votes.remove(kept);
      return answer.ok ? null : answer.error;
    }
    onDelay(answer.error);
    await courier.pause(backoff(attempt));
  }
}

import { hall } from '../../core/contract/hall.ts';
import type { Result } from '../../core/result.ts';
import type { Refusal } from '../api/call.ts';
import type { Outbox, Outgoing } from './outbox.ts';

/** What delivering needs of the world; tests pass their own. */
export interface Courier {
  cast(ballot: Outgoing): Promise<Result<{ tracker: string }, Refusal>>;
  /** The receipts in the box, from closing on. */
  receipts(uuid: string): Promise<Result<readonly string[], Refusal>>;
  /** Waits, or less when `wake` is called. */
  pause(milliseconds: number): Promise<void>;
}

export type Delivered =
  | { readonly kind: 'receipt'; readonly tracker: string }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** The server answered with a receipt for something else than what was sent: nobody may call this ballot cast. */
  | { readonly kind: 'mismatch'; readonly tracker: string };

/** Refusals that staff or time put right: the ballot stays on the tablet and is sent again. */
const passing = new Set<string>(['database-unavailable', 'tablet-not-paired', 'tablet-suspended']);
// These say that the ballot was not taken and never will be; every other refusal may pass.
const final = new Set<string>(
  [...hall.cast.problems, 'ballot-bad-proof', 'not-found', 'bad-request', 'too-large'].filter(
    (code) => !passing.has(code),
  ),
);
export const isFinal = (refusal: Refusal): boolean => refusal.status < 500 && final.has(refusal.code);

/** Waiting times between attempts in ms: soon at first, then every 15 s. */
export const backoff = (attempt: number): number => Math.min(15_000, 1000 * 2 ** attempt);

/**
 * Sends a kept ballot until the server has answered it for good, then removes it. A lost reply is no answer: the same bytes are sent
 * again and get the same receipt. `onDelay` hears why it is still waiting, `onAnswer` is waited for before the ballot is removed.
 */
export async function deliver(
  ballot: Outgoing,
  outbox: Pick<Outbox, 'remove'>,
  courier: Courier,
  onDelay: (refusal: Refusal) => void,
  onAnswer: (delivered: Delivered) => void | Promise<void>,
): Promise<Delivered> {
  for (let attempt = 0; ; attempt++) {
    const answer = await courier.cast(ballot);
    let delivered: Delivered | undefined;
    if (answer.ok) {
      const { tracker } = answer.value;
      delivered = tracker === ballot.tracker ? { kind: 'receipt', tracker } : { kind: 'mismatch', tracker };
    } else if (isFinal(answer.error)) {
      delivered = await afterRefusal(ballot, answer.error, courier);
    }
    if (delivered) {
      await onAnswer(delivered);
      // Should it stay behind, sending it again only gets the same answer.
      await outbox.remove(ballot.id).catch(() => {});
      return delivered;
    }
    onDelay(answer.ok ? unanswered : answer.error);
    await courier.pause(backoff(attempt));
  }
}

const unanswered: Refusal = { code: 'offline', status: 0, message: '', params: {}, rows: [] };

/** Closed before the lost reply could be asked for again: whether the ballot is in the box is public by then. */
async function afterRefusal(ballot: Outgoing, refusal: Refusal, courier: Courier): Promise<Delivered | undefined> {
  if (refusal.code !== 'ballot-closed') return { kind: 'refused', refusal };
  const list = await courier.receipts(ballot.uuid);
  if (list.ok && list.value.includes(ballot.tracker)) return { kind: 'receipt', tracker: ballot.tracker };
  return list.ok || isFinal(list.error) || list.error.status === 404 || list.error.status === 409
    ? { kind: 'refused', refusal }
    : undefined;
}

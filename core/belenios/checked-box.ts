import { err, ok, type Result } from '../result.ts';
import type { SoundBox } from './verify-box.ts';

/** What a server says of a closed box when it asks for its decryption. */
export type OfferedBox = Pick<
  SoundBox,
  'election' | 'electionHash' | 'trustees' | 'closingEvent' | 'encryptedTally'
> & {
  /** Cards that could vote, those set aside for papers beside them, and ballots in the box. */
  readonly issued: number;
  readonly paperSpares: number;
  readonly returned: number;
};

declare const checked: unique symbol;
/** A closed box that this device has verified and that the server's words agree with; `judgeBox` alone makes one. Only its tally is decrypted. */
export type CheckedBox = SoundBox & { readonly [checked]: true };

/** What the server says that the box it handed over does not bear out. */
export type BoxFault = 'election' | 'trustees' | 'closing-event' | 'issued' | 'returned' | 'tally';

/**
 * Compares what a sound box comes to with what the server says of it. A server that offers one ballot's ciphertext as the tally, or the
 * tally of fewer ballots, is found out here; one that hands over another box altogether by its closing event, which people compare with
 * the projector.
 */
export function judgeBox(box: SoundBox, offered: OfferedBox): Result<CheckedBox, BoxFault> {
  if (box.election !== offered.election || box.electionHash !== offered.electionHash) return err('election');
  if (box.trustees !== offered.trustees) return err('trustees');
  if (box.closingEvent !== offered.closingEvent) return err('closing-event');
  if (box.credentials !== offered.issued + offered.paperSpares) return err('issued');
  if (box.ballots !== offered.returned) return err('returned');
  if (box.encryptedTally !== offered.encryptedTally) return err('tally');
  return ok(box as CheckedBox);
}

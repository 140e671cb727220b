import { sha256Hex } from '../../core/belenios/hash.ts';
import { type EventType, eventJson, ownedJson } from '../../core/belenios/index.ts';

/** The end of an archive's chain of events (spec section 5). */
export interface ChainEnd {
  readonly hash: string;
  readonly height: number;
}

function next(end: ChainEnd | undefined, type: EventType, payload?: string): ChainEnd {
  const height = end ? end.height + 1 : 0;
  const text = eventJson({
    ...(end ? { parent: end.hash } : {}),
    height,
    type,
    ...(payload === undefined ? {} : { payload }),
  });
  return { hash: sha256Hex(text), height };
}

/** The frozen records and what fills the box. */
export interface ClosedBox {
  readonly election: string;
  readonly trustees: string;
  /** The `public_credentials` record itself. */
  readonly publicCredentials: string;
  /** Ascending. */
  readonly ballotHashes: readonly string[];
}

/**
 * The chain up to the EndBallots event, from hashes alone: with thousands of ballots the archive itself is large, and all that the hall
 * needs at the close is one hash. The same hash as the archive's own event has, which a test holds.
 */
export function closingEvent(box: ClosedBox): ChainEnd {
  const setup = JSON.stringify({
    election: sha256Hex(box.election),
    trustees: sha256Hex(box.trustees),
    credentials: sha256Hex(box.publicCredentials),
  });
  let end = next(undefined, 'Setup', sha256Hex(setup));
  for (const hash of box.ballotHashes) end = next(end, 'Ballot', hash);
  return next(end, 'EndBallots');
}

/** The chain's last event: after the box closed come its tally, the decryptions that were used (ascending owners), and the result. */
export function finalEvent(
  closing: ChainEnd,
  sizedTally: string,
  decryptions: readonly { owner: number; json: string }[],
  result: string,
): ChainEnd {
  let end = next(closing, 'EncryptedTally', sha256Hex(sizedTally));
  for (const { owner, json } of decryptions)
    end = next(end, 'PartialDecryption', sha256Hex(ownedJson(owner, sha256Hex(json))));
  return next(end, 'Result', sha256Hex(result));
}

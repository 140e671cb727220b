import { type BallotError, checkBallot, checkProofs, type Election, parseElection } from '../../core/belenios/index.ts';
import { err, ok, type Result } from '../../core/result.ts';

/** A ballot to check wholly; `election` is left out when it is the one sent last. */
export interface BallotTask {
  readonly election?: string;
  readonly ballot: string;
}

export type BallotAnswer = Result<undefined, BallotError>;

let election: Election | undefined;

self.onmessage = (event: MessageEvent<BallotTask>) => {
  const { election: json, ballot } = event.data;
  if (json !== undefined) {
    const parsed = parseElection(json);
    if (!parsed.ok) throw new Error(`no election: ${parsed.error.kind}`);
    election = parsed.value;
  }
  const cheap = checkBallot(election!, ballot);
  const checked = cheap.ok ? checkProofs(election!, cheap.value) : cheap;
  self.postMessage((checked.ok ? ok(undefined) : err(checked.error)) satisfies BallotAnswer);
};

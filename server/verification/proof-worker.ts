import { parentPort } from 'node:worker_threads';
import { type BallotError, checkBallot, checkProofs, type Election, parseElection } from '../../core/belenios/index.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { fastGroups } from './fast-groups.ts';

/** A ballot to check; `election` is left out when it is the one sent last. */
export interface ProofTask {
  readonly id: number;
  readonly election?: string;
  readonly ballot: string;
}

export interface ProofAnswer {
  readonly id: number;
  readonly outcome: Result<undefined, BallotError>;
}

let election: Election | undefined;

/** Checks one ballot wholly. An election that does not parse is the caller's bug and ends the thread. */
function check(task: ProofTask): ProofAnswer {
  if (task.election !== undefined) {
    const parsed = parseElection(task.election, fastGroups);
    if (!parsed.ok) throw new Error(`proof worker was given no election: ${parsed.error.kind}`);
    election = parsed.value;
  }
  const cheap = checkBallot(election!, task.ballot);
  const checked = cheap.ok ? checkProofs(election!, cheap.value) : cheap;
  return { id: task.id, outcome: checked.ok ? ok(undefined) : err(checked.error) };
}

parentPort!.on('message', (task: ProofTask) => parentPort!.postMessage(check(task)));

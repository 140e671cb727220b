import { parentPort } from 'node:worker_threads';
import type { GroupName } from '../../core/belenios/group.ts';
import {
  type Credential,
  type Election,
  type ElectionUuid,
  encodeRows,
  encryptBallot,
  parseElection,
  publicCredential,
  type RowVote,
} from '../../core/belenios/index.ts';
import { random } from '../random.ts';
import { fastGroups } from '../verification/fast-groups.ts';

/** What one tablet is asked: an encrypted ballot, or the public credentials of a card. */
export type Job =
  | {
      readonly id: number;
      readonly kind: 'encrypt';
      readonly election: string;
      readonly credential: Credential;
      readonly votes: readonly RowVote[];
    }
  | {
      readonly id: number;
      readonly kind: 'card';
      readonly group: GroupName;
      readonly uuids: readonly ElectionUuid[];
      readonly credential: Credential;
    };

let parsed: { json: string; election: Election } | undefined;

function electionOf(json: string): Election {
  if (parsed?.json !== json) {
    const election = parseElection(json, fastGroups);
    if (!election.ok) throw new Error(`election: ${election.error.kind}`);
    parsed = { json, election: election.value };
  }
  return parsed.election;
}

const encrypt = (election: Election, { credential, votes }: Extract<Job, { kind: 'encrypt' }>) =>
  encryptBallot(election, credential, encodeRows(election, votes), random);

parentPort?.on('message', (job: Job) => {
  const answer =
    job.kind === 'card'
      ? job.uuids.map((uuid) => publicCredential(fastGroups(job.group), uuid, job.credential))
      : encrypt(electionOf(job.election), job);
  parentPort?.postMessage({ id: job.id, answer });
});

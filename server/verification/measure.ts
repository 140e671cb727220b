import { createHash, randomBytes } from 'node:crypto';
import {
  assembleTrustees,
  type Credential,
  checkBallot,
  combineDecryptions,
  type Election,
  electionJson,
  encodeVotes,
  encodingCQuestions,
  encryptBallot,
  type GroupName,
  type Groups,
  makeCredential,
  makeElectionUuid,
  parseElection,
  partialDecryption,
  publicCredential,
  type Question,
  startArchive,
  startTally,
  type TrusteeState3,
  type Trustees,
  trusteeRound1,
  trusteeRound2,
  trusteeRound3,
  type VerifyReport,
  type Vote,
  verifyArchive,
} from '../../core/belenios/index.ts';
import type { Random } from '../../core/result.ts';
import { fastGroups } from './fast-groups.ts';
import { createProofPool } from './pool.ts';

/** The platform's CSPRNG. */
export const random: Random = (length) => new Uint8Array(randomBytes(length));

/** What a synthetic election is made of. */
export interface SyntheticOptions {
  readonly group: GroupName;
  readonly ballots: number;
  /** Encoding C with this many projects … */
  readonly projects?: number;
  /** … and at most so many 赞成; default projects − 2. */
  readonly max?: number;
  /** Or any other questions. */
  readonly questions?: readonly Question[];
  readonly trustees?: number;
  readonly threshold?: number;
  readonly groups?: Groups;
}

export interface Ceremony {
  readonly trustees: Trustees;
  /** Secret states, `share` in them, trustee 1 first. */
  readonly states: readonly TrusteeState3[];
}

const must = <T>(
  result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown },
): T => {
  if (!result.ok) throw new Error(`synthetic election: ${JSON.stringify(result.error)}`);
  return result.value;
};

/** Runs the whole key ceremony of n trustees, t needed, in one place. For measuring and tests only. */
export function makeTrustees(name: GroupName, size: number, threshold: number, groups: Groups = fastGroups): Ceremony {
  const group = groups(name);
  const first = Array.from({ length: size }, (_, i) =>
    trusteeRound1(group, { group: name, size, threshold, index: i + 1 }, random),
  );
  const certs = first.map(({ message }) => message);
  const second = first.map(({ state }) => must(trusteeRound2(group, state, certs, random)));
  const messages = second.map(({ message }) => message);
  const third = second.map(({ state }) => must(trusteeRound3(group, state, messages, random)));
  const keys = third.map(({ message }) => message);
  return { trustees: must(assembleTrustees(group, certs, messages, keys)), states: third.map(({ state }) => state) };
}

export interface SyntheticElection {
  readonly election: Election;
  readonly ceremony: Ceremony;
  readonly credentials: readonly Credential[];
  readonly publicCredentials: readonly string[];
}

/** An election ready for voting: trustees, credentials for every ballot, questions. */
export function makeElection(options: SyntheticOptions): SyntheticElection {
  const { group: name, ballots, projects = 12, groups = fastGroups } = options;
  const { trustees: size = 3, threshold = 2, max = Math.max(1, projects - 2) } = options;
  const titles = Array.from({ length: projects }, (_, i) => ({ title: `项目${String(i + 1).padStart(2, '0')}` }));
  const ceremony = makeTrustees(name, size, threshold, groups);
  const uuid = makeElectionUuid(random);
  const json = electionJson({
    uuid,
    group: name,
    publicKey: ceremony.trustees.publicKeyText,
    name: '测算用票决',
    description: 'synthetic',
    questions: options.questions ?? encodingCQuestions(titles, max),
  });
  const credentials = Array.from({ length: ballots }, () => makeCredential(random));
  const publicCredentials = credentials.map((credential) => publicCredential(groups(name), uuid, credential));
  return { election: must(parseElection(json, groups)), ceremony, credentials, publicCredentials };
}

/** Votes that differ from ballot to ballot and keep the limit. */
export function someVotes(projects: number, max: number, seed: number): Vote[] {
  let left = max;
  return Array.from({ length: projects }, (_, i): Vote => {
    const turn = (seed * 7 + i * 5 + ((seed * i) % 3)) % 3;
    if (turn === 0 && left > 0) {
      left -= 1;
      return 'for';
    }
    return turn === 1 ? 'against' : 'abstain';
  });
}

/** Encrypts one ballot per credential with `someVotes`. Encoding C only. */
export function castAll({ election, credentials }: SyntheticElection): string[] {
  const projects = election.projects!;
  const { max } = election.questions[0]!;
  return credentials.map(
    (credential, i) => encryptBallot(election, credential, encodeVotes(someVotes(projects, max, i)), random).json,
  );
}

/** Closes the box: tally, decryptions of the first trustees needed, result, archive. `ballots` in any order. */
export function closeElection(
  { election, ceremony, publicCredentials }: SyntheticElection,
  ballots: readonly string[],
): { archive: Uint8Array; lastEvent: string } {
  const writer = startArchive(Math.floor(Date.now() / 1000));
  const parts = [writer.setup(election.json, ceremony.trustees.json, publicCredentials)];
  const sum = startTally(election);
  const parsed = ballots.map((json) => ({ json, hash: hashOf(json) })).sort((a, b) => (a.hash < b.hash ? -1 : 1));
  for (const { json } of parsed) {
    sum.add(JSON.parse(json));
    parts.push(writer.ballot(json));
  }
  parts.push(writer.endBallots());
  const tally = sum.encryptedTally();
  parts.push(writer.encryptedTally(tally, sum.sizedTally()));
  const threshold = ceremony.trustees.entries[0]!.threshold;
  const partials = ceremony.states
    .slice(0, threshold)
    .map(({ share, context }) => ({ owner: context.index, json: partialDecryption(election, share, tally, random) }));
  const decrypted = must(combineDecryptions(election, ceremony.trustees, tally, partials, ballots.length));
  for (const { owner, json } of partials) parts.push(writer.partialDecryption(owner, json));
  parts.push(writer.result(decrypted.json));
  return { archive: Buffer.concat(parts), lastEvent: writer.lastEventHash() };
}

const hashOf = (json: string): string => createHash('sha256').update(json).digest('hex');

/** Seconds of each part of a synthetic election's life, and its sizes. */
export interface Measurement {
  readonly group: GroupName;
  readonly ballots: number;
  readonly projects: number;
  /** Bytes of one ballot and of the archive. */
  readonly ballotBytes: number;
  readonly archiveBytes: number;
  /** Seconds. */
  readonly encryptOne: number;
  readonly checkOne: number;
  readonly close: number;
  readonly verify: number;
  readonly archive: Uint8Array;
  readonly report: VerifyReport;
}

/** Makes a whole synthetic election in encoding C and times its parts; verification runs on `threads` threads (all cores unless given). */
export async function measureElection(options: SyntheticOptions & { readonly threads?: number }): Promise<Measurement> {
  const made = makeElection(options);
  encryptBallot(made.election, made.credentials[0]!, encodeVotes(someVotes(made.election.projects!, 1, 0)), random); // tables, JIT
  const [ballots, encryptAll] = timed(() => castAll(made));
  const [, checkOne] = timed(() => checkBallot(made.election, ballots[0]!));
  const [{ archive }, close] = timed(() => closeElection(made, ballots));
  const pool = createProofPool(options.threads === undefined ? {} : { size: options.threads });
  const started = performance.now();
  const report = await verifyArchive(archive, { groups: options.groups ?? fastGroups, runner: pool.check });
  const verify = (performance.now() - started) / 1000;
  await pool.close();
  return {
    group: options.group,
    ballots: ballots.length,
    projects: made.election.projects!,
    ballotBytes: ballots[0]!.length,
    archiveBytes: archive.length,
    encryptOne: encryptAll / ballots.length,
    checkOne,
    close,
    verify,
    archive,
    report,
  };
}

function timed<T>(run: () => T): [T, number] {
  const started = performance.now();
  const value = run();
  return [value, (performance.now() - started) / 1000];
}

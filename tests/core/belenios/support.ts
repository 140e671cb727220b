import { recordBytes } from '../../../core/belenios/archive-records.ts';
import { sha256Base64, sha256Hex } from '../../../core/belenios/hash.ts';
import {
  type Ballot,
  type Credential,
  credentialScalar,
  type Election,
  type EventType,
  eventJson,
  type GroupName,
  partialDecryption,
  sizedTallyJson,
  startTally,
} from '../../../core/belenios/index.ts';
import { proofText, prove } from '../../../core/belenios/proofs.ts';
import type { Random } from '../../../core/result.ts';
import {
  castAll,
  makeElection,
  random,
  type SyntheticElection,
  type SyntheticOptions,
} from '../../../server/verification/measure.ts';

export { random };

/** Takes the good value out of a result; the test fails with the error's words otherwise. */
export function must<T>(
  result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown },
): T {
  if (!result.ok) throw new Error(`unexpected: ${JSON.stringify(result.error)}`);
  return result.value;
}

/** Repeatable bytes. For tests that need the same "randomness" twice. */
export function repeatable(seed: number): Random {
  let state = seed >>> 0;
  return (length) =>
    Uint8Array.from({ length }, () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state >>> 24;
    });
}

/** One event with the data records before it. `payload` is the last record's hash unless given. */
export interface Step {
  readonly type: EventType | string;
  readonly data: readonly string[];
  readonly payload?: string | null;
}

/** Writes any archive at all, also ones that break every rule. */
export function writeSteps(steps: readonly Step[], timestamp = 1795367773): Uint8Array {
  const parts = [recordBytes('BELENIOS', JSON.stringify({ version: 1, timestamp: String(timestamp) }), timestamp)];
  let parent: string | undefined;
  steps.forEach(({ type, data, payload }, height) => {
    for (const text of data) parts.push(recordBytes(`${sha256Hex(text)}.data.json`, text, timestamp));
    const named = payload === null ? undefined : (payload ?? (data.length > 0 ? sha256Hex(data.at(-1)!) : undefined));
    const text = eventJson({
      ...(parent ? { parent } : {}),
      height,
      type: type as EventType,
      ...(named ? { payload: named } : {}),
    });
    parent = sha256Hex(text);
    parts.push(recordBytes(`${parent}.event.json`, text, timestamp));
  });
  return Buffer.concat(parts);
}

export const setupStep = (election: string, trustees: string, credentials: string): Step => ({
  type: 'Setup',
  data: [
    election,
    trustees,
    credentials,
    JSON.stringify({
      election: sha256Hex(election),
      trustees: sha256Hex(trustees),
      credentials: sha256Hex(credentials),
    }),
  ],
});
export const ballotStep = (json: string): Step => ({ type: 'Ballot', data: [json] });
export const endStep: Step = { type: 'EndBallots', data: [] };
export const tallyStep = (encrypted: string, sized: string): Step => ({
  type: 'EncryptedTally',
  data: [encrypted, sized],
});
export const partialStep = (owner: number, json: string): Step => ({
  type: 'PartialDecryption',
  data: [json, JSON.stringify({ owner, payload: sha256Hex(json) })],
});
export const resultStep = (json: string): Step => ({ type: 'Result', data: [json] });

/** A cast election whose archive can be written with any part replaced. */
export interface Box {
  readonly made: SyntheticElection;
  readonly election: Election;
  readonly ballots: readonly string[];
}

export function makeBox(group: GroupName, options: Partial<SyntheticOptions> = {}): Box {
  const made = makeElection({ group, ballots: 3, projects: 2, max: 1, ...options });
  return { made, election: made.election, ballots: castAll(made) };
}

/** What to do differently from an honest archive. */
export interface Changes {
  readonly election?: string;
  readonly trustees?: string;
  readonly credentials?: string;
  /** Ballots in the box. */
  readonly ballots?: readonly string[];
  /** Ballots that are counted: each credential's last one unless given. */
  readonly counted?: readonly string[];
  readonly sized?: { readonly ballots?: number; readonly weight?: number };
  readonly owners?: readonly number[];
  readonly partial?: (owner: number, json: string) => { readonly owner: number; readonly json: string };
  readonly result?: (json: string) => string;
  readonly steps?: (steps: Step[]) => Step[];
  readonly totals?: (number | string)[][];
}

/** The archive of a box, honest but for the changes. The result is counted in the clear from `totals`, or decrypted by hand. */
export function writeBox(box: Box, totals: readonly (readonly number[])[], changes: Changes = {}): Uint8Array {
  const { election, made } = box;
  const ballots = changes.ballots ?? box.ballots;
  const last = new Map(ballots.map((json) => [(JSON.parse(json) as Ballot).credential, json]));
  const counted = changes.counted ?? [...last.values()];
  const sum = startTally(election);
  for (const json of counted) sum.add(JSON.parse(json) as Ballot);
  const encrypted = sum.encryptedTally();
  const sized = sizedTallyJson(
    changes.sized?.ballots ?? counted.length,
    changes.sized?.weight ?? counted.length,
    encrypted,
  );
  const owners = changes.owners ?? [1, 2];
  const partials = owners.map((owner) => {
    const json = partialDecryption(election, made.ceremony.states[owner - 1]!.share, encrypted, random);
    return changes.partial?.(owner, json) ?? { owner, json };
  });
  const result = JSON.stringify({ result: totals });
  const steps = [
    setupStep(
      changes.election ?? election.json,
      changes.trustees ?? made.ceremony.trustees.json,
      changes.credentials ?? JSON.stringify(made.publicCredentials),
    ),
    ...ballots.map(ballotStep),
    endStep,
    tallyStep(encrypted, sized),
    ...partials.map(({ owner, json }) => partialStep(owner, json)),
    resultStep(changes.result?.(result) ?? result),
  ];
  return writeSteps(changes.steps?.(steps) ?? steps);
}

/** A ballot's text as an object that may be broken. */
// biome-ignore lint/suspicious/noExplicitAny: malformed on purpose
export type Loose = any;

/** Changes a ballot's contents and signs it anew with a credential, as a dishonest voter would. */
export function resign(
  election: Election,
  credential: Credential,
  json: string,
  change: (ballot: Loose) => void,
): string {
  const ballot = JSON.parse(json) as Loose;
  const secret = credentialScalar(election.group, election.uuid, credential);
  ballot.credential = election.group.print(election.group.generatorPower(secret));
  change(ballot);
  const { signature: _, ...unsigned } = ballot;
  const hash = sha256Base64(JSON.stringify(unsigned));
  const proof = proofText(prove(election.group, `sig|${hash}|`, secret, random));
  return JSON.stringify({ ...unsigned, signature: { hash, proof } });
}

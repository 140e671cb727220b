import { err, ok, type Result } from '../result.ts';
import type { ArchiveError } from './archive.ts';
import type { ArchiveContents, BoxContents, Fault } from './archive-structure.ts';
import { alphas, checkBallot, checkProofs } from './ballot-check.ts';
import type { Ballot, BallotError } from './ballot-types.ts';
import { type Election, parseElection } from './election.ts';
import { type Groups, portableGroups } from './group.ts';
import { type Meeting, readMeeting } from './meeting.ts';
import type { Trustees } from './trustee-types.ts';
import { verifyTrustees } from './trustees.ts';
import { readCredentials } from './verify-tally.ts';
import { type CheckName, checkNames, type FailureCode, failureWords, type Words } from './verify-texts.ts';

/** Checks one ballot wholly, as `checkBallot` and then `checkProofs` do, perhaps in another thread. */
export type BallotRunner = (electionJson: string, ballotJson: string) => Promise<Result<undefined, BallotError>>;

export interface VerifyOptions {
  /** The arithmetic; portable unless given. */
  readonly groups?: Groups;
  /** Who checks the ballots; this thread, one after the other, unless given. */
  readonly runner?: BallotRunner;
  /** Hex hash that was published: of the last event, or of the one that closed the voting (EndBallots). */
  readonly lastEvent?: string;
  /** Called after each ballot with the number checked so far. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** One check that was made and passed. */
export interface Check extends Words {
  readonly name: CheckName;
  /** How many things it looked at. */
  readonly count: number;
}

/** Why an archive is refused. */
export interface Failure extends Words {
  readonly code: FailureCode;
}

/** A fault, and where in a ballot. */
export type PlacedFault = Fault & { readonly place?: Words };

/** What is known so far; a report can be made of it at any time. */
export interface Progress {
  checks: Check[];
  notes: Words[];
  contents?: BoxContents & Partial<Pick<ArchiveContents, 'lastEvent'>>;
  election?: Election;
  credentials?: ReadonlyMap<string, number>;
  counted?: number;
  totals?: readonly (readonly number[])[];
}

const place = ({ question, choice }: BallotError): Words => {
  if (question === undefined) return { zh: '', en: '' };
  const [q, c] = [question + 1, choice === undefined ? undefined : choice + 1];
  return {
    zh: `（第 ${q} 题${c === undefined ? '' : `第 ${c} 项`}）`,
    en: ` (question ${q}${c === undefined ? '' : `, choice ${c}`})`,
  };
};

/** A fault in words. */
export function failure(fault: PlacedFault): Failure {
  const detail = fault.place ?? { zh: fault.detail ?? '', en: fault.detail ?? '' };
  return { code: fault.code, ...failureWords(fault.code, fault.at, detail) };
}

/** A fault of the file itself. */
export const archiveFault = ({ kind, record }: ArchiveError): Fault => ({
  code: kind === 'not_archive' ? kind : `archive_${kind}`,
  at: record,
});

/** Checks every ballot, through the runner where there is one; the first bad one in the archive's order is the fault. */
async function checkBallots(
  election: Election,
  contents: BoxContents,
  options: VerifyOptions,
): Promise<Result<Ballot[], PlacedFault>> {
  const { ballots } = contents;
  let done = 0;
  const one = async ({ hash, json }: { hash: string; json: string }): Promise<Result<Ballot, BallotError>> => {
    let outcome: Result<unknown, BallotError>;
    if (options.runner) outcome = await options.runner(election.json, json);
    else {
      const cheap = checkBallot(election, json);
      outcome = cheap.ok ? checkProofs(election, cheap.value) : cheap;
      await Promise.resolve();
    }
    done += 1;
    options.onProgress?.(done, ballots.length);
    if (!outcome.ok) return outcome;
    // The text passed: it is canonical JSON of a ballot.
    const { credential, answers } = JSON.parse(json) as Ballot;
    return ok({ json, hash, tracker: '', credential, answers });
  };
  const outcomes = options.runner ? await Promise.all(ballots.map(one)) : [];
  if (!options.runner) for (const ballot of ballots) outcomes.push(await one(ballot));
  const good: Ballot[] = [];
  for (const [i, outcome] of outcomes.entries()) {
    if (!outcome.ok)
      return err({ code: `ballot_${outcome.error.code}`, at: ballots[i]!.hash, place: place(outcome.error) });
    good.push(outcome.value);
  }
  return ok(good);
}

/** No alpha stands in two ballots (spec section 7 item 4). Gives the number of distinct ones. */
function checkAlphas(ballots: readonly Ballot[]): Result<number, Fault> {
  const seen = new Set<string>();
  for (const ballot of ballots) {
    for (const alpha of alphas(ballot)) {
      if (seen.has(alpha)) return err({ code: 'ballot_repeated_alpha', at: ballot.hash });
      seen.add(alpha);
    }
  }
  return ok(seen.size);
}

function readElection(
  contents: BoxContents,
  groups: Groups,
): Result<{ election: Election; trustees: Trustees; meeting: Meeting | undefined }, Fault> {
  const election = parseElection(contents.election, groups);
  if (!election.ok) return err({ code: 'election', detail: election.error.kind });
  const trustees = verifyTrustees(election.value.group, contents.trustees);
  if (!trustees.ok)
    return err({
      code: 'trustees',
      at: 'trustee' in trustees.error ? trustees.error.trustee : undefined,
      detail: trustees.error.kind,
    });
  if (trustees.value.publicKeyText !== election.value.publicKeyText) return err({ code: 'election_key' });
  const meeting = readMeeting(election.value, trustees.value);
  if (!meeting.ok) return meeting;
  return ok({ election: election.value, trustees: trustees.value, meeting: meeting.value });
}

/** Unknown keys that are named one by one. */
const mostNamed = 20;

function noteExtras(progress: Progress, election: Election, trustees: Trustees): void {
  if (election.unknownKeys.length > 0) {
    const more = election.unknownKeys.length - mostNamed;
    const keys = `${election.unknownKeys.slice(0, mostNamed).join(', ')}${more > 0 ? ` … (+${more})` : ''}`;
    progress.notes.push({ zh: `选举数据含扩展字段：${keys}`, en: `Extension keys in the election: ${keys}` });
  }
  for (const { owners, threshold } of trustees.entries.filter(({ kind }) => kind === 'Pedersen'))
    progress.notes.push({
      zh: `监票人 ${owners.length} 名，须 ${threshold} 名以上共同解密`,
      en: `${threshold} of ${owners.length} scrutineers decrypt together`,
    });
  const names = trustees.keys.filter((key) => key.name !== undefined).map((key) => `${key.owner} ${key.name}`);
  if (names.length > 0)
    progress.notes.push({ zh: `监票人：${names.join('，')}`, en: `Scrutineers: ${names.join(', ')}` });
}

/** What the checks of a box establish, for what follows them. */
export interface Sound {
  readonly election: Election;
  readonly trustees: Trustees;
  readonly credentials: ReadonlyMap<string, number>;
  readonly ballots: readonly Ballot[];
}

/** The checks that a closed box and a whole archive have in common: trustees, election, credentials and every ballot, in order. */
export async function checkBox(
  contents: BoxContents,
  options: VerifyOptions,
  progress: Progress,
): Promise<Result<Sound, PlacedFault>> {
  const setup = readElection(contents, options.groups ?? portableGroups);
  if (!setup.ok) return setup;
  const { election, trustees, meeting } = setup.value;
  progress.election = election;
  passed(progress, 'trustees', trustees.keys.length);
  passed(progress, 'election', election.questions.length);
  noteExtras(progress, election, trustees);
  const credentials = readCredentials(election, meeting, contents.publicCredentials);
  if (!credentials.ok) return credentials;
  progress.credentials = credentials.value;
  const weight = [...credentials.value.values()].reduce((sum, one) => sum + one, 0);
  if (weight > credentials.value.size)
    progress.notes.push({
      zh: `公开凭证带有权数，合计 ${weight}`,
      en: `The public credentials have weights, ${weight} together`,
    });
  passed(progress, 'credentials', credentials.value.size);
  const ballots = await checkBallots(election, contents, options);
  if (!ballots.ok) return ballots;
  const stranger = ballots.value.find(({ credential }) => !credentials.value.has(credential));
  if (stranger) return err({ code: 'ballot_credential_unknown', at: stranger.hash });
  passed(progress, 'ballots', ballots.value.length);
  if (election.projects !== undefined) passed(progress, 'encoding', ballots.value.length * election.projects);
  const distinct = checkAlphas(ballots.value);
  if (!distinct.ok) return distinct;
  passed(progress, 'alphas', distinct.value);
  return ok({ election, trustees, credentials: credentials.value, ballots: ballots.value });
}

/** Notes a check that passed, and how many things it looked at. */
export const passed = (progress: Progress, name: CheckName, count: number): void => {
  progress.checks.push({ name, count, ...checkNames[name] });
};

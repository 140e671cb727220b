import { err, ok, type Result } from '../result.ts';
import { type Archive, readArchive } from './archive.ts';
import { type ArchiveContents, type Fault, readContents } from './archive-structure.ts';
import { alphas, checkBallot, checkProofs } from './ballot-check.ts';
import type { Ballot, BallotError } from './ballot-types.ts';
import { type Election, parseElection } from './election.ts';
import { type Groups, portableGroups } from './group.ts';
import type { Trustees } from './trustee-types.ts';
import { verifyTrustees } from './trustees.ts';
import { announced, checkDecryptions, checkTally, readCredentials } from './verify-tally.ts';
import { type CheckName, checkNames, type FailureCode, failureWords, type Words } from './verify-texts.ts';

export type { CheckName, FailureCode, Words } from './verify-texts.ts';

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

export interface VerifyReport {
  /** Whether everything holds. */
  readonly valid: boolean;
  /** The checks that passed, in order. */
  readonly checks: readonly Check[];
  /** The first thing that does not hold; undefined when valid. `not_archive` when the bytes are no archive at all. */
  readonly failure: Failure | undefined;
  readonly election:
    | { readonly uuid: string; readonly name: string; readonly group: string; readonly fingerprint: string }
    | undefined;
  /** Questions with their totals, when the result holds. In encoding C question 0 is the quota. */
  readonly questions: readonly {
    readonly question: string;
    readonly answers: readonly string[];
    readonly totals: readonly number[];
  }[];
  /** Number of projects when the election is in encoding C. */
  readonly projects: number | undefined;
  readonly ballots: number;
  /** Ballots counted: one per credential. */
  readonly counted: number;
  readonly credentials: number;
  /** Hash of EndBallots and of the last event, for comparison with what was published. */
  readonly closingEvent: string | undefined;
  readonly lastEvent: string | undefined;
  /** What is allowed but should be seen: unknown keys, names of scrutineers, a hash that was not compared. */
  readonly notes: readonly Words[];
}

/** What is known so far; a report can be made of it at any time. */
interface Progress {
  checks: Check[];
  notes: Words[];
  contents?: ArchiveContents;
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

function failure(fault: Fault & { readonly place?: Words }): Failure {
  const detail = fault.place ?? { zh: fault.detail ?? '', en: fault.detail ?? '' };
  return { code: fault.code, ...failureWords(fault.code, fault.at, detail) };
}

/** Checks every ballot, through the runner where there is one; the first bad one in the archive's order is the fault. */
async function checkBallots(
  election: Election,
  contents: ArchiveContents,
  options: VerifyOptions,
): Promise<Result<Ballot[], Fault & { place?: Words }>> {
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
  const outcomes: Result<Ballot, BallotError>[] = [];
  if (options.runner) outcomes.push(...(await Promise.all(ballots.map(one))));
  else for (const ballot of ballots) outcomes.push(await one(ballot));
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
  contents: ArchiveContents,
  groups: Groups,
): Result<{ election: Election; trustees: Trustees }, Fault> {
  const election = parseElection(contents.election, groups);
  if (!election.ok) return err({ code: 'election', detail: election.error.kind });
  // What the meeting data say of the quota must be what the ballots prove (spec section 6).
  const { projects, questions } = election.value;
  const limit = announced(election.value, 'limit');
  if (projects !== undefined && limit !== undefined && Math.min(limit, projects) !== questions[0]!.max)
    return err({ code: 'election', detail: 'limit' });
  const trustees = verifyTrustees(election.value.group, contents.trustees);
  if (!trustees.ok)
    return err({
      code: 'trustees',
      at: 'trustee' in trustees.error ? trustees.error.trustee : undefined,
      detail: trustees.error.kind,
    });
  if (trustees.value.publicKeyText !== election.value.publicKeyText) return err({ code: 'election_key' });
  return ok({ election: election.value, trustees: trustees.value });
}

function noteExtras(progress: Progress, election: Election, trustees: Trustees): void {
  if (election.unknownKeys.length > 0) {
    const keys = election.unknownKeys.join(', ');
    progress.notes.push({ zh: `选举数据含扩展字段：${keys}`, en: `Extension keys in the election: ${keys}` });
  }
  const names = trustees.keys.filter((key) => key.name !== undefined).map((key) => `${key.owner} ${key.name}`);
  if (names.length > 0)
    progress.notes.push({ zh: `监票人：${names.join('，')}`, en: `Scrutineers: ${names.join(', ')}` });
}

/** Makes all checks in order and stops at the first that fails. */
async function run(
  archive: Archive,
  options: VerifyOptions,
  progress: Progress,
): Promise<(Fault & { place?: Words }) | undefined> {
  const passed = (name: CheckName, count: number) => progress.checks.push({ name, count, ...checkNames[name] });
  passed('archive', archive.records.length + 1);
  const read = readContents(archive);
  if (!read.ok) return read.error;
  const contents = read.value;
  progress.contents = contents;
  passed('events', contents.events);
  if (options.lastEvent !== undefined) {
    const published = options.lastEvent.trim().toLowerCase();
    const detail = contents.lastEvent;
    if (published !== contents.lastEvent && published !== contents.closingEvent)
      return { code: 'last_event', at: published, detail };
    passed('lastEvent', 1);
  } else {
    const zh = '没有给出公布的末事件散列值：整张票被移除的档案只能靠它发现。';
    progress.notes.push({
      zh,
      en: 'No published hash of the last event was given: only it can show that a whole ballot was removed.',
    });
  }
  const setup = readElection(contents, options.groups ?? portableGroups);
  if (!setup.ok) return setup.error;
  const { election, trustees } = setup.value;
  progress.election = election;
  passed('trustees', trustees.keys.length);
  passed('election', election.questions.length);
  noteExtras(progress, election, trustees);
  const credentials = readCredentials(election, contents.publicCredentials);
  if (!credentials.ok) return credentials.error;
  progress.credentials = credentials.value;
  passed('credentials', credentials.value.size);
  const ballots = await checkBallots(election, contents, options);
  if (!ballots.ok) return ballots.error;
  const stranger = ballots.value.find(({ credential }) => !credentials.value.has(credential));
  if (stranger) return { code: 'ballot_credential_unknown', at: stranger.hash };
  passed('ballots', ballots.value.length);
  if (election.projects !== undefined) passed('encoding', ballots.value.length * election.projects);
  const distinct = checkAlphas(ballots.value);
  if (!distinct.ok) return distinct.error;
  passed('alphas', distinct.value);
  const tally = checkTally(election, contents, ballots.value, credentials.value);
  if (!tally.ok) return tally.error;
  progress.counted = tally.value.ballots;
  passed('tally', tally.value.ciphertexts);
  const result = checkDecryptions(election, trustees, contents, tally.value.weight);
  if (!result.ok) return result.error;
  passed('decryptions', contents.partials.length);
  passed('result', result.value.flat().length);
  progress.totals = result.value;
  return undefined;
}

/**
 * Verifies a whole archive: everything `belenios-tool` checks and what spec sections 7 and 9 add. Never throws for anything the bytes
 * may hold: whatever is wrong is the report's `failure`, in Chinese and English.
 */
export async function verifyArchive(bytes: Uint8Array, options: VerifyOptions = {}): Promise<VerifyReport> {
  const progress: Progress = { checks: [], notes: [] };
  const archive = readArchive(bytes);
  let fault: (Fault & { place?: Words }) | undefined;
  if (archive.ok) fault = await run(archive.value, options, progress);
  else {
    const { kind, record } = archive.error;
    fault = { code: kind === 'not_archive' ? kind : `archive_${kind}`, at: record };
  }
  const { contents, election, totals } = progress;
  const questions = totals && election ? election.questions : [];
  return {
    valid: fault === undefined,
    checks: progress.checks,
    failure: fault && failure(fault),
    election: election && {
      uuid: election.uuid,
      name: election.name,
      group: election.groupName,
      fingerprint: election.fingerprint,
    },
    questions: questions.map(({ question, answers, blank }, q) => ({
      question,
      answers: blank ? ['空白', ...answers] : answers,
      totals: totals![q]!,
    })),
    projects: election?.projects,
    ballots: contents?.ballots.length ?? 0,
    counted: progress.counted ?? 0,
    credentials: progress.credentials?.size ?? 0,
    closingEvent: contents?.closingEvent,
    lastEvent: contents?.lastEvent,
    notes: progress.notes,
  };
}

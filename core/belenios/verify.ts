import { type Archive, readArchive } from './archive.ts';
import { readContents } from './archive-structure.ts';
import {
  archiveFault,
  type Check,
  checkBox,
  type Failure,
  failure,
  type PlacedFault,
  type Progress,
  passed,
  type VerifyOptions,
} from './verify-checks.ts';
import { checkDecryptions, checkTally } from './verify-tally.ts';
import type { Words } from './verify-texts.ts';

export type { BallotRunner, Check, Failure, VerifyOptions } from './verify-checks.ts';
export type { CheckName, FailureCode, Words } from './verify-texts.ts';

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

/** Makes all checks in order and stops at the first that fails. */
async function run(archive: Archive, options: VerifyOptions, progress: Progress): Promise<PlacedFault | undefined> {
  passed(progress, 'archive', archive.records.length + 1);
  const read = readContents(archive);
  if (!read.ok) return read.error;
  const contents = read.value;
  progress.contents = contents;
  passed(progress, 'events', contents.events);
  if (options.lastEvent !== undefined) {
    // As people see it, in groups of four.
    const published = options.lastEvent.replace(/\s/g, '').toLowerCase();
    const detail = contents.lastEvent;
    if (published !== contents.lastEvent && published !== contents.closingEvent)
      return { code: 'last_event', at: published, detail };
    passed(progress, published === contents.lastEvent ? 'lastEvent' : 'closingEvent', 1);
  } else {
    const zh = '没有给出公布的校验码：整张票被移除的档案只能靠它发现。';
    progress.notes.push({
      zh,
      en: 'No published hash was given: only it can show that a whole ballot was removed.',
    });
  }
  const box = await checkBox(contents, options, progress);
  if (!box.ok) return box.error;
  const { election, trustees, credentials, ballots } = box.value;
  const tally = checkTally(election, contents, ballots, credentials);
  if (!tally.ok) return tally.error;
  progress.counted = tally.value.ballots;
  if (tally.value.ballots < ballots.length)
    progress.notes.push({
      zh: `有 ${ballots.length - tally.value.ballots} 张票被同一凭证后来的票取代`,
      en: `${ballots.length - tally.value.ballots} ballots were replaced by later ones of the same credential`,
    });
  passed(progress, 'tally', tally.value.ciphertexts);
  const result = checkDecryptions(election, trustees, contents, tally.value.weight);
  if (!result.ok) return result.error;
  passed(progress, 'decryptions', contents.partials.length);
  passed(progress, 'result', result.value.flat().length);
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
  let fault: PlacedFault | undefined;
  if (archive.ok) fault = await run(archive.value, options, progress);
  else fault = archiveFault(archive.error);
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

/** The ballots that follow a first one: the run-off among tied projects, and the second ballot for seats left over. */
import { err, ok, type Result, unreachable } from '../result.ts';
import type { Method } from './method.ts';
import type { Outcome } from './outcome.ts';

/** 项目票决, 再次票决 among the tied, 第二次票决 for seats nobody filled, 测评 of what was chosen and built. */
export const ballotKinds = ['projects', 'run-off', 'second', 'evaluation'] as const;
export type BallotKind = (typeof ballotKinds)[number];

/** The method and the candidates of a further ballot; it is frozen and voted like the first. */
export interface FurtherBallot {
  readonly method: Method;
  readonly codes: readonly string[];
}

/**
 * The run-off (再次投票) among the tied only: as many seats as are at stake, and the most 赞成 elect, because all of them
 * have already reached the pass mark (Organic Law, elections: 以得票数多的当选). `not-tied` if the outcome has no tie.
 */
export function runOff(method: Method, result: Outcome): Result<FurtherBallot, 'not-tied'> {
  if (result.tie === null) return err('not-tied');
  const { codes, seatsAtStake } = result.tie;
  return ok({
    method: {
      ...method,
      seats: seatsAtStake,
      contest: 'contested',
      elected: 'plurality',
      approvalLimit: furtherLimit(method),
    },
    codes,
  });
}

/**
 * The second ballot (第二次票决) for seats nobody filled. Candidates are those that did not pass, in order of 赞成; if there are
 * more than the missing seats the ballot is contested, else uncontested. `no-shortfall` if every seat is filled or tied,
 * `no-candidates` if none is left to vote on. An uncontested second ballot never elects by plurality, which could refuse nothing.
 * A method that prescribes a second ballot prescribes one: what becomes of seats that are still empty after it the presidium decides.
 * `first` is the method of the session's first ballot, whose mark 与第一次相同 means, also after a run-off, which has one of its own.
 */
export function secondBallot(
  method: Method,
  result: Outcome,
  first: Method = method,
): Result<FurtherBallot, 'no-shortfall' | 'no-candidates'> {
  if (result.shortfall === null) return err('no-shortfall');
  const codes = result.projects.filter((project) => project.state === 'not-passed').map((project) => project.code);
  if (codes.length === 0) return err('no-candidates');
  const contested = codes.length > result.shortfall.seats;
  const elected = method.secondPassMark === 'same' ? first.elected : method.secondPassMark;
  return ok({
    method: {
      ...method,
      seats: contested ? result.shortfall.seats : codes.length,
      contest: contested ? 'contested' : 'uncontested',
      elected: !contested && elected === 'plurality' ? 'majority-of-all' : elected,
      approvalLimit: furtherLimit(method),
      shortfall: method.shortfall === 'second-now' ? 'presidium' : method.shortfall,
    },
    codes,
  });
}

/** A limit that is a number of its own was made for the list of the first ballot; a shorter one is limited by its seats. */
const furtherLimit = ({ approvalLimit }: Method): Method['approvalLimit'] =>
  approvalLimit === 'fixed' ? 'seats' : approvalLimit;

/** What a tie may come to, by the method or by the presidium's decision; and what a shortfall may. */
export const tieChoices = ['run-off', 'leave-empty'] as const;
export const shortfallChoices = ['second-now', 'next-session', 'stand'] as const;
export const choices = [...tieChoices, ...shortfallChoices] as const;
export type Choice = (typeof choices)[number];

/** What a valid outcome leaves open; never both, for a tie has more projects than seats and a shortfall fewer. */
export type OpenMatter =
  | {
      readonly matter: 'tie';
      readonly seats: number;
      readonly codes: readonly string[];
      /** What the method says. */
      readonly rule: Method['tie'];
    }
  | {
      readonly matter: 'shortfall';
      readonly seats: number;
      /** Those that did not pass, most 赞成 first. */
      readonly codes: readonly string[];
      readonly rule: Method['shortfall'];
    };

/** The tie or shortfall of an outcome; null where it settled every seat, or settled nothing because it is not valid. */
export function openMatter(result: Outcome): OpenMatter | null {
  if (result.tie !== null)
    return { matter: 'tie', seats: result.tie.seatsAtStake, codes: result.tie.codes, rule: result.tie.next };
  if (result.shortfall === null) return null;
  const codes = result.projects.filter(({ state }) => state === 'not-passed').map(({ code }) => code);
  return { matter: 'shortfall', seats: result.shortfall.seats, codes, rule: result.shortfall.next };
}

/** What the matter comes to: as the method says, or where it leaves it to the presidium as that decided; null until it has. */
export function settled(open: OpenMatter, decision: Choice | null): Choice | null {
  return decision ?? (open.rule === 'presidium' ? null : open.rule);
}

/**
 * What the presidium may choose from: everything where the method leaves it to them, and where the method wants another ballot but none is
 * left (`ballotsLeft` 0) whatever needs no ballot. Nothing where the method decides.
 */
export function choicesFor(open: OpenMatter, ballotsLeft: number): readonly Choice[] {
  const all: readonly Choice[] = open.matter === 'tie' ? tieChoices : shortfallChoices;
  const possible = ballotsLeft > 0 ? all : all.filter((choice) => !needsBallot(choice));
  if (open.rule === 'presidium') return possible;
  return ballotsLeft === 0 && needsBallot(open.rule) ? possible : [];
}

/** Whether a choice is carried out by another ballot at this session. */
export const needsBallot = (choice: Choice): choice is 'run-off' | 'second-now' =>
  choice === 'run-off' || choice === 'second-now';

/** The words of a ballot, e.g. 再次票决, 第二轮再次票决（重新举行）. `round` counts those of its kind from 1, not those held again. */
export function ballotName(
  kind: BallotKind,
  round: number,
  again: boolean,
): { readonly zh: string; readonly en: string } {
  const { zh, en } = kindName(kind, round);
  return again ? { zh: `${zh}（重新举行）`, en: `${en} (held again)` } : { zh, en };
}

const numerals = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
const numeral = (n: number): string => numerals[n] ?? String(n);

function kindName(kind: BallotKind, round: number): { zh: string; en: string } {
  switch (kind) {
    case 'projects':
      return { zh: '项目票决', en: 'Ballot on the projects' };
    case 'run-off':
      return round === 1
        ? { zh: '再次票决', en: 'Run-off' }
        : { zh: `第${numeral(round)}轮再次票决`, en: `Run-off, round ${round}` };
    case 'second':
      return round === 1
        ? { zh: '第二次票决', en: 'Second ballot' }
        : { zh: `第${numeral(round + 1)}次票决`, en: `Ballot number ${round + 1} for the missing seats` };
    case 'evaluation':
      return { zh: '项目测评', en: 'Evaluation of the projects' };
    default:
      return unreachable(kind);
  }
}

/** What a further ballot is about in one line, e.g. 从 2 个票数相等的项目中选 1 个; null for the first, which needs none. */
export function ballotTask(
  kind: BallotKind,
  projects: number,
  seats: number,
): { readonly zh: string; readonly en: string } | null {
  switch (kind) {
    case 'projects':
      return null;
    case 'run-off':
      return {
        zh: `从 ${projects} 个票数相等的项目中选 ${seats} 个`,
        en: `${seats} of ${projects} projects with equal votes`,
      };
    case 'second':
      return projects === seats
        ? {
            zh: `就 ${projects} 个未通过的项目再投一次，补足缺额 ${seats} 个`,
            en: `once more on ${projects} that did not pass, for the ${seats} missing`,
          }
        : {
            zh: `从 ${projects} 个未通过的项目中选 ${seats} 个，补足缺额`,
            en: `${seats} of ${projects} that did not pass, for the missing seats`,
          };
    case 'evaluation':
      return { zh: `对 ${projects} 个项目逐项测评`, en: `${projects} projects, graded one by one` };
    default:
      return unreachable(kind);
  }
}

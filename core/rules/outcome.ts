/**
 * From (method, attendance, tally) to who is elected, with the reason for each project. Nothing else in the system decides this.
 * Pure: no clock, no randomness, and the order in which projects are given never matters.
 */
import { approvalLimit, type ElectedRule, type Method } from './method.ts';
import { passMark, quorum, requireCount } from './quorum.ts';

/** The figures the scrutineers report. `present` is the number recorded when the ballot opened (实到). */
export interface Attendance {
  /** 应到: all deputies in office, vacancies left out (N). */
  readonly entitled: number;
  readonly present: number;
  /** 发出: ballots or cards given out. */
  readonly issued: number;
  /** 收回: ballots cast, void paper ballots included. */
  readonly returned: number;
}

export interface ProjectTally {
  /** Code of the candidate, unique in the ballot. */
  readonly code: string;
  readonly for: number;
  readonly against: number;
  readonly abstain: number;
}

/** Figures that cannot belong to one ballot; they point at a counting mistake, so nobody is elected from them. */
export type TallyFault =
  | 'more-present-than-entitled'
  | 'more-returned-than-entitled'
  | 'duplicate-code'
  | 'more-votes-than-returned'
  | 'more-for-than-limit';

export type Validity =
  | { readonly kind: 'valid' }
  | { readonly kind: 'annulled'; readonly returned: number; readonly issued: number }
  | { readonly kind: 'no-quorum'; readonly present: number; readonly quorum: number }
  | { readonly kind: 'inconsistent'; readonly fault: TallyFault; readonly code: string | null };

/** The mark a project was measured against: `base` people counted (N or present), `mark` votes needed. */
export interface Mark {
  readonly rule: ElectedRule;
  readonly base: number;
  readonly mark: number;
}

export type Reason =
  /** Passed and within the seats. `rank` by 赞成 among those that passed; `shared` when others have the same number. */
  | ({ readonly kind: 'elected'; readonly for: number; readonly rank: number; readonly shared: boolean } & Mark)
  | ({ readonly kind: 'below-mark'; readonly for: number } & Mark)
  /** Passed, but others with more 赞成 took all seats. */
  | ({ readonly kind: 'no-seat'; readonly for: number; readonly rank: number; readonly seats: number } & Mark)
  /** Passed, but equal votes cross the last seat: `tied` projects for `seatsAtStake` seats. */
  | ({
      readonly kind: 'tied';
      readonly for: number;
      readonly tied: number;
      readonly seatsAtStake: number;
      readonly next: Method['tie'];
    } & Mark)
  | { readonly kind: 'no-result'; readonly validity: Exclude<Validity, { kind: 'valid' }> };

export type ProjectState = 'elected' | 'not-passed' | 'passed-no-seat' | 'tied' | 'no-result';

export interface ProjectOutcome extends ProjectTally {
  readonly elected: boolean;
  readonly state: ProjectState;
  readonly reason: Reason;
}

export interface Outcome {
  readonly validity: Validity;
  readonly quorum: number;
  readonly passMark: number;
  readonly seats: number;
  /** Seats filled by this ballot. */
  readonly filled: number;
  /** 未按: signed in but nothing cast; its own count and not abstain. */
  readonly notPressed: number;
  /** Equal votes across the last seat; `codes` in order of code, which is no order of merit. */
  readonly tie: {
    readonly codes: readonly string[];
    readonly seatsAtStake: number;
    readonly for: number;
    readonly next: Method['tie'];
  } | null;
  /** Fewer passed than there are seats. */
  readonly shortfall: { readonly seats: number; readonly next: Method['shortfall'] } | null;
  /** Most 赞成 first; equal ones in order of code, for display only. */
  readonly projects: readonly ProjectOutcome[];
}

/**
 * Decides one ballot. Throws RangeError on numbers that are no counts (a bug); every expected trouble – too many ballots
 * returned, no quorum, a tally that does not fit – is in `validity`, and then no project is elected.
 */
export function outcome(method: Method, attendance: Attendance, tally: readonly ProjectTally[]): Outcome {
  requireCounts(attendance, tally);
  const { entitled, present, returned } = attendance;
  const needed = quorum(entitled, method);
  const mark: Mark = {
    rule: method.elected,
    base: method.elected === 'majority-of-present' ? present : entitled,
    mark: passMark(entitled, present, method),
  };
  const validity = judgeProjects(method, attendance, needed, tally);
  const sorted = [...tally].sort((a, b) => b.for - a.for || compareCodes(a.code, b.code));
  const frame = {
    validity,
    quorum: needed,
    passMark: mark.mark,
    seats: method.seats,
    notPressed: Math.max(0, present - returned),
  };
  if (validity.kind !== 'valid') {
    const projects = sorted.map((row) => settle(row, 'no-result', { kind: 'no-result', validity }));
    return { ...frame, filled: 0, tie: null, shortfall: null, projects };
  }

  const passed = sorted.filter((row) => row.for >= mark.mark);
  const line = tieAcrossLine(passed, method.seats);
  const projects = sorted.map((row): ProjectOutcome => {
    if (row.for < mark.mark) return settle(row, 'not-passed', { kind: 'below-mark', for: row.for, ...mark });
    const rank = 1 + passed.filter((other) => other.for > row.for).length;
    const equal = passed.filter((other) => other.for === row.for).length;
    if (line?.for === row.for)
      return settle(row, 'tied', {
        kind: 'tied',
        for: row.for,
        tied: equal,
        seatsAtStake: line.seatsAtStake,
        next: method.tie,
        ...mark,
      });
    // Equal ones share a rank; a group that crosses the last seat was settled above, so this one is within as a whole.
    if (rank <= method.seats)
      return settle(row, 'elected', { kind: 'elected', for: row.for, rank, shared: equal > 1, ...mark });
    return settle(row, 'passed-no-seat', { kind: 'no-seat', for: row.for, rank, seats: method.seats, ...mark });
  });
  return {
    ...frame,
    filled: projects.filter((project) => project.elected).length,
    tie: line && { ...line, next: method.tie },
    shortfall: passed.length < method.seats ? { seats: method.seats - passed.length, next: method.shortfall } : null,
    projects,
  };
}

/** Whether a ballot has a result at all. */
export const outcomeIsValid = ({ validity }: Pick<Outcome, 'validity'>): boolean => validity.kind === 'valid';

/** The group of equal votes that has members on both sides of the last seat, if there is one. `passed` is sorted by 赞成. */
function tieAcrossLine(passed: readonly ProjectTally[], seats: number) {
  const last = passed[seats - 1];
  const next = passed[seats];
  if (last === undefined || next === undefined || last.for !== next.for) return null;
  const above = passed.filter((row) => row.for > last.for).length;
  const codes = passed.filter((row) => row.for === last.for).map((row) => row.code);
  return { codes, seatsAtStake: seats - above, for: last.for };
}

const fault = (kind: TallyFault, code: string | null = null): Validity => ({ kind: 'inconsistent', fault: kind, code });

/** Whether figures are those of one valid ballot, whatever it asked; `votes` are all that a row got. `needed` is the quorum. */
export function judge(
  { entitled, present, issued, returned }: Attendance,
  needed: number,
  rows: readonly { readonly code: string; readonly votes: number }[],
): Validity {
  if (present > entitled) return fault('more-present-than-entitled');
  if (present < needed) return { kind: 'no-quorum', present, quorum: needed };
  if (returned > issued) return { kind: 'annulled', returned, issued };
  // Not those present at the opening: who came later has a ballot, too.
  if (returned > entitled) return fault('more-returned-than-entitled');
  const sorted = [...rows].sort((a, b) => compareCodes(a.code, b.code));
  for (const [i, { code, votes }] of sorted.entries()) {
    if (sorted[i - 1]?.code === code) return fault('duplicate-code', code);
    if (votes > returned) return fault('more-votes-than-returned', code);
  }
  return { kind: 'valid' };
}

/** The same of a ballot on projects, and that no more 赞成 were cast than its limit allows. */
function judgeProjects(
  method: Method,
  attendance: Attendance,
  needed: number,
  tally: readonly ProjectTally[],
): Validity {
  const rows = tally.map(({ code, for: approvals, against, abstain }) => ({
    code,
    votes: approvals + against + abstain,
  }));
  const validity = judge(attendance, needed, rows);
  if (validity.kind !== 'valid') return validity;
  const approvals = tally.reduce((sum, row) => sum + row.for, 0);
  return approvals > attendance.returned * approvalLimit(method, tally.length)
    ? fault('more-for-than-limit')
    : validity;
}

function settle(row: ProjectTally, state: ProjectState, reason: Reason): ProjectOutcome {
  const { code, against, abstain } = row;
  return { code, for: row.for, against, abstain, elected: state === 'elected', state, reason };
}

/** Order of codes as people read them: P2 before P10. Compares by length first, then by character, the same on every machine. */
export function compareCodes(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}

function requireCounts(attendance: Attendance, tally: readonly ProjectTally[]): void {
  for (const key of ['entitled', 'present', 'issued', 'returned'] as const) requireCount(attendance[key], key);
  for (const row of tally)
    for (const key of ['for', 'against', 'abstain'] as const) requireCount(row[key], `${row.code}.${key}`);
}

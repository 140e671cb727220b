/**
 * The session's final list: the first ballot, its run-offs and second ballots put together, with the reason for each project and the ballot
 * that decided it. Pure, like the outcome of one ballot.
 */
import { compareCodes, type Outcome, type ProjectOutcome, type ProjectState } from './outcome.ts';
import { type Choice, needsBallot, type OpenMatter, openMatter, settled } from './rounds.ts';

/** A published ballot of the session. */
export interface HeldBallot<Id extends string = string> {
  readonly id: Id;
  /** The ballot whose tie or shortfall it settled; null for the first. */
  readonly follows: Id | null;
  readonly result: Outcome;
  /** What the presidium decided on its tie or shortfall. */
  readonly decision: Choice | null;
}

/** What became of a tie or shortfall that no further ballot has settled. `choice` null: still to be decided. */
export interface Settlement {
  readonly matter: OpenMatter['matter'];
  readonly choice: Choice | null;
  /** Who says so. */
  readonly by: 'method' | 'presidium';
}

export interface FinalProject<Id extends string = string> {
  readonly code: string;
  readonly elected: boolean;
  readonly state: ProjectState;
  /** The ballot that decided it, and what it said. */
  readonly ballot: Id;
  readonly outcome: ProjectOutcome;
  /** For those that the last ballot left tied or not passed: what becomes of it. */
  readonly settlement: Settlement | null;
}

export interface FinalOutcome<Id extends string = string> {
  /** 应选数 of the first ballot. */
  readonly seats: number;
  readonly filled: number;
  /** Whether everything is settled: by votes, or by a decision that needs no further ballot at this session. */
  readonly complete: boolean;
  /** What the last ballot left open; null where every seat is filled. `ballot` is the one that left it. */
  readonly open:
    | (Settlement & { readonly ballot: Id; readonly seats: number; readonly codes: readonly string[] })
    | null;
  /** Elected ones first: by the ballot that elected them, then most 赞成; equal ones in order of code, for display only. */
  readonly projects: readonly FinalProject<Id>[];
}

/**
 * Combines the session's published ballots, in the order in which they were held. A ballot without a valid result settles nothing and is left
 * out, unless it is all there is. Null where nothing has been published.
 */
export function finalOutcome<Id extends string>(held: readonly HeldBallot<Id>[]): FinalOutcome<Id> | null {
  const valid = held.filter(({ result }) => result.validity.kind === 'valid');
  const first = valid.find(({ follows }) => follows === null) ?? held.at(-1);
  if (!first) return null;
  const chain = [first];
  for (const ballot of valid) if (ballot.follows === chain.at(-1)!.id) chain.push(ballot);
  const last = chain.at(-1)!;
  const matter = openMatter(last.result);
  const settlement: Settlement | null = matter && {
    matter: matter.matter,
    choice: settled(matter, last.decision),
    by: last.decision !== null || matter.rule === 'presidium' ? 'presidium' : 'method',
  };
  const deciding = new Map<string, { order: number; ballot: Id; outcome: ProjectOutcome }>();
  chain.forEach(({ id, result }, order) => {
    for (const outcome of result.projects) deciding.set(outcome.code, { order, ballot: id, outcome });
  });
  const projects = [...deciding.values()]
    .sort(
      (a, b) =>
        Number(b.outcome.elected) - Number(a.outcome.elected) ||
        (a.outcome.elected ? a.order - b.order : b.order - a.order) ||
        b.outcome.for - a.outcome.for ||
        compareCodes(a.outcome.code, b.outcome.code),
    )
    .map(({ ballot, outcome }): FinalProject<Id> => {
      const { code, elected, state } = outcome;
      const concerned = matter !== null && ballot === last.id && matter.codes.includes(code);
      return { code, elected, state, ballot, outcome, settlement: concerned ? settlement : null };
    });
  return {
    seats: first.result.seats,
    filled: projects.filter(({ elected }) => elected).length,
    complete:
      last.result.validity.kind === 'valid' &&
      (settlement === null || (settlement.choice !== null && !needsBallot(settlement.choice))),
    open: matter && settlement && { ...settlement, ballot: last.id, seats: matter.seats, codes: matter.codes },
    projects,
  };
}

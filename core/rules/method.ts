/**
 * The ballot method (票决办法) as data: what a congress adopts for one session and what is frozen into the ballot when it opens.
 * Everything that decides who is elected reads this and nothing else. What each setting means, in words, is in settings.ts.
 */
import { z } from 'zod';
import { err, ok, type Result, unreachable } from '../result.ts';

/** Bounds of the numeric settings; the console shows them and the schema enforces them. */
export const METHOD_LIMITS = {
  seats: { min: 1, max: 200 },
  fixedLimit: { min: 1, max: 200 },
  papersDays: { min: 0, max: 60 },
  scrutineers: { min: 2, max: 9 },
  threshold: { min: 2, max: 9 },
  spareCards: { min: 0, max: 500 },
} as const;

const count = (key: keyof typeof METHOD_LIMITS) => z.int().min(METHOD_LIMITS[key].min).max(METHOD_LIMITS[key].max);

export const Method = z.strictObject({
  /** 应选数: how many projects are to be elected. */
  seats: count('seats'),
  /** 差额 (seats < candidates) or 等额 (seats = candidates). */
  contest: z.enum(['contested', 'uncontested']),
  /** Projects are decided in secret only; an open vote exists for procedural motions, which carry no such method. */
  secrecy: z.literal('secret'),
  /**
   * What a deputy votes with: a card of paper (票卡) that nobody knows whose it is, or a credential that the deputy's own tablet makes (平板凭证).
   * Methods from before there was the choice meant cards.
   */
  credentials: z.enum(['cards', 'tablets']).default('cards'),
  /** 法定人数: who must be present before the ballot can open. */
  quorum: z.enum(['two-thirds', 'majority']),
  /** Limit of 赞成 on one ballot paper: the seats, a number of its own, or none. */
  approvalLimit: z.enum(['seats', 'fixed', 'none']),
  /** That number, where the limit is `fixed`; of no meaning otherwise. */
  fixedLimit: count('fixedLimit'),
  /** How many 赞成 elect: of all deputies, of those present, or simply the most. */
  elected: z.enum(['majority-of-all', 'majority-of-present', 'plurality']),
  /** More pass than there are seats. The law knows one rule only. */
  surplus: z.literal('most-for-first'),
  /** Equal votes across the last seat. */
  tie: z.enum(['run-off', 'presidium', 'leave-empty']),
  /** Fewer pass than there are seats. */
  shortfall: z.enum(['presidium', 'second-now', 'next-session', 'stand']),
  /** What elects in a second ballot (再次票决): the same mark as in the first, or another one. */
  secondPassMark: z.enum(['same', 'majority-of-present', 'plurality']),
  /** A paper ballot with too many 赞成, or unreadable: the whole ballot is void, or where possible only the unreadable row. */
  voidPaper: z.enum(['whole', 'row']),
  /** What happens when the devices fail. */
  deviceFailure: z.enum(['paper', 'show-of-hands']),
  /** Voting for an absent deputy: never. */
  proxy: z.literal('none'),
  /** Papers reach the deputies at least so many days before the ballot. */
  papersDays: count('papersDays'),
  /** Mathematical group of the encryption (Belenios specification section 3). */
  group: z.enum(['Ed25519', 'BELENIOS-2048']),
  /** Scrutineers that hold a share of the key, the chief included (n). */
  scrutineers: count('scrutineers'),
  /** How many of them must act together to decrypt (t of n). */
  threshold: count('threshold'),
  /** Ballot cards prepared beyond one for each deputy, for spoilt cards and paper entry. */
  spareCards: count('spareCards'),
});
export type Method = z.infer<typeof Method>;
export type MethodKey = keyof Method;

/** What elects; the derived methods of a run-off and of a second ballot use the same words. */
export type ElectedRule = Method['elected'];

/**
 * The method with every default of domain section 3. With the number of candidates known, seats follow the usual
 * proportion of 12 → 10 (24 → 20, 2 → 1) and always stay below it; without it, 10.
 */
export function defaultMethod(candidates?: number): Method {
  const seats =
    candidates === undefined
      ? 10
      : Math.min(METHOD_LIMITS.seats.max, Math.max(1, Math.min(Math.round((candidates * 5) / 6), candidates - 1)));
  return {
    seats,
    contest: 'contested',
    secrecy: 'secret',
    credentials: 'cards',
    quorum: 'two-thirds',
    approvalLimit: 'seats',
    fixedLimit: seats,
    elected: 'majority-of-all',
    surplus: 'most-for-first',
    tie: 'run-off',
    shortfall: 'presidium',
    secondPassMark: 'same',
    voidPaper: 'whole',
    deviceFailure: 'paper',
    proxy: 'none',
    papersDays: 1,
    group: 'Ed25519',
    scrutineers: 3,
    threshold: 2,
    spareCards: 10,
  };
}

/** Why a method cannot be adopted or frozen. Stable codes; the words are in settings.ts (`methodProblemText`). */
export type MethodProblem =
  | { readonly code: 'invalid-setting'; readonly key: string }
  | { readonly code: 'threshold-above-scrutineers'; readonly threshold: number; readonly scrutineers: number }
  | { readonly code: 'uncontested-plurality' }
  | { readonly code: 'contested-needs-more-candidates'; readonly seats: number; readonly candidates: number }
  | { readonly code: 'uncontested-needs-equal'; readonly seats: number; readonly candidates: number };

/**
 * Reads a method from outside (a request, a stored row) and checks each setting and the settings against each other.
 * Returns every problem found, never only the first.
 */
export function parseMethod(input: unknown): Result<Method, readonly MethodProblem[]> {
  const parsed = Method.safeParse(input);
  if (!parsed.success) {
    const keys = parsed.error.issues.flatMap((issue) =>
      issue.code === 'unrecognized_keys' ? issue.keys : [String(issue.path[0] ?? '')],
    );
    return err([...new Set(keys)].map((key) => ({ code: 'invalid-setting', key })));
  }
  const problems = crossChecks(parsed.data);
  return problems.length > 0 ? err(problems) : ok(parsed.data);
}

function crossChecks(method: Method): MethodProblem[] {
  const problems: MethodProblem[] = [];
  if (method.threshold > method.scrutineers)
    problems.push({
      code: 'threshold-above-scrutineers',
      threshold: method.threshold,
      scrutineers: method.scrutineers,
    });
  // With a seat for every candidate and no mark to reach, the ballot could refuse nothing.
  if (method.contest === 'uncontested' && method.elected === 'plurality')
    problems.push({ code: 'uncontested-plurality' });
  return problems;
}

/**
 * The check at freezing, when the list of candidates is final: contested needs seats < candidates, uncontested needs
 * seats = candidates (domain section 3, Seats). Also repeats the checks between settings.
 */
export function checkAtFreeze(method: Method, candidates: number): Result<Method, readonly MethodProblem[]> {
  const problems = crossChecks(method);
  if (method.contest === 'contested' && method.seats >= candidates)
    problems.push({ code: 'contested-needs-more-candidates', seats: method.seats, candidates });
  if (method.contest === 'uncontested' && method.seats !== candidates)
    problems.push({ code: 'uncontested-needs-equal', seats: method.seats, candidates });
  return problems.length > 0 ? err(problems) : ok(method);
}

/** Most 赞成 allowed on one ballot: all candidates where the method sets no limit or has a seat for each. */
export function approvalLimit(method: Method, candidates: number): number {
  if (method.contest === 'uncontested') return candidates;
  switch (method.approvalLimit) {
    case 'seats':
      return Math.min(method.seats, candidates);
    case 'fixed':
      return Math.min(method.fixedLimit, candidates);
    case 'none':
      return candidates;
    default:
      return unreachable(method.approvalLimit);
  }
}

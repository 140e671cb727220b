import { type Problem, problem } from '../contract/problems.ts';
import { err, ok, type Result } from '../result.ts';
import type { Method } from '../rules/method.ts';
import { quorum } from '../rules/quorum.ts';

/** What the opening of a ballot depends on, counted in the same transaction that opens it. */
export interface OpeningFacts {
  /** 应到: all deputies in office. */
  readonly entitled: number;
  /** 实到 */
  readonly present: number;
  readonly candidates: number;
  /** Activated cards: these become the issued ballots. */
  readonly activated: number;
  readonly keyMade: boolean;
  /** Wholly on paper: neither key nor cards. */
  readonly onPaper: boolean;
}

/**
 * Whether the ballot may open (domain.md section 3: quorum, contested list, issued ≤ present), else the first thing that is missing,
 * with its numbers. Two people and the ballot's state are checked by the four-eyes rule and the state machine, not here.
 */
export function mayOpen(facts: OpeningFacts, method: Method): Result<void, Problem> {
  const { entitled, present, candidates, activated } = facts;
  const needed = quorum(entitled, method);
  if (candidates === 0) return err(problem('no-candidates'));
  if (method.contest === 'contested' && candidates <= method.seats)
    return err(problem('not-contested', { candidates, seats: method.seats }));
  if (method.contest === 'uncontested' && candidates !== method.seats)
    return err(problem('seats-mismatch', { candidates, seats: method.seats }));
  if (!facts.keyMade && !facts.onPaper) return err(problem('key-missing'));
  if (present < needed)
    return err(problem('below-quorum', { present, entitled, quorum: needed, missing: needed - present }));
  if (facts.onPaper) return ok(undefined);
  if (activated === 0) return err(problem('no-cards'));
  if (activated > present) return err(problem('cards-exceed-present', { activated, present }));
  return ok(undefined);
}

import type { Role } from '../../../core/contract/common.ts';
import type { Problem } from '../../../core/contract/problems.ts';
import type { Next } from '../../../core/contract/rounds.ts';
import type { Overview, Proposal } from '../../../core/contract/session.ts';
import { unreachable } from '../../../core/result.ts';
import { type FourEyesAct, hasPart, mayConfirm, transitions } from '../../../core/workflow/ballot.ts';
import { mayOpen } from '../../../core/workflow/opening.ts';
import { mayRead, type PageName } from '../shell/router.ts';
import { type StepName, stepsOf } from './steps.ts';

export interface Doer {
  readonly id: string;
  readonly role: Role;
}

/** The one thing to do next. `mine`: whether this person may do it; otherwise the page says who does. */
export type MainAct =
  /** Work on another page. */
  | { readonly kind: 'go'; readonly step: StepName; readonly page: PageName; readonly mine: boolean }
  | { readonly kind: 'start-ceremony'; readonly mine: boolean }
  /** The scrutineers are at work on their own pages. */
  | { readonly kind: 'wait'; readonly step: 'key' | 'decrypt' | 'certify'; readonly mine: boolean }
  | {
      readonly kind: 'propose';
      readonly act: 'open' | 'close' | 'publish';
      readonly mine: boolean;
      readonly obstacle: Problem | null;
    }
  /** A proposal waits for its second person. */
  | {
      readonly kind: 'proposed';
      readonly proposal: Proposal;
      readonly own: boolean;
      /** Why this person may not confirm it; null: may. */
      readonly obstacle: Problem | null;
    }
  /** The presidium has to decide on a tie or a shortfall. */
  | { readonly kind: 'decide'; readonly next: Next; readonly mine: boolean }
  /** A run-off, a second ballot, or the annulled one again. */
  | {
      readonly kind: 'further';
      readonly next: Next;
      readonly make: NonNullable<Next['make']>;
      readonly mine: boolean;
    }
  | { readonly kind: 'published' }
  | { readonly kind: 'annulled' };

/** Who may do the work of a step on its page. */
export const workers: Partial<Record<StepName, readonly Role[]>> = {
  method: ['presidium'],
  roster: ['presidium', 'administrator'],
  candidates: ['presidium', 'administrator', 'government'],
  scrutineers: ['presidium'],
  cards: ['presidium', 'teller'],
  attendance: ['presidium', 'teller'],
  // Of a ballot on paper, whose count sheets they enter.
  decrypt: ['teller', 'chief-scrutineer', 'scrutineer'],
};
const isScrutineer = (role: Role) => role === 'scrutineer' || role === 'chief-scrutineer';

export const mayPropose = (act: FourEyesAct, role: Role): boolean => transitions[act].by.includes(role);

export function mainAct(overview: Overview, who: Doer): MainAct {
  const { ballot, proposals, scrutineers } = overview;
  const part = hasPart(
    who,
    scrutineers.map(({ account }) => account),
  );
  const proposal = proposals[0];
  if (proposal) {
    const { proposer, act } = proposal;
    const may = part.ok ? mayConfirm(act, proposer, who) : part;
    return { kind: 'proposed', proposal, own: proposer.id === who.id, obstacle: may.ok ? null : may.error };
  }
  const propose = (act: 'open' | 'close' | 'publish', obstacle: Problem | null = null): MainAct => ({
    kind: 'propose',
    act,
    mine: part.ok && mayPropose(act, who.role),
    obstacle,
  });
  const wait = (step: 'key' | 'decrypt' | 'certify'): MainAct => ({
    kind: 'wait',
    step,
    mine: part.ok && isScrutineer(who.role),
  });
  switch (ballot.state) {
    case 'preparing':
    case 'ceremony':
    case 'keyed':
      return prepare(overview, who, propose, wait);
    case 'open': {
      const { pendingProofs: pending } = ballot;
      return propose('close', pending > 0 ? { code: 'proofs-pending', params: { pending } } : null);
    }
    case 'closed':
      if (ballot.medium === 'paper')
        return { kind: 'go', step: 'decrypt', page: 'paper', mine: workers.decrypt!.includes(who.role) };
      return wait('decrypt');
    case 'tallied':
      return wait('certify');
    case 'certified':
      return propose('publish');
    case 'published':
      return furtherAct(overview, who) ?? { kind: 'published' };
    case 'annulled':
      return furtherAct(overview, who) ?? { kind: 'annulled' };
    default:
      return unreachable(ballot.state);
  }
}

/** What a tie, a shortfall or an annulment asks for; undefined where nothing is left to do in this session. */
function furtherAct({ next }: Overview, who: Doer): MainAct | undefined {
  const mine = who.role === 'presidium';
  if (next?.make) return { kind: 'further', next, make: next.make, mine };
  if (next && next.settled === null && next.choices.length > 0) return { kind: 'decide', next, mine };
  return undefined;
}

function prepare(
  overview: Overview,
  who: Doer,
  propose: (act: 'open', obstacle: Problem | null) => MainAct,
  wait: (step: 'key') => MainAct,
): MainAct {
  const next = stepsOf(overview).find((step) => step.state === 'now');
  if (next && next.name === 'key') {
    if (overview.ballot.state === 'ceremony') return wait('key');
    return { kind: 'start-ceremony', mine: transitions['start-ceremony'].by.includes(who.role) };
  }
  if (next?.page && next.name !== 'open') {
    const mine = (workers[next.name]?.includes(who.role) ?? false) && mayRead(next.page, who.role);
    return { kind: 'go', step: next.name, page: next.page, mine };
  }
  return propose('open', openingObstacle(overview));
}

/** What would refuse the opening now, by the same rule as the server's. */
export function openingObstacle({ entitled, present, candidates, cards, ballot, method }: Overview): Problem | null {
  const facts = {
    entitled,
    present,
    candidates,
    activated: cards.activated,
    keyMade: ballot.state === 'keyed',
    onPaper: ballot.medium === 'paper',
  };
  const result = mayOpen(facts, method);
  return result.ok ? null : result.error;
}

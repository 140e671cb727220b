import type { Overview } from '../../../core/contract/session.ts';
import { unreachable } from '../../../core/result.ts';
import type { BallotState } from '../../../core/workflow/ballot.ts';
import type { PageName } from '../shell/router.ts';
import type { SessionText } from './texts.ts';

/** From the method to the publication: what a session goes through, in this order (domain.md section 3, Order). */
export const stepNames = [
  'method',
  'roster',
  'candidates',
  'scrutineers',
  'cards',
  'attendance',
  'key',
  'open',
  'close',
  'decrypt',
  'certify',
  'publish',
] as const;
export type StepName = (typeof stepNames)[number];

/** A sentence of texts.ts with its numbers. */
export interface Words {
  readonly key: Extract<SessionText, `fact.${string}` | `missing.${string}`>;
  readonly params?: Readonly<Record<string, string | number>>;
}

export interface Step {
  readonly name: StepName;
  readonly title: Extract<SessionText, `step.${string}`>;
  /** `now` is the first that is not done; `stopped` what an annulled ballot never reached. */
  readonly state: 'done' | 'now' | 'later' | 'stopped';
  /** Where the step stands, with its numbers. */
  readonly fact: Words;
  /** What is missing for it; null when done. */
  readonly missing: Words | null;
  /** Where its work is done; null where it is done on this page. */
  readonly page: PageName | null;
}

interface Judged {
  readonly fact: Words;
  readonly missing: Words | null;
}

/** How far the states lead: a ballot that is `closed` has passed `key`, `open` and `close`. */
const reached: Record<BallotState, number> = {
  preparing: 0,
  ceremony: 0,
  keyed: 1,
  open: 2,
  closed: 3,
  tallied: 4,
  certified: 5,
  published: 6,
  annulled: 0,
};

const pageOf: Record<StepName, PageName | null> = {
  method: 'method',
  roster: 'roster',
  candidates: 'candidates',
  scrutineers: 'scrutineers',
  cards: 'cards',
  attendance: 'desk',
  key: 'scrutineers',
  open: null,
  close: null,
  decrypt: 'scrutineers',
  certify: 'scrutineers',
  publish: 'result',
};

/** Every step of the session with its state; the whole page is drawn from this. */
export function stepsOf(overview: Overview): Step[] {
  const { state } = overview.ballot;
  const { credentials } = overview.method;
  let found = false;
  // Without cards nothing is printed.
  const onPaper = overview.ballot.medium === 'paper';
  const names = stepNames.filter((name) => {
    if (name === 'key') return !onPaper;
    return name !== 'cards' || (credentials === 'cards' && !onPaper);
  });
  return names.map((name) => {
    const { fact, missing } = judge(name, overview);
    const done = missing === null;
    const first = !done && !found;
    found ||= first;
    const stopped = state === 'annulled' && !done;
    return {
      name,
      title: titleOf(name, onPaper, credentials === 'tablets'),
      fact,
      missing: stopped ? null : missing,
      page: onPaper && name === 'decrypt' ? 'paper' : pageOf[name],
      state: done ? 'done' : stopped ? 'stopped' : first ? 'now' : 'later',
    };
  });
}

function titleOf(name: StepName, onPaper: boolean, tablets: boolean): Step['title'] {
  if (onPaper && name === 'attendance') return 'step.attendance.paper';
  if (onPaper && name === 'decrypt') return 'step.decrypt.paper';
  return name === 'attendance' && tablets ? 'step.attendance.tablets' : `step.${name}`;
}

function judge(name: StepName, overview: Overview): Judged {
  const { method, ballot, cards, entitled, present, quorum, candidates, scrutineers } = overview;
  const past = (step: 1 | 2 | 3 | 4 | 5 | 6) => reached[ballot.state] >= step;
  // Once the ballot was opened its preparation is settled, whatever the roster becomes later.
  const opened = past(2) || ballot.openedAt !== null;
  // A further ballot takes over method, scrutineers and cards from the one before.
  const takenOver = ballot.which.ordinal > 0;
  const onPaper = ballot.medium === 'paper';
  const judged = (fact: Words, ...lacks: (Words | false)[]): Judged => ({
    fact,
    missing: opened ? null : (lacks.find((lack): lack is Words => lack !== false) ?? null),
  });
  switch (name) {
    case 'method':
      return judged(
        overview.methodSaved || takenOver
          ? {
              key:
                overview.ballot.which.kind === 'evaluation'
                  ? 'fact.method.evaluation'
                  : `fact.method.${method.contest}`,
              params: { seats: method.seats },
            }
          : { key: 'fact.method.none' },
        !overview.methodSaved && !takenOver && { key: 'missing.method' },
      );
    case 'roster':
      return judged({ key: 'fact.roster', params: { entitled } }, entitled === 0 && { key: 'missing.roster' });
    case 'candidates':
      return judged(
        { key: 'fact.candidates', params: { candidates } },
        candidates === 0 && { key: 'missing.candidates.none' },
        method.contest === 'contested' &&
          candidates <= method.seats && {
            key: 'missing.candidates.contested',
            params: { candidates, seats: method.seats },
          },
        method.contest === 'uncontested' &&
          candidates !== method.seats && {
            key: 'missing.candidates.uncontested',
            params: { candidates, seats: method.seats },
          },
      );
    case 'scrutineers': {
      const params = { appointed: scrutineers.length, needed: method.scrutineers };
      return judged(
        { key: 'fact.scrutineers', params },
        params.appointed !== params.needed && { key: 'missing.scrutineers', params },
      );
    }
    case 'cards':
      return judged(
        { key: 'fact.cards', params: { ...cards, entitled } },
        !takenOver &&
          (cards.made === 0 || cards.made - cards.revoked < entitled) && {
            key: 'missing.cards',
            params: { made: cards.made - cards.revoked, entitled },
          },
      );
    case 'attendance': {
      if (onPaper)
        return judged(
          { key: 'fact.attendance.onpaper', params: { present, entitled, quorum } },
          present < quorum && { key: 'missing.quorum', params: { present, quorum, missing: quorum - present } },
        );
      const kind = method.credentials === 'tablets' ? '.tablets' : '';
      return judged(
        { key: `fact.attendance${kind}`, params: { present, entitled, quorum, activated: cards.activated } },
        present < quorum && { key: 'missing.quorum', params: { present, quorum, missing: quorum - present } },
        cards.activated === 0 && { key: `missing.activated${kind}` },
        cards.activated > present && {
          key: `missing.exceed${kind}`,
          params: { activated: cards.activated, present },
        },
      );
    }
    case 'key':
      return keyStep(overview, past(1) || opened);
    case 'open': {
      if (onPaper && opened)
        return {
          fact: { key: 'fact.open.onpaper', params: { present: ballot.presentAtOpen ?? present } },
          missing: null,
        };
      const { presentAtOpen, issued } = ballot;
      return opened
        ? { fact: { key: 'fact.open', params: { present: presentAtOpen ?? present, issued } }, missing: null }
        : { fact: { key: 'fact.open.not' }, missing: { key: 'missing.open' } };
    }
    case 'close': {
      if (onPaper)
        return past(3) || ballot.closedAt !== null
          ? { fact: { key: 'fact.close.onpaper' }, missing: null }
          : { fact: { key: 'fact.close.not' }, missing: { key: 'missing.close' } };
      const params = { issued: ballot.issued, returned: ballot.returned, pending: ballot.pendingProofs };
      if (past(3) || ballot.closedAt !== null) return { fact: { key: 'fact.close', params }, missing: null };
      return {
        fact: opened ? { key: 'fact.close.counting', params } : { key: 'fact.close.not' },
        missing: { key: 'missing.close' },
      };
    }
    case 'decrypt': {
      if (onPaper) {
        const params = { issued: ballot.issued, returned: ballot.returned, void: ballot.void ?? 0 };
        return past(4)
          ? { fact: { key: 'fact.count.onpaper', params }, missing: null }
          : { fact: { key: 'fact.count.not' }, missing: { key: 'missing.count.onpaper' } };
      }
      const params = { decrypted: scrutineers.filter((one) => one.decrypted).length, threshold: method.threshold };
      return { fact: { key: 'fact.decrypt', params }, missing: past(4) ? null : { key: 'missing.decrypt', params } };
    }
    case 'certify': {
      const params = { certified: scrutineers.filter((one) => one.certified).length, needed: method.threshold };
      return { fact: { key: 'fact.certify', params }, missing: past(5) ? null : { key: 'missing.certify', params } };
    }
    case 'publish':
      return past(6)
        ? { fact: { key: 'fact.publish' }, missing: null }
        : { fact: { key: 'fact.publish.not' }, missing: { key: 'missing.publish' } };
    default:
      return unreachable(name);
  }
}

function keyStep({ ballot, scrutineers, method }: Overview, made: boolean): Judged {
  const size = scrutineers.length;
  if (made) {
    const compared = scrutineers.filter((one) => one.compared).length;
    return { fact: { key: 'fact.key', params: { compared, size } }, missing: null };
  }
  if (ballot.state !== 'ceremony')
    return { fact: { key: 'fact.key.not' }, missing: { key: 'missing.key', params: { needed: method.scrutineers } } };
  const round = ceremonyRound(scrutineers);
  const through = scrutineers.filter((one) => one.round >= round).length;
  return { fact: { key: 'fact.key.round', params: { round, through, size } }, missing: { key: 'missing.key.round' } };
}

/** The round the ceremony is in, 1–3: one more than what the slowest scrutineer has done. */
export function ceremonyRound(scrutineers: readonly { readonly round: number }[]): number {
  return Math.min(3, 1 + Math.min(3, ...scrutineers.map((one) => one.round)));
}

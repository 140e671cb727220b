import type { Undelivered } from '../../../core/contract/devices.ts';
import type { Overview } from '../../../core/contract/session.ts';
import { unreachable } from '../../../core/result.ts';
import { approvalLimit } from '../../../core/rules/method.ts';
import type { FourEyesAct } from '../../../core/workflow/ballot.ts';
import { stillOnTablets } from '../../../core/workflow/undelivered.ts';
import type { SessionText } from './texts.ts';

/** A sentence of texts.ts on what an act will do; `heavy` ones are set off. */
export interface Effect {
  readonly key: Extract<SessionText, `will.${string}`>;
  readonly params?: Readonly<Record<string, number>>;
  readonly heavy?: boolean;
}

/** What will happen if the act is done now, with the numbers as they stand; `undelivered` is what tablets say they hold. */
export function effectsOf(
  act: FourEyesAct,
  overview: Overview,
  undelivered: Undelivered = { ballots: 0, silent: 0 },
): Effect[] {
  const { ballot, method, entitled, present, quorum, candidates, cards, scrutineers, session } = overview;
  const { issued, returned } = ballot;
  const onPaper = ballot.medium === 'paper';
  const kind = method.credentials === 'tablets' ? '.tablets' : '';
  const compared = scrutineers.filter((one) => one.compared).length;
  const list = (...effects: (Effect | false)[]) => effects.filter((effect): effect is Effect => effect !== false);
  switch (act) {
    case 'open':
      if (onPaper)
        return list(
          { key: 'will.open.numbers', params: { entitled, present, quorum } },
          {
            key: 'will.open.paper',
            params: { candidates, seats: method.seats, limit: approvalLimit(method, candidates) },
          },
          { key: 'will.open.onpaper', heavy: true },
        );
      return list(
        { key: 'will.open.numbers', params: { entitled, present, quorum } },
        { key: `will.open.issued${kind}`, params: { issued: cards.activated } },
        cards.activated < present && {
          key: `will.open.notdrawn${kind}`,
          params: { count: present - cards.activated },
          heavy: true,
        },
        {
          key: 'will.open.paper',
          params: { candidates, seats: method.seats, limit: approvalLimit(method, candidates) },
        },
        compared < scrutineers.length && {
          key: 'will.open.compared',
          params: { count: scrutineers.length - compared },
          heavy: true,
        },
        ballot.papers.spares > 0 && { key: 'will.open.spares', params: { count: ballot.papers.spares }, heavy: true },
        session.inHall ? { key: 'will.open.tablets' } : { key: 'will.open.nothall', heavy: true },
      );
    case 'close': {
      if (onPaper) return [{ key: 'will.close.onpaper' }];
      const held = stillOnTablets(overview.ballot, undelivered);
      return list(
        { key: 'will.close.numbers', params: { issued, returned } },
        ballot.papers.issued > 0 && { key: 'will.close.papers', params: ballot.papers },
        returned < issued
          ? { key: 'will.close.missing', params: { count: issued - returned }, heavy: true }
          : { key: 'will.close.all' },
        held.ballots > 0 && { key: 'will.close.undelivered', params: { count: held.ballots }, heavy: true },
        held.silent > 0 && { key: 'will.close.silent', params: { count: held.silent }, heavy: true },
        { key: 'will.close.then', params: { threshold: method.threshold } },
      );
    }
    case 'publish':
      return list(
        {
          key: 'will.publish.numbers',
          params: { certified: scrutineers.filter((one) => one.certified).length, returned },
        },
        { key: onPaper ? 'will.publish.onpaper' : 'will.publish.public' },
        { key: 'will.publish.fixed', heavy: true },
      );
    case 'annul':
      // Before the count of a ballot on paper nobody knows its numbers.
      if (onPaper)
        return list(
          ballot.void === null
            ? { key: 'will.annul.onpaper' }
            : { key: 'will.annul.numbers', params: { issued, returned } },
          { key: 'will.annul.end.onpaper', heavy: true },
        );
      return list({ key: 'will.annul.numbers', params: { issued, returned } }, { key: 'will.annul.end', heavy: true });
    default:
      return unreachable(act);
  }
}

import { describe, expect, it } from 'vitest';
import { effectsOf } from '../../../client/console/session/effects.ts';
import { fourEyes } from '../../../core/workflow/ballot.ts';
import { stillOnTablets } from '../../../core/workflow/undelivered.ts';
import { overviewWith } from './overview.ts';

const keys = (...input: Parameters<typeof effectsOf>) => effectsOf(...input).map((effect) => effect.key);

describe('what an act will do', () => {
  it('is said for each act that takes two people', () => {
    for (const act of fourEyes) expect(effectsOf(act, overviewWith()).length).toBeGreaterThan(1);
  });

  it('gives the numbers of the opening', () => {
    const effects = effectsOf('open', overviewWith());
    expect(effects[0]).toEqual({ key: 'will.open.numbers', params: { entitled: 60, present: 58, quorum: 40 } });
    expect(effects.find((effect) => effect.key === 'will.open.paper')?.params).toEqual({
      candidates: 12,
      seats: 10,
      limit: 10,
    });
    expect(effects.some((effect) => effect.heavy)).toBe(false);
  });

  it('warns of deputies without a card, of a fingerprint nobody compared, and of tablets that follow another session', () => {
    const base = overviewWith({ present: 60 });
    const overview = {
      ...base,
      session: { ...base.session, inHall: false },
      scrutineers: base.scrutineers.map((one) => ({ ...one, compared: one.index === 1 })),
    };
    const heavy = effectsOf('open', overview).filter((effect) => effect.heavy);
    expect(heavy.map((effect) => [effect.key, effect.params?.count])).toEqual([
      ['will.open.notdrawn', 2],
      ['will.open.compared', 2],
      ['will.open.nothall', undefined],
    ]);
  });

  it('warns at the close of ballots that have not come in', () => {
    const open = (returned: number) => overviewWith({ ballot: { state: 'open', issued: 58, returned } });
    expect(keys('close', open(56))).toContain('will.close.missing');
    expect(keys('close', open(58))).toContain('will.close.all');
  });

  it('warns at the close of ballots that wait on tablets, and of tablets off line while ballots are out', () => {
    const open = (returned: number) => overviewWith({ ballot: { state: 'open', issued: 58, returned } });
    const heavy = (returned: number, ballots: number, silent: number) =>
      effectsOf('close', open(returned), { ballots, silent })
        .filter((effect) => effect.heavy)
        .map((effect) => [effect.key.replace('will.close.', ''), effect.params?.count]);
    expect(heavy(50, 3, 2)).toEqual([
      ['missing', 8],
      ['undelivered', 3],
      ['silent', 2],
    ]);
    // A tablet's last word may be older than the box.
    expect(heavy(57, 3, 0)).toEqual([
      ['missing', 1],
      ['undelivered', 1],
    ]);
    expect(heavy(58, 3, 2)).toEqual([]);
    expect(stillOnTablets(overviewWith().ballot, { ballots: 3, silent: 2 })).toEqual({ ballots: 0, silent: 0 });
  });

  it('says how many cards are set aside for papers, and at the close what became of the papers', () => {
    const papers = { spares: 3, issued: 0, entered: 0, void: 0, missing: 0 };
    expect(keys('open', overviewWith({ ballot: { papers } }))).toContain('will.open.spares');
    expect(keys('open', overviewWith())).not.toContain('will.open.spares');
    const out = { ...papers, issued: 2, entered: 1, void: 1 };
    const closing = effectsOf(
      'close',
      overviewWith({ ballot: { state: 'open', issued: 58, returned: 58, papers: out } }),
    );
    expect(closing.find(({ key }) => key === 'will.close.papers')?.params).toEqual(out);
    expect(keys('close', overviewWith({ ballot: { state: 'open', papers } }))).not.toContain('will.close.papers');
  });

  it('speaks of no cards when a ballot on paper is annulled', () => {
    const before = overviewWith({ ballot: { state: 'open', medium: 'paper' } });
    expect(keys('annul', before)).toEqual(['will.annul.onpaper', 'will.annul.end.onpaper']);
    const counted = overviewWith({ ballot: { state: 'tallied', medium: 'paper', void: 1 } });
    expect(keys('annul', counted)).toEqual(['will.annul.numbers', 'will.annul.end.onpaper']);
  });
});

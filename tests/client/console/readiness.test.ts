import { describe, expect, it } from 'vitest';
import type { ReadinessFacts } from '../../../core/contract/readiness.ts';
import { defaultMethod } from '../../../core/rules/method.ts';
import { evaluateReadiness, LITTLE_SPACE, readinessItems } from '../../../core/workflow/readiness.ts';
import { overviewWith } from './overview.ts';

const now = Date.parse('2027-01-20T01:00:00.000Z');
const tablets = { paired: 60, online: 60, suspended: 0, otherBuild: 0, lowBattery: 0, onlyPaired: false };
const good: ReadinessFacts = {
  tablets,
  rehearsal: 'held',
  freeBytes: 20 * LITTLE_SPACE,
  lastBackup: new Date(now - 3_600_000).toISOString(),
  scrutineersOnline: 3,
  now: new Date(now).toISOString(),
  lastRecord: new Date(now - 1000).toISOString(),
};
const ready = overviewWith({ present: 58 });

/** Level and sentence of each item. */
const judged = (overview = ready, facts = good, reader = now) =>
  Object.fromEntries(evaluateReadiness(overview, facts, reader).map(({ item, level, says }) => [item, [level, says]]));

describe('the evaluation of readiness', () => {
  it('finds everything ready, each item once and in order', () => {
    const list = evaluateReadiness(ready, good, now);
    expect(list.map(({ item }) => item)).toEqual([...readinessItems]);
    expect(list.every(({ level }) => level === 'ok')).toBe(true);
  });

  const cards = (activated: number) => ({ made: 70, activated, revoked: 0 });
  const uncompared = ready.scrutineers.map((one, i) => ({ ...one, compared: i > 0 }));
  it.each([
    ['attendance', 'must', 'attendance.below', overviewWith({ present: 39, cards: cards(39) }), good],
    ['cards', 'must', 'cards.none', overviewWith({ cards: cards(0) }), good],
    ['cards', 'must', 'cards.more', overviewWith({ cards: cards(59) }), good],
    ['cards', 'warn', 'cards.fewer', overviewWith({ cards: cards(57) }), good],
    [
      'cards',
      'must',
      'approved.none',
      overviewWith({ cards: cards(0), method: { ...defaultMethod(12), credentials: 'tablets' } }),
      good,
    ],
    ['key', 'must', 'key.none', overviewWith({ ballot: { keyFingerprint: null } }), good],
    ['key', 'warn', 'key.compare', overviewWith({ scrutineers: uncompared }), good],
    ['tablets', 'warn', 'tablets.none', ready, { ...good, tablets: { ...tablets, paired: 0, online: 0 } }],
    ['tablets', 'must', 'tablets.none', ready, { ...good, tablets: { ...tablets, paired: 0, onlyPaired: true } }],
    ['tablets', 'warn', 'tablets.some', ready, { ...good, tablets: { ...tablets, online: 59 } }],
    ['tablets', 'warn', 'tablets.some', ready, { ...good, tablets: { ...tablets, lowBattery: 1 } }],
    ['tablets', 'warn', 'tablets.build', ready, { ...good, tablets: { ...tablets, otherBuild: 1 } }],
    ['scrutineers', 'warn', 'scrutineers.some', ready, { ...good, scrutineersOnline: 2 }],
    ['backup', 'warn', 'backup.none', ready, { ...good, lastBackup: null }],
    ['backup', 'warn', 'backup.old', ready, { ...good, lastBackup: new Date(now - 25 * 3_600_000).toISOString() }],
    ['rehearsal', 'warn', 'rehearsal.none', ready, { ...good, rehearsal: 'none' }],
    ['rehearsal', 'warn', 'rehearsal.running', ready, { ...good, rehearsal: 'running' }],
    ['disk', 'warn', 'disk.little', ready, { ...good, freeBytes: LITTLE_SPACE - 1 }],
    ['clock', 'warn', 'clock.behind', ready, { ...good, lastRecord: new Date(now + 1).toISOString() }],
  ] as const)('%s: %s, %s, and nothing else changes', (item, level, says, overview, facts) => {
    const { [item]: changed, ...others } = judged(overview, facts);
    expect(changed).toEqual([level, says]);
    expect(Object.values(others).every(([other]) => other === 'ok')).toBe(true);
  });

  it("compares the reader's clock with the server's", () => {
    expect(judged(ready, good, now + 119_000).clock).toEqual(['ok', 'clock.ok']);
    expect(judged(ready, good, now - 121_000).clock).toEqual(['warn', 'clock.apart']);
  });

  it('asks a ballot on paper for neither cards, key nor tablets, and a rehearsal for no rehearsal', () => {
    expect(Object.keys(judged(overviewWith({ ballot: { medium: 'paper' } })))).toEqual([
      'attendance',
      'rehearsal',
      'backup',
      'disk',
      'clock',
    ]);
    const rehearsing = { ...ready, session: { ...ready.session, rehearsal: true } };
    expect(Object.keys(judged(rehearsing))).not.toContain('rehearsal');
    expect(Object.keys(judged(ready, { ...good, freeBytes: null }))).not.toContain('disk');
  });
});

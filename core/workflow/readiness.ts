import type { ReadinessFacts } from '../contract/readiness.ts';
import type { Overview } from '../contract/session.ts';

/** `must`: the opening refuses without it. `warn`: it can be opened, but somebody should look first. */
export type Level = 'ok' | 'warn' | 'must';

/** One line of the evaluation. `says` names the sentence, `params` its numbers. */
export interface Readiness {
  readonly item: ReadinessItem;
  readonly level: Level;
  readonly says: string;
  readonly params: Readonly<Record<string, number>>;
}

/** Everything that is looked at before a ballot opens, in the order in which staff go through it. */
export const readinessItems = [
  'attendance',
  'cards',
  'key',
  'scrutineers',
  'tablets',
  'rehearsal',
  'backup',
  'disk',
  'clock',
] as const;
export type ReadinessItem = (typeof readinessItems)[number];

/** Less free space than this is worth a look: a whole session's ballots are some tens of MB. */
export const LITTLE_SPACE = 1024 ** 3;
/** Clocks that differ by more than this, in ms, would make the record hard to read. */
export const CLOCKS_APART = 120_000;

/**
 * Evaluates whether the session is ready for its ballot to open. What must be there is what the opening itself asks for (`mayOpen`); the rest
 * never blocks. A ballot on paper needs no cards, key and tablets.
 * @param readerNow the reader's own clock, in ms
 */
export function evaluateReadiness(overview: Overview, facts: ReadinessFacts, readerNow: number): Readiness[] {
  const say = (item: ReadinessItem, level: Level, says: string, params: Record<string, number> = {}): Readiness => ({
    item,
    level,
    says,
    params,
  });
  const { present, entitled, quorum, method } = overview;
  const list = [
    present < quorum
      ? say('attendance', 'must', 'attendance.below', { present, entitled, quorum, missing: quorum - present })
      : say('attendance', 'ok', 'attendance.ok', { present, entitled, quorum }),
  ];
  if (overview.ballot.medium === 'tablet') {
    list.push(...votingMeans(overview, say));
    const [size, here] = [overview.scrutineers.length, facts.scrutineersOnline];
    list.push(
      here < size
        ? say('scrutineers', 'warn', 'scrutineers.some', { here, size, threshold: method.threshold })
        : say('scrutineers', 'ok', 'scrutineers.ok', { size }),
    );
    const { paired, online, suspended, otherBuild, lowBattery } = facts.tablets;
    list.push(
      paired === 0
        ? say('tablets', facts.tablets.onlyPaired || method.credentials === 'tablets' ? 'must' : 'warn', 'tablets.none')
        : otherBuild > 0
          ? say('tablets', 'warn', 'tablets.build', { otherBuild })
          : online < paired || suspended > 0 || lowBattery > 0
            ? say('tablets', 'warn', 'tablets.some', { paired, online, suspended, lowBattery })
            : say('tablets', 'ok', 'tablets.ok', { paired }),
    );
  }
  if (!overview.session.rehearsal)
    list.push(say('rehearsal', facts.rehearsal === 'held' ? 'ok' : 'warn', `rehearsal.${facts.rehearsal}`));
  if (facts.lastBackup !== undefined) list.push(backup(facts, say));
  if (facts.freeBytes !== null) {
    const gigabytes = Math.floor(facts.freeBytes / 1024 ** 3);
    list.push(
      facts.freeBytes < LITTLE_SPACE
        ? say('disk', 'warn', 'disk.little', { megabytes: Math.floor(facts.freeBytes / 1024 ** 2) })
        : say('disk', 'ok', 'disk.ok', { gigabytes }),
    );
  }
  const apart = Math.abs(readerNow - Date.parse(facts.now));
  const behind = facts.lastRecord !== null && Date.parse(facts.now) < Date.parse(facts.lastRecord);
  list.push(
    behind
      ? say('clock', 'warn', 'clock.behind')
      : apart > CLOCKS_APART
        ? say('clock', 'warn', 'clock.apart', { minutes: Math.round(apart / 60_000) })
        : say('clock', 'ok', 'clock.ok'),
  );
  return list;
}

/** One made today is good: the system makes another when the opening is proposed. */
function backup({ lastBackup, now }: ReadinessFacts, say: Say): Readiness {
  if (!lastBackup) return say('backup', 'warn', 'backup.none');
  const hours = Math.max(0, Math.floor((Date.parse(now) - Date.parse(lastBackup)) / 3_600_000));
  return hours < 24
    ? say('backup', 'ok', 'backup.ok', { hours })
    : say('backup', 'warn', 'backup.old', { days: Math.floor(hours / 24) });
}

type Say = (item: ReadinessItem, level: Level, says: string, params?: Record<string, number>) => Readiness;

function votingMeans({ cards, present, ballot, scrutineers, method }: Overview, say: Say): Readiness[] {
  const { activated } = cards;
  const kind = method.credentials === 'tablets' ? 'approved' : 'cards';
  const compared = scrutineers.filter((one) => one.compared).length;
  return [
    activated === 0
      ? say('cards', 'must', `${kind}.none`)
      : activated > present
        ? say('cards', 'must', `${kind}.more`, { activated, present })
        : activated < present
          ? say('cards', 'warn', `${kind}.fewer`, { activated, present, missing: present - activated })
          : say('cards', 'ok', `${kind}.ok`, { activated }),
    ballot.keyFingerprint === null
      ? say('key', 'must', 'key.none')
      : compared < scrutineers.length
        ? say('key', 'warn', 'key.compare', { compared, size: scrutineers.length })
        : say('key', 'ok', 'key.ok', { size: scrutineers.length }),
  ];
}

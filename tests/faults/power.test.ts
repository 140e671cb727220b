import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { audit } from '../../core/contract/audit.ts';
import { hall } from '../../core/contract/hall.ts';
import { identity } from '../../core/contract/identity.ts';
import { type BallotState, ballotStates } from '../../core/workflow/ballot.ts';
import { random } from '../../server/random.ts';
import { Person } from '../../server/rehearsal/api.ts';
import { expectedTotals, makeElectorate } from '../../server/rehearsal/electorate.ts';
import type { RehearsalOptions } from '../../server/rehearsal/options.ts';
import { differences } from '../../server/rehearsal/report.ts';
import { rehearse } from '../../server/rehearsal/run.ts';
import { type Cut, cuts as kinds, Laptop } from '../support/laptop.ts';
import { pause } from '../support/processes.ts';

/** How many rehearsals; fewer while one works on this test. */
const REHEARSALS = Number(process.env.POWER_REHEARSALS ?? 50);
/** At the same time, each on a laptop of its own. */
const AT_ONCE = 2;
const DEPUTIES = 7;

/** Where the ballot in the hall stands, as anybody sees it; null before there is a session. */
async function stateInHall(url: string): Promise<BallotState | null> {
  const anybody = new Person(url);
  const { congresses } = await anybody.call(identity.setupState, {});
  if (!congresses[0]) return null;
  const { session, ballot } = await anybody.call(hall.kiosk, { params: { congress: congresses[0].id } });
  return session?.rehearsal ? (ballot?.state ?? null) : null;
}

const options: RehearsalOptions = {
  deputies: DEPUTIES,
  candidates: 3,
  seats: 2,
  limit: 2,
  group: 'Ed25519',
  credentials: 'cards',
  scrutineers: 3,
  threshold: 2,
  within: 2,
  drop: 0.3,
  pb: null,
  out: null,
  json: false,
  url: null,
  year: null,
};

interface Held {
  readonly cuts: Record<Cut, number>;
  readonly states: ReadonlySet<string>;
}

/** One rehearsal on a laptop that fails again and again at random moments. Everything is checked here; answers where it failed. */
async function holdInTrouble(): Promise<Held> {
  const electorate = makeElectorate(options, random);
  if (!electorate.ok) throw new Error(electorate.error);
  const laptop = new Laptop();
  const cuts: Record<Cut, number> = { power: 0, server: 0, database: 0, backend: 0 };
  const states = new Set<string>();
  let over = false;
  let furthest = 0;
  const trouble = async () => {
    while (!over) {
      await pause(150 + Math.random() * 1_500);
      if (over) return;
      const kind = kinds[Math.floor(Math.random() * kinds.length)]!;
      await laptop.cut(kind);
      cuts[kind] += 1;
      // The state machine never goes back, whatever was lost on the way.
      const state = await stateInHall(laptop.url);
      states.add(state ?? 'before');
      const at = state === null ? 0 : ballotStates.indexOf(state);
      if (at < furthest) throw new Error(`went back from ${ballotStates[furthest]} to ${state}`);
      furthest = at;
    }
  };
  try {
    await laptop.switchOn();
    const out = path.join(laptop.folder.dir, 'archive');
    const held = rehearse(laptop.url, { ...options, out }, electorate.value, (_name, _total, work) => work(() => {}));
    const [{ report, receipts, staff }] = await Promise.all([held.finally(() => (over = true)), trouble()]);

    expect(report).toMatchObject({ entitled: DEPUTIES, present: DEPUTIES, issued: DEPUTIES, returned: DEPUTIES });
    expect(report).toMatchObject({ lost: 0, duplicated: 0, verified: true });
    expect(new Set(receipts.trackers).size).toBe(DEPUTIES);
    expect(differences(report, electorate.value, expectedTotals(electorate.value))).toEqual([]);
    await laptop.cut('power');
    expect(await stateInHall(laptop.url)).toBe('published');
    expect(await staff.presidium.call(audit.check, {})).toMatchObject({ whole: true, broken: null });
    return { cuts, states };
  } catch (error) {
    throw new Error(`${(error as Error).stack}\nthe server said: ${laptop.said}`);
  } finally {
    over = true;
    await laptop.end();
  }
}

describe('the laptop fails at random moments', () => {
  it(`in ${REHEARSALS} rehearsals: nothing is lost or doubled, and the ballot only ever goes forward`, async () => {
    const held: Held[] = [];
    let left = REHEARSALS;
    const series = async () => {
      while (left-- > 0) held.push(await holdInTrouble());
    };
    await Promise.all(Array.from({ length: AT_ONCE }, series));
    expect(held).toHaveLength(REHEARSALS);
    const total = (kind: Cut) => held.reduce((sum, { cuts }) => sum + cuts[kind], 0);
    const seen = new Set(held.flatMap(({ states }) => [...states]));
    console.log(
      `${REHEARSALS} rehearsals, cuts: ${kinds.map((kind) => `${kind} ${total(kind)}`).join(', ')}; in states ${[...seen].join(', ')}`,
    );
    // It must really have been cut off in the midst of things.
    for (const kind of kinds) expect(total(kind)).toBeGreaterThan(0);
    expect(seen).toContain('open');
  }, 3_000_000);
});

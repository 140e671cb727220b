import { randomUUID } from 'node:crypto';
import type { RowVote } from '../../core/belenios/index.ts';
import { session as sessionRoutes } from '../../core/contract/index.ts';
import type { SessionId } from '../../core/ids.ts';
import { defaultMethod } from '../../core/rules/method.ts';
import { type HeldBallot, holdBallot } from '../rehearsal/hold.ts';
import type { BallotOptions } from '../rehearsal/options.ts';
import type { Staff } from '../rehearsal/staff.ts';
import type { Tablets } from '../rehearsal/tablets.ts';
import { SEATS } from './shortlisting.ts';
import { enter, type Town } from './town.ts';

export const ballotOptions: BallotOptions = {
  ...{ group: 'Ed25519', credentials: 'cards', scrutineers: 3, threshold: 2, within: 2, drop: 0 },
};

/** Deputies who stay away: the result shows a quorum, not a full house. */
const AWAY = 3;

/** A session of the town in its hall, with the year's method and the scrutineers. */
export async function convene(town: Town, name: string, candidates: number): Promise<Staff> {
  const session = randomUUID() as SessionId;
  const params = { session };
  const { presidium, teller } = town;
  await presidium.call(sessionRoutes.saveSession, { params, body: { name, year: town.year } });
  await presidium.call(sessionRoutes.saveMethod, {
    params,
    body: { ...defaultMethod(candidates), seats: Math.min(SEATS, candidates), scrutineers: 3, threshold: 2 },
  });
  await presidium.call(sessionRoutes.appointScrutineers, {
    params,
    body: { accounts: town.scrutineers.map(({ id }) => id) },
  });
  await presidium.call(sessionRoutes.putInHall, { params });
  const scrutineers = town.scrutineers.map(({ person }) => person);
  return { congress: town.congress, session, serials: 'A', presidium, teller, scrutineers };
}

/** Which projects a deputy wants: the first on the list are liked best, each deputy leaves out some. */
export const votesOf = (deputy: number, candidates: number): RowVote[] => {
  let left = SEATS;
  return Array.from({ length: candidates }, (_, i) => {
    // 7 and 60 have no common divisor: of sixty deputies exactly 57 − 2i want project i.
    if ((deputy * 7 + i * 17) % 60 >= 57 - 2 * i) return i % 2 === 0 ? 'abstain' : 'against';
    return left-- > 0 ? 'for' : 'abstain';
  });
};

/** The ballot (domain.md section 2 row 4) of the frozen list, encrypted, decrypted by the scrutineers and published. */
export function vote(town: Town, staff: Staff, candidates: number, tablets: Tablets): Promise<HeldBallot> {
  const ballots = Array.from({ length: town.entitled - AWAY }, (_, i) => votesOf(i, candidates));
  return holdBallot(town.url, staff, ballotOptions, ballots, tablets, town.phase);
}

/** The ballot's stage ends. */
export const endBallot = (town: Town): Promise<void> => enter(town, 'publication');

// An evaluation for tests: a congress that has chosen its projects, and a later session whose ballot grades them.
import { randomUUID } from 'node:crypto';
import type { GroupName, RowVote } from '../../../core/belenios/index.ts';
import { type Evaluations, evaluation, type PrepareEvaluation } from '../../../core/contract/evaluation.ts';
import { session as sessionRoutes } from '../../../core/contract/session.ts';
import type { SessionId } from '../../../core/ids.ts';
import { defaultEvaluationMethod } from '../../../core/rules/grade.ts';
import type { TestServer } from '../../support/server.ts';
import { Hall } from '../ballot/hall.ts';

export const DEPUTIES = 5;

/** A town of five whose session has chosen all of its candidates but the last (P1 and P2 of three), and published that. */
export async function chosenHall(server: TestServer, group: GroupName = 'Ed25519', seats = 2): Promise<Hall> {
  const hall = await Hall.make(server, { deputies: DEPUTIES, candidates: seats + 1, method: { group, seats } });
  await hall.open();
  const votes: RowVote[] = Array.from({ length: seats + 1 }, (_, i) => (i < seats ? 'for' : 'against'));
  for (let i = 0; i < 4; i++) await hall.vote(hall.cards[i]!, votes);
  await hall.finish();
  return hall;
}

/** The same people in a later session: made, with scrutineers and method, in the hall, but with neither cards nor a paper. */
export async function laterSession(hall: Hall, name = '第三次会议'): Promise<Hall> {
  const session = randomUUID() as string as SessionId;
  await hall.presidium.call(sessionRoutes.saveSession, { params: { session }, body: { name, year: 2028 } });
  const { electionUuids } = await hall.presidium.call(sessionRoutes.overview, { params: { session } });
  const later = hall.rehearse(session, electionUuids);
  await hall.presidium.call(sessionRoutes.saveMethod, { params: later.in, body: hall.method });
  await hall.presidium.call(sessionRoutes.appointScrutineers, {
    params: later.in,
    body: { accounts: hall.scrutineers.map(({ me }) => me.account.id) },
  });
  await hall.presidium.call(sessionRoutes.putInHall, { params: later.in });
  return later;
}

export const rules = defaultEvaluationMethod;

/** What `prepare` sends for P1 and P2 of the hall that chose them. */
export const bothProjects = (source: Hall, change: Partial<PrepareEvaluation> = {}): PrepareEvaluation => ({
  source: source.session,
  secondOf: null,
  rules,
  members: [],
  projects: [
    { code: 'P1', report: '路面已硬化，九月验收。' },
    { code: 'P2', report: '路灯装了一半。' },
  ],
  ...change,
});

export const prepare = (hall: Hall, body: PrepareEvaluation): Promise<Evaluations> =>
  hall.presidium.call(evaluation.prepareEvaluation, { params: hall.in, body });

/** Cards for everybody who is there, the ceremony, and the opening. */
export async function openEvaluation(hall: Hall, present = DEPUTIES): Promise<void> {
  await hall.makeCards(DEPUTIES);
  for (let i = 0; i < present; i++) await hall.signIn(i, true);
  for (const { serial } of hall.cards.slice(0, present)) await hall.activate(serial);
  await hall.open();
}

/** Votes with the first cards, one row of grades each, to the publication. */
export async function gradeAll(hall: Hall, votes: readonly (readonly RowVote[])[]): Promise<void> {
  await hall.castAll(votes);
  await hall.finish();
}

import { randomUUID } from 'node:crypto';
import { identity, session as sessionRoutes } from '../../core/contract/index.ts';
import { oversight } from '../../core/contract/oversight.ts';
import { portal } from '../../core/contract/portal.ts';
import type { ProjectLine } from '../../core/contract/projects.ts';
import type { AccountId } from '../../core/ids.ts';
import { sampleTown } from '../congress/sample.ts';
import type { Sample } from '../identity/setup.ts';
import { Person } from '../rehearsal/api.ts';
import type { Phase } from '../rehearsal/hold.ts';
import { Tablets } from '../rehearsal/tablets.ts';
import { convene, endBallot, vote } from './ballot.ts';
import { change } from './change.ts';
import { collect, endCollection } from './collection.ts';
import { type CourseName, citizenWaits, inspection } from './content/works.ts';
import { deliberate, endDeliberation } from './deliberation.ts';
import { issueDocuments } from './documents.ts';
import { evaluate, type Mood, rectify } from './evaluation.ts';
import { beginOversight, implement } from './oversight.ts';
import { endShortlisting, shortlist } from './shortlisting.ts';
import { beginYear, dayFrom, type Town } from './town.ts';

/** Suggestions of the sample town's running year. */
const SUGGESTIONS = 120;
/** How the elected projects stand, in the order of their codes. */
const courseOf: readonly CourseName[] = [
  ...(['done', 'on-time', 'done', 'late', 'soon'] as const),
  ...(['on-time', 'done', 'done', 'on-time', 'on-time'] as const),
];
/** What is changed in mid-year, by code. */
const changed = { content: '06', pause: '09' } as const;
const moods: readonly Mood[] = ['good', 'fair', 'good', 'bad'];

/**
 * Plays the running year of the sample town into a server on which the town was just loaded: the year before the one whose session is being
 * prepared, from its suggestions to its projects in mid-year, with an evaluation of what is finished. Through the server's own API, so that nothing
 * in it is other than a town would have made it. Afterwards the session being prepared is in the hall again.
 * @throws RefusedByServer
 */
export async function playSampleYear(url: string, sample: Sample, phase: Phase): Promise<void> {
  const tablets = new Tablets();
  try {
    const town = await take(url, sample, phase);
    const { suggestions } = await collect(town, SUGGESTIONS);
    await endCollection(town);
    const shortlisting = await shortlist(town, suggestions);
    await endShortlisting(town);
    const { candidates } = await deliberate(town, shortlisting);
    await endDeliberation(town);
    const staff = await convene(town, '青溪镇第二十届人民代表大会第一次会议', candidates.length);
    await vote(town, staff, candidates.length, tablets);
    await endBallot(town);
    await issueDocuments(town, staff.session);
    await beginOversight(town);
    const projects = await implement(town, (i) => courseOf[i % courseOf.length]!);
    const codeOf = (code: string): ProjectLine => projects.find((one) => one.code === code)!;
    await change(town, codeOf(changed.content).id, 'content', 1);
    await change(town, codeOf(changed.pause).id, 'pause', 2);
    await leaveOpen(town, codeOf('04'), codeOf('05'));
    const finished = projects.filter(({ light }) => light === 'done').sort((a, b) => (a.code < b.code ? -1 : 1));
    const { session } = await evaluate(
      town,
      '青溪镇第二十届人大代表年中活动',
      { source: staff.session, secondOf: null },
      finished.map(({ code }, i) => ({ code, mood: moods[i % moods.length]! })),
      tablets,
    );
    await rectify(town, session, 'plan');
    await town.presidium.call(sessionRoutes.putInHall, { params: { session: sample.session } });
  } finally {
    await tablets.close();
  }
}

/** A problem that is being seen to, and what a citizen says that nobody has looked at yet. */
async function leaveOpen(town: Town, late: ProjectLine, other: ProjectLine): Promise<void> {
  await town.presidium.call(oversight.raise, {
    params: { project: late.id, matter: randomUUID() },
    body: {
      ...{ kind: 'problem', content: inspection.lateProblem, owner: late.unit, due: dayFrom(5) },
      ...{ inspection: null, citizenReport: null },
    },
  });
  await town.phone().call(portal.say, {
    params: { congress: town.congress, project: other.id, report: randomUUID() },
    body: { content: citizenWaits, phone: '', website: '' },
  });
}

/** The sample town's staff, signed in, and its running year begun. */
async function take(url: string, { congress, accounts }: Sample, phase: Phase): Promise<Town> {
  const signIn = async (login: string): Promise<{ id: AccountId; person: Person }> => {
    const { password } = accounts.find((one) => one.login === login)!;
    const person = new Person(url);
    const { account } = await person.call(identity.signIn, { body: { login, password } });
    return { id: account.id, person };
  };
  const [administrator, presidium, government, teller] = [
    ...(await Promise.all(['admin', 'zhuxituan1', 'zhenzhengfu', 'jipiao'].map(signIn))),
  ] as [Signed, Signed, Signed, Signed];
  const scrutineers = await Promise.all(['zongjianpiao', 'jianpiao1', 'jianpiao2'].map(signIn));
  return beginYear(
    {
      ...{ url, congress: congress.id, name: sampleTown.congress.town, year: sampleTown.session.year - 1, phase },
      ...{ hurry: '样例资料：各阶段一次载入', phone: () => new Person(url), scrutineers },
      ...{ administrator: administrator.person, presidium: presidium.person, government: government.person },
      teller: teller.person,
    },
    () => {},
  );
}
type Signed = { readonly id: AccountId; readonly person: Person };

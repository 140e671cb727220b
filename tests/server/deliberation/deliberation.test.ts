import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { congress as congressRoutes } from '../../../core/contract/congress.ts';
import { cycle as cycles } from '../../../core/contract/cycle.ts';
import { type AmendedValues, deliberation as routes } from '../../../core/contract/deliberation.ts';
import { history } from '../../../core/contract/history.ts';
import { identity } from '../../../core/contract/identity.ts';
import { portal } from '../../../core/contract/portal.ts';
import { waiting } from '../../../core/contract/waiting.ts';
import type { AccountId, CandidateId, CycleId, DeputyId, SessionId } from '../../../core/ids.ts';
import { couldOpen } from '../../../server/ballot/open.ts';
import { ballotOf } from '../../../server/ballot/store.ts';
import { inTransaction } from '../../../server/database/pool.ts';
import { inTime } from '../../../server/deliberation/see.ts';
import { linkDeputy } from '../../../server/identity/store.ts';
import {
  type Person,
  pathOf,
  refusal,
  sampleTown,
  signIn,
  startServer,
  type TestServer,
  type Town,
} from '../../support/server.ts';

let server: TestServer;
let town: Town;
let presidium: Person;
let government: Person;
let cycle: CycleId;
const deputies: Person[] = [];
const one = () => ({ cycle });
const see = (person: Person = presidium) => person.call(routes.overview, { params: one() });
const candidates = () => presidium.call(congressRoutes.candidates, { params: { session: town.session } });
/** The list as anybody reads it. */
const shown = async () =>
  (await server.browser().call(portal.portal, { params: { congress: town.congress } })).candidates;
const opening = () =>
  inTransaction(server.services.db, async (trx) => {
    const could = await couldOpen(trx, (await ballotOf(trx, town.congress, town.session as SessionId))!);
    return could.ok ? 'ok' : could.error.code;
  });
const values: AmendedValues = {
  ...{
    title: '镇区公厕改造',
    content: '改造 4 座',
    place: '镇区',
    budget: 400_000,
    unit: '村镇办',
    finish: '2027-10-31',
  },
};

beforeAll(async () => {
  server = await startServer();
  town = await sampleTown(server);
  [presidium, government] = [await town.as('presidium'), await town.as('government')];
  cycle = (await presidium.call(cycles.cycles)).find(({ year }) => year === 2027)!.id;
  // Six deputies with accounts of their own.
  const administrator = await town.as('administrator');
  const roster = (await presidium.call(congressRoutes.deputies)).filter(({ inOffice }) => inOffice);
  for (const { id, name } of roster.slice(-6)) {
    const [account, login] = [randomUUID(), `d-${randomUUID().slice(0, 8)}`];
    await administrator.call(identity.saveAccount, {
      params: { account },
      body: { login, name, role: 'deputy', active: true, password: 'a good password' },
    });
    await inTransaction(server.services.db, (trx) =>
      linkDeputy(trx, town.congress, account as AccountId, id as DeputyId),
    );
    deputies.push(await signIn(server, login, 'a good password'));
  }
});
afterAll(() => server?.stop());

describe('deliberation', () => {
  it('lets a year that only ballots open as before, and a kept year only on its frozen list', async () => {
    expect(await opening()).not.toBe('list-not-frozen');
    await presidium.call(cycles.start, { params: one(), body: { year: 2027, stage: 'deliberation', note: '' } });
    expect(await opening()).toBe('list-not-frozen');
  });

  it('publishes papers to deputies and knows who has opened them', async () => {
    const paper = randomUUID();
    const publish = () => presidium.call(routes.publish, { params: one(), body: { due: '2099-01-01', publish: true } });
    expect(await refusal(publish())).toMatchObject({ code: 'no-papers' });
    const body = { title: '候选项目说明', text: '共十二项。' };
    for (let i = 0; i < 2; i++) await presidium.call(routes.savePaper, { params: { cycle, paper }, body });
    expect(await refusal(see(deputies[0]!))).toMatchObject({ code: 'papers-not-published' });
    await publish();
    for (let i = 0; i < 2; i++) await deputies[0]!.call(routes.readPaper, { params: { cycle, paper } });
    const { papers, delegations } = await see();
    expect(papers).toEqual([expect.objectContaining({ title: '候选项目说明', read: 1 })]);
    expect(delegations.reduce((sum, { read }) => sum + read, 0)).toBe(1);
    expect((await see(deputies[0]!)).papers[0]).toMatchObject({ readByMe: true });
    expect((await see(deputies[1]!)).papers[0]).toMatchObject({ readByMe: false });
    expect(await deputies[0]!.call(routes.years)).toEqual([{ id: cycle, year: 2027, stage: 'deliberation' }]);
    expect([inTime(null, null), inTime(new Date('2027-01-02T20:00:00Z'), '2027-01-02')]).toEqual([false, false]);
    expect(inTime(new Date('2027-01-02T10:00:00Z'), '2027-01-02')).toBe(true);
  });

  it('gives deputies the document of a paper, and not a paper that was taken back', async () => {
    const [reader, other] = [deputies[1]!, deputies[2]!];
    const [paper, file] = [randomUUID(), randomUUID()];
    await presidium.call(routes.savePaper, { params: { cycle, paper }, body: { title: '附图', text: '' } });
    const attach = (id: string, content: string, name = '附图.pdf') =>
      presidium.upload(routes.paperFile, { params: { cycle, paper, file: id } }, content, name);
    expect((await refusal(attach(randomUUID(), '<script>', '附图.html'))).code).toBe('file-type-refused');
    for (let i = 0; i < 2; i++) await attach(file, '%PDF-1.7\n附图');
    expect((await refusal(attach(file, '%PDF-1.7\n另一份'))).code).toBe('conflict');
    const read = (person: Person) => person.send('GET', pathOf(routes.paperBody, { params: { cycle, paper } }));
    expect(await (await read(reader)).text()).toBe('%PDF-1.7\n附图');
    expect((await read(reader)).headers.get('x-content-type-options')).toBe('nosniff');

    const withdraw = (reason: string) =>
      presidium.call(routes.withdrawPaper, { params: { cycle, paper }, body: { reason } });
    expect((await refusal(withdraw(' '))).code).toBe('bad-request');
    for (let i = 0; i < 2; i++) await withdraw('附图有误');
    expect((await see(other)).papers.map(({ title }) => title)).toEqual(['候选项目说明']);
    expect((await see()).papers.map(({ withdrawn }) => withdrawn)).toEqual(['', '附图有误']);
    expect((await read(other)).status).toBe(404);
    const late = other.call(routes.readPaper, { params: { cycle, paper } });
    expect((await refusal(late)).code).toBe('not-found');
    const elsewhere = presidium.call(routes.withdrawPaper, {
      params: { cycle, paper: randomUUID() },
      body: { reason: '无' },
    });
    expect((await refusal(elsewhere)).code).toBe('not-found');
    const entries = await presidium.call(history.history, { params: { kind: 'deliberation', subject: paper } });
    expect(entries.map(({ act, reason }) => [act, reason])).toEqual([
      ['撤回材料', '附图有误'],
      ['附材料文件', ''],
      ['新建材料', ''],
    ]);
  });

  it('closes the list to direct changes once the deputies have the papers', async () => {
    const [first] = await candidates();
    const { id, position: _, ...body } = first!;
    const save = presidium.call(congressRoutes.saveCandidate, {
      params: { session: town.session, candidate: id },
      body,
    });
    expect(await refusal(save)).toMatchObject({ code: 'papers-published' });
  });

  it('takes comments from a deputy for their own delegation and from its recorder', async () => {
    const [mine] = (await see(deputies[0]!)).writesFor;
    const other = (await see()).delegations.find(({ id }) => id !== mine!.id)!;
    const say = (person: Person, delegation: string, speaker = '') =>
      person.call(routes.comment, {
        params: { cycle, comment: randomUUID() },
        body: { delegation, candidate: null, speaker, text: '建议优先安排饮水项目' },
      });
    await say(deputies[0]!, mine!.id);
    expect(await refusal(say(deputies[0]!, other.id))).toMatchObject({ code: 'not-recorder' });
    expect(await refusal(say(government, other.id))).toMatchObject({ code: 'not-recorder' });
    const account = government.me.account.id;
    await presidium.call(routes.recorder, { params: { cycle, delegation: other.id }, body: { account } });
    await say(government, other.id, '周代表');
    const stranger = presidium.call(routes.recorder, {
      params: { cycle, delegation: other.id },
      body: { account: (await town.as('teller')).me.account.id },
    });
    expect(await refusal(stranger)).toMatchObject({ code: 'recorder-unfit' });
    const { comments } = await presidium.call(routes.comments, { params: one(), query: { search: '饮水' } });
    expect(comments.map(({ speaker }) => speaker)).toEqual(['周代表', deputies[0]!.me.account.name]);
    await government.call(routes.withdrawComment, {
      params: { cycle, comment: comments[0]!.id },
      body: { reason: '记错' },
    });
    expect((await presidium.call(routes.comments, { params: one(), query: {} })).comments[0]).toMatchObject({
      withdrawn: '记错',
    });
  });

  it('changes a candidate by an amendment that the presidium accepts, before and after kept', async () => {
    const [first] = await candidates();
    const { title, content, place, budget, unit, finish } = first!;
    const before = { title, content, place, budget, unit, finish };
    const request = randomUUID();
    const amend = (id: string, after: AmendedValues) =>
      government.call(routes.amend, {
        params: { cycle, request: id },
        body: { candidate: first!.id, after, reason: '按勘测调整' },
      });
    expect(await refusal(amend(request, before))).toMatchObject({ code: 'nothing-changes' });
    const stale = randomUUID();
    for (let i = 0; i < 2; i++) await amend(request, { ...before, budget: budget + 1 });
    await amend(stale, { ...before, unit: '水利站' });
    const decide = (id: string, accept: boolean, note = '') =>
      presidium.call(routes.decide, { params: { cycle, request: id }, body: { accept, note } });
    for (let i = 0; i < 2; i++) await decide(request, true);
    expect((await candidates())[0]).toMatchObject({ budget: budget + 1 });
    expect(await refusal(decide(stale, true))).toMatchObject({ code: 'amendment-stale' });
    expect(await refusal(decide(stale, false))).toMatchObject({ code: 'reason-needed' });
    await decide(stale, false, '已有变动');
    const entries = await presidium.call(history.history, { params: { kind: 'candidate', subject: first!.id } });
    expect(entries[0]).toMatchObject({ before: { budget }, after: { budget: budget + 1 } });
  });

  it('adds a candidate by a joint motion of five, which the presidium accepts', async () => {
    const request = randomUUID();
    const [mover, ...others] = deputies as [Person, ...Person[]];
    const params = { cycle, request };
    await mover.call(routes.move, { params, body: { after: values, reason: '群众反映强烈' } });
    const sign = (person: Person, signed = true) => person.call(routes.sign, { params, body: { signed } });
    const submit = (person: Person) => person.call(routes.submit, { params });
    for (const person of others.slice(0, 3)) await sign(person);
    await sign(others[0]!);
    expect(await refusal(submit(mover))).toMatchObject({
      code: 'signatures-missing',
      params: { needed: 5, signed: 4 },
    });
    expect(await refusal(submit(others[0]!))).toMatchObject({ code: 'not-yours' });
    await sign(others[3]!);
    await submit(mover);
    expect(await refusal(sign(others[4]!))).toMatchObject({ code: 'request-state' });
    const freeze = presidium.call(routes.freeze, { params: { cycle, freeze: randomUUID() } });
    expect(await refusal(freeze)).toMatchObject({ code: 'requests-open', params: { count: 1 } });
    const count = (await candidates()).length;
    await presidium.call(routes.decide, { params, body: { accept: true, note: '' } });
    const list = await candidates();
    expect(list).toHaveLength(count + 1);
    expect(list.at(-1)).toMatchObject({ ...values, code: String(count + 1).padStart(2, '0') });
    const motion = (await see()).requests.find(({ id }) => id === request)!;
    expect(motion).toMatchObject({ state: 'accepted', candidate: list.at(-1)!.id });
    expect(motion.signatures).toHaveLength(5);
  });

  it('withdraws a candidate with the presidium’s consent', async () => {
    const last = (await candidates()).at(-2)!;
    const params = { cycle, request: randomUUID() };
    await government.call(routes.askWithdrawal, { params, body: { candidate: last.id, reason: '用地未获批' } });
    await presidium.call(routes.decide, { params, body: { accept: true, note: '' } });
    expect((await candidates()).some(({ id }) => id === last.id)).toBe(false);
  });

  it('freezes the list: nothing changes it any more, and a ballot refuses a difference', async () => {
    const freeze = randomUUID();
    expect(await shown()).toBeNull();
    for (let i = 0; i < 2; i++) await presidium.call(routes.freeze, { params: { cycle, freeze } });
    // The public reads the list that is voted on, none that can still change.
    expect((await shown())?.list.map(({ code, title }) => [code, title])).toEqual(
      (await candidates()).map(({ code, title }) => [code, title]),
    );
    expect((await see()).freeze).toMatchObject({ id: freeze, projects: (await candidates()).length });
    expect(await opening()).not.toMatch(/^list/);
    // What was said is on record: only presidium staff take it back now.
    const { comments } = await presidium.call(routes.comments, { params: one(), query: {} });
    const said = comments.find(({ by, withdrawn }) => by === deputies[0]!.me.account.name && withdrawn === '')!;
    const takeBack = (person: Person) =>
      person.call(routes.withdrawComment, { params: { cycle, comment: said.id }, body: { reason: '与会议记录不符' } });
    expect(await refusal(takeBack(deputies[0]!))).toMatchObject({ code: 'comments-closed' });
    for (let i = 0; i < 2; i++) await takeBack(presidium);
    const told = await presidium.call(history.history, { params: { kind: 'deliberation', subject: said.id } });
    expect(told.map(({ act }) => act)).toEqual(['撤回意见', '记录意见']);
    const [first] = await candidates();
    const { id, position: _, ...body } = first!;
    const params = { session: town.session, candidate: id };
    expect(await refusal(presidium.call(congressRoutes.saveCandidate, { params, body }))).toMatchObject({
      code: 'list-frozen',
    });
    expect(await refusal(presidium.call(congressRoutes.removeCandidate, { params }))).toMatchObject({
      code: 'list-frozen',
    });
    const table = '编号,项目名称,建设内容,建设地点,预算（元）,责任单位,完成时限\n99,x,x,x,1,x,2027-12-31\n';
    const imported = presidium.upload(congressRoutes.importCandidates, { params: { session: town.session } }, table);
    expect(await refusal(imported)).toMatchObject({ code: 'list-frozen' });
    const late = government.call(routes.askWithdrawal, {
      params: { cycle, request: randomUUID() },
      body: { candidate: id, reason: '迟了' },
    });
    expect(await refusal(late)).toMatchObject({ code: 'list-frozen' });
    // A row changed behind the program's back is noticed, too.
    const put = (budget: number) =>
      server.database.db
        .updateTable('candidate')
        .set({ budget })
        .where('id', '=', id as CandidateId)
        .execute();
    await put(first!.budget + 7);
    expect(await opening()).toBe('list-differs');
    await put(first!.budget);
    expect(await opening()).not.toMatch(/^list/);
  });

  it('is lifted only by two people of two roles, with a reason', async () => {
    const { id: freeze } = (await see()).freeze!;
    const lift = (person: Person, reason = '') =>
      person.call(routes.lift, { params: { cycle, freeze }, body: { reason } });
    expect(await refusal(lift(presidium))).toMatchObject({ code: 'reason-needed' });
    await lift(presidium, '预算有误');
    expect(await refusal(lift(presidium))).toMatchObject({ code: 'same-person' });
    await presidium.call(routes.keep, { params: { cycle, freeze } });
    expect((await see()).freeze).toMatchObject({ liftAskedBy: null });
    await lift(presidium, '预算有误');
    // It waits at the desk of those who may confirm, and of nobody else.
    const desks = await Promise.all(
      [presidium, await town.as('chief-scrutineer'), await town.as('government')].map((one) => one.call(waiting.desk)),
    );
    expect(desks.map((desk) => desk.waiting.some(({ code }) => code === 'lift-confirm'))).toEqual([false, true, false]);
    await lift(await town.as('chief-scrutineer'));
    const { freeze: none, lifted } = await see();
    expect(await shown()).toBeNull();
    expect([none, lifted.length]).toEqual([null, 1]);
    expect(await opening()).toBe('list-not-frozen');
    await presidium.call(routes.freeze, { params: { cycle, freeze: randomUUID() } });
  });

  it('is left for the ballot when the method is adopted', async () => {
    const enter = () => presidium.call(cycles.enter, { params: one(), body: { stage: 'ballot', note: '' } });
    expect(await refusal(enter())).toMatchObject({
      code: 'stage-conditions',
      params: { missing: '尚未登记票决办法通过' },
    });
    const motion = presidium.call(routes.adopt, {
      params: one(),
      body: { on: '2027-01-10', motion: randomUUID() as never, note: '' },
    });
    expect(await refusal(motion)).toMatchObject({ code: 'motion-not-carried' });
    await presidium.call(routes.adopt, {
      params: one(),
      body: { on: '2027-01-10', motion: null, note: '全体会议举手通过' },
    });
    await enter();
    // Recorded otherwise, it is corrected with the reason; both are in the history.
    const correct = (on: string, reason?: string) =>
      presidium.call(routes.adopt, { params: one(), body: { on, motion: null, note: '全体会议举手通过', reason } });
    await correct('2027-01-10');
    expect(await refusal(correct('2027-01-11'))).toMatchObject({ code: 'reason-needed' });
    await correct('2027-01-11', '日期登记有误');
    expect((await see()).adopted).toMatchObject({ on: '2027-01-11' });
    const [latest] = await presidium.call(history.history, { params: { kind: 'deliberation', subject: cycle } });
    expect(latest).toMatchObject({
      act: '更正票决办法通过的登记',
      reason: '日期登记有误',
      before: { on: '2027-01-10' },
      after: { on: '2027-01-11' },
    });
    const response = await presidium.send('GET', `/api/cycles/${cycle}/deliberation/record.docx`);
    expect(response.headers.get('content-type')).toContain('wordprocessingml');
  });
});

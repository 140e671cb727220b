import { randomUUID } from 'node:crypto';
import readXlsx from 'read-excel-file/node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GroupName, verifyArchive } from '../../../core/belenios/index.ts';
import { evaluation } from '../../../core/contract/evaluation.ts';
import { hall as routes } from '../../../core/contract/hall.ts';
import { history } from '../../../core/contract/history.ts';
import { OpenGrades } from '../../../core/contract/open-data.ts';
import { paper } from '../../../core/contract/paper.ts';
import { session as sessionRoutes } from '../../../core/contract/session.ts';
import type { SessionId } from '../../../core/ids.ts';
import { fastGroups } from '../../../server/verification/fast-groups.ts';
import { reportLines } from '../../../server/verification/report-text.ts';
import { verifyWithBeleniosTool } from '../../interop/belenios-tool.ts';
import { refusal, startServer, type TestServer } from '../../support/server.ts';
import type { Hall } from '../ballot/hall.ts';
import { bothProjects, chosenHall, gradeAll, laterSession, openEvaluation, prepare, rules } from './evaluation-hall.ts';

let server: TestServer;
beforeEach(async () => {
  server = await startServer();
});
afterEach(() => server.stop());

const result = (hall: Hall) => hall.kiosk.call(routes.result, { params: { uuid: hall.uuid } });
const beside = (hall: Hall) => hall.kiosk.call(evaluation.publicEvaluation, { params: { uuid: hall.uuid } });
const see = (hall: Hall) => hall.presidium.call(evaluation.evaluations);
const good = 'satisfied';
const fair = 'basically-satisfied';
const bad = 'unsatisfied';
const abstain = 'abstain';

describe.each<GroupName>(['Ed25519', 'BELENIOS-2048'])('an evaluation in %s', (group) => {
  it('grades what was chosen, opens rectifications, and grades those again', async () => {
    const chosen = await chosenHall(server, group);
    const hall = await laterSession(chosen);
    const prepared = await prepare(hall, bothProjects(chosen));
    expect(prepared.sources.map(({ session, projects }) => [session, projects.map(({ code }) => code)])).toEqual([
      [chosen.session, ['P1', 'P2']],
    ]);
    expect(await hall.overview()).toMatchObject({
      candidates: 2,
      passMark: 3,
      ballot: { which: { kind: 'evaluation' } },
      method: { seats: 2, contest: 'uncontested' },
    });
    await openEvaluation(hall);

    const kiosk = await hall.kiosk.call(routes.kiosk, { params: { congress: hall.congress } });
    expect(kiosk.ballot).toMatchObject({ which: { kind: 'evaluation' }, state: 'open' });
    expect(kiosk.ballot?.projects.map(({ code, content }) => [code, content])).toEqual([
      ['P1', '路面已硬化，九月验收。'],
      ['P2', '路灯装了一半。'],
    ]);
    const election = await hall.election();
    expect(election).toMatchObject({ graded: 2, projects: undefined, name: '第三次会议（项目测评）' });
    expect(election.extensions.x_congress).toMatchObject({
      evaluation: { ...rules, year: 2027, source: [chosen.uuid], second_of: [] },
    });
    // Of five: P1 three satisfied; P2 two with satisfied and basically satisfied together, which is not more than half.
    await gradeAll(hall, [
      [good, good],
      [good, fair],
      [good, bad],
      [bad, abstain],
    ]);

    const published = await result(hall);
    expect(published.outcome.evaluation).toMatchObject({
      rules,
      projects: [
        { code: 'P1', satisfied: 3, basicallySatisfied: 0, unsatisfied: 1, abstain: 0, outcome: { grade: good } },
        {
          code: 'P2',
          ...{ satisfied: 1, basicallySatisfied: 1, unsatisfied: 1, abstain: 1 },
          outcome: { grade: bad, mark: 3, base: 5, rectify: true },
        },
      ],
    });
    expect(published.outcome.result).toMatchObject({ validity: { kind: 'valid' }, notPressed: 1, projects: [] });
    const bytes = await hall.archive();
    const report = await verifyArchive(bytes, { groups: fastGroups, lastEvent: published.lastEvent! });
    expect(report).toMatchObject({ valid: true, projects: undefined });
    const text = reportLines(report, 'zh').join('\n');
    expect(text).toMatch(/满意\s+基本满意\s+不满意\s+弃权/);
    expect(text).toMatch(/P2 项目2\s+1\s+1\s+1\s+1/);
    if (group === 'BELENIOS-2048') await verifyWithBeleniosTool(bytes);

    // Open data: the totals and the grades.
    const open = (file: string) => hall.kiosk.send('GET', `/api/elections/${hall.uuid}/${file}`);
    const grades = OpenGrades.parse(await (await open('result.json')).json());
    expect([grades.entitled, grades.returned, grades.mark]).toEqual([5, 4, 3]);
    expect(
      grades.projects.map(({ code, satisfied, unsatisfied, grade }) => [code, satisfied, unsatisfied, grade]),
    ).toEqual([
      ['P1', 3, 1, good],
      ['P2', 1, 1, bad],
    ]);
    const book = JSON.stringify(await readXlsx(Buffer.from(await (await open('result.xlsx')).arrayBuffer())));
    expect(book).toMatch(/"项目2".*1,1,1,1,"不满意"/);
    const pb = await open('result.pb');
    expect([pb.status, ((await pb.json()) as { code: string }).code]).toEqual([404, 'no-pb-of-grades']);

    const { rectifications } = await see(hall);
    expect(rectifications).toMatchObject([
      { code: 'P2', title: '项目2', unit: '镇政府', state: 'opened', late: false },
    ]);
    const { id, openedOn, deadline } = rectifications[0]!;
    expect((Date.parse(deadline) - Date.parse(openedOn)) / 86_400_000).toBe(60);

    const government = await hall.hire('government');
    const write = (act: 'planRectification' | 'reportRectification', text: string) =>
      government.call(evaluation[act], { params: { rectification: id }, body: { text } });
    expect(await refusal(write('reportRectification', '已整改'))).toMatchObject({ code: 'rectification-wrong-state' });
    await write('planRectification', '十月底前补装路灯。');
    const second = await laterSession(chosen, '第四次会议');
    const again = bothProjects(chosen, { secondOf: hall.session, projects: [{ code: 'P2', report: '已补装。' }] });
    expect(await refusal(prepare(second, again))).toMatchObject({ code: 'rectification-not-reported' });
    await write('reportRectification', '路灯已全部补装。');
    await write('reportRectification', '路灯已全部补装。');
    expect(await refusal(prepare(second, { ...again, ...{ projects: bothProjects(chosen).projects } }))).toMatchObject({
      code: 'evaluation-not-second',
    });
    await prepare(second, again);
    await openEvaluation(second);
    await gradeAll(second, [[good], [good], [fair]]);
    expect((await result(second)).outcome.evaluation?.projects).toMatchObject([{ outcome: { grade: fair } }]);
    expect(await beside(hall)).toMatchObject({
      source: { uuids: [chosen.uuid] },
      seconds: [second.uuid],
      rectifications: [{ code: 'P2', state: 'closed', grade: fair, gradedBy: second.uuid, plan: '十月底前补装路灯。' }],
    });
    expect((await beside(second)).secondOf).toEqual([hall.uuid]);
    const kept = await hall.presidium.call(history.history, { params: { kind: 'rectification', subject: id } });
    expect(kept.map(({ act }) => act)).toEqual(['再次测评', '登记整改结果', '登记整改方案', '启动整改']);
    expect((await see(hall)).evaluations.map(({ name, grades }) => [name, grades])).toEqual([
      ['第四次会议', [{ code: 'P2', grade: fair }]],
      [
        '第三次会议',
        [
          { code: 'P1', grade: good },
          { code: 'P2', grade: bad },
        ],
      ],
    ]);
    expect((await refusal(hall.kiosk.call(evaluation.publicEvaluation, { params: { uuid: chosen.uuid } }))).code).toBe(
      'not-an-evaluation',
    );
  });
});

describe('the rules of an evaluation', () => {
  it('by the standing committee counts its members only, and the half case follows its setting', async () => {
    const chosen = await chosenHall(server);
    const hall = await laterSession(chosen);
    const members = chosen.deputies.slice(0, 4);
    const standing = { ...rules, body: 'standing-committee', exactHalf: 'higher' } as const;
    expect(await refusal(prepare(hall, bothProjects(chosen, { rules: standing })))).toMatchObject({
      code: 'evaluation-no-members',
    });
    await prepare(hall, bothProjects(chosen, { rules: standing, members }));
    expect((await refusal(hall.signIn(4, true))).code).toBe('not-a-member');
    await openEvaluation(hall, 4);
    expect((await hall.overview()).entitled).toBe(4);
    await gradeAll(hall, [
      [good, fair],
      [good, bad],
      [bad, bad],
    ]);
    const { outcome } = await result(hall);
    expect(outcome.attendance.entitled).toBe(4);
    expect(outcome.evaluation?.projects).toMatchObject([
      { outcome: { grade: good, mark: 2, base: 4 } },
      { outcome: { grade: bad, mark: 2 } },
    ]);
  });

  it('that is 不满意 once more opens a rectification that follows, and a rehearsal opens none', async () => {
    const chosen = await chosenHall(server);
    const hall = await laterSession(chosen);
    await prepare(hall, bothProjects(chosen, { projects: [{ code: 'P1', report: '' }] }));
    const id = randomUUID() as string as SessionId;
    await hall.presidium.call(sessionRoutes.startRehearsal, { params: { session: hall.session, rehearsal: id } });
    const { electionUuids } = await hall.presidium.call(sessionRoutes.overview, { params: { session: id } });
    const rehearsal = hall.rehearse(id, electionUuids);
    await openEvaluation(rehearsal);
    await gradeAll(rehearsal, [[bad], [bad], [bad]]);
    expect((await see(hall)).rectifications).toEqual([]);
    await hall.presidium.call(sessionRoutes.wipeRehearsal, { params: { session: id } });

    await openEvaluation(hall);
    await gradeAll(hall, [[bad], [bad], [bad]]);
    const first = (await see(hall)).rectifications[0]!;
    for (const act of ['planRectification', 'reportRectification'] as const)
      await hall.presidium.call(evaluation[act], { params: { rectification: first.id }, body: { text: '已办' } });
    const second = await laterSession(chosen, '第四次会议');
    await prepare(second, bothProjects(chosen, { secondOf: hall.session, projects: [{ code: 'P1', report: '' }] }));
    await openEvaluation(second);
    await gradeAll(second, [[bad], [bad], [abstain]]);
    expect((await see(hall)).rectifications.map(({ state, session }) => [state, session])).toEqual([
      ['opened', second.session],
      ['again', hall.session],
    ]);
  });

  it('is fixed once its ballot opens, and refuses what cannot be evaluated', async () => {
    const chosen = await chosenHall(server);
    const hall = await laterSession(chosen);
    const code = async (run: Promise<unknown>) => (await refusal(run)).code;
    expect(await code(prepare(chosen, bothProjects(chosen)))).toBe('evaluation-frozen');
    expect(await code(prepare(hall, bothProjects(hall)))).toBe('evaluation-own-projects');
    const third = bothProjects(chosen, { projects: [{ code: 'P3', report: '' }] });
    expect(await code(prepare(hall, third))).toBe('evaluation-unknown-projects');
    await prepare(hall, bothProjects(chosen));
    const medium = hall.presidium.call(paper.setMedium, { params: hall.in, body: { medium: 'paper' } });
    expect(await code(medium)).toBe('evaluation-on-tablets');
    // Taken back, it is a ballot on projects; taken back twice is no fault.
    for (let i = 0; i < 2; i++) await hall.presidium.call(evaluation.withdrawEvaluation, { params: hall.in });
    expect((await hall.overview()).ballot.which.kind).toBe('projects');
    await prepare(hall, bothProjects(chosen));
    await openEvaluation(hall);
    expect(await code(prepare(hall, bothProjects(chosen)))).toBe('evaluation-frozen');
    // Held again for an annulled one, it is the same paper.
    await hall.both('annul', '停电');
    const again = await hall.makeBallot('again');
    expect(again).toMatchObject({ candidates: 2, ballot: { which: { kind: 'evaluation', again: true } } });
    await hall.both('open');
    await gradeAll(hall, [
      [good, good],
      [good, good],
      [good, good],
    ]);
    expect((await result(hall)).outcome.evaluation?.projects).toMatchObject([
      { outcome: { grade: good } },
      { outcome: { grade: good } },
    ]);
  });
});

describe("the public's rating", () => {
  it('counts a browser once, keeps counts only, and changes no grade', async () => {
    const chosen = await chosenHall(server);
    const hall = await laterSession(chosen);
    await prepare(hall, bothProjects(chosen));
    await openEvaluation(hall);
    const rate = (browser: Hall['kiosk'], request: string, grade: 'satisfied' | 'unsatisfied') =>
      browser.call(evaluation.rate, {
        params: { uuid: hall.uuid },
        body: { request, ratings: [{ code: 'P1', grade }] },
      });
    expect((await refusal(rate(server.browser(), randomUUID(), bad))).code).toBe('not-published');
    await gradeAll(hall, [
      [good, good],
      [good, good],
      [good, good],
    ]);
    const before = await result(hall);
    const villager = server.browser();
    const request = randomUUID();
    await rate(villager, request, bad);
    await rate(villager, request, bad);
    // Another request of the same browser is the same browser's.
    await rate(villager, randomUUID(), good);
    // A lost reply leaves no cookie; the repeated request is counted once all the same.
    await rate(server.browser(), request, bad);
    await rate(server.browser(), randomUUID(), bad);
    expect(await villager.call(evaluation.publicEvaluation, { params: { uuid: hall.uuid } })).toMatchObject({
      raters: 2,
      rated: true,
      ratings: [
        { code: 'P1', satisfied: 0, unsatisfied: 2 },
        { code: 'P2', satisfied: 0, unsatisfied: 0 },
      ],
    });
    expect(await result(hall)).toEqual(before);
    const bogus = server.browser().call(evaluation.rate, {
      params: { uuid: hall.uuid },
      body: { request: randomUUID(), ratings: [{ code: 'P9', grade: bad }] },
    });
    expect((await refusal(bogus)).code).toBe('evaluation-unknown-projects');
  });
});

describe('an evaluation in a year that is kept whole', () => {
  it('opens whether that year has its list or not: its paper is its own', async () => {
    const chosen = await chosenHall(server);
    const hall = await laterSession(chosen);
    await prepare(hall, bothProjects(chosen));
    await server.database.pool.query(`update cycle set stage = 'collection'`);
    await openEvaluation(hall);
    expect((await hall.overview()).ballot.state).toBe('open');
  });
});

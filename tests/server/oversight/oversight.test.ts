import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cycle as cycles } from '../../../core/contract/cycle.ts';
import { files } from '../../../core/contract/files.ts';
import { history } from '../../../core/contract/history.ts';
import { identity } from '../../../core/contract/identity.ts';
import { oversight } from '../../../core/contract/oversight.ts';
import { portal } from '../../../core/contract/portal.ts';
import type {
  AccountId,
  ChangeId,
  CitizenReportId,
  FileId,
  MatterId,
  ProjectId,
  RecordId,
  SessionId,
  TopicId,
} from '../../../core/ids.ts';
import { readSheets } from '../../../server/documents/sheet.ts';
import { enter, refusal, startServer, type TestServer } from '../../support/server.ts';
import {
  firstProject,
  milestoneIds,
  newId,
  type OverseeingTown,
  overseeingTown,
  photo,
  plan,
  uploadPaper,
  uploadPhoto,
} from './town.ts';

let server: TestServer;
let town: OverseeingTown;
let project: ProjectId;
let limit: string;
beforeAll(async () => {
  server = await startServer();
  town = await overseeingTown(server);
});
afterAll(() => server?.stop());

const see = () => town.presidium.call(oversight.projects, { params: { cycle: town.cycle } });
const detail = () => town.presidium.call(oversight.project, { params: { project } });
const portalProject = (id = project) =>
  server.browser().call(portal.project, { params: { congress: town.congress, project: id } });
const report = (record: RecordId, more: Record<string, unknown> = {}) =>
  town.government.call(oversight.report, {
    params: { project, record },
    body: { on: '2024-01-10', content: '招标完成', spent: 200_000, done: [milestoneIds[0]!], photos: [], ...more },
  });

describe('projects', () => {
  it('are made of the elected candidates when oversight begins', async () => {
    expect((await see()).projects).toEqual([]);
    const start = { params: { cycle: town.cycle }, body: { year: 2027, stage: 'publication' as const, note: '' } };
    await town.presidium.call(cycles.start, start);
    const enter = { params: { cycle: town.cycle }, body: { stage: 'oversight' as const, note: '公告另发' } };
    await town.presidium.call(cycles.enter, enter);
    const { projects, candidates, level } = await see();
    expect(projects).toHaveLength(10);
    expect(projects.every((one) => one.elected && one.published && one.light === 'no-plan')).toBe(true);
    // What was not elected is not offered.
    expect(candidates).toEqual([]);
    expect(level).toBe('town');
    project = await firstProject(town);
    limit = (await detail()).finish!;
    const [now] = (await town.presidium.call(cycles.cycles)).filter(({ id }) => id === town.cycle);
    expect(now!.conditions.map(({ code, met }) => [code, met])).toEqual([
      ['plans', false],
      ['finished', false],
    ]);
  });

  it('are made once, and one by one where the ballot was held elsewhere, not public at first', async () => {
    await town.government.call(oversight.makeElected, { params: { cycle: town.cycle } });
    expect((await see()).projects).toHaveLength(10);
    const id = newId<ProjectId>();
    const unelected = await server.database.db
      .selectFrom('candidate')
      .select('id')
      .where('cycle_id', '=', town.cycle)
      .where('code', '=', '11')
      .executeTakeFirstOrThrow();
    const body = { candidate: unelected.id };
    const make = () => town.government.call(oversight.make, { params: { cycle: town.cycle, project: id }, body });
    expect(await refusal(make())).toMatchObject({ code: 'candidate-not-elected', status: 409 });
    // As where the ballot was held elsewhere: nothing is known of it here.
    const ballot = (state: 'certified' | 'published') =>
      server.database.db
        .updateTable('ballot')
        .set({ state })
        .where('session_id', '=', town.session as SessionId)
        .execute();
    await ballot('certified');
    expect((await see()).candidates).toHaveLength(2);
    for (let i = 0; i < 2; i++) expect((await make()).projects).toHaveLength(11);
    expect((await see()).projects.find((one) => one.id === id)).toMatchObject({ elected: false, published: false });
    expect(await refusal(portalProject(id))).toMatchObject({ code: 'project-not-public' });
    await town.presidium.call(oversight.publish, { params: { project: id }, body: { published: true } });
    expect((await portalProject(id)).vote).toBeNull();
    const again = { params: { cycle: town.cycle, project: newId<ProjectId>() }, body };
    expect(await refusal(town.government.call(oversight.make, again))).toMatchObject({ code: 'conflict' });
    await ballot('published');
  });
});

describe('the implementation plan', () => {
  const save = (body: ReturnType<typeof plan>, person = town.government) =>
    person.call(oversight.plan, { params: { project }, body });

  it('keeps within what was voted; every version is in the history', async () => {
    expect(await refusal(save(plan('2099-01-01')))).toMatchObject({ code: 'finish-needs-change', params: { limit } });
    const late = plan(limit);
    late.milestones[0]!.due = '2098-01-01';
    expect(await refusal(save(late))).toMatchObject({ code: 'milestone-after-finish', params: { name: '完成招标' } });
    expect(await refusal(save(plan(limit), town.presidium))).toMatchObject({ code: 'not-permitted' });
    await save(plan(limit));
    const after = await save({ ...plan(limit), responsible: '李副镇长' });
    expect(after).toMatchObject({ hasPlan: true, milestones: 2, percent: 0, light: 'late' });
    const entries = await town.presidium.call(history.history, { params: { kind: 'project', subject: project } });
    expect(entries[0]).toMatchObject({
      act: '修改实施方案',
      before: { responsible: '张主任' },
      after: { responsible: '李副镇长' },
    });
    expect((await see()).projects[0]!.id).toBe(project);
  });
});

describe('progress', () => {
  const record = newId<RecordId>();

  it('is computed from the milestones reported done, with photos that are not public yet', async () => {
    const file = await uploadPhoto(town.government);
    const photos = [{ file, phase: 'before' as const, caption: '旧水塔' }];
    for (let i = 0; i < 2; i++)
      expect(await report(record, { photos })).toMatchObject({ percent: 40, spent: 200_000, milestonesDone: 1 });
    expect((await detail()).records).toHaveLength(1);
    expect((await portalProject()).records).toEqual([]);
    expect((await portalProject()).percent).toBe(40);
    expect(await refusal(server.browser().call(files.publishedFile, { params: { file } }))).toMatchObject({
      code: 'not-found',
    });
    await town.presidium.call(oversight.publishRecord, { params: { record }, body: { published: true } });
    expect((await portalProject()).records[0]).toMatchObject({ content: '招标完成', photos });
    const body = await server.browser().send('GET', `/api/public/files/${file}`);
    expect(body.headers.get('content-type')).toBe('image/jpeg');
    // A correction goes out of sight until staff have looked again.
    await report(record, { photos, content: '招标完成，已开工' });
    expect((await portalProject()).records).toEqual([]);
    expect((await server.browser().send('GET', `/api/public/files/${file}`)).status).toBe(404);
  });

  it('refuses days to come, unknown milestones, photos of others, and dropping a done milestone', async () => {
    expect(await refusal(report(newId(), { on: '2099-01-01' }))).toMatchObject({ code: 'day-to-come' });
    expect(await refusal(report(newId(), { done: [newId()] }))).toMatchObject({ code: 'milestone-unknown' });
    const strange = [{ file: newId<FileId>(), phase: 'after', caption: '' }];
    expect(await refusal(report(newId(), { photos: strange }))).toMatchObject({ code: 'not-found' });
    const shorter = { ...plan(limit), milestones: plan(limit).milestones.slice(1) };
    expect(await refusal(town.government.call(oversight.plan, { params: { project }, body: shorter }))).toMatchObject({
      code: 'milestone-done-kept',
    });
    const other = (await see()).projects.find(({ id }) => id !== project)!.id;
    const early = town.government.call(oversight.report, {
      params: { project: other, record: newId<RecordId>() },
      body: { on: '2024-01-10', content: '开工', spent: 0, done: [], photos: [] },
    });
    expect(await refusal(early)).toMatchObject({ code: 'no-plan-yet' });
  });

  it('is withdrawn with a reason and then no longer counts', async () => {
    const wrong = newId<RecordId>();
    expect(await report(wrong, { done: milestoneIds, on: '2024-02-01' })).toMatchObject({
      percent: 100,
      light: 'done',
    });
    const withdraw = { params: { record: wrong }, body: { reason: '填错项目' } };
    expect(await refusal(town.presidium.call(oversight.withdrawRecord, withdraw))).toMatchObject({
      code: 'not-permitted',
    });
    expect(await town.government.call(oversight.withdrawRecord, withdraw)).toMatchObject({ percent: 40 });
    expect((await detail()).records[0]).toMatchObject({ withdrawnReason: '填错项目' });
    expect(await refusal(report(wrong))).toMatchObject({ code: 'record-withdrawn' });
    const show = { params: { record: wrong }, body: { published: true } };
    expect(await refusal(town.presidium.call(oversight.publishRecord, show))).toMatchObject({
      code: 'record-withdrawn',
    });
  });

  it('can be limited to the accounts of the unit', async () => {
    const administrator = await town.as('administrator');
    await administrator.call(identity.saveAccount, {
      params: { account: newId<AccountId>() },
      body: { login: 'shuiwu', name: '水务站', role: 'government', active: true, password: 'a good password' },
    });
    const unit = await enter(server, 'shuiwu', 'a good password');
    const limitTo = (accounts: AccountId[]) =>
      town.presidium.call(oversight.reporters, { params: { project }, body: { accounts } });
    await limitTo([unit.me.account.id]);
    expect(await refusal(report(newId()))).toMatchObject({ code: 'not-your-project', params: { names: '水务站' } });
    expect(await refusal(limitTo([town.presidium.me.account.id]))).toMatchObject({ code: 'not-found' });
    await limitTo([]);
  });
});

describe('supervision', () => {
  const topic = newId<TopicId>();
  const inspection = newId<RecordId>();
  const matter = newId<MatterId>();
  const settle = (act: 'close' | 'return' | 'withdraw', note = '') =>
    town.presidium.call(oversight.settle, { params: { matter }, body: { act, note } });
  const answer = (text: string) =>
    town.government.call(oversight.answer, { params: { matter }, body: { answer: text, photos: [] } });

  it('is planned by quarter, inspected, and its problem followed until it is closed', async () => {
    const wanted = { quarter: 2, topic: '饮水工程质量', method: 'inspection' as const, projects: [project] };
    const planned = { params: { cycle: town.cycle, topic }, body: { ...wanted, withdrawnReason: '' } };
    for (let i = 0; i < 2; i++) await town.presidium.call(oversight.topic, planned);
    await town.presidium.call(oversight.inspect, {
      params: { project, record: inspection },
      body: { on: '2024-03-02', content: '管沟埋深不足', people: '主席团成员三人', topic, photos: [] },
    });
    expect((await see()).topics).toEqual([expect.objectContaining({ id: topic, held: 1 })]);
    const raised = {
      params: { project, matter },
      body: {
        ...{ kind: 'problem' as const, content: '二组管沟埋深不足 80 厘米', owner: '镇农业农村办', due: '2024-03-20' },
        ...{ inspection, citizenReport: null },
      },
    };
    for (let i = 0; i < 2; i++) await town.presidium.call(oversight.raise, raised);
    const list = () =>
      town.presidium.call(oversight.matters, { params: { cycle: town.cycle }, query: { kind: 'problem' } });
    expect(await list()).toMatchObject({ count: 1, next: null, matters: [{ number: 1, late: true, inspection: 3 }] });
    expect(await see()).toMatchObject({ openMatters: 1, dueMatters: [{ id: matter }] });

    expect(await refusal(settle('close'))).toMatchObject({ code: 'not-possible-now' });
    await answer('已重新开挖');
    expect((await answer('已重新开挖')).state).toBe('answered');
    expect(await refusal(settle('return'))).toMatchObject({ code: 'note-needed' });
    expect((await settle('return', '五组仍不足')).state).toBe('open');
    await answer('五组也已重新开挖');
    for (let i = 0; i < 2; i++) expect((await settle('close', '复查合格')).state).toBe('closed');
    expect((await see()).openMatters).toBe(0);
    const entries = await town.presidium.call(history.history, { params: { kind: 'problem', subject: matter } });
    expect(entries.map(({ act }) => act).reverse()).toEqual([
      '提出问题（第 1 号）',
      '答复办理情况',
      '退回继续办理',
      '答复办理情况',
      '核查后办结',
    ]);
    const found = await town.presidium.call(oversight.matters, {
      params: { cycle: town.cycle },
      query: { kind: 'problem', search: '没有这样的字' },
    });
    expect(found.count).toBe(0);
  });

  it('is handed out as a workbook, in which nothing typed is a formula', async () => {
    const book = async (query: Record<string, string>) => {
      const response = await town.presidium.send(
        'GET',
        `/api/cycles/${town.cycle}/matters.xlsx?${new URLSearchParams(query)}`,
      );
      expect(response.headers.get('content-disposition')).toContain(encodeURIComponent('清单.xlsx'));
      const sheets = await readSheets(new Uint8Array(await response.arrayBuffer()));
      if (!sheets.ok) throw new Error(sheets.error.code);
      return sheets.value[0]!;
    };
    await town.presidium.call(oversight.raise, {
      params: { project, matter: newId<MatterId>() },
      body: {
        ...{ kind: 'problem', content: '=1+1', owner: '镇农业农村办', due: '2099-03-20' },
        ...{ inspection: null, citizenReport: null },
      },
    });
    const { name, rows } = await book({ kind: 'problem' });
    expect(name).toBe('问题清单');
    const [head, columns, ...list] = rows.map(({ cells }) => cells);
    expect(head![0]).toContain('年度民生实事项目问题清单');
    const shown = list.map((cells) =>
      Object.fromEntries(columns!.map((column, i) => [String(column), cells[i] ?? null])),
    );
    expect(shown).toMatchObject([
      { 编号: 2, 内容: "'=1+1", 状态: '待办理', 是否逾期: null, 来源: null },
      {
        ...{ 编号: 1, 内容: '二组管沟埋深不足 80 厘米', 来源: '第3号记录（检查）', '责任单位（人）': '镇农业农村办' },
        ...{ 办理期限: '2024-03-20', 状态: '已办结', 办理情况: '五组也已重新开挖', 核查意见: '复查合格' },
      },
    ]);
    expect((await book({ kind: 'problem', search: '管沟' })).rows).toHaveLength(3);
    expect((await book({ kind: 'opinion' })).name).toBe('意见清单');
    const elsewhere = await town.presidium.send('GET', `/api/cycles/${newId()}/matters.xlsx?kind=problem`);
    expect(elsewhere.status).toBe(404);
  });
});

describe('a change', () => {
  const change = newId<ChangeId>();
  const ask = (id: ChangeId, more: Record<string, unknown> = {}) =>
    town.government.call(oversight.requestChange, {
      params: { project, change: id },
      body: {
        ...{ kind: 'content', cause: 'force-majeure', reason: '汛期塌方，工期顺延', content: null },
        ...{ finish: '2099-06-30', budget: 900_000, file: null },
        ...more,
      },
    });

  it('is requested once at a time, decided on a paper, and takes effect; the project’s history shows it', async () => {
    expect(await refusal(ask(newId(), { finish: null, budget: null }))).toMatchObject({ code: 'change-empty' });
    expect(await refusal(ask(newId(), { kind: 'resume' }))).toMatchObject({ code: 'project-not-running' });
    // Withdrawn before it is decided, with the reason, another may be asked for.
    const first = { params: { change: newId<ChangeId>() }, body: { reason: '设计还要核对' } };
    await ask(first.params.change);
    const withdraw = (by = town.government) => by.call(oversight.withdrawChange, first);
    expect(await refusal(withdraw(town.presidium))).toMatchObject({ code: 'not-permitted' });
    for (let i = 0; i < 2; i++) expect((await withdraw()).state).toBe('withdrawn');
    for (let i = 0; i < 2; i++) expect((await ask(change)).state).toBe('requested');
    expect(await refusal(ask(newId()))).toMatchObject({ code: 'change-open' });
    const decision = {
      approved: true,
      on: '2024-04-02',
      number: '镇人大〔2026〕7号',
      file: null as FileId | null,
      note: '',
    };
    const decide = (body: typeof decision) => town.presidium.call(oversight.decideChange, { params: { change }, body });
    expect(await refusal(decide(decision))).toMatchObject({ code: 'decision-incomplete' });
    const file = await uploadPaper(town.presidium);
    for (let i = 0; i < 2; i++)
      expect(await decide({ ...decision, file })).toMatchObject({
        state: 'approved',
        decidedBy: '镇人民代表大会',
        before: { finish: limit },
        decisionFile: { name: '决定.pdf' },
      });
    expect(await detail()).toMatchObject({ finish: '2099-06-30', budget: 900_000, openChange: true });
    expect((await portalProject()).changes).toEqual([]);
    const notice = { params: { change }, body: { on: '2024-04-03', number: '第 8 号' } };
    await town.presidium.call(oversight.noticeChange, notice);
    expect((await portalProject()).changes).toMatchObject([{ kind: 'content', noticeNumber: '第 8 号' }]);
    // A town's congress decided itself: there is no further plenary to report to.
    const plenary = town.presidium.call(oversight.reportChange, { params: { change }, body: { on: '2024-04-04' } });
    expect(await refusal(plenary)).toMatchObject({ code: 'not-possible-now' });
    const acts = (await town.presidium.call(history.history, { params: { kind: 'project', subject: project } })).map(
      (entry) => entry.act,
    );
    expect(acts.slice(0, 4)).toEqual([
      '重大调整：已公告',
      '重大调整生效',
      '重大调整：已同意，待公告',
      '提出重大调整申请',
    ]);
  });

  it('pauses a project; a refusal changes nothing and needs words', async () => {
    const pause = newId<ChangeId>();
    await ask(pause, { kind: 'pause' });
    const refuse = { approved: false, on: '2024-04-05', number: '镇人大〔2026〕9号', file: null };
    const decide = (note: string) =>
      town.presidium.call(oversight.decideChange, { params: { change: pause }, body: { ...refuse, note } });
    expect(await refusal(decide(''))).toMatchObject({ code: 'note-needed' });
    expect(await decide('理由不足')).toMatchObject({ state: 'refused', finish: null, budget: null });
    expect((await detail()).state).toBe('underway');
    const second = newId<ChangeId>();
    await ask(second, { kind: 'pause' });
    const file = await uploadPaper(town.presidium);
    await town.presidium.call(oversight.decideChange, {
      params: { change: second },
      body: { approved: true, on: '2024-04-06', number: '镇人大〔2026〕10号', file, note: '' },
    });
    expect(await detail()).toMatchObject({ state: 'paused', light: 'paused', next: null });
  });
});

describe('the public page', () => {
  it('shows the years with how each project was voted, and nothing that is not published', async () => {
    const shown = await server.browser().call(portal.portal, { params: { congress: town.congress } });
    expect(shown.years).toHaveLength(1);
    expect(shown.years[0]).toMatchObject({ year: 2027 });
    expect(shown.years[0]!.projects).toHaveLength(11);
    expect((await portalProject()).vote).toMatchObject({
      votesFor: 55,
      entitled: 60,
      candidates: 12,
      on: '2027-02-20',
    });
    await town.presidium.call(oversight.publish, { params: { project }, body: { published: false } });
    expect(await refusal(portalProject())).toMatchObject({ code: 'project-not-public' });
    await town.presidium.call(oversight.publish, { params: { project }, body: { published: true } });
  });

  it('takes what a citizen says, which only staff see, and follows it to its end', async () => {
    const citizen = server.browser();
    const id = newId<CitizenReportId>();
    const say = (body: Record<string, string> = {}) =>
      citizen.call(portal.say, {
        params: { congress: town.congress, project, report: id },
        body: { content: '水龙头还没有水', phone: '13800000000', website: '', ...body },
      });
    expect(await refusal(say({ website: 'http://x' }))).toMatchObject({ code: 'looks-automatic' });
    const { receipt } = await say();
    expect(await say()).toEqual({ receipt });
    expect(await refusal(say({ content: '别的话' }))).toMatchObject({ code: 'conflict' });
    const file = newId<FileId>();
    await citizen.upload(portal.sayPhoto, { params: { receipt, file } }, await photo(), '水龙头.jpg');
    expect((await citizen.send('GET', `/api/public/files/${file}`)).status).toBe(404);
    const follow = () => citizen.call(portal.followReport, { params: { receipt: receipt.toLowerCase() } });
    expect(await follow()).toMatchObject({ state: 'received', photos: 1, answer: '' });

    const { reports } = await town.presidium.call(oversight.citizenReports, {
      params: { cycle: town.cycle },
      query: { state: 'received' },
    });
    expect(reports).toMatchObject([{ id, phone: '13800000000', photos: [{ file }] }]);
    expect((await see()).newReports).toBe(1);
    const matter = newId<MatterId>();
    await town.presidium.call(oversight.raise, {
      params: { project, matter },
      body: {
        ...{ kind: 'problem', content: '三组未通水', owner: '水务站', due: '2099-01-01' },
        ...{ inspection: null, citizenReport: id },
      },
    });
    expect(await follow()).toMatchObject({ state: 'listed' });
    await town.government.call(oversight.answer, { params: { matter }, body: { answer: '已通水', photos: [] } });
    await town.presidium.call(oversight.settle, { params: { matter }, body: { act: 'close', note: '' } });
    expect(await follow()).toMatchObject({ state: 'mended', answer: '已通水' });
    // Nobody adds to what was handled; and a receipt is not guessed.
    const late = citizen.upload(portal.sayPhoto, { params: { receipt, file: newId() } }, await photo(), 'x.jpg');
    expect(await refusal(late)).toMatchObject({ code: 'receipt-unknown' });
    const guess = citizen.call(portal.followReport, { params: { receipt: '000-000-001' } });
    expect(await refusal(guess)).toMatchObject({ code: 'receipt-unknown' });
    // The number of the telephone is in no history.
    const entries = await town.presidium.call(history.history, { params: { kind: 'problem', subject: id } });
    expect(JSON.stringify(entries)).not.toContain('13800000000');
    await town.presidium.call(oversight.answerCitizen, { params: { report: id }, body: { answer: '感谢反映' } });
    expect(await follow()).toMatchObject({ answer: '感谢反映' });
  });
});

import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeReceipt, showReceipt } from '../../core/collection/receipt.ts';
import { collection } from '../../core/contract/collection.ts';
import { cycle as cycles } from '../../core/contract/cycle.ts';
import { shortlisting } from '../../core/contract/shortlisting.ts';
import type { CycleId, SuggestionId, VillageId } from '../../core/ids.ts';
import { insertSuggestions } from '../../server/collection/write-store.ts';
import { inTransaction } from '../../server/database/pool.ts';
import { random } from '../../server/random.ts';
import { type OverseeingTown, overseeingTown } from '../server/oversight/town.ts';
import { type Person, sampleTown, startServer, type TestServer, type Town } from '../support/server.ts';
import { violations } from './axe.ts';
import { launch, pageErrors, person, picture } from './browser.ts';

/** The clerk makes candidates of a ledger and answers every suggestion; whoever suggested reads the answer by the receipt number. */
describe('shortlisting through its pages', () => {
  let server: TestServer;
  let browser: Browser;
  let town: Town;
  let government: Person;
  let clerk: Page;
  const [before, cycle] = [randomUUID() as CycleId, randomUUID() as CycleId];
  const receipts = new Map<string, string>();
  const village = randomUUID() as VillageId;

  async function suggest(into: CycleId, title: string, content: string, people: number): Promise<SuggestionId> {
    const [id, receipt] = [randomUUID() as SuggestionId, makeReceipt(random)];
    receipts.set(title, receipt);
    await inTransaction(server.services.db, (trx) =>
      insertSuggestions(trx, town.congress, into, [
        {
          ...{ id, receipt, title, content, reason: '', village, place: '三组', category: null, channel: 'phone' },
          ...{ state: 'published', deputy: null, account: null, heardOn: null, people },
          ...{ importKey: null, carriedFrom: null },
        },
      ]),
    );
    return id;
  }
  const look = async (page: Page, name: string, fullPage = false) => {
    await picture(page, name, { fullPage });
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    expect(await violations(page)).toEqual([]);
  };
  const dialog = () => clerk.getByRole('dialog');
  /** Every dialog, also one over another. */
  const closed = () => expect.poll(() => dialog().count(), { timeout: 30_000 }).toBe(0);
  const open = (title: string) =>
    clerk.getByRole('listitem').filter({ hasText: title }).getByRole('button', { name: '筛选' }).click();
  const pick = (title: string) => clerk.getByRole('checkbox', { name: new RegExp(`：${title}$`) }).check();
  const follow = async (title: string): Promise<Page> => {
    const { page } = await person(browser, server.url, { width: 390, height: 844 });
    await page.goto('/public/suggestion');
    await page.getByLabel('回执号').fill(showReceipt(receipts.get(title)!));
    await page.getByRole('button', { name: '查询' }).click();
    return page;
  };

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer({ client: true }), launch()]);
    town = await sampleTown(server);
    government = await town.as('government');
    await government.call(collection.saveVillages, { body: { villages: [{ id: village, name: '河东村' }] } });
    const start = (id: CycleId, year: number) =>
      government.call(cycles.start, { params: { cycle: id }, body: { year, stage: 'shortlisting', note: '' } });
    await start(before, 2030);
    const kept = await suggest(before, '河东小学新建图书室', '藏书 3000 册，课后开放。', 7);
    await government.call(shortlisting.answer, {
      params: { cycle: before },
      body: { suggestions: [kept], answer: { kind: 'reserve', reason: '资金下年安排' } },
    });
    await start(cycle, 2031);
    for (const [title, content, people] of [
      ['河东村安装路灯', '村口到小学没有路灯，想装 20 盏。', 6],
      ['河东村路灯安装', '夜里出门看不见，安装太阳能路灯。', 3],
      ['镇区建停车场', '赶场天车停在路上，建 80 个车位。', 5],
      ['新建镇政府办公楼', '办公楼旧了，建一栋新的。', 1],
      ['河西便桥改建', '便桥汛期不能走，改建成石拱桥。', 2],
    ] as const)
      await suggest(cycle, title, content, people);
    clerk = (await person(browser, server.url, { width: 1366, height: 768 })).page;
    await clerk.request.post('/api/sign-in', {
      data: { login: government.me.account.login, password: government.password },
      headers: { origin: server.url },
    });
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  }, 60_000);

  it('near-duplicates become one candidate with its sheet', async () => {
    await clerk.goto('/console/#/shortlisting');
    await clerk.getByText('共 5 条，未处理 5 条，并入 0 条，不列入 0 条，储备 0 条。').waitFor();
    await open('河东村安装路灯');
    await dialog()
      .getByRole('checkbox', { name: /河东村路灯安装/ })
      .check();
    await look(clerk, 'shortlisting-suggestion');
    await dialog().getByRole('button', { name: '新建候选项目' }).click();
    await dialog().getByText('保存时并入 2 条建议。').waitFor();
    const fill = (label: string, value: string) => dialog().getByLabel(label, { exact: true }).fill(value);
    for (const [label, value] of [
      ['建设内容', '村口至河东小学 1.2 公里安装太阳能路灯 24 盏'],
      ['建设地点', '河东村三组至小学'],
      ['责任单位', '镇村镇建设办'],
      ['预算（元）', '300000'],
      ['资金来源', '县级补助 20 万元，镇级自筹 10 万元'],
      ['开工时间', '2031-03-01'],
      ['完成时限', '2031-10-31'],
      ['建设目标', '夜间出行有灯，受益 60 户'],
    ] as const)
      await fill(label, value);
    await dialog().getByRole('button', { name: '添加节点' }).click();
    await fill('时间', '2031-06-30');
    await fill('完成内容', '完成立杆');
    await dialog().getByRole('button', { name: '保存', exact: true }).click();
    await closed();
    await clerk.getByRole('button', { name: /01\s+河东村安装路灯/ }).waitFor();
    await clerk.getByText('2 条建议，9 人').waitFor();
    await clerk.getByText('共 5 条，未处理 3 条，并入 2 条，不列入 0 条，储备 0 条。').waitFor();
  }, 60_000);

  it('is judged by seven tests and three bars', async () => {
    await clerk.getByRole('button', { name: /01\s+河东村安装路灯/ }).click();
    await dialog().getByText('河东村路灯安装').first().waitFor();
    const verdicts = dialog().getByRole('combobox');
    for (const name of ['群众意愿', '必要性', '可行性', '资金', '环保', '用地', '安全'])
      await verdicts.and(dialog().getByLabel(name, { exact: true })).selectOption({ label: '具备' });
    for (const name of ['增加群众或企业负担', '债务风险', '社会稳定风险'])
      await dialog().getByLabel(name, { exact: true }).selectOption({ label: '不存在' });
    await dialog().getByLabel('用地的说明').fill('沿村道安装，不占耕地');
    await look(clerk, 'shortlisting-sheet');
    await dialog()
      .getByRole('heading', { name: /并入的建议/ })
      .scrollIntoViewIfNeeded();
    await picture(clerk, 'shortlisting-sheet-below');
    await dialog().getByRole('button', { name: '保存', exact: true }).click();
    await closed();
    await clerk.getByText('筛选通过').waitFor();
  }, 60_000);

  it('what is not taken up has its reason, taken from the failed test', async () => {
    await open('新建镇政府办公楼');
    await dialog().getByLabel('群众意愿', { exact: true }).selectOption({ label: '不具备' });
    await dialog().getByLabel('群众意愿的说明').fill('只有一人提出，不属于民生实事');
    await dialog().getByRole('button', { name: '不列入' }).click();
    const reason = clerk.getByLabel('不列入的理由');
    await reason.waitFor();
    expect(await reason.inputValue()).toBe('群众意愿不具备（只有一人提出，不属于民生实事）');
    await picture(clerk, 'shortlisting-reject');
    await clerk.getByRole('button', { name: '保存', exact: true }).last().click();
    await closed();
    await pick('河西便桥改建');
    await clerk.getByRole('button', { name: '转入储备库…' }).click();
    await dialog().getByLabel('转入储备库的说明').fill('待完成设计，列入明年研究');
    await dialog().getByRole('button', { name: '保存', exact: true }).click();
    await closed();
    await pick('镇区建停车场');
    await clerk.getByLabel('并入哪个候选项目').selectOption({ label: '新建候选项目' });
    await dialog().getByLabel('预算（元）').fill('400000');
    await dialog().getByRole('button', { name: '保存', exact: true }).click();
    await closed();
    await clerk.getByText('共 5 条，未处理 0 条，并入 3 条，不列入 1 条，储备 1 条。').waitFor();
    await clerk.getByLabel('处理情况').selectOption({ label: '全部' });
    await clerk.getByText('不列入：群众意愿不具备（只有一人提出，不属于民生实事）').waitFor();
  }, 60_000);

  it('the costs stand against the envelope, and the party committee’s decision is recorded with its file', async () => {
    await clerk.getByRole('button', { name: '资金和应选数' }).click();
    await dialog().getByLabel('年度资金盘子（元）').fill('600,000');
    await dialog().getByLabel('应选数').fill('1');
    await dialog().getByRole('button', { name: '保存', exact: true }).click();
    await closed();
    await clerk.getByText('超出年度资金盘子').waitFor();
    await clerk.getByText('拟列入 2 个，应选 1 个').waitFor();
    await clerk.getByRole('button', { name: '党委研究意见' }).click();
    await dialog().getByLabel('日期').fill('2030-12-20');
    await dialog().getByLabel('文号或会议编号').fill('青党会〔2030〕12号');
    await dialog()
      .getByLabel('附件')
      .setInputFiles({
        name: '会议纪要.pdf',
        mimeType: 'application/pdf',
        buffer: Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n'),
      });
    await look(clerk, 'shortlisting-decision');
    await dialog().getByRole('button', { name: '保存', exact: true }).click();
    await closed();
    await clerk.getByText('青党会〔2030〕12号').waitFor();
    await clerk.getByRole('link', { name: '会议纪要.pdf' }).waitFor();
  }, 60_000);

  it('the reserve bank of the year before is brought in, once', async () => {
    await clerk.getByRole('button', { name: '储备库', exact: true }).click();
    await dialog().getByText('河东小学新建图书室').waitFor();
    await look(clerk, 'shortlisting-bank');
    await dialog().getByRole('button', { name: '调入本年度' }).click();
    await dialog().getByText('已调入 2031 年度').waitFor();
    await dialog().getByRole('button', { name: '关闭' }).first().click();
    await closed();
    await clerk.getByText('共 6 条，未处理 1 条，并入 3 条，不列入 1 条，储备 1 条。').waitFor();
    // The year before can still be read.
    await clerk.getByLabel('年度', { exact: true }).selectOption({ label: '2030 年度' });
    await clerk.getByRole('heading', { name: '初定 · 2030' }).waitFor();
    await clerk.getByText('共 1 条，未处理 0 条，并入 0 条，不列入 0 条，储备 1 条。').waitFor();
    await look(clerk, 'shortlisting-year-before');
    await clerk.getByLabel('年度', { exact: true }).selectOption({ label: '2031 年度' });
    await clerk.getByText('共 6 条，未处理 1 条，并入 3 条，不列入 1 条，储备 1 条。').waitFor();
    await look(clerk, 'console-shortlisting');
    await picture(clerk, 'console-shortlisting-whole', { fullPage: true });
  }, 60_000);

  it('its documents are downloaded, and the workbook comes back unchanged', async () => {
    const download = async (name: string) => {
      const [file] = await Promise.all([
        clerk.waitForEvent('download'),
        clerk.getByRole('link', { name, exact: true }).click(),
      ]);
      return { name: file.suggestedFilename(), content: await readFile(await file.path()) };
    };
    for (const name of ['候选项目方案', '筛选记录']) {
      const file = await download(name);
      expect([file.name, file.content.subarray(0, 2).toString()]).toEqual([`${name}.docx`, 'PK']);
    }
    const sheets = await download('导出 .xlsx');
    expect(sheets.name).toBe('候选项目表.xlsx');
    const mimeType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
    await clerk.getByLabel('导入 .xlsx').setInputFiles({ name: sheets.name, mimeType, buffer: sheets.content });
    await clerk.getByText('读取 2 行：新增 0，更新 0，未变 2。').waitFor();
  }, 60_000);

  it('whoever suggested it reads what became of it by the receipt number', async () => {
    const merged = await follow('河东村路灯安装');
    await merged.getByText('与另外 1 条相近建议合并，列为候选项目 01“河东村安装路灯”。').waitFor();
    await look(merged, 'shortlisting-follow', true);
    const rejected = await follow('新建镇政府办公楼');
    await rejected
      .getByText('经研究，未列入候选项目。理由：群众意愿不具备（只有一人提出，不属于民生实事）。')
      .waitFor();
    const carried = await follow('河东小学新建图书室');
    await carried.getByText('已从储备库调入 2031 年度，继续研究。').waitFor();
    expect(pageErrors).toEqual([]);
  }, 60_000);
});

/** After the ballot the clerk keeps what was not elected for later years. */
describe('the reserve bank after the result', () => {
  let server: TestServer;
  let browser: Browser;
  let town: OverseeingTown;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer({ client: true }), launch()]);
    town = await overseeingTown(server);
    await town.presidium.call(cycles.start, {
      params: { cycle: town.cycle },
      body: { year: 2027, stage: 'publication', note: '' },
    });
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  }, 60_000);

  it('takes a candidate that was not elected, with the reason, and gives it back', async () => {
    const { me, password } = town.government;
    const { page } = await person(browser, server.url, { width: 1366, height: 768 });
    const data = { login: me.account.login, password };
    await page.request.post('/api/sign-in', { data, headers: { origin: server.url } });
    await page.goto('/console/#/shortlisting');
    await page.getByRole('heading', { name: '票决未当选的' }).waitFor();
    const put = page.getByRole('button', { name: /^把“.+”转入储备库$/ });
    expect(await put.count()).toBe(2);
    await put.first().click();
    await page.getByRole('dialog').getByLabel('转入储备库的说明').fill('差 4 票，明年优先研究');
    await page.getByRole('button', { name: '保存', exact: true }).click();
    await page.getByText('已转入储备库：差 4 票，明年优先研究').waitFor();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(() => put.count(), { timeout: 30_000 }).toBe(1);
    await picture(page, 'shortlisting-unelected', { fullPage: true });
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: /^把“.+”移出储备库$/ }).click();
    await expect.poll(() => put.count(), { timeout: 30_000 }).toBe(2);
    expect(pageErrors).toEqual([]);
  }, 60_000);
});

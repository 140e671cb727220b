import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OwnServer, startOwnServer } from '../../server/rehearsal/own-server.ts';
import { violations } from './axe.ts';
import { launch, pageErrors, person, picture } from './browser.ts';

/** A villager suggests on a phone, staff publish it, a neighbour seconds it instead of writing another, both see what became of it. */
describe('collection through its pages', () => {
  let server: OwnServer;
  let browser: Browser;
  let staff: Page;
  let presidium: Page;
  const phone = { width: 390, height: 844 };
  const visitor = async (size = phone) => (await person(browser, server.url, size)).page;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startOwnServer({ PUBLIC_URL: 'https://qingxi.example.cn' }), launch()]);
    staff = (await person(browser, server.url, { width: 1366, height: 768 })).page;
    const send = async (method: 'get' | 'post' | 'put', path: string, data?: unknown) => {
      const answer = await staff.request[method](path, { data, headers: { origin: server.url } });
      if (!answer.ok()) throw new Error(`${path}: ${await answer.text()}`);
      return answer.json();
    };
    const { accounts } = await send('post', '/api/setup/sample');
    const accountOf = (role: string): { login: string; password: string } =>
      accounts.find((one: { role: string }) => one.role === role);
    presidium = (await person(browser, server.url, { width: 1366, height: 768 })).page;
    await presidium.request.post('/api/sign-in', { data: accountOf('presidium'), headers: { origin: server.url } });
    await send('post', '/api/sign-in', accountOf('government'));
    const [cycle] = await send('get', '/api/cycles');
    await send('put', `/api/cycles/${cycle.id}`, { year: cycle.year, stage: 'collection', note: '' });
    await send('put', '/api/villages', {
      villages: ['河东村', '河西村', '青龙社区'].map((name) => ({ id: crypto.randomUUID(), name })),
    });
    await send('put', `/api/cycles/${cycle.id}/collection`, {
      ...{ opens: '2026-08-01', closes: '2026-08-31', leastDays: null, contactDays: 180 },
      ways: '电话 0915-4400000；镇便民服务中心意见箱',
    });
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  }, 60_000);

  let receipt = '';
  it('a phone suggests, with a photo', async () => {
    const page = await visitor();
    await page.goto('/public/suggest');
    await page.getByText('征集时间：2026年8月1日至2026年8月31日').waitFor();
    await picture(page, 'public-suggest', { fullPage: true });
    await page.getByRole('button', { name: '提交建议' }).click();
    await page.getByText('有 3 处还没有填好').waitFor();
    await page.getByLabel('想办什么事').fill('河东村三组安装路灯');
    await page.getByLabel('具体内容').fill('村口到小学这一段没有路灯，想装 20 盏太阳能路灯，受益 60 户。');
    // What was typed outlives a reload.
    await page.reload();
    expect(await page.getByLabel('想办什么事').inputValue()).toBe('河东村三组安装路灯');
    await page.getByLabel('在哪个村').selectOption({ label: '河东村' });
    await page.getByLabel('属于哪一类').selectOption({ label: '公共照明' });
    const photo = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#468' } })
      .jpeg()
      .toBuffer();
    await page.locator('input[type=file]').setInputFiles({ name: '村口.jpg', mimeType: 'image/jpeg', buffer: photo });
    // What is no photo is said at once, and not after the text is sent.
    const paper = { name: '说明.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') };
    await page.locator('input[type=file]').setInputFiles([paper, paper]);
    await page.getByText('“说明.pdf”不是照片，没有加上。').first().waitFor();
    expect(await page.getByText('“说明.pdf”不是照片，没有加上。').count()).toBe(2);
    await page.getByLabel('电话').fill('12ab');
    await page.getByRole('button', { name: '提交建议' }).click();
    await page.getByText('有 1 处还没有填好').waitFor();
    await picture(page, 'suggest-phone-wrong', { fullPage: true });
    await page.getByLabel('电话').fill('13800001234');
    // The network fails while the photo is sent: it is sent again without typing anything again.
    await page.route('**/photos/*', (route) => route.abort());
    await page.getByRole('button', { name: '提交建议' }).click();
    await page.getByRole('heading', { name: '建议已收到' }).waitFor();
    await page.getByText('有 1 张照片没有传上去，文字已经收到。').waitFor();
    await picture(page, 'suggest-photo-failed', { fullPage: true });
    await page.unroute('**/photos/*');
    await page.getByRole('button', { name: '重新上传' }).click();
    await page.getByText('1 张照片已上传。').waitFor();
    receipt = (await page.locator('.receipt').innerText()).trim();
    expect(receipt).toMatch(/^\w{3}-\w{3}-\w{3}$/);
    await picture(page, 'suggest-receipt', { fullPage: true });
    // The number outlives a reload, and is not there for the next who opens the page.
    await page.reload();
    await page.locator('.receipt').getByText(receipt).waitFor();
    await page.goto('about:blank');
    await page.goto('/public/suggest');
    await page.getByRole('button', { name: '提交建议' }).waitFor();
    // Another one is added later by the receipt number.
    await page.goto(`/public/suggestion?receipt=${receipt}`);
    await page.getByText('工作人员查看以前，还可以补传 5 张。').waitFor();
    await page.locator('input[type=file]').setInputFiles({ name: '路口.jpg', mimeType: 'image/jpeg', buffer: photo });
    await page.getByRole('button', { name: '上传照片' }).click();
    await page.getByText('1 张照片已上传。').waitFor();
    await picture(page, 'follow-photos', { fullPage: true });
  }, 60_000);

  it('staff look at it and publish it', async () => {
    await staff.goto('/console/#/suggestions');
    await staff.getByRole('button', { name: '打开“河东村三组安装路灯”' }).click();
    await staff.getByText('138****1234').waitFor();
    await picture(staff, 'console-suggestion');
    await staff.getByRole('button', { name: '公开', exact: true }).click();
    await staff.getByRole('dialog').getByText('已公开', { exact: true }).waitFor();
    await staff.getByRole('button', { name: '关闭' }).last().click();
  }, 60_000);

  it('a neighbour is offered it while typing, and seconds it', async () => {
    const page = await visitor({ width: 360, height: 740 });
    await page.goto('/public/suggest');
    await page.getByLabel('想办什么事').fill('三组装路灯');
    const second = page.getByRole('button', { name: '附议“河东村三组安装路灯”' });
    await second.waitFor();
    await second.scrollIntoViewIfNeeded();
    await picture(page, 'public-similar');
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(wide).toBeLessThanOrEqual(0);
    await second.click();
    await page.getByText('已附议，现在有 2 人。').waitFor();
    await page.goto('/public/suggestions');
    await page.getByRole('button', { name: '附议“河东村三组安装路灯”' }).click();
    await page.getByText('这台手机已经附议过，现在有 2 人。').waitFor();
    await picture(page, 'public-suggestions');
  }, 60_000);

  it('the receipt tells what became of it', async () => {
    const page = await visitor();
    await page.goto('/public/suggestion');
    await page.getByLabel('回执号').fill(receipt.toLowerCase());
    await page.getByRole('button', { name: '查询' }).click();
    await page.getByText('附议 1 人，共 2 人提出').waitFor();
    await page.getByText('等待镇政府研究').waitFor();
    await picture(page, 'public-follow', { fullPage: true });
  }, 60_000);

  it('the ledger shows, finds and charts it', async () => {
    await staff.getByLabel('按词语、台账号或者回执号查找').fill('路灯 小学');
    await staff.getByText('共 1 条').waitFor();
    await staff.getByRole('cell', { name: '2', exact: true }).waitFor();
    await picture(staff, 'console-suggestions');
    await staff.getByRole('button', { name: '需求分布' }).click();
    await staff.getByRole('row', { name: /河东村/ }).waitFor();
    await staff.getByRole('button', { name: '征集海报' }).click();
    const poster = staff.getByRole('dialog').getByRole('article');
    await poster.getByText('https://qingxi.example.cn/public/suggest').waitFor();
    await picture(staff, 'console-poster');
  }, 60_000);

  let deputy: Page;
  it('a deputy sets a password with a code from the staff, records what was heard, and sees it', async () => {
    await presidium.goto('/console/#/roster');
    await presidium.getByRole('button', { name: '代表登录口令' }).click();
    await presidium.getByLabel('发给谁').selectOption({ label: '一名代表（忘记密码时）' });
    await presidium.getByLabel('代表', { exact: true }).selectOption({ index: 3 });
    await presidium.getByRole('button', { name: '生成口令' }).click();
    const row = presidium.getByRole('table', { name: '一次性口令' }).getByRole('row').nth(1);
    const name = await row.getByRole('rowheader').innerText();
    const code = await row.getByRole('cell').innerText();
    await picture(presidium, 'console-codes');
    const page = await visitor();
    deputy = page;
    await page.goto('/deputy/#code');
    await page.getByLabel('姓名或者手机号').fill(name);
    await page.getByLabel('一次性口令').fill(code.toLowerCase());
    await page.getByLabel('设一个密码').fill('青溪镇的一名代表');
    await page.getByLabel('再输一次').fill('青溪镇的一名代表');
    await picture(page, 'deputy-code', { fullPage: true });
    await page.getByRole('button', { name: '设定密码并登录' }).click();
    await page.getByRole('heading', { name: `${name} 代表` }).waitFor();
    await page.getByText('正在征集民生实事项目建议，2026年8月1日至2026年8月31日。').waitFor();
    await picture(page, 'deputy-today');
    await page.getByRole('main').getByRole('button', { name: '提建议、记走访' }).last().click();
    await page.getByLabel('这条建议').selectOption({ label: '是走访时听到的' });
    await page.getByLabel('有多少人提出').fill('6');
    await page.getByLabel('想办什么事').fill('修复青龙社区水渠');
    await page.getByLabel('具体内容').fill('水渠垮了两处，浇不上水。');
    await page.getByLabel('在哪个村').selectOption({ label: '青龙社区' });
    await picture(page, 'deputy-write', { fullPage: true });
    await page.getByRole('button', { name: '提交', exact: true }).click();
    await page.getByRole('heading', { name: '已提交' }).waitFor();
    await page.getByRole('button', { name: '我的建议' }).click();
    await page.getByText('第 2 号 · 走访来访 · 待查看').waitFor();
    await page.getByRole('button', { name: '附议', exact: true }).click();
    await page.getByRole('button', { name: '附议“河东村三组安装路灯”' }).click();
    await page.getByText('已附议，现在有 3 人。').waitFor();
  }, 60_000);

  it('and before the session reads the papers, comments, and begins a joint motion', async () => {
    const put = async (path: string, data: unknown) => {
      const answer = await presidium.request.put(path, { data, headers: { origin: server.url } });
      if (!answer.ok()) throw new Error(`${path}: ${await answer.text()}`);
    };
    const [session, year] = [crypto.randomUUID(), crypto.randomUUID()];
    await put(`/api/sessions/${session}`, { name: '第三次会议', year: 2030 });
    await put(`/api/sessions/${session}/candidates/${crypto.randomUUID()}`, {
      ...{
        code: '01',
        title: '河东桥加固',
        content: '加固桥面 40 米',
        place: '河东村',
        budget: 300_000,
        unit: '镇交通站',
      },
      finish: '2030-10-31',
    });
    await put(`/api/cycles/${year}`, { year: 2030, stage: 'deliberation', note: '' });
    const cycles = (await (await presidium.request.get('/api/cycles')).json()) as { id: string; year: number }[];
    const cycle = cycles.find((one) => one.year === 2030)!.id;
    const text = '候选项目共 1 个，请各代表团审议。';
    await put(`/api/cycles/${cycle}/deliberation/papers/${crypto.randomUUID()}`, { title: '候选项目说明', text });
    await put(`/api/cycles/${cycle}/deliberation/papers`, { due: null, publish: true });
    await deputy.goto('/deputy/#today');
    await deputy.reload();
    await deputy.getByText('审议材料还有 1 份没有看。').waitFor();
    await deputy.getByRole('button', { name: '去看材料' }).click();
    await deputy.getByRole('button', { name: '阅读' }).click();
    await deputy.getByText(text).waitFor();
    await deputy.getByText('已阅', { exact: true }).waitFor();
    await deputy.getByLabel('针对').selectOption({ label: '01 河东桥加固' });
    await deputy.getByLabel('意见').fill('建议同时修好桥头的路。');
    await deputy.getByRole('button', { name: '提交意见' }).click();
    await deputy.getByText('意见已提交。').waitFor();
    await deputy.getByRole('listitem').filter({ hasText: '建议同时修好桥头的路。' }).waitFor();
    await deputy.getByRole('button', { name: '提出一个项目' }).click();
    await deputy.getByLabel('项目名称').fill('青龙社区水渠修复');
    await deputy.getByLabel('预计投资（元）').fill('80000');
    await deputy.getByLabel('提出的理由').fill('垮了两年，浇不上水。');
    await deputy.getByRole('button', { name: '提出并联名' }).click();
    await deputy.getByText(/已联名 1 名（须 5 名）/).waitFor();
    expect(await deputy.getByRole('button', { name: '提交主席团' }).isDisabled()).toBe(true);
    expect(await violations(deputy)).toEqual([]);
    await picture(deputy, 'deputy-papers', { fullPage: true });
    await presidium.goto('/console/#/deliberation');
    await presidium.getByText('建议同时修好桥头的路。').waitFor();
  }, 90_000);

  it('no page wrote an error', () => expect(pageErrors).toEqual([]));
});

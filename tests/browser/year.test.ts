import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OwnServer, startOwnServer } from '../../server/rehearsal/own-server.ts';
import { violations } from './axe.ts';
import { launch, pageErrors, person, picture } from './browser.ts';

const console1366 = { width: 1366, height: 768 };
/** So many days before today, as dates are typed. */
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
type Account = { login: string; password: string; role: string };

/** The year as a whole: started, dated, brought forward with its conditions; each at their own desk; the county over its towns; backups. */
describe('the year on the console', () => {
  let browser: Browser;
  let server: OwnServer;
  let county: OwnServer;
  let accounts: Account[];
  let presidium: Page;
  let government: Page;

  const signedIn = async (own: OwnServer, { login, password }: Pick<Account, 'login' | 'password'>) => {
    const { page } = await person(browser, own.url, console1366);
    await page.request.post('/api/sign-in', { data: { login, password }, headers: { origin: own.url } });
    return page;
  };
  const as = (role: string) => signedIn(server, accounts.find((one) => one.role === role)!);

  beforeAll(async () => {
    [browser, server, county] = await Promise.all([launch(), startOwnServer(), startOwnServer()]);
    const { page, context } = await person(browser, server.url, console1366);
    const sample = await page.request.post('/api/setup/sample', { headers: { origin: server.url } });
    ({ accounts } = (await sample.json()) as { accounts: Account[] });
    await context.close();
    [presidium, government] = await Promise.all([as('presidium'), as('government')]);
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await Promise.all([server?.stop(), county?.stop()]);
  }, 60_000);

  it('is started by a person and has its deadlines; what is late is on the desks', async () => {
    await presidium.goto('/console/#/year');
    await presidium.getByText('还没有开始全年工作').waitFor();
    await presidium.getByRole('button', { name: '开始年度工作' }).click();
    const dialog = presidium.getByRole('dialog');
    await dialog.getByLabel('现在所处的阶段').selectOption('collection');
    await dialog.getByRole('button', { name: '开始', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    await presidium.getByRole('row', { name: /征集 正在进行/ }).waitFor();
    await presidium.getByRole('button', { name: '设定时限' }).click();
    await dialog.getByRole('button', { name: '填入常用时限' }).click();
    await dialog.getByLabel('征集').fill(daysAgo(5));
    await dialog.getByRole('button', { name: '保存' }).click();
    await presidium.getByText(/已超过时限 \d+ 天/).waitFor();
    expect(await violations(presidium)).toEqual([]);
    await picture(presidium, 'console-year');
    await government.goto('/console/');
    await government.getByRole('heading', { level: 1, name: '工作台' }).waitFor();
    await government.getByText(/“征集”已超过时限/).waitFor();
    expect(await violations(government)).toEqual([]);
    await picture(government, 'console-home');
  }, 90_000);

  it('enters the next stage with the reason where a condition is not met', async () => {
    await government.goto('/console/#/year');
    await government.getByRole('button', { name: '进入“初定”阶段' }).click();
    const dialog = government.getByRole('dialog');
    await dialog.getByText('征集不少于').waitFor();
    const enter = dialog.getByRole('button', { name: '进入“初定”阶段' });
    expect(await enter.isDisabled()).toBe(true);
    await dialog.getByLabel('理由').fill('上年度建议结转，征集已提前完成');
    await enter.click();
    await dialog.waitFor({ state: 'detached' });
    await government.getByRole('row', { name: /初定 正在进行/ }).waitFor();
    // The others hear of it without asking.
    await presidium.getByRole('row', { name: /初定 正在进行/ }).waitFor();
  }, 60_000);

  it('is backed up by a button', async () => {
    await presidium.goto('/console/#/backup');
    await presidium.getByRole('button', { name: '立即备份' }).click();
    await presidium.getByText('请下载并复制到 U 盘').waitFor();
    // The picture shows the folder of a usual installation, not that of this test.
    await presidium.getByText(server.folder).evaluate((element, folder) => {
      element.textContent = element.textContent!.replace(folder, '/opt/piaojue/data');
    }, server.folder);
    expect(await violations(presidium)).toEqual([]);
    await picture(presidium, 'console-backup');
    const [download] = await Promise.all([
      presidium.waitForEvent('download'),
      presidium.getByRole('link', { name: /^下载 piaojue-/ }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^piaojue-\d{8}-\d{6}-manual\.pjbak\.gz$/);
  }, 60_000);

  it('of every town is before the county, the late ones first', async () => {
    const password = 'a good password';
    const { page } = await person(browser, county.url, console1366);
    const send = (method: 'post' | 'put', path: string, data: object) =>
      page.request[method](path, { data, headers: { origin: county.url } });
    await send('post', '/api/setup', {
      congress: { id: crypto.randomUUID(), level: 'county', name: '紫岭县人民代表大会', county: '' },
      administrator: { login: 'admin', name: '管理员', password },
    });
    await page.goto('/console/#/towns');
    const dialog = page.getByRole('dialog');
    for (const [town, login] of [
      ['青溪镇人民代表大会', 'qingxi'],
      ['白杨镇人民代表大会', 'baiyang'],
    ] as const) {
      await page.getByRole('button', { name: '登记一个镇' }).click();
      await dialog.getByLabel('名称').fill(town);
      await dialog.getByLabel('管理员账号').fill(login);
      await dialog.getByLabel('管理员姓名').fill('镇管理员');
      await dialog.getByLabel('初始密码').fill(password);
      await dialog.getByRole('button', { name: '登记', exact: true }).click();
      await page.getByText(`已登记${town}`).waitFor();
    }
    // The town's administrator signs in with what the county gave, and sets a password of their own.
    const { page: town } = await person(browser, county.url, console1366);
    await town.goto('/console/');
    await town.getByLabel('账号').fill('qingxi');
    await town.getByLabel('密码', { exact: true }).fill(password);
    await town.getByRole('button', { name: '登录', exact: true }).click();
    await town.getByRole('heading', { name: '请设置自己的密码' }).waitFor();
    await town.getByLabel('新密码', { exact: true }).fill(password);
    await town.getByRole('button', { name: '保存并登录' }).click();
    await town.getByText('新密码不能和原来的相同。').waitFor();
    await picture(town, 'own-password');
    expect(await violations(town)).toEqual([]);
    // Who goes away and comes back begins at the door.
    await town.reload();
    await town.getByLabel('账号').fill('qingxi');
    await town.getByLabel('密码', { exact: true }).fill(password);
    await town.getByRole('button', { name: '登录', exact: true }).click();
    const mine = 'the town’s own password';
    await town.getByLabel('新密码', { exact: true }).fill(mine);
    await town.getByLabel('再次输入新密码').fill(mine);
    await town.getByRole('button', { name: '保存并登录' }).click();
    await town.getByText('还没有会议').waitFor();
    const own = (path: string, data: object) => town.request.put(path, { data, headers: { origin: county.url } });
    await own(`/api/accounts/${crypto.randomUUID()}`, {
      login: 'zhuxituan',
      name: '冉文华',
      role: 'presidium',
      active: true,
      password,
    });
    await town.goto('/console/#/accounts');
    await town.getByText('还没有改成自己的密码').waitFor();
    await picture(town, 'console-accounts-given');
    const headers = { origin: county.url };
    await town.request.post('/api/sign-in', { data: { login: 'zhuxituan', password }, headers });
    await town.request.post('/api/me/password', { data: { old: password, new: mine }, headers });
    const year = crypto.randomUUID();
    await own(`/api/cycles/${year}`, { year: 2027, stage: 'deliberation', note: '' });
    await own(`/api/cycles/${year}/deadlines`, { deadlines: { deliberation: daysAgo(3) } });
    await page.reload();
    await page.getByText(/“审议”已超过时限/).waitFor();
    expect(await page.getByRole('row').nth(1).innerText()).toContain('青溪镇');
    expect(await page.getByRole('row').nth(2).innerText()).toContain('未开始');
    expect(await violations(page)).toEqual([]);
    await picture(page, 'console-towns');
  }, 90_000);

  it('reported no error', () => expect(pageErrors).toEqual([]));
});

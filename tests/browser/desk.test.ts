import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import readXlsx from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Attendee } from '../../core/contract/attendance.ts';
import { type OwnServer, startOwnServer } from '../../server/rehearsal/own-server.ts';
import { launch, pageErrors, person, picture } from './browser.ts';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** The desk and the attendance page as staff use them, by keyboard where they can. */
describe('the desk', () => {
  let server: OwnServer;
  let browser: Browser;
  let page: Page;
  let session = '';

  beforeAll(async () => {
    [server, browser] = await Promise.all([startOwnServer(), launch()]);
    page = (await person(browser, server.url, { width: 1366, height: 768 })).page;
    const sample = await page.request.post('/api/setup/sample', { headers: { origin: server.url } });
    const body = (await sample.json()) as {
      session: string;
      accounts: { login: string; password: string; role: string }[];
    };
    session = body.session;
    const { login, password } = body.accounts.find(({ role }) => role === 'presidium')!;
    await page.request.post('/api/sign-in', { data: { login, password }, headers: { origin: server.url } });
    await page.goto(`/console/#/desk/${session}`);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  }, 60_000);

  const people = async () =>
    (await (await page.request.get(`/api/sessions/${session}/attendance`)).json()) as Attendee[];
  const stateOf = async (number: string) => (await people()).find((one) => one.number === number)?.state;
  const search = () => page.getByLabel('姓名、拼音首字母或编号');
  const rowOf = (number: string) => page.getByRole('listitem').filter({ has: page.getByText(number, { exact: true }) });
  /** At both sizes of the console: nothing wider than the window, and axe finds nothing. */
  const look = async (name: string) => {
    for (const [width, height] of [
      [1366, 768],
      [1280, 800],
    ] as const) {
      await page.setViewportSize({ width, height });
      await picture(page, `${name}-${width}`, { fullPage: true });
      expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(
        0,
      );
    }
    await page.setViewportSize({ width: 1366, height: 768 });
    await page.evaluate(readFileSync(axe, 'utf8'));
    const found = await page.evaluate(async () => {
      const { violations } = await (
        globalThis as unknown as {
          axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
        }
      ).axe.run();
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
    });
    expect(found).toEqual([]);
  };

  it('signs deputies in by keyboard alone, and takes the last step back', async () => {
    await search().waitFor();
    for (const number of ['001', '002', '003']) {
      await page.keyboard.type(number);
      await page.keyboard.press('Enter');
      await page.getByText(`（${number}）已签到`).waitFor();
      // Without cards there is nothing to activate: the next deputy can be typed at once.
      await expect.poll(() => search().evaluate((node) => node === document.activeElement)).toBe(true);
    }
    await page.keyboard.press('F8');
    await page.getByText('的上一步已撤销').waitFor();
    expect(await stateOf('003')).toBe('absent');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByText('（003）已签到').waitFor();
    expect((await people()).filter(({ present }) => present)).toHaveLength(3);
  }, 60_000);

  it('signs a delegation in with one confirmation, and takes that back', async () => {
    const [first] = await people();
    await page.getByLabel('代表团', { exact: true }).selectOption(first!.delegation);
    await page.getByRole('button', { name: /本团签到/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    await picture(page, 'desk-delegation');
    const boxes = dialog.getByRole('checkbox');
    const count = await boxes.count();
    await boxes.first().uncheck();
    await dialog.getByRole('button', { name: `为 ${count - 1} 人签到` }).click();
    await page.getByText(`已为 ${count - 1} 名代表签到`).waitFor();
    expect((await people()).filter(({ present }) => present)).toHaveLength(3 + count - 1);
    await page.getByRole('button', { name: '撤销（F8）' }).click();
    await page.getByText(`已撤销 ${count - 1} 名代表的签到`).waitFor();
    expect((await people()).filter(({ present }) => present)).toHaveLength(3);
    await page.getByRole('button', { name: /本团签到/ }).click();
    await dialog.getByRole('button', { name: `为 ${count} 人签到` }).click();
    await page.getByText(`已为 ${count} 名代表签到`).waitFor();
    await page.getByLabel('代表团', { exact: true }).selectOption('');
  }, 60_000);

  it('records leave, return and excuse, saying what a leave means', async () => {
    await search().fill('001');
    await rowOf('001').getByRole('button', { name: /离会/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('激活的票卡不能多于实到人数').waitFor();
    await picture(page, 'desk-leave');
    await dialog.getByLabel('事由').fill('参加防汛会商');
    await dialog.getByRole('button', { name: '记为离会' }).click();
    await page.getByText('（001）已离会').waitFor();
    await search().fill('002');
    await rowOf('002').getByRole('button', { name: /离会/ }).click();
    await dialog.getByRole('button', { name: '记为离会' }).click();
    await page.getByText('（002）已离会').waitFor();
    await rowOf('002').getByRole('button', { name: /返回/ }).click();
    await page.getByText('（002）已返回').waitFor();
    await search().fill('059');
    await rowOf('059').getByRole('button', { name: /请假/ }).click();
    await dialog.getByRole('button', { name: '登记请假' }).click();
    await dialog.getByText('请填写请假事由').waitFor();
    await dialog.getByRole('button', { name: '病假' }).click();
    await dialog.getByRole('button', { name: '登记请假' }).click();
    await page.getByText('（059）已登记请假').waitFor();
    expect([await stateOf('001'), await stateOf('002'), await stateOf('059')]).toEqual(['left', 'present', 'excused']);
    await search().fill('');
    await look('desk');
  }, 90_000);

  it('shows the attendance with half days, and exports it', async () => {
    await page.getByRole('navigation').getByRole('link', { name: '出席情况' }).click();
    await page.getByText('场次与半天出席').click();
    await page.getByRole('button', { name: '添加场次' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: '保存' }).click();
    await dialog.getByText('请填写名称').waitFor();
    await dialog.getByLabel('名称').fill('第一天上午');
    await dialog.getByLabel('开始时间').fill('00:00');
    await dialog.getByLabel('结束时间').fill('13:00');
    await dialog.getByRole('button', { name: '保存' }).click();
    await dialog.getByText('不超过 12 小时').waitFor();
    await dialog.getByLabel('结束时间').fill('11:59');
    await picture(page, 'attendance-half-day');
    await dialog.getByRole('button', { name: '保存' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('第一天上午', { exact: true }).first().waitFor();
    await page.getByLabel('一个半天内至少在场多少分钟才计入').fill('300');
    await page.getByRole('button', { name: '保存计算办法' }).click();
    await page.getByText('请填 1 至 240 的整数').waitFor();
    await page.getByLabel('一个半天内至少在场多少分钟才计入').fill('1');
    await page.getByRole('button', { name: '保存计算办法' }).click();
    await page.getByText('计算办法已保存').waitFor();
    await look('attendance');
    await page.getByRole('button', { name: /^记录 2：.*（001）/ }).click();
    await dialog.getByText('参加防汛会商').waitFor();
    await picture(page, 'attendance-log');
    await page.keyboard.press('Escape');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: '导出表格' }).click(),
    ]);
    expect(download.suggestedFilename()).toContain('出席情况.xlsx');
    const [first] = (await readXlsx(readFileSync(await download.path()))) as unknown as [{ data: unknown[][] }];
    expect(first.data[1]![0]).toContain('请假 1 人');
  }, 90_000);

  it('prints the book on A4', async () => {
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize({ width: 794, height: 1123 });
    await picture(page, 'attendance-book', { fullPage: true });
    const book = page.locator('.book');
    expect(await book.locator('tbody tr').count()).toBe(60);
    expect(await page.getByText('场次与半天出席').isVisible()).toBe(false);
    expect(await book.evaluate((node) => node.scrollWidth - node.clientWidth)).toBe(0);
    await page.emulateMedia({ media: 'screen' });
    await page.setViewportSize({ width: 1366, height: 768 });
  }, 60_000);

  it('adjourns and takes that back', async () => {
    const before = (await people()).filter(({ present }) => present).length;
    await page.getByRole('button', { name: '散会' }).click();
    await page.getByRole('button', { name: '全部记为离会' }).click();
    await page.getByText(`${before} 名代表记为离会`).waitFor();
    expect((await people()).some(({ present }) => present)).toBe(false);
    await page.getByRole('button', { name: '撤销', exact: true }).click();
    await page.getByText(`${before} 名代表恢复在场`).waitFor();
    expect((await people()).filter(({ present }) => present)).toHaveLength(before);
    expect(pageErrors).toEqual([]);
  }, 60_000);
});

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { devices } from '../../core/contract/devices.ts';
import { Hall } from '../server/ballot/hall.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { launch, pageErrors, person, picture } from './browser.ts';
import { axeFaults } from './measure.ts';
import { sizes, Tablet } from './tablet.ts';

const reader = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');

/** Tablets are paired from the console's own page, and obey it while deputies vote on them. */
describe('paired tablets', () => {
  let server: TestServer;
  let browser: Browser;
  let hall: Hall;
  let staff: Page;
  let first: { context: BrowserContext; page: Page; one: Tablet };
  let second: typeof first;

  beforeAll(async () => {
    prepareZXingModule({ overrides: { wasmBinary: readFileSync(reader).buffer as ArrayBuffer } });
    [server, browser] = await Promise.all([startServer({ client: true }), launch()]);
    hall = await Hall.make(server, { deputies: 6, candidates: 12, method: { seats: 10 } });
    await hall.open();
    const { context, page } = await person(browser, server.url, { width: 1366, height: 768 });
    const [name = '', value = ''] = hall.presidium.cookie.split(/=(.*)/s);
    await context.addCookies([{ name, value, url: server.url }]);
    staff = page;
    await staff.goto('/console/#/devices');
    await staff.getByRole('heading', { level: 1, name: '平板设备' }).waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const row = (name: string) => staff.getByRole('row').filter({ has: staff.getByRole('rowheader', { name }) });
  const overlay = (page: Page) => page.getByRole('alertdialog', { name: '请稍候，工作人员正在处理' });
  /** What a camera reads off the console. */
  const scanned = async (): Promise<string> => {
    const [code] = await readBarcodes(await staff.getByRole('img', { name: /配对网址二维码/ }).screenshot(), {
      formats: ['QRCode'],
    });
    return code?.text ?? '';
  };
  const wide = async (page: Page) =>
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  const pair = async (name: string, size: { width: number; height: number }) => {
    const { context, page } = await person(browser, server.url, size);
    await staff.getByText(`下一台将命名为“${name}”`).waitFor();
    const address = await scanned();
    expect(address).toMatch(new RegExp(`^${server.url}/kiosk/\\?pair=[2-9A-HJ-NP-Z]{8}$`));
    await page.goto(address);
    await page.getByRole('heading', { name: `已配对：${name}` }).waitFor();
    await staff.getByText(`“${name}”配对成功`).waitFor();
    return { context, page, one: new Tablet(page), address };
  };

  it('are paired one after the other by the code on the console, each with the next name', async () => {
    await staff.getByText('还没有配对的平板').waitFor();
    await staff.getByRole('button', { name: '配对平板' }).click();
    const one = await pair('平板01', sizes.tablet);
    await picture(one.page, 'kiosk-paired');
    expect(await axeFaults(one.page)).toEqual([]);
    const two = await pair('平板02', sizes.small);
    expect(two.address).not.toBe(one.address);
    [first, second] = [one, two];
    await picture(staff, 'console-devices-pairing', { fullPage: true });
    await wide(staff);
    expect(await axeFaults(staff)).toEqual([]);
    // Loaded again before anybody pressed anything, it is still that tablet.
    await one.page.reload();
    await one.page.getByRole('heading', { name: '已配对：平板01' }).waitFor();
    for (const { page } of [one, two]) {
      await page.getByRole('button', { name: '完成' }).click();
      await page.getByRole('button', { name: '开始投票' }).waitFor();
      expect(new URL(page.url()).search).toBe('');
    }
    await one.page.getByLabel('本机名称').getByText('平板01').waitFor();
    // A code that was used says so, and what to do.
    const { context, page } = await person(browser, server.url, sizes.tablet);
    await page.goto(one.address);
    await page.getByRole('alert').getByText('已经被另一台平板用过').waitFor();
    await picture(page, 'kiosk-pair-refused');
    expect(await axeFaults(page)).toEqual([]);
    await context.close();
    await staff.getByRole('button', { name: '结束配对' }).click();
  });

  it('are listed with how they are, in words', async () => {
    const cells = row('平板01');
    await cells.getByText('等待', { exact: true }).waitFor();
    await cells.getByText(/在线，\d+ 秒前/).waitFor();
    await cells.getByText('一致', { exact: true }).waitFor();
    await cells.getByText('共用', { exact: true }).waitFor();
    await picture(staff, 'console-devices', { fullPage: true });
    await wide(staff);
    expect(await axeFaults(staff)).toEqual([]);
  });

  it('reach nothing but their own pages', async () => {
    const { page } = first;
    await page.goto('/console/');
    expect(new URL(page.url()).pathname).toBe('/kiosk/');
    expect((await page.request.get('/api/setup')).status()).toBe(200);
    expect((await page.request.get(`/api/screen/${hall.congress}`)).status()).toBe(403);
    await page.getByRole('button', { name: '开始投票' }).waitFor();
  });

  it('are suspended in mid-marking at once, and go on with the marks they had', async () => {
    const secret = hall.cards[0]!.secret;
    for (const [{ page, one }, name] of [
      [first, '平板01'],
      [second, '平板02'],
    ] as const) {
      await one.begin(name === '平板01' ? secret : hall.cards[1]!.secret);
      await one.choice(1, '赞成').click();
      await one.choice(2, '反对').click();
      await staff.getByRole('button', { name: `暂停${name}` }).click();
      await overlay(page).waitFor();
      await picture(page, `kiosk-suspended-${name === '平板01' ? '1280' : '1024'}`);
      expect(await axeFaults(page)).toEqual([]);
      await row(name).getByText('已暂停').waitFor();
    }
    const { page, one } = first;
    // Neither keys nor a reload lead around it.
    for (const key of ['Escape', 'Escape', 'Tab', 'Enter']) await page.keyboard.press(key);
    await overlay(page).waitFor();
    await page.reload();
    await overlay(page).waitFor();
    await staff.getByRole('button', { name: '恢复平板01' }).click();
    await overlay(page).waitFor({ state: 'detached' });
    await one.marking();
    expect(await one.choice(1, '赞成').getAttribute('aria-checked')).toBe('true');
    expect(await one.choice(2, '反对').getAttribute('aria-checked')).toBe('true');
  });

  it('keep the marks for the same card only', async () => {
    const { page, one } = first;
    await page.evaluate(() => sessionStorage.getItem('piaojue.kiosk')).then((kept) => expect(kept).toContain('draft'));
    await one.press('退出');
    await page
      .getByRole('alertdialog')
      .getByRole('button', { name: /退出并清除|清除/ })
      .click();
    await one.begin(hall.cards[2]!.secret);
    expect(await one.choice(1, '赞成').getAttribute('aria-checked')).toBe('false');
  });

  it('are cleared by staff: no marks and no card stay', async () => {
    const { page, one } = first;
    await one.choice(3, '赞成').click();
    await staff.getByRole('button', { name: '清空平板01' }).click();
    await picture(staff, 'console-devices-release');
    await staff.getByRole('dialog').getByRole('button', { name: '清空', exact: true }).click();
    await page.getByRole('button', { name: '开始投票' }).waitFor();
    expect(await page.evaluate(() => sessionStorage.getItem('piaojue.kiosk'))).toBeNull();
    // The order is obeyed once: the next deputy is not thrown out after a reload.
    await one.begin(hall.cards[2]!.secret);
    expect(await one.choice(3, '赞成').getAttribute('aria-checked')).toBe('false');
    await one.choice(1, '赞成').click();
    await page.reload();
    await one.marking();
    expect(await one.choice(1, '赞成').getAttribute('aria-checked')).toBe('true');
  });

  it('take a new name and mode, and vote', async () => {
    await staff.getByRole('button', { name: '设置平板01' }).click();
    await staff.getByRole('textbox', { name: '名称' }).fill('一排左');
    await staff.getByRole('combobox', { name: '使用方式' }).selectOption('personal');
    await picture(staff, 'console-devices-settings');
    expect(await axeFaults(staff)).toEqual([]);
    await staff.getByRole('button', { name: '保存' }).click();
    await row('一排左').getByText('专用').waitFor();
    const { page, one } = first;
    await page.getByLabel('本机名称').getByText('一排左').waitFor();
    await hall.presidium.call(devices.setOnlyPaired, { body: { onlyPaired: true } });
    await one.cast();
    await page.getByRole('heading', { name: '选票已投出' }).waitFor();
    await hall.presidium.call(devices.setOnlyPaired, { body: { onlyPaired: false } });
  });

  it('show that they are off line', async () => {
    await second.context.setOffline(true);
    await row('平板02').getByText(/离线/).waitFor({ timeout: 60_000 });
    await second.context.setOffline(false);
    await row('平板02').getByText(/在线/).waitFor();
  }, 120_000);

  it('are free again once un-paired, and can be paired anew', async () => {
    const { page } = first;
    await staff.getByRole('button', { name: '解除配对：一排左' }).click();
    await staff.getByRole('dialog').getByRole('button', { name: '解除配对' }).click();
    await row('一排左').waitFor({ state: 'detached' });
    await page.getByLabel('本机名称').waitFor({ state: 'detached' });
    await page.goto('/public/');
    expect(new URL(page.url()).pathname).toBe('/public/');
    await staff.getByRole('button', { name: '配对平板' }).click();
    await staff.getByText('下一台将命名为“平板01”').waitFor();
    // Typed by hand, in small letters.
    const code = new URL(await scanned()).searchParams.get('pair')!;
    await page.goto('/kiosk/?pair');
    await page.getByLabel('配对码').fill(code.toLowerCase());
    await picture(page, 'kiosk-pair-typed');
    await page.getByRole('button', { name: '配对', exact: true }).click();
    await page.getByRole('heading', { name: '已配对：平板01' }).waitFor();
  });

  it('threw no error on any page', () => expect(pageErrors).toEqual([]));
});

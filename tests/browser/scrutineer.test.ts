import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Vote } from '../../core/belenios/index.ts';
import { Hall } from '../server/ballot/hall.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { violations } from './axe.ts';
import { launch, pageErrors, person, picture } from './browser.ts';

/**
 * The scrutineers' page on a telephone, step by step: three scrutineers, one of whom loses the device and one of whom is away in the end.
 * Staff and deputies act through the API.
 */
const PHONE = { width: 390, height: 844 };
const PIN = '730519';
const votes: Vote[] = ['for', 'against', 'abstain'];

describe('the scrutineers’ page on a telephone', () => {
  let server: TestServer;
  let browser: Browser;
  let hall: Hall;
  const pages: Page[] = [];
  let backup = '';

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer({ client: true }), launch()]);
    hall = await Hall.make(server, { deputies: 6 });
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  }, 60_000);

  let broken = '';
  /** Each step stands on the one before. */
  const step = (name: string, run: () => Promise<void>, timeout = 180_000) =>
    it(
      name,
      async () => {
        if (broken) throw new Error(`not tried: "${broken}" failed`);
        broken = name;
        try {
          await run();
          broken = '';
        } finally {
          if (broken) for (const [i, page] of pages.entries()) await picture(page, `scrutineer-failed-${i}`);
        }
      },
      timeout,
    );

  /** The page as it stands: a picture, nothing wider than the telephone, nothing that axe objects to. */
  const look = async (page: Page, name: string) => {
    await picture(page, `phone-${name}`, { fullPage: true });
    expect(await page.evaluate(() => document.documentElement.scrollWidth), name).toBeLessThanOrEqual(PHONE.width);
    expect(await violations(page), name).toEqual([]);
  };
  const open = async (i: number): Promise<Page> => {
    const { page } = await person(browser, server.url, PHONE);
    await page.goto(`/scrutineer/?session=${hall.session}`);
    const { me, password } = hall.scrutineers[i]!;
    await page.getByRole('textbox', { name: '账号' }).fill(me.account.login);
    await page.getByRole('textbox', { name: '密码' }).fill(password);
    if (i === 0 && pages.length === 0) await look(page, 'sign-in');
    await page.getByRole('button', { name: '登录' }).click();
    await page.getByRole('textbox', { name: '密码' }).waitFor({ state: 'detached' });
    return page;
  };

  step('1. make the key, compare its fingerprint, save the backup', async () => {
    for (const i of [0, 1, 2]) pages.push(await open(i));
    const [chief, second] = pages as [Page, Page, Page];
    await second.getByRole('heading', { name: '等待开始生成密钥' }).waitFor();
    await look(second, 'wait');
    await chief.getByRole('button', { name: '开始生成密钥' }).click();
    for (const [i, page] of pages.entries()) {
      await page.getByLabel('口令（至少 6 位数字）').fill(PIN);
      await page.getByLabel('再输一次口令').fill(PIN);
      if (i === 0) {
        await page.getByText('有人不在场，或者密钥、口令丢了怎么办').click();
        await look(page, 'pin');
      }
      await page.getByRole('button', { name: '设置口令并生成密钥' }).click();
      if (i === 0) {
        await page.getByRole('heading', { name: '正在生成密钥' }).waitFor();
        await look(page, 'making');
      }
    }
    for (const page of pages) await page.getByRole('button', { name: '完全一致，确认' }).waitFor({ timeout: 90_000 });
    await look(second, 'fingerprint');
    for (const page of pages) {
      await page.getByRole('button', { name: '完全一致，确认' }).click();
      await page.getByRole('heading', { name: '核对空箱' }).waitFor();
    }
    const [download] = await Promise.all([
      second.waitForEvent('download'),
      second.getByRole('button', { name: '保存备份文件' }).click(),
    ]);
    backup = readFileSync(await download.path(), 'utf8');
    await second.getByText('备份文件已交给浏览器保存').waitFor();
  });

  step('2. the zero report before the opening, then the counts', async () => {
    const [chief, second] = pages as [Page, Page, Page];
    await second.getByText('票箱为空').waitFor();
    await second.getByText('有人不在场，或者密钥、口令丢了怎么办').click();
    await look(second, 'empty');
    await hall.propose('open');
    await chief.getByRole('button', { name: '确认开始票决' }).click();
    await chief.getByRole('dialog').waitFor();
    await look(chief, 'confirm-open');
    await chief.getByRole('dialog').getByRole('button', { name: '确认开始票决' }).click();
    await second.getByRole('heading', { name: '正在投票' }).waitFor();
    for (const card of hall.cards.slice(0, 4)) await hall.vote(card, votes);
    await expect.poll(() => second.getByText('4 张').count()).toBeGreaterThan(0);
    await look(second, 'open');
  });

  step('3. a server that offers one ballot as the tally is refused, in words; an honest one is not', async () => {
    const [chief, , third] = pages as [Page, Page, Page];
    const one = await hall.encrypt(hall.cards[5]!, votes);
    const [alpha] = /"alpha":"[0-9a-f]+"/.exec(one.json)!;
    await chief.route('**/decryption', async (route) => {
      if (route.request().method() !== 'GET') return route.fallback();
      const response = await route.fetch();
      const offered = (await response.json()) as { encryptedTally: string };
      const forged = offered.encryptedTally.replace(/"alpha":"[0-9a-f]+"/, alpha);
      await route.fulfill({ response, json: { ...offered, encryptedTally: forged } });
    });
    await hall.both('close');
    await chief.getByText('本机从票箱重新汇总的结果与服务器给出的不一致').waitFor({ timeout: 120_000 });
    expect(await chief.getByLabel('输入口令解密').count()).toBe(0);
    await chief.getByText('这里不能输入口令').waitFor();
    await look(chief, 'refused');
    await third.getByText('本机已核对全部 4 张选票，结果一致').waitFor({ timeout: 120_000 });
    await third.getByText('有人不在场，或者密钥、口令丢了怎么办').click();
    await third.getByText('本机核对了什么').click();
    await look(third, 'checked');
    const closing = (await hall.overview()).ballot.lastEvent!;
    expect((await third.locator('body').innerText()).replace(/\s+/g, '')).toContain(closing);
  });

  step('4. a wrong PIN, then the right one; who else is needed', async () => {
    const third = pages[2]!;
    await third.getByLabel('输入口令解密').fill('000000');
    await third.getByRole('button', { name: '解密', exact: true }).click();
    await third.getByText('口令不对').waitFor({ timeout: 60_000 });
    await look(third, 'wrong-pin');
    await third.getByLabel('输入口令解密').fill(PIN);
    await third.getByRole('button', { name: '解密', exact: true }).click();
    await third.getByText('您已完成解密').waitFor({ timeout: 60_000 });
    await third.getByText(/还需要 1 名监票人解密/).waitFor();
    await look(third, 'decrypted');
  });

  step('5. a lost device: the key restored from its backup on another one decrypts', async () => {
    await pages[1]!.context().close();
    const second = await open(1);
    pages[1] = second;
    await second.getByText('您的密钥不在这台设备上').waitFor({ timeout: 60_000 });
    await look(second, 'no-key');
    const picker = second.locator('input[type=file]');
    await picker.setInputFiles({ name: '别的.json', mimeType: 'application/json', buffer: Buffer.from('{}') });
    await second.getByText('这不是监票密钥的备份文件').waitFor();
    await look(second, 'not-a-backup');
    await picker.setInputFiles({ name: '监票密钥.json', mimeType: 'application/json', buffer: Buffer.from(backup) });
    await second.getByLabel('输入口令解密').fill(PIN, { timeout: 120_000 });
    await look(second, 'restored');
    await second.getByRole('button', { name: '解密', exact: true }).click();
    await second.getByRole('button', { name: '签认结果' }).waitFor({ timeout: 60_000 });
  });

  step('6. certify, publish, done', async () => {
    const [chief, second] = pages as [Page, Page, Page];
    await look(second, 'certify');
    for (const page of [second, chief]) {
      await page.getByRole('button', { name: '签认结果' }).click({ timeout: 60_000 });
      await page
        .getByText('您已签认。')
        .or(page.getByRole('heading', { name: '等待公布' }))
        .first()
        .waitFor();
    }
    await chief.getByRole('heading', { name: '等待公布' }).waitFor();
    await look(chief, 'certified');
    await hall.both('publish');
    await chief.getByRole('heading', { name: '结果已公布' }).waitFor();
    await look(chief, 'published');
  });

  it('no page reported an error', () => {
    expect(pageErrors).toEqual([]);
  });
});

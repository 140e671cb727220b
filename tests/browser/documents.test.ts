// Official documents through the pages: drawn up and edited by one, issued by two, read and downloaded by anybody.
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Hall } from '../server/ballot/hall.ts';
import {
  bothProjects,
  chosenHall,
  gradeAll,
  laterSession,
  openEvaluation,
  prepare,
} from '../server/evaluation/evaluation-hall.ts';
import { type Person, startServer, type TestServer } from '../support/server.ts';
import { unzip } from '../support/unzip.ts';
import { violations } from './axe.ts';
import { launch, pageErrors, person, picture } from './browser.ts';
import { sizes } from './tablet.ts';

describe('documents in the browser', () => {
  let server: TestServer;
  let browser: Browser;
  let chosen: Hall;
  let graded: Hall;
  let presidium: Page;
  let chief: Page;

  const desk = async ({ me, password }: Person): Promise<Page> => {
    const { page } = await person(browser, server.url, { width: 1366, height: 768 });
    const data = { login: me.account.login, password };
    await page.request.post('/api/sign-in', { data, headers: { origin: server.url } });
    await page.goto('/console/#/documents');
    return page;
  };
  const look = async (page: Page, name: string) => {
    await picture(page, `documents-${name}`);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    expect(await violations(page)).toEqual([]);
  };
  const drawUp = async (kind: string, session: string) => {
    await presidium.getByRole('button', { name: '起草' }).click();
    const dialog = presidium.getByRole('dialog');
    await dialog.getByLabel('种类').selectOption({ label: kind });
    await dialog.getByLabel('会议').selectOption({ label: session });
    await look(presidium, 'draw-up');
    await dialog.getByRole('button', { name: '起草' }).click();
    await presidium.getByRole('heading', { name: '预览' }).waitFor();
  };
  /** One proposes with number and date, the other confirms. */
  const issue = async (title: string, number: string) => {
    await presidium.getByRole('button', { name: '提出签发' }).click();
    const dialog = presidium.getByRole('dialog');
    await dialog.getByLabel('文号').fill(number);
    await dialog.getByRole('button', { name: '提出签发' }).click();
    await presidium.getByText('等待确认签发').waitFor();
    expect(await presidium.getByRole('button', { name: '确认签发' }).count()).toBe(0);
    await chief.getByRole('button', { name: title }).click();
    await chief.getByText(`提出签发，文号 ${number}`).waitFor();
    await look(chief, 'confirm');
    await chief.getByRole('button', { name: '确认签发' }).click();
    await chief.getByRole('dialog').getByRole('button', { name: '确认签发' }).click();
    await chief.getByText('签发时间').waitFor();
    await chief.getByRole('button', { name: '全部文书' }).click();
    await presidium.getByRole('button', { name: '全部文书' }).click();
  };

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer({ client: true }), launch()]);
    chosen = await chosenHall(server);
    graded = await laterSession(chosen);
    await prepare(graded, bothProjects(chosen));
    await openEvaluation(graded);
    await gradeAll(
      graded,
      Array.from({ length: 4 }, () => ['satisfied', 'unsatisfied'] as const),
    );
    presidium = await desk(chosen.presidium);
    chief = await desk(chosen.chief);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  }, 60_000);

  it('a notice is edited with its changed figure marked, and issued by two', async () => {
    await drawUp('公告', '第二次会议');
    const sheet = presidium.getByRole('article');
    await sheet.getByText('现予公告。').waitFor();
    expect(await sheet.getByText('※').count()).toBe(0);
    await presidium.getByText('修改表格').first().click();
    const cell = presidium.getByLabel('第 1 行，赞成票');
    const votes = await cell.inputValue();
    await cell.fill('5');
    await sheet.getByText('标有“※”的数据由人工修改').waitFor();
    await look(presidium, 'marked');
    await cell.fill(votes);
    await presidium.getByLabel('署名').fill('测试镇人民代表大会主席团办公室');
    await presidium.getByRole('button', { name: '保存修改' }).click();
    await presidium.getByText('已保存', { exact: true }).waitFor();
    expect(await sheet.getByText('※').count()).toBe(0);
    await issue('第二次会议公告', '测人大〔2027〕1号');
  });

  it('the result of an evaluation is issued as it was drawn up', async () => {
    await drawUp('测评结果公告', '第三次会议');
    await presidium.getByRole('article').getByText('测评结果：满意1个、基本满意0个、不满意1个。').waitFor();
    await issue('年民生实事项目测评结果的公告', '测人大〔2028〕2号');
    await presidium.getByText('测人大〔2028〕2号').waitFor();
    await look(presidium, 'list');
  });

  it('anybody reads it on a phone, and downloads the file that was issued', async () => {
    const { page } = await person(browser, server.url, sizes.phone);
    await page.goto(`/public/?congress=${chosen.congress}`);
    await page.getByRole('link', { name: '第二次会议公告' }).click();
    const sheet = page.getByRole('article');
    await sheet.getByText('测试镇人民代表大会主席团办公室').waitFor();
    await sheet.getByText('测人大〔2027〕1号').waitFor();
    await look(page, 'public-phone');
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: '下载 .docx' }).click();
    const file = await download;
    expect(file.suggestedFilename()).toBe('第二次会议公告.docx');
    const parts = await unzip(readFileSync(await file.path()));
    expect(parts.get('word/document.xml')).toContain('测人大〔2027〕1号');
    await page.goto(`/public/?election=${graded.uuid}`);
    await page.getByRole('link', { name: /测评结果的公告$/ }).click();
    await page.getByRole('article').getByText('不满意', { exact: true }).first().waitFor();
    expect(pageErrors).toEqual([]);
  });
});

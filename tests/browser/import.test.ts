import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import readXlsx from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import writeXlsx, { type Cell } from 'write-excel-file/node';
import { type OwnServer, startOwnServer } from '../../server/rehearsal/own-server.ts';
import { launch, pageErrors, person, picture } from './browser.ts';

/** Staff download a template, fill it in with a spreadsheet program and upload it: with one bad row, then corrected. */
describe('importing lists through the console', () => {
  let server: OwnServer;
  let browser: Browser;
  let page: Page;
  let folder: string;

  beforeAll(async () => {
    [server, browser, folder] = await Promise.all([
      startOwnServer(),
      launch(),
      mkdtemp(path.join(tmpdir(), 'piaojue-import-')),
    ]);
    page = (await person(browser, server.url, { width: 1366, height: 768 })).page;
    const sample = await page.request.post('/api/setup/sample', { headers: { origin: server.url } });
    const { accounts } = (await sample.json()) as { accounts: { login: string; password: string; role: string }[] };
    const { login, password } = accounts.find(({ role }) => role === 'presidium')!;
    await page.request.post('/api/sign-in', { data: { login, password }, headers: { origin: server.url } });
    await page.goto('/console/');
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    if (folder) await rm(folder, { recursive: true, force: true });
  }, 60_000);

  const open = async (name: string) => {
    await page.getByRole('navigation').getByRole('link', { name }).click();
    await page.getByRole('heading', { level: 1, name }).waitFor();
  };
  /** The template's heading row, read from the file the page gives out. */
  const headings = async (): Promise<string[]> => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: '下载模板' }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/模板\.xlsx$/);
    const [first] = (await readXlsx(readFileSync(await download.path()))) as unknown as [{ data: string[][] }];
    return first.data[0]!;
  };
  const upload = async (heads: readonly string[], rows: readonly (readonly (string | number)[])[]) => {
    const file = path.join(folder, '名单.xlsx');
    const data = [heads, ...rows].map((row) =>
      row.map((value): Cell => ({ value, type: typeof value === 'number' ? Number : String })),
    );
    writeFileSync(file, await writeXlsx([{ data, sheet: '填好的' }]).toBuffer());
    await page.locator('input[type=file]').setInputFiles(file);
  };

  it('of deputies', async () => {
    await open('代表名册');
    const heads = await headings();
    const row = (number: string, name: string, delegation: string) =>
      heads.map((head) => ({ 编号: number, 姓名: name, 代表团: delegation })[head as '编号'] ?? '');
    const good = [row('901', '龙腾飞', '第一代表团'), row('902', '覃䶮', '第五代表团')];
    await upload(heads, [...good, row('903', '', '第一代表团')]);
    const bad = page.getByRole('row').filter({ hasText: '姓名' }).filter({ hasText: '4' });
    await bad.last().waitFor();
    const cells = await page.getByRole('table').first().getByRole('row').nth(1).getByRole('cell').allInnerTexts();
    expect(cells.slice(0, 2)).toEqual(['4', '姓名']);
    expect(cells[3]!.length).toBeGreaterThan(3);
    await picture(page, 'import-bad-row');
    expect(await page.getByText('龙腾飞').count()).toBe(0);
    await upload(heads, [...good, row('903', '向阳', '第一代表团')]);
    for (const name of ['龙腾飞', '覃䶮', '向阳']) await page.getByRole('rowheader', { name, exact: true }).waitFor();
    await picture(page, 'import-done');
  }, 90_000);

  it('of candidates', async () => {
    await open('候选项目');
    const heads = await headings();
    const row = (code: string, title: string, budget: string | number) =>
      heads.map((head): string | number => {
        if (/编号|序号/.test(head)) return code;
        if (/名称/.test(head)) return title;
        if (/投资|资金|预算/.test(head)) return budget;
        if (/时限|完成/.test(head)) return '2027-10-31';
        return '河东村';
      });
    await upload(heads, [row('91', '河东村文化广场建设项目', '二十万')]);
    const cells = page.getByRole('table').first().getByRole('row').nth(1).getByRole('cell');
    await expect.poll(async () => (await cells.allInnerTexts())[0]).toBe('2');
    expect((await cells.allInnerTexts())[1]).toMatch(/投资|资金|预算/);
    await upload(heads, [row('91', '河东村文化广场建设项目', 200_000)]);
    await page.getByText('河东村文化广场建设项目').first().waitFor();
    expect(pageErrors).toEqual([]);
  }, 90_000);
});

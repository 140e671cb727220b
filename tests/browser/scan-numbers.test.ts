import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startOwnServer } from '../../server/rehearsal/own-server.ts';
import { launch, person, picture } from './browser.ts';
import { cameraArguments, writeVideo } from './fake-camera.ts';
import { axeFaults, kioskNumbers, measure, phoneNumbers } from './measure.ts';
import { type OpenHall, openHallOn } from './open-hall.ts';
import { sizes } from './tablet.ts';

/** As long as the longest that a town is likely to give. */
const OUTSIDE = 'https://piaojue.ziyang-renda.example.cn';

/** The screens of the camera and of a challenge hold the numbers of design.md at every text size, in both themes, on both tablets. */
describe('the numbers of design.md, before the camera and at a challenge', () => {
  let hall: OpenHall;
  let browser: Browser;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'piaojue-numbers-'));
    const video = path.join(folder, 'camera.y4m');
    writeVideo(video, [{ text: 'https://example.org/', seconds: 2 }]);
    [hall, browser] = await Promise.all([
      openHallOn(() => startOwnServer({ PUBLIC_URL: OUTSIDE }), '--deputies', '4', '--candidates', '24'),
      launch(cameraArguments(video)),
    ]);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await hall?.server.stop();
    if (folder) rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  const faults = async (page: Page, name: string, size: 0 | 1 | 2 | 3) => {
    // Pages are counted anew once the browser has laid out the new size.
    await page.evaluate(
      () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(drawn)))),
    );
    const all = [...(await measure(page, kioskNumbers(size))), ...(await axeFaults(page))];
    // The stripe of a rehearsal is every screen's, and of one size.
    const found = all.filter((fault) => !fault.includes('<aside stripe'));
    if (found.length > 0) await picture(page, `faults-${name}`);
    return found.map((fault) => `${name}: ${fault}`);
  };

  for (const [device, viewport] of Object.entries({ tablet: sizes.tablet, small: sizes.small }))
    for (const theme of ['plain', 'high'] as const)
      it(`hold on ${device}, ${theme}`, async () => {
        const { page, context } = await person(browser, hall.server.url, viewport);
        const found: string[] = [];
        await page.goto(`/kiosk/?congress=${hall.congress}`);
        await page.getByRole('button', { name: '开始投票' }).waitFor();
        if (theme === 'high') await page.getByRole('button', { name: '高对比' }).click();
        const each = async (name: string) => {
          while (await page.getByRole('button', { name: '字小' }).isEnabled())
            await page.getByRole('button', { name: '字小' }).click();
          for (const size of [0, 1, 2, 3] as const) {
            if (size > 0) await page.getByRole('button', { name: '字大' }).click();
            found.push(...(await faults(page, `${name}-${device}-${theme}-${size}`, size)));
          }
          await picture(page, `${name}-${device}-${theme}`);
        };
        await page.getByRole('button', { name: '开始投票' }).click();
        await page.getByText('是一个网址').waitFor();
        await each('scan');
        await page.keyboard.type(hall.code(0).replaceAll(' ', ''));
        await page.getByRole('heading', { name: '请对每个项目表态' }).waitFor();
        await page.getByRole('button', { name: '核对选票' }).click();
        await page.getByText('加密校验值').waitFor();
        await each('review');
        // The largest size is on: the dialog must hold it too.
        await page.getByRole('button', { name: '抽检这张票' }).click();
        found.push(...(await faults(page, `ask-${device}-${theme}`, 3)));
        await page.getByRole('button', { name: '打开抽检' }).click();
        await page.getByRole('img', { name: '抽检二维码' }).waitFor();
        await each('challenge');
        expect(found).toEqual([]);
        await context.close();
      }, 240_000);

  it('hold on a phone', async () => {
    const { page } = await person(browser, hall.server.url, sizes.phone);
    await page.goto('/public/#PJC1.cut');
    await page.getByText('链接不完整').waitFor();
    // The head with the language switch is every page's.
    expect([...(await measure(page, { ...phoneNumbers, target: 36 })), ...(await axeFaults(page))]).toEqual([]);
  });
});

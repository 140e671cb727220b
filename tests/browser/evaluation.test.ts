// An evaluation through the pages: prepared by staff, graded on a tablet, seen by the projector and the public.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Hall } from '../server/ballot/hall.ts';
import { chosenHall, laterSession, openEvaluation } from '../server/evaluation/evaluation-hall.ts';
import { type Person, startServer, type TestServer } from '../support/server.ts';
import { violations } from './axe.ts';
import { launch, pageErrors, person, picture } from './browser.ts';
import { sizes, Tablet } from './tablet.ts';

describe('an evaluation in the browser', () => {
  let server: TestServer;
  let browser: Browser;
  let chosen: Hall;
  let hall: Hall;

  const console = async ({ me, password }: Person, place: string): Promise<Page> => {
    const { page } = await person(browser, server.url, { width: 1366, height: 768 });
    const data = { login: me.account.login, password };
    await page.request.post('/api/sign-in', { data, headers: { origin: server.url } });
    await page.goto(`/console/#/${place}`);
    return page;
  };
  const look = async (page: Page, name: string, fullPage = false) => {
    await picture(page, `evaluation-${name}`, { fullPage });
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    expect(await violations(page)).toEqual([]);
  };

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer({ client: true }), launch()]);
    chosen = await chosenHall(server, 'Ed25519', 24);
    hall = await laterSession(chosen);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  }, 60_000);

  it('is prepared by staff', async () => {
    const page = await console(hall.presidium, 'evaluation');
    await page.getByRole('button', { name: '安排测评' }).click();
    await page.getByLabel('P1 项目1：最终报告').fill('路面已硬化，九月验收。');
    await look(page, 'prepare');
    await page.getByRole('button', { name: '保存' }).click();
    await page.getByRole('heading', { name: '第三次会议' }).waitFor();
    expect(await page.getByText('测评 24 个项目').isVisible()).toBe(true);
    await look(page, 'prepared');
    await page.goto(`/console/#/session/${hall.session}`);
    await page.getByText('项目测评').first().waitFor();
    await look(page, 'session', true);
    await page.context().close();
  });

  it('is graded on a tablet, at every text size, with all four grades in reach', async () => {
    await openEvaluation(hall);
    const { context, page } = await person(browser, server.url, sizes.small);
    const tablet = new Tablet(page);
    await tablet.open(hall.congress);
    await page.getByText('对 24 个项目逐项测评').waitFor();
    await tablet.begin(hall.cards[0]!.secret);
    for (let size = 1; size <= 4; size++) {
      // The buttons of one row stand side by side or below each other, never over each other or outside.
      const boxes = await page
        .getByRole('radiogroup', { name: /^第 1 项/ })
        .getByRole('radio')
        .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().toJSON() as DOMRect));
      expect(boxes).toHaveLength(4);
      for (const [i, box] of boxes.entries()) {
        expect(box.height).toBeGreaterThanOrEqual(60);
        expect(box.left).toBeGreaterThanOrEqual(0);
        expect(box.right).toBeLessThanOrEqual(sizes.small.width);
        const next = boxes[i + 1];
        if (next) expect(next.left - box.right).toBeGreaterThanOrEqual(8);
      }
      await picture(page, `evaluation-tablet-${size}`);
      if (size < 4) await tablet.press('字大');
    }
    for (let i = 0; i < 3; i++) await tablet.press('字小');
    await tablet.choice(1, '基本满意').click();
    expect(await tablet.choice(1, '基本满意').getAttribute('aria-checked')).toBe('true');
    expect(await tablet.choice(1, '不满意').getAttribute('aria-checked')).toBe('false');
    await page.getByText('已评价 1 项').waitFor();
    await tablet.press('逐项看');
    await picture(page, 'evaluation-tablet-one');
    await tablet.review();
    await page.getByText('满意 0，基本满意 1，不满意 0，弃权 0，未选 23').waitFor();
    await look(page, 'tablet-review');
    await tablet.press('投出选票');
    await tablet.heading('选票已投出').waitFor();
    await context.close();
  });

  it('is published with its grades, rated by the public and verified on a phone', async () => {
    for (let i = 1; i < 5; i++)
      await hall.vote(
        hall.cards[i]!,
        Array.from({ length: 24 }, (_, n) =>
          n === 1 ? 'unsatisfied' : n % 3 === 0 ? 'basically-satisfied' : 'satisfied',
        ),
      );
    await hall.finish();
    const { page: screen } = await person(browser, server.url, { width: 1920, height: 1080 });
    await screen.goto(`/screen/?congress=${hall.congress}`);
    await screen.getByText('测评结果').waitFor();
    await look(screen, 'screen');
    await screen.context().close();

    const { page: phone } = await person(browser, server.url, sizes.phone);
    await phone.goto(`/public/?election=${hall.uuid}`);
    await phone.getByText('仅供参考，不计入代表测评').waitFor();
    await phone.getByRole('group', { name: '请评价：项目2', exact: true }).getByLabel('不满意').check();
    await phone.getByRole('button', { name: '提交评价' }).click();
    await phone.getByText('谢谢，您的评价已经计入群众满意度').waitFor();
    expect(await phone.getByText('已有 1 人次评价').isVisible()).toBe(true);
    await look(phone, 'public-phone', true);
    await phone.getByRole('button', { name: '下载并核验' }).click();
    await phone.getByText('档案与本页公布的数字一致').waitFor();

    expect(pageErrors).toEqual([]);
  });
});

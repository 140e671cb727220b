import { sql } from 'kysely';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Hall } from '../server/ballot/hall.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { launch, person, picture } from './browser.ts';
import { axeFaults, kioskNumbers, measure } from './measure.ts';
import { sizes, Tablet } from './tablet.ts';

/** What a tablet does when nobody touches it, what it forgets between two deputies, and when it offers to read aloud. */
describe('a tablet between its deputies', () => {
  let server: TestServer;
  let browser: Browser;
  let hall: Hall;
  let card = 0;
  const next = () => hall.cards[card++]!.secret;
  const inBox = async () =>
    Number((await sql<{ n: string }>`select count(*) as n from cast_ballot`.execute(server.services.db)).rows[0]!.n);

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer({ client: true }), launch()]);
    hall = await Hall.make(server, { deputies: 12, candidates: 4, method: { seats: 2 } });
    await hall.open();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  /** A tablet whose clock is wound on by hand. */
  const tablet = async (query = '', prepare: (page: Page) => Promise<unknown> = async () => {}) => {
    const { context, page } = await person(browser, server.url, sizes.small);
    await page.clock.install();
    await prepare(page);
    const one = new Tablet(page);
    await one.open(hall.congress, query);
    await page.getByRole('button', { name: '开始投票' }).waitFor();
    return { context, page, one };
  };
  const warning = (page: Page) => page.getByRole('alertdialog', { name: '您还在吗？' });
  const first = (page: Page) => page.getByRole('button', { name: '开始投票' });
  const rootSize = (page: Page) => page.evaluate(() => getComputedStyle(document.documentElement).fontSize);

  it('warns after two minutes and clears after 45 seconds more; nothing is cast', async () => {
    const { context, page, one } = await tablet();
    await one.begin(next());
    await one.choice(1, '赞成').click();
    await page.clock.fastForward(118_000);
    expect(await warning(page).count()).toBe(0);
    await page.clock.fastForward(3_000);
    await warning(page).waitFor();
    await page.getByText(/\d+ 秒后将清除屏幕，选票不会投出/).waitFor();
    for (const size of [0, 3] as const) {
      await page.evaluate((px) => {
        document.documentElement.style.fontSize = `${px}px`;
      }, [24, 29, 34, 40][size]);
      expect(await measure(page, kioskNumbers(size))).toEqual([]);
    }
    expect(await axeFaults(page)).toEqual([]);
    await picture(page, 'kiosk-idle');
    // Whoever is there goes on where they were.
    await one.press('我还在，继续');
    await warning(page).waitFor({ state: 'detached' });
    expect(await one.choice(1, '赞成').getAttribute('aria-checked')).toBe('true');
    await one.review();
    await page.clock.fastForward(121_000);
    await warning(page).waitFor();
    await page.clock.fastForward(46_000);
    await first(page).waitFor();
    expect(await page.evaluate(() => sessionStorage.getItem('piaojue.kiosk'))).toBeNull();
    expect(await inBox()).toBe(0);
    await context.close();
  });

  it('clears a receipt and a ballot that waits for the network, and loses neither', async () => {
    const { context, page, one } = await tablet();
    await one.begin(next());
    await one.cast();
    await one.heading('选票已投出').waitFor();
    await page.clock.fastForward(121_000);
    await page.getByText('您的选票已经投出，不受影响').waitFor();
    await page.clock.fastForward(46_000);
    await first(page).waitFor();
    expect(await inBox()).toBe(1);
    await one.begin(next());
    await context.route('**/ballots', (route) => route.abort());
    await one.cast();
    await one.heading('等待网络，尚未投出').waitFor();
    await page.clock.fastForward(121_000);
    await page.getByText('您的选票保存在这台平板上').waitFor();
    await page.clock.fastForward(46_000);
    await page.getByRole('button', { name: '待发送 1 张' }).waitFor();
    await context.unroute('**/ballots');
    await page.clock.fastForward(20_000);
    await page.getByRole('button', { name: '已补投 1 张' }).waitFor();
    expect(await inBox()).toBe(2);
    await context.close();
  });

  it('leaves a personal tablet alone', async () => {
    const { context, page, one } = await tablet('&device=personal');
    await one.begin(next());
    await one.choice(1, '赞成').click();
    await page.clock.fastForward(3_600_000);
    await page.clock.runFor(2_000);
    expect(await warning(page).count()).toBe(0);
    expect(await one.choice(1, '赞成').getAttribute('aria-checked')).toBe('true');
    await context.close();
  });

  it('forgets what a deputy set: size, contrast, language', async () => {
    const { context, page, one } = await tablet();
    for (const px of ['29px', '34px', '40px']) {
      await one.press('字大');
      expect(await rootSize(page)).toBe(px);
    }
    expect(await page.getByRole('button', { name: '字大' }).isDisabled()).toBe(true);
    await one.press('高对比');
    expect(await page.locator('html').getAttribute('data-theme')).toBe('high');
    await one.begin(next());
    expect(await rootSize(page)).toBe('40px');
    await one.press('English');
    await page.getByRole('button', { name: 'Leave' }).click();
    await page.getByRole('button', { name: 'Leave and erase' }).click();
    await first(page).waitFor();
    await expect.poll(() => rootSize(page)).toBe('24px');
    expect(await page.locator('html').getAttribute('data-theme')).toBeNull();
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
    await context.close();
  });

  /** A browser with these voices; what it is told to say is kept. */
  const voices =
    (...langs: string[]) =>
    (page: Page) =>
      page.addInitScript((given) => {
        const said: string[] = [];
        Object.assign(globalThis, { said });
        Object.defineProperty(globalThis, 'speechSynthesis', {
          value: Object.assign(new EventTarget(), {
            getVoices: () => given.map((lang) => ({ lang, name: lang, localService: true, default: false })),
            speak: ({ text }: { text: string }) => said.push(text),
            cancel: () => {},
          }),
        });
        globalThis.SpeechSynthesisUtterance = class {
          constructor(readonly text: string) {}
        } as unknown as typeof SpeechSynthesisUtterance;
      }, langs);

  it('offers to read aloud only with a voice for it', async () => {
    for (const given of [[], ['en-US', 'de-DE']]) {
      const { context, page, one } = await tablet('', voices(...given));
      await one.begin(next());
      expect(await page.getByRole('button', { name: /朗读/ }).count()).toBe(0);
      await context.close();
    }
    const { context, page, one } = await tablet('', voices('en-US', 'zh-CN'));
    await one.begin(next());
    await one.press('朗读');
    await one.press('朗读第 2 项');
    const said = await page.evaluate(() => (globalThis as unknown as { said: string[] }).said);
    expect(said.at(-1)).toMatch(/^第 2 项，项目2。地点：河东村。预算：20 万元/);
    expect(await measure(page, kioskNumbers(0))).toEqual([]);
    await context.close();
  });
});

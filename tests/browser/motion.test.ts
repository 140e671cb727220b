import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Credential, spellCredential } from '../../core/belenios/index.ts';
import { type ScreenView, screen as screenRoutes } from '../../core/contract/screen.ts';
import { Hall } from '../server/ballot/hall.ts';
import { opened } from '../server/motion/motion-hall.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { launch, pageErrors, person, picture } from './browser.ts';
import { axeFaults, kioskNumbers, measure } from './measure.ts';
import { sizes } from './tablet.ts';

const MOTION = '通过《河东镇第二十届人民代表大会第二次会议民生实事项目票决办法》';

/** Smallest text on the projector against a fortieth of its height, which is legible at 15 m; what is cut; and what axe finds. */
async function projectorFaults(page: Page): Promise<string[]> {
  const faults = await page.evaluate(() => {
    const found: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement!;
      if (!node.textContent?.trim() || parent.closest('.sr-only, svg, script, style')) continue;
      const size = Number.parseFloat(getComputedStyle(parent).fontSize);
      const range = document.createRange();
      range.selectNodeContents(node);
      const box = range.getBoundingClientRect();
      if (box.width < 1) continue;
      const text = node.textContent.trim().slice(0, 24);
      if (size < innerHeight / 40 - 0.1) found.push(`${size} px of ${innerHeight}: ${text}`);
      if (box.left < -1 || box.top < -1 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1)
        found.push(`outside the screen: ${text}`);
    }
    const { scrollWidth, scrollHeight } = document.querySelector('main')!;
    const { clientWidth, clientHeight } = document.querySelector('main')!;
    if (scrollWidth > clientWidth + 1 || scrollHeight > clientHeight + 1) found.push('more than the screen shows');
    return found;
  });
  return [...faults, ...(await axeFaults(page))];
}

describe('a procedural motion in the hall', () => {
  let server: TestServer;
  let browser: Browser;
  let hall: Hall;
  let staff: Page;
  let projector: Page;
  let tablets: Page[];

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer({ client: true }), launch()]);
    hall = await Hall.make(server, { deputies: 5, present: 4, candidates: 24, method: { seats: 20 } });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const tablet = async (size: { width: number; height: number }, more = '') => {
    const { page } = await person(browser, server.url, size);
    await page.goto(`/kiosk/?congress=${hall.congress}${more}`);
    return page;
  };
  const show = (view: ScreenView) =>
    hall.presidium.call(screenRoutes.showOnScreen, { params: hall.in, body: { view, motion: null } });
  const typeCard = async (page: Page, secret: Credential) => {
    await page.getByRole('heading', { name: '请输入票卡里面的票卡码' }).waitFor();
    await page.keyboard.type(spellCredential(secret).replaceAll(/[^0-9A-Z]/g, ''));
    await page.getByRole('radiogroup', { name: '请表态' }).waitFor();
  };
  const submit = async (page: Page, choice: string) => {
    await page.getByRole('radio', { name: choice }).click();
    await page.getByRole('button', { name: '下一步' }).click();
    await page.getByRole('heading', { name: '您的选择是' }).waitFor();
    await page.getByRole('button', { name: '确认提交' }).click();
    await page.getByRole('heading', { name: '已表决' }).waitFor();
  };

  it('is made and opened by staff, offered by every tablet at once, and shown on the projector', async () => {
    projector = (await person(browser, server.url, { width: 1920, height: 1080 })).page;
    await projector.goto(`/screen/?congress=${hall.congress}`);
    await projector.getByText('正在筹备').waitFor();
    tablets = await Promise.all([tablet(sizes.small), tablet(sizes.tablet), tablet(sizes.tablet, '&device=personal')]);
    for (const page of tablets) await page.getByText('票决还没有开始，请稍候。').waitFor();

    staff = (await person(browser, server.url, { width: 1366, height: 768 })).page;
    await staff.goto('/console/');
    await staff.getByRole('textbox', { name: '账号' }).fill(hall.presidium.me.account.login);
    await staff.getByRole('textbox', { name: '密码' }).fill(hall.presidium.password);
    await staff.getByRole('button', { name: '登录' }).click();
    await staff.getByRole('navigation').getByRole('link', { name: '程序性表决' }).click();
    await staff.getByRole('button', { name: '新建表决' }).click();
    await staff.getByRole('textbox', { name: '表决事项全称' }).fill(MOTION);
    await staff.getByText('以全体代表的过半数通过').waitFor();
    await picture(staff, 'console-motion-new');
    await staff.getByRole('button', { name: '保存' }).click();
    await staff.getByRole('button', { name: '开始表决' }).click();
    await staff.getByText('会场平板立即出现').waitFor();
    await staff.getByRole('dialog').getByRole('button', { name: '开始表决' }).click();
    for (const page of tablets) await page.getByRole('heading', { name: MOTION }).waitFor();
    await projector.getByRole('img', { name: '已表决 0 张，可表决 4 张' }).waitFor();
    await picture(tablets[0]!, 'kiosk-motion-offer');
  });

  it('keeps the screen numbers at every text size on the smallest tablet', async () => {
    const [page] = tablets as [Page];
    const everySize = async (where: string) => {
      for (const size of [0, 1, 2, 3] as const) {
        expect(await measure(page, kioskNumbers(size)), `${where} at size ${size}`).toEqual([]);
        if (size === 3) await picture(page, `kiosk-motion-${where}-largest`);
        else await page.getByRole('button', { name: '字大' }).click();
      }
      expect(await axeFaults(page)).toEqual([]);
      for (let i = 0; i < 3; i++) await page.getByRole('button', { name: '字小' }).click();
    };
    await everySize('offer');
    await page.getByRole('button', { name: '开始表决' }).click();
    await typeCard(page, hall.cards[0]!.secret);
    await everySize('choose');
    await page.getByRole('radio', { name: '赞成' }).click();
    await picture(page, 'kiosk-motion-choose');
    await page.getByRole('button', { name: '高对比' }).click();
    expect(await measure(page, kioskNumbers(0))).toEqual([]);
    await picture(page, 'kiosk-motion-choose-contrast');
    await page.getByRole('button', { name: '高对比' }).click();
    await page.getByRole('button', { name: '下一步' }).click();
    await everySize('confirm');
    await picture(page, 'kiosk-motion-confirm');
    await page.getByRole('button', { name: '返回修改' }).click();
  });

  it('is voted on by three tablets, counted on the projector without the split, and decided at the close', async () => {
    const [first, second, own] = tablets as [Page, Page, Page];
    await submit(first, '赞成');
    await picture(first, 'kiosk-motion-done');
    expect(await measure(first, kioskNumbers(0))).toEqual([]);
    // Shared: free for the next deputy by itself, with nothing of the last one.
    await first.getByRole('button', { name: '开始表决' }).waitFor();
    expect(await first.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]))).not.toContain(
      hall.cards[0]!.secret,
    );
    // The same card again is told so before anything is chosen.
    await first.getByRole('button', { name: '开始表决' }).click();
    await first.getByRole('heading', { name: '请输入票卡里面的票卡码' }).waitFor();
    await first.keyboard.type(spellCredential(hall.cards[0]!.secret).replaceAll(/[^0-9A-Z]/g, ''));
    await first.getByRole('heading', { name: '这张票卡已经表决过' }).waitFor();

    await second.getByRole('button', { name: '开始表决' }).click();
    await typeCard(second, hall.cards[1]!.secret);
    // The network goes as the vote is submitted: it is kept, and counted once when the network is back, also after a reload.
    await second.getByRole('radio', { name: '赞成' }).click();
    await second.getByRole('button', { name: '下一步' }).click();
    await second.context().setOffline(true);
    await second.getByRole('button', { name: '确认提交' }).click();
    await second.getByRole('heading', { name: '等待网络，尚未表决' }).waitFor();
    await picture(second, 'kiosk-motion-offline');
    await second.context().setOffline(false);
    await second.reload();
    await second.getByRole('heading', { name: '已表决' }).waitFor();

    await own.getByRole('button', { name: '开始表决' }).click();
    await typeCard(own, hall.cards[2]!.secret);
    await submit(own, '赞成');
    await projector.getByRole('img', { name: '已表决 3 张，可表决 4 张' }).waitFor();
    expect(await projector.getByRole('main').innerText()).not.toMatch(/赞成|反对|弃权/);
    await picture(projector, 'screen-motion-open');
    expect(await projectorFaults(projector)).toEqual([]);
    await staff.getByText('已表决 3 / 4').waitFor();
    await picture(staff, 'console-motion-open');

    await staff.getByRole('button', { name: '结束表决' }).click();
    await staff.getByRole('dialog').getByRole('button', { name: '结束表决' }).click();
    await projector.getByText('通过', { exact: true }).waitFor();
    await projector.getByText('全体代表过半数：3 票').waitFor();
    expect(await projector.getByRole('main').innerText()).toMatch(/未按\s*1 人/);
    await picture(projector, 'screen-motion-closed');
    expect(await projectorFaults(projector)).toEqual([]);
    await staff.getByText('未按').waitFor();
    await picture(staff, 'console-motion-closed');
    expect(await axeFaults(staff)).toEqual([]);
  });

  it('asks a personal tablet for no card the second time', async () => {
    const own = tablets[2]!;
    await own.getByRole('button', { name: '完成' }).click();
    await opened(hall, 'secret', { title: '通过监票人名单', rule: 'majority-of-present' });
    await own.getByRole('heading', { name: '通过监票人名单' }).waitFor();
    await own.getByText('本项无记名表决').waitFor();
    await picture(own, 'kiosk-motion-secret');
    await own.getByRole('button', { name: '开始表决' }).click();
    await own.getByRole('radiogroup', { name: '请表态' }).waitFor();
    await submit(own, '反对');
    await staff.getByRole('button', { name: '结束表决' }).click();
    await staff.getByRole('dialog').getByRole('button', { name: '结束表决' }).click();
    await projector.getByText('未通过', { exact: true }).waitFor();
    await picture(projector, 'screen-motion-failed');
  });

  describe('the projector', () => {
    const both = async (name: string) => {
      for (const [width, height] of [
        [1280, 720],
        [1920, 1080],
      ] as const) {
        await projector.setViewportSize({ width, height });
        await expect.poll(() => projectorFaults(projector), { message: `${name} at ${width}` }).toEqual([]);
        await picture(projector, `screen-${name}-${width}`);
      }
    };

    it('shows what staff fix, legibly at 15 m at both sizes', async () => {
      await staff.getByRole('navigation').getByRole('link', { name: '大屏幕' }).click();
      await staff
        .getByRole('textbox', { name: '议程各项' })
        .fill(
          '通过议程\n通过票决办法和监票人名单\n票决二〇二七年度民生实事项目，听取总监票人报告计票结果并宣布当选项目\n闭幕',
        );
      await staff.getByRole('button', { name: '保存议程' }).click();
      await staff.getByText('议程已保存').waitFor();
      await staff.getByRole('button', { name: /^议程/ }).click();
      await projector.getByRole('heading', { name: '通过议程' }).waitFor();
      await both('agenda');
      await staff.getByRole('button', { name: '下一项' }).click();
      await staff.getByRole('button', { name: '下一项' }).click();
      await projector.getByRole('heading', { name: '票决二〇二七年度' }).waitFor();
      await both('agenda-long');
      await staff.getByRole('button', { name: '5 分钟', exact: true }).click();
      await projector.getByText('仅供参考，到时不会自动开始或结束任何事项').waitFor();
      await both('countdown');
      await picture(staff, 'console-screen');
      expect(await axeFaults(staff)).toEqual([]);
      await staff.getByRole('button', { name: '取消倒计时' }).click();
      await projector.getByText('仅供参考').waitFor({ state: 'detached' });
      for (const [view, words] of [
        ['attendance', '到会情况'],
        ['public', '扫码查看公众页面'],
      ] as const) {
        await show(view);
        await projector.getByRole('heading', { name: words }).waitFor();
        await both(view);
      }
      await hall.holdCeremony();
      await show('key');
      await projector.getByRole('heading', { name: '请核对密钥指纹' }).waitFor();
      await both('key');
      await show('auto');
      await projector.getByRole('heading', { name: '等待开始票决' }).waitFor();
      await both('waiting');
    });

    it('follows the ballot by itself to a result of 24 projects, page by page', async () => {
      await show('attendance');
      await hall.both('open');
      await projector.getByRole('heading', { name: '正在票决' }).waitFor();
      for (const [i, card] of hall.cards.slice(0, 4).entries())
        await hall.vote(
          card,
          Array.from({ length: 24 }, (_, n) => (n < 20 - i ? 'for' : 'against')),
        );
      await projector.getByRole('img', { name: '已收回 4 张' }).waitFor();
      await both('open');
      await hall.both('close');
      await projector.getByText('票箱封存校验码').waitFor();
      await both('closed');
      for (const i of [0, 1]) await hall.decrypt(i);
      for (const i of [0, 1]) await hall.certify(i);
      await projector.clock.install();
      await hall.both('publish');
      await projector.getByText('第 1 / 2 页').waitFor();
      const list = () => projector.getByRole('listitem').allInnerTexts();
      const first = await list();
      expect(first).toHaveLength(12);
      await both('result');
      await projector.clock.runFor(13_000);
      await projector.getByText('第 2 / 2 页').waitFor();
      const second = await list();
      expect(second).toHaveLength(12);
      expect(second.filter((row) => first.includes(row))).toEqual([]);
      await both('result-2');
      await projector.clock.runFor(13_000);
      await projector.getByText('第 1 / 2 页').waitFor();
    });

    it('leaves no error behind on any page', () => {
      expect(pageErrors).toEqual([]);
    });
  });
});

import { randomUUID } from 'node:crypto';
import type { Browser, Page, Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { congress as congressRoutes } from '../../core/contract/congress.ts';
import { devices } from '../../core/contract/devices.ts';
import type { CandidateId } from '../../core/ids.ts';
import { Hall } from '../server/ballot/hall.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { launch, pageErrors, person, picture } from './browser.ts';
import { axeFaults, keyboard, kioskNumbers, measure, type Stop, summed, textSizes } from './measure.ts';
import { sizes, Tablet } from './tablet.ts';

/**
 * The numbers of design.md, measured: each screen of the kiosk in three sizes of tablet, four of text and two themes, with as few projects as a
 * town has, and with 24 whose titles and contents are long, under the stripe of a rehearsal and over the name of a paired tablet.
 */
const LONG =
  '关于实施城乡供水一体化改造提升及沿线村组道路硬化、路灯安装、排水渠修复并配套完善便民服务设施的综合民生项目';
const TEXT =
  '新建和改造供水管网，覆盖全镇各村民小组，解决群众饮水不稳定、冬季断水的问题；同步硬化破损路面，安装太阳能路灯。'.repeat(
    9,
  );
const sets = {
  'twelve projects': {
    count: 12,
    title: (i: number) => `河东村至镇区道路改造（第${i + 1}段）`,
    content: '路面加宽，修复排水。',
  },
  '24 long projects, in a rehearsal on a paired tablet': {
    count: 24,
    title: (i: number) => `${LONG}（${i + 1}）`,
    content: TEXT,
  },
};
const views = [sizes.tablet, sizes.small, sizes.portrait];

describe.each(Object.entries(sets))('every screen of the kiosk, %s', (name, set) => {
  let server: TestServer;
  let browser: Browser;
  let hall: Hall;
  let page: Page;
  let one: Tablet;
  let card = 0;
  const next = () => hall.cards[card++]!.secret;
  const short = set.count === 12;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer({ client: true }), launch()]);
    hall = await Hall.make(server, { deputies: 8, candidates: set.count, method: { seats: set.count - 2 } });
    const list = await hall.presidium.call(congressRoutes.candidates, { params: hall.in });
    for (const [i, { id, code }] of list.entries())
      await hall.presidium.call(congressRoutes.saveCandidate, {
        params: { ...hall.in, candidate: id as CandidateId },
        body: {
          code,
          title: set.title(i),
          content: set.content,
          place: short ? '河东村' : '河东村、河西村、青山坪村及镇区社区',
          budget: 1_234_567,
          unit: short ? '镇政府' : '镇经济发展办公室会同县水利局、县交通运输局',
          finish: '2027-11-30',
        },
      });
    await hall.holdCeremony();
    ({ page } = await person(browser, server.url, sizes.tablet));
    one = new Tablet(page);
    if (short) return;
    const { code } = await hall.presidium.call(devices.makeCode, { params: { pairing: randomUUID() } });
    await page.goto(`/kiosk/?pair=${code}`);
    await page.getByRole('button', { name: '完成' }).click();
    // What the server says of the session, but that it is a rehearsal.
    await page.context().route('**/api/kiosk/*', async (route) => {
      const response = await route.fetch();
      const answer = (await response.json()) as { session: object };
      await route.fulfill({ response, json: { ...answer, session: { ...answer.session, rehearsal: true } } });
    });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  /** As App.svelte does it; the buttons for it are tried out below. */
  const dress = async (size: number, high: boolean) => {
    await page.evaluate(
      async ([px, theme]) => {
        const root = document.documentElement;
        root.style.fontSize = `${px}px`;
        if (theme) root.dataset.theme = 'high';
        else delete root.dataset.theme;
        await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      },
      [textSizes[size]!, high] as const,
    );
  };
  const pages = async (look: (number: number) => Promise<void>, few: boolean) => {
    // What lies behind a dialog is not to be touched.
    const asking = (await page.locator('dialog[open]').count()) > 0;
    const pager = page.locator(asking ? 'dialog[open] .pager' : '.pager').last();
    const forth = pager.getByRole('button', { name: /^(下一页|往下看)/ });
    const back = pager.getByRole('button', { name: /^(上一页|往上看)/ });
    while ((await back.count()) && (await back.isEnabled())) await back.click();
    for (let number = 1; ; number++) {
      if (!few || number <= 2) await look(number);
      const more = (await forth.count()) > 0 && (await forth.isEnabled());
      if (few && number > 2 && !more) await look(number);
      if (!more) return;
      await forth.click();
    }
  };
  /** All faults of the screen in front, in every dress. */
  const faultsOf = async (screen: string): Promise<string[]> => {
    const faults: { where: string; fault: string }[] = [];
    for (const view of views) {
      await page.setViewportSize(view);
      for (const size of [0, 1, 2, 3] as const)
        for (const high of [false, true]) {
          await dress(size, high);
          const where = `${view.width}×${view.height} ${textSizes[size]} px${high ? ' high' : ''}`;
          const look = async (number: number) => {
            for (const fault of await measure(page, kioskNumbers(size)))
              faults.push({ where: `${screen} ${where} page ${number}`, fault });
          };
          if (high) await look(1);
          else await pages(look, size === 1 || size === 2);
          if (view === sizes.small && size % 3 === 0) {
            for (const fault of await axeFaults(page)) faults.push({ where: `${screen} ${where}`, fault });
            if (size === 3 || !high)
              await picture(page, `measured/${screen}-${set.count}-${size}${high ? '-high' : ''}`);
          }
        }
    }
    await page.setViewportSize(sizes.tablet);
    await dress(0, false);
    return summed(faults);
  };
  const stopsOf = async (): Promise<Stop[]> => {
    const { stops, faults } = await keyboard(page);
    expect(faults).toEqual([]);
    return stops;
  };

  const refuse = (route: Route) =>
    route.fulfill({ status: 409, json: { code: 'card-is-revoked', title: '这张票卡已作废，请到签到台换领。' } });

  let broken = '';
  const step = (title: string, run: () => Promise<void>) =>
    it(title, async () => {
      if (broken) throw new Error(`not tried: "${broken}" did not come to its end`);
      broken = title;
      const faults: string[] = [];
      check = async (screen) => {
        faults.push(...(await faultsOf(screen)));
      };
      try {
        await run();
      } catch (error) {
        await picture(page, `measured/failed-${set.count}`);
        throw error;
      }
      broken = '';
      expect(faults).toEqual([]);
    }, 300_000);
  let check: (screen: string) => Promise<void>;

  step('before the ballot opens', async () => {
    await one.open(hall.congress);
    await page.getByText('票决还没有开始').waitFor();
    await check('waiting');
    await hall.both('open');
    await page.getByRole('button', { name: '开始投票' }).waitFor();
    await check('open');
    expect((await stopsOf()).map(({ name }) => name)).toContain('开始投票');
  });

  step('the code of a card', async () => {
    await one.press('开始投票');
    await one.heading('请输入票卡里面的票卡码').waitFor();
    await check('code');
    await page.keyboard.type('000001');
    await page.keyboard.type('00000X');
    await page.getByText('第 2 组有误').waitFor();
    await check('code-wrong');
    await one.press('返回');
    await page.context().route('**/card', (route) => route.abort());
    await one.type(next());
    await page.getByText('现在无法核对这张票卡').waitFor();
    await check('code-unchecked');
    await page.context().unroute('**/card');
    await page.context().route('**/card', (route) =>
      route.fulfill({
        status: 409,
        json: { code: 'card-late', title: '这张票卡在票决开始后才激活，不能用于本轮票决。请联系工作人员。' },
      }),
    );
    await one.press('重新核对');
    await page.getByText('不能用于本轮票决').waitFor();
    await check('code-refused');
    await page.context().unroute('**/card');
    await one.press('返回');
  });

  step('marking, in a list and one by one', async () => {
    await one.begin(next());
    await check('list');
    const names = (await stopsOf()).map(({ name: label }) => label);
    expect(names.filter((label) => label.includes('详情'))).toHaveLength(set.count);
    await one.choice(1, '赞成').click();
    await one.choice(2, '反对').click();
    await check('list-marked');
    await one.press('逐项看');
    await page.getByRole('heading', { name: /第 1 项，共/ }).waitFor();
    await check('one');
    await one.press('下一项');
    await one.press('下一项');
    await check('one-untouched');
    await one.press('看列表');
    await one.press('退出投票');
    await page.getByRole('alertdialog').waitFor();
    await check('leave-dialog');
    await one.press('继续投票');
  });

  step('one 赞成 too many', async () => {
    await one.press('逐项看');
    const forth = page.getByRole('button', { name: '下一项' });
    const back = page.getByRole('button', { name: '上一项' });
    while (await back.isEnabled()) await back.click();
    for (let number = 1; number <= set.count - 1; number++) {
      await one.choice(number, '赞成').click();
      if (number < set.count - 1) await forth.click();
    }
    await page.getByRole('alertdialog', { name: '赞成已达上限' }).waitFor();
    await check('limit-dialog');
    await one.press('知道了');
  });

  step('review', async () => {
    await one.review();
    await check('review');
    const names = (await stopsOf()).map(({ name: label }) => label);
    expect(names).toContain('投出选票');
    expect(names.filter((label) => label.startsWith('修改'))).toHaveLength(set.count);
  });

  step('sending, waiting for the network, the list of what waits', async () => {
    let let_go = () => {};
    const held = new Promise<void>((resolve) => {
      let_go = resolve;
    });
    await page.context().route('**/ballots', async (route) => {
      await held;
      await route.abort();
    });
    await one.press('投出选票');
    await one.heading('正在投出').waitFor();
    await check('sending');
    let_go();
    await one.heading('等待网络，尚未投出').waitFor();
    await check('sending-waiting');
    await one.press('抄好了，请下一位代表使用');
    await page.getByRole('button', { name: '待发送 1 张' }).waitFor();
    await check('waiting-kept');
    await one.press('待发送 1 张');
    await check('kept');
    await page.context().unroute('**/ballots');
    await page.context().route('**/ballots', refuse);
    await one.press('立即重试');
    await page.getByText('没有投出').waitFor();
    await check('kept-refused');
    await one.press(/已告知代表/);
    await page.getByRole('alertdialog').waitFor();
    await check('kept-dialog');
    await one.press('已告知，移除');
    await page.getByText('本机没有等待发送的选票').waitFor();
    await one.press('返回');
    await page.context().unroute('**/ballots');
  });

  step('the receipt, and the receipt of a card that has voted', async () => {
    const secret = next();
    await one.begin(secret);
    await one.cast();
    await one.heading('选票已投出').waitFor();
    await check('receipt');
    await one.press('完成');
    await one.type(secret);
    await one.heading('这张票卡已经投过票').waitFor();
    await check('receipt-earlier');
    await one.press('完成');
  });

  step('refusals, and the close', async () => {
    await one.begin(next());
    await page.context().route('**/ballots', refuse);
    await one.cast();
    await one.heading('选票没有投出').waitFor();
    await check('refused');
    // Read again after a reload, until the deputy goes on.
    await page.reload();
    await one.heading('选票没有投出').waitFor();
    await one.press('返回首页');
    await one.begin(next());
    await hall.both('close');
    await one.heading('票决已经结束').waitFor();
    await check('closed');
    await one.press('返回首页');
    await page.getByText('票决已经结束。').waitFor();
    await check('over');
  });

  it('no page reported an error', () => {
    expect(pageErrors, name).toEqual([]);
  });
});

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Vote } from '../../core/belenios/index.ts';
import { Hall } from '../server/ballot/hall.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { violations } from './axe.ts';
import { launch, pageErrors, person, picture } from './browser.ts';
import { sizes, Tablet } from './tablet.ts';

/**
 * A shortfall, the presidium's decision, a second ballot that ends in a tie, a run-off that is annulled and held again, and the list that
 * comes of it all: on the console, on one tablet with one card through all of them, on the projector and on the public page.
 */
const CONSOLE = { width: 1366, height: 768 };
const PHONE = { width: 390, height: 844 };
const yes = 'for';
const no = 'against';

describe('a session with several ballots', () => {
  let server: TestServer;
  let browser: Browser;
  let hall: Hall;
  let staff: Page;
  let projector: Page;
  let tablet: Tablet;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer({ client: true }), launch()]);
    // 7 deputies: 4 approvals pass.
    hall = await Hall.make(server, { deputies: 7, candidates: 4, method: { seats: 3 } });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  let broken = '';
  /** Each step stands on the one before. */
  const step = (name: string, run: () => Promise<void>) =>
    it(name, async () => {
      if (broken) throw new Error(`not tried: "${broken}" failed`);
      broken = name;
      try {
        await run();
        broken = '';
      } finally {
        const pages = broken ? browser.contexts().flatMap((context) => context.pages()) : [];
        for (const [i, page] of pages.entries()) await picture(page, `further-failed-${i}`);
      }
    }, 180_000);

  const look = async (page: Page, name: string, options: { fullPage?: boolean } = {}) => {
    await picture(page, `further-${name}`, options);
    expect(await violations(page), name).toEqual([]);
  };
  /** The others, with the tablet's library; the first card votes on the tablet. */
  const castTheOthers = async (votes: readonly (readonly Vote[])[]) => {
    for (const [i, row] of votes.entries()) await hall.vote(hall.cards[i + 1]!, row);
  };
  /** One deputy at the tablet; `choices` by project. */
  const voteOnTablet = async (choices: readonly ('赞成' | '反对')[], name = '') => {
    await tablet.begin(hall.cards[0]!.secret);
    for (const [i, choice] of choices.entries()) await tablet.choice(i + 1, choice).click();
    if (name) await look(tablet.page, `${name}-marking`);
    await tablet.review();
    if (name) await look(tablet.page, `${name}-review`);
    await tablet.press('投出选票');
    await tablet.heading('选票已投出').waitFor({ timeout: 60_000 });
    await tablet.press('完成');
  };
  const dialog = () => staff.getByRole('dialog');
  /** Staff arrange the next ballot. */
  const arrange = async (button: string, name: string) => {
    await staff.getByRole('button', { name: `${button}…` }).click();
    await dialog().waitFor();
    await look(staff, `${name}-dialog`);
    await dialog().getByRole('button', { name: button }).click();
    await dialog().waitFor({ state: 'detached' });
    const { ballot } = await hall.overview();
    hall.round = hall.uuids.indexOf(ballot.uuid);
  };
  /** Staff propose on the console, the chief scrutineer confirms. */
  const openIt = async () => {
    await staff.getByRole('button', { name: '开始票决…' }).click();
    await dialog().getByRole('button', { name: '提出，等待第二人确认' }).click();
    await staff.getByRole('heading', { name: /^等待第二人确认/ }).waitFor();
    const [proposal] = (await hall.overview()).proposals;
    await hall.confirm(proposal!.id);
    await tablet.page.getByRole('button', { name: '开始投票' }).waitFor();
  };
  const kioskSays = (text: string) => tablet.page.getByText(text).first().waitFor();
  const projectorSays = (text: string) => projector.getByText(text).first().waitFor();

  step('the first ballot leaves two of three seats', async () => {
    await hall.open();
    const { page } = await person(browser, server.url, sizes.tablet);
    tablet = new Tablet(page);
    await tablet.open(hall.congress);
    await voteOnTablet(['赞成', '赞成', '反对', '反对']);
    await castTheOthers([
      [yes, no, yes, no],
      [yes, no, no, yes],
      [yes, yes, no, no],
      [yes, no, yes, no],
      [no, yes, no, yes],
    ]);
    await hall.finish();
  });

  step('the presidium decides; the console, the projector and the public page say what', async () => {
    staff = (await person(browser, server.url, CONSOLE)).page;
    projector = (await person(browser, server.url, { width: 1920, height: 1080 })).page;
    await projector.goto(`/screen/?congress=${hall.congress}`);
    await projectorSays('缺 2 项');
    await staff.goto(`/console/#/session/${hall.session}`);
    await staff.getByRole('textbox', { name: '账号' }).fill(hall.presidium.me.account.login);
    await staff.getByRole('textbox', { name: '密码' }).fill(hall.presidium.password);
    await staff.getByRole('button', { name: '登录' }).click();
    await staff.getByRole('heading', { name: '等待主席团决定' }).waitFor();
    await look(staff, 'decide');
    expect(await staff.getByRole('button', { name: '安排第二次票决…' }).count()).toBe(0);
    await staff.getByRole('button', { name: '登记主席团的决定…' }).click();
    await dialog().getByRole('button', { name: '登记' }).click();
    await dialog().getByText('请选择一项。').waitFor();
    await dialog().getByRole('radio', { name: '在本次会议上进行第二次票决' }).check();
    await dialog().getByRole('textbox', { name: '说明' }).fill('经主席团会议研究');
    await look(staff, 'decide-dialog');
    await dialog().getByRole('button', { name: '登记' }).click();
    await staff.getByRole('heading', { name: '有缺额：第二次票决' }).waitFor();
    await staff.getByText('经主席团会议研究').first().waitFor();
    await look(staff, 'second-due');
    await projectorSays('主席团决定：在本次会议上进行第二次票决');
    await look(projector, 'screen-shortfall');
    const { page, context } = await person(browser, server.url, PHONE);
    await page.goto(`/public/?election=${hall.uuid}`);
    await page.getByText('主席团决定：在本次会议上进行第二次票决').first().waitFor();
    await context.close();
  });

  step(
    'one act arranges the second ballot; the same card votes in it, and the tablet says which vote it is',
    async () => {
      await arrange('安排第二次票决', 'second');
      await staff.getByRole('heading', { name: '可以开始票决' }).waitFor();
      await look(staff, 'second-ready');
      await kioskSays('从 3 个未通过的项目中选 2 个，补足缺额');
      await look(tablet.page, 'kiosk-second-waiting');
      await projectorSays('第二次票决');
      await look(projector, 'screen-second-waiting');
      // Taken back and arranged again, before it opens.
      await staff.getByRole('button', { name: '撤销这次票决（尚未开始）…' }).click();
      await dialog().getByRole('button', { name: '撤销', exact: true }).click();
      await staff.getByRole('heading', { name: '有缺额：第二次票决' }).waitFor();
      await arrange('安排第二次票决', 'second');
      await openIt();
      await look(projector, 'screen-second-open');
      await voteOnTablet(['赞成', '赞成', '反对'], 'kiosk-second');
      await castTheOthers([
        [yes, yes, no],
        [yes, no, yes],
        [yes, no, yes],
        [yes, yes, no],
        [yes, no, yes],
        [no, yes, yes],
      ]);
      await hall.finish();
    },
  );

  step('its tie is settled by a run-off, which is annulled and held again', async () => {
    await staff.getByRole('heading', { name: '票数相等：再次票决' }).waitFor();
    await look(staff, 'run-off-due');
    await projectorSays('均得赞成 4 票');
    await arrange('安排再次票决', 'run-off');
    await kioskSays('从 2 个票数相等的项目中选 1 个');
    await openIt();
    await tablet.begin(hall.cards[0]!.secret);
    await hall.both('annul', '投票设备故障');
    // What was being marked ends with the ballot.
    await tablet.heading('票决已经结束').waitFor();
    await tablet.press('返回首页');
    await projectorSays('投票设备故障');
    await look(projector, 'screen-annulled');
    await staff.getByRole('heading', { name: '已宣布无效：重新票决' }).waitFor();
    await arrange('安排重新票决', 'again');
    await kioskSays('再次票决（重新举行）');
    await openIt();
    await voteOnTablet(['赞成', '反对'], 'kiosk-run-off');
    await castTheOthers([
      [yes, no],
      [yes, no],
      [yes, no],
      [no, yes],
      [no, yes],
    ]);
    await hall.finish();
  });

  step('the final list stands on the console, the projector and the public page, with the reasons', async () => {
    await staff.getByRole('heading', { name: '结果已公布' }).waitFor();
    await look(staff, 'done');
    await staff.goto(`/console/#/result/${hall.session}`);
    await staff.getByRole('heading', { name: '本次会议的最终结果' }).waitFor();
    await look(staff, 'result', { fullPage: true });
    await staff.getByRole('button', { name: /^第二次票决/ }).click();
    await staff.getByText('均得赞成 4 票').first().waitFor();
    await projectorSays('应选 3 项，最终当选 3 项');
    await look(projector, 'screen-final');
    const { page } = await person(browser, server.url, { width: 1280, height: 900 });
    await page.goto(`/public/?congress=${hall.congress}`);
    await page.getByRole('link', { name: /再次票决/ }).waitFor();
    // The portal's own links (suggest, follow a receipt) stand beside them.
    const names = await page
      .getByRole('main')
      .getByRole('link', { name: /^第二次会议/ })
      .allInnerTexts();
    expect(names.map((name) => name.split('\n')[0])).toEqual([
      '第二次会议（再次票决（重新举行））',
      '第二次会议（第二次票决）',
      '第二次会议',
    ]);
    await page.getByRole('link', { name: /再次票决/ }).click();
    await page.getByRole('heading', { name: '最终结果' }).waitFor();
    const final = page.locator('#final');
    await final.getByText('应选 3 项，最终当选 3 项。').waitFor();
    const rows = await final.getByRole('row').allInnerTexts();
    expect(rows.slice(1).map((row) => row.replaceAll(/\s+/g, ' ').replace(/ \S*：.*$/, ''))).toEqual([
      expect.stringMatching(/^P1 项目1 当选 项目票决/),
      expect.stringMatching(/^P2 项目2 当选 第二次票决/),
      expect.stringMatching(/^P3 项目3 当选 再次票决（重新举行）/),
      expect.stringMatching(/^P4 项目4 通过但未当选 再次票决（重新举行）/),
    ]);
    await page.getByText('宣布无效的理由：投票设备故障').waitFor();
    await page.getByText('主席团决定：在本次会议上进行第二次票决').first().waitFor();
    await look(page, 'public', { fullPage: true });
    // From the last to the first and back.
    await page.locator('#ballots').getByRole('link', { name: '项目票决' }).click();
    await page.getByRole('heading', { name: '以下是“项目票决”的结果' }).waitFor();
    await page.locator('#ballots').getByRole('link', { name: '第二次票决' }).click();
    await page.getByRole('heading', { name: '以下是“第二次票决”的结果' }).waitFor();
    await page.setViewportSize(PHONE);
    await look(page, 'public-phone', { fullPage: true });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
  });

  it('no page reported an error', () => {
    expect(pageErrors).toEqual([]);
  });
});

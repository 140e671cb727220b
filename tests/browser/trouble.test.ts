import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audit } from '../../core/contract/audit.ts';
import { devices } from '../../core/contract/devices.ts';
import { hall as hallRoutes } from '../../core/contract/hall.ts';
import type { ElectionUuid } from '../../core/ids.ts';
import { Person } from '../../server/rehearsal/api.ts';
import { decide } from '../../server/rehearsal/staff.ts';
import { Laptop } from '../support/laptop.ts';
import { launch, pageErrors, person, picture } from './browser.ts';
import { type OpenHall, openHallOn, returned } from './open-hall.ts';
import { sizes, Tablet } from './tablet.ts';

const DEPUTIES = 9;
const CONSOLE = { width: 1366, height: 768 };

interface Opened {
  readonly context: BrowserContext;
  readonly page: Page;
}
type Kiosk = Opened & { readonly one: Tablet };

/** Everything that goes wrong in a hall, on pages that stay open through it and that nobody touches. */
describe('trouble in the hall', () => {
  const laptop = new Laptop();
  let hall: OpenHall;
  let browser: Browser;
  const kiosks: Kiosk[] = [];
  let staff: Opened;
  let projector: Opened;
  let phone: Opened;
  const everything = () => [...kiosks, staff, projector, phone];
  const trackers: string[] = [];
  let card = 0;
  const next = () => hall.cards[card++]!.credential;

  beforeAll(async () => {
    const start = async () => {
      await laptop.switchOn();
      return { url: laptop.url, stop: () => laptop.end() };
    };
    [hall, browser] = await Promise.all([
      openHallOn(start, '--deputies', String(DEPUTIES), '--candidates', '5'),
      launch(),
    ]);
    for (const name of ['平板01', '平板02', '平板03']) kiosks.push(await pair(name));
    await hall.staff.presidium.call(devices.setOnlyPaired, { body: { onlyPaired: true } });
    staff = await person(browser, laptop.url, CONSOLE);
    const [name = '', value = ''] = hall.staff.presidium.cookie.split('=');
    await staff.context.addCookies([{ name, value, url: laptop.url }]);
    projector = await person(browser, laptop.url, sizes.tablet);
    phone = await person(browser, laptop.url, sizes.phone);
    await Promise.all([
      staff.page.goto(`/console/#/session/${hall.staff.session}`),
      projector.page.goto('/screen/'),
      phone.page.goto('/public/'),
    ]);
    await phone.page.getByText('还没有公布过票决结果').waitFor();
    await shows(0);
    // A page that was loaded again would have lost this.
    for (const { page } of everything()) await page.evaluate(() => Object.assign(window, { stayed: true }));
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await laptop.end();
  }, 60_000);

  async function pair(name: string): Promise<Kiosk> {
    const { code } = await hall.staff.presidium.call(devices.makeCode, { params: { pairing: crypto.randomUUID() } });
    const { context, page } = await person(browser, laptop.url, kiosks.length === 1 ? sizes.small : sizes.tablet);
    await page.goto(`/kiosk/?pair=${code}`);
    await page.getByRole('heading', { name: `已配对：${name}` }).waitFor();
    await page.getByRole('button', { name: '完成' }).click();
    await page.getByRole('button', { name: '开始投票' }).waitFor();
    const one = new Tablet(page);
    await one.installed();
    return { context, page, one };
  }

  /** Console and projector say how many are in the box, and the box agrees. */
  async function shows(count: number): Promise<void> {
    const words = `收回 ${count} 张，发出 ${DEPUTIES} 张`;
    await staff.page.getByRole('progressbar', { name: words }).waitFor();
    await projector.page.getByRole('img', { name: `已${words}` }).waitFor();
    await staff.page.getByText('与服务器的连接中断').waitFor({ state: 'detached' });
    await projector.page.getByText('连接中断，正在自动重连').waitFor({ state: 'detached' });
    expect(await returned(hall)).toBe(count);
    expect(await phone.page.getByText('还没有公布过票决结果').count()).toBe(1);
  }

  const checked = ({ one }: Kiosk, number: number, choice: string) =>
    one.choice(number, choice).getAttribute('aria-checked');

  /** Marks two projects as the deputy of a card. */
  async function marks({ one }: Kiosk, secret: ReturnType<typeof next>): Promise<void> {
    await one.begin(secret);
    await one.choice(1, '赞成').click();
    await one.choice(2, '反对').click();
  }
  async function kept(kiosk: Kiosk): Promise<void> {
    expect([await checked(kiosk, 1, '赞成'), await checked(kiosk, 2, '反对')]).toEqual(['true', 'true']);
  }
  /** Waits for the receipt, notes it and leaves a clean screen. */
  async function receipt({ one, page }: Kiosk, expected?: string): Promise<void> {
    await one.heading('选票已投出').waitFor();
    const tracker = await one.tracker();
    if (expected) expect(tracker).toBe(expected);
    expect(trackers).not.toContain(tracker);
    trackers.push(tracker);
    await one.press('完成');
    await page.getByRole('button', { name: '开始投票' }).waitFor();
    expect(await page.getByRole('button', { name: /待发送|未投出/ }).count()).toBe(0);
  }
  /** Casts, and the ballot waits on the tablet. Answers its tracker. */
  async function castsInVain({ one }: Kiosk): Promise<string> {
    await one.cast();
    await one.heading('等待网络，尚未投出').waitFor();
    return one.tracker();
  }

  it('the power is cut: each page goes on where it was, and a waiting ballot gets its receipt once', async () => {
    const [marking, waiting, idle] = kiosks as [Kiosk, Kiosk, Kiosk];
    await marks(marking, next());
    await marks(waiting, next());
    await waiting.context.setOffline(true);
    const tracker = await castsInVain(waiting);
    await laptop.losePower();
    await waiting.context.setOffline(false);
    await staff.page.getByText('与服务器的连接中断').waitFor();
    await projector.page.getByText('连接中断，正在自动重连').waitFor();
    await idle.page.getByText('网络断开，仍可投票').waitFor();
    // The deputy at the first tablet notices nothing and goes on.
    await marking.one.choice(3, '弃权').click();
    await waiting.one.heading('等待网络，尚未投出').waitFor();
    await picture(staff.page, 'trouble-console-power');
    await picture(projector.page, 'trouble-screen-power');
    await laptop.switchOn();
    await receipt(waiting, tracker);
    await shows(1);
    await idle.page.getByText('网络正常').waitFor();
    await kept(marking);
    expect(await checked(marking, 3, '弃权')).toBe('true');
    await marking.one.cast();
    await receipt(marking);
    await shows(2);
  });

  it('the database alone is killed while ballots are on their way', async () => {
    const [casting, marking, other] = kiosks as [Kiosk, Kiosk, Kiosk];
    await marks(casting, next());
    await marks(marking, next());
    await marks(other, next());
    for (const kiosk of [casting, other]) {
      await kiosk.one.review();
      await Promise.all([laptop.cut('database'), kiosk.one.press('投出选票')]);
    }
    await receipt(casting);
    await receipt(other);
    await kept(marking);
    await marking.one.cast();
    await receipt(marking);
    await shows(5);
  });

  it('the router restarts: nobody reaches anybody, and then all do again', async () => {
    const [marking, waiting, idle] = kiosks as [Kiosk, Kiosk, Kiosk];
    await marks(marking, next());
    await marks(waiting, next());
    for (const { context } of everything()) await context.setOffline(true);
    const tracker = await castsInVain(waiting);
    await marking.one.choice(3, '赞成').click();
    await idle.page.getByText('网络断开，仍可投票').waitFor();
    for (const { context } of everything()) await context.setOffline(false);
    await receipt(waiting, tracker);
    await idle.page.getByText('网络正常').waitFor();
    await kept(marking);
    await shows(6);
  });

  it('a tablet fails in mid-vote: its deputy votes on another, and it neither votes again nor shows the marks to anybody', async () => {
    const [broken, , another] = kiosks as [Kiosk, Kiosk, Kiosk];
    const same = hall.cards[card - 2]!.credential;
    await broken.context.setOffline(true);
    await another.one.begin(same);
    // Marks never leave the tablet they were made on.
    expect(await checked(another, 1, '赞成')).toBe('false');
    await another.one.choice(4, '赞成').click();
    await another.one.cast();
    await receipt(another);
    await shows(7);
    await broken.context.setOffline(false);
    await broken.one.heading('这张票卡已经投过票').waitFor();
    expect(await broken.page.getByRole('radiogroup').count()).toBe(0);
    expect(await broken.one.tracker()).toBe(trackers.at(-1));
    await picture(broken.page, 'trouble-kiosk-voted-elsewhere');
    await broken.one.press('完成');
    await broken.page.getByRole('button', { name: '开始投票' }).waitFor();
    expect(await broken.page.evaluate(() => sessionStorage.getItem('piaojue.kiosk'))).toBeNull();
  });

  it('a tablet fails with a ballot on it that did not get through: the one cast on another tablet counts, once', async () => {
    const [, broken, another] = kiosks as [Kiosk, Kiosk, Kiosk];
    const same = next();
    await marks(broken, same);
    await broken.context.setOffline(true);
    await castsInVain(broken);
    await marks(another, same);
    await another.one.cast();
    await receipt(another);
    await broken.context.setOffline(false);
    await broken.one.heading('选票没有投出').waitFor();
    await picture(broken.page, 'trouble-kiosk-refused');
    await broken.one.press('返回首页');
    await broken.page.getByRole('button', { name: '开始投票' }).waitFor();
    await shows(8);
  });

  it('a ballot does not get through while its tablet does: staff are told before they close', async () => {
    const [waiting] = kiosks as [Kiosk];
    await marks(waiting, next());
    await waiting.context.route('**/api/elections/*/ballots', (route) => route.abort('connectionreset'));
    const tracker = await castsInVain(waiting);
    await staff.page.getByText('平板上还有 1 张选票没有送达').waitFor();
    await picture(staff.page, 'trouble-console-undelivered');
    await staff.page.getByRole('button', { name: '结束票决' }).click();
    const dialog = staff.page.getByRole('dialog');
    await dialog.getByText('其中 1 张已经填好，留在平板上等待网络').waitFor();
    await picture(staff.page, 'trouble-console-closing');
    await dialog.getByRole('button', { name: '取消' }).click();
    await waiting.context.unroute('**/api/elections/*/ballots');
    await receipt(waiting, tracker);
    await shows(9);
    await staff.page.getByText('平板上还有 1 张选票没有送达').waitFor({ state: 'detached' });
  });

  it('leaves every page as it was opened, every receipt in the box once, and the record whole', async () => {
    for (const { page } of everything()) expect(await page.evaluate(() => 'stayed' in window)).toBe(true);
    expect(await hall.staff.presidium.call(audit.check, {})).toMatchObject({ whole: true, broken: null });
    await decide(hall.staff, 'close');
    const uuid = hall.uuid as ElectionUuid;
    const box = await new Person(laptop.url).call(hallRoutes.receipts, { params: { uuid } });
    expect([...box].sort()).toEqual([...trackers].sort());
    await kiosks[0]!.page
      .getByText(/投票已结束|票决已经?结束/)
      .first()
      .waitFor();
    expect(pageErrors).toEqual([]);
  });
});

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, Page, Request } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { isCredential, publicCredential } from '../../core/belenios/index.ts';
import { devices } from '../../core/contract/devices.ts';
import { tablets as routes } from '../../core/contract/tablets.ts';
import type { DeviceId } from '../../core/ids.ts';
import { Hall } from '../server/ballot/hall.ts';
import { close, find, opened } from '../server/motion/motion-hall.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { violations } from './axe.ts';
import { launch, pageErrors, person, picture } from './browser.ts';
import { axeFaults, kioskNumbers, measure, textSizes } from './measure.ts';
import { sizes, Tablet } from './tablet.ts';

const reader = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');

/** A session without cards: two deputies' own tablets, approved at the desk by what their screens show, vote to the publication. */
describe('tablet credentials', () => {
  let server: TestServer;
  let browser: Browser;
  let hall: Hall;
  let staff: Page;
  interface Own {
    readonly context: BrowserContext;
    page: Page;
    one: Tablet;
    readonly id: DeviceId;
    readonly name: string;
  }
  const own: Own[] = [];
  /** Everything any tablet asked the server, address and body. */
  const sent: string[] = [];
  const secrets = new Set<string>();

  beforeAll(async () => {
    prepareZXingModule({ overrides: { wasmBinary: readFileSync(reader).buffer as ArrayBuffer } });
    [server, browser] = await Promise.all([startServer({ client: true }), launch()]);
    hall = await Hall.make(server, {
      deputies: 3,
      present: 0,
      candidates: 4,
      method: { seats: 3, credentials: 'tablets' },
    });
    const { context, page } = await person(browser, server.url, { width: 1366, height: 768 });
    const [name = '', value = ''] = hall.presidium.cookie.split(/=(.*)/s);
    await context.addCookies([{ name, value, url: server.url }]);
    staff = page;
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
        for (const [i, page] of pages.entries()) await picture(page, `tabletcred-failed-${i}`);
      }
    }, 180_000);

  const listen = (page: Page) =>
    page.on('request', (request: Request) =>
      sent.push(`${request.method()} ${request.url()} ${request.postData() ?? ''}`),
    );
  const pair = async (size: { width: number; height: number }, mode: 'shared' | 'personal') => {
    const { code } = await hall.teller.call(devices.makeCode, { params: { pairing: crypto.randomUUID() } });
    const { context, page } = await person(browser, server.url, size);
    listen(page);
    await page.goto(`/kiosk/?pair=${code}`);
    await page.getByRole('button', { name: '完成' }).click();
    const { devices: all } = await hall.teller.call(devices.list);
    const name = `平板0${own.length + 1}`;
    const { id } = all.find((device) => device.name === name)!;
    if (mode === 'personal') await hall.teller.call(devices.change, { params: { device: id }, body: { mode } });
    const tablet = { context, page, one: new Tablet(page), id, name };
    own.push(tablet);
    return tablet;
  };
  const code = (page: Page) => page.getByRole('img', { name: /的二维码/ });
  /** What a camera reads off the tablet. */
  const scanned = async (page: Page): Promise<string> => {
    const [found] = await readBarcodes(await code(page).screenshot(), { formats: ['QRCode'] });
    return found?.text ?? '';
  };
  /** The credential as it lies on the tablet. */
  const secretOn = (page: Page) =>
    page.evaluate(() => {
      const kept = sessionStorage.getItem('piaojue.card') ?? sessionStorage.getItem('piaojue.unapproved');
      return (JSON.parse(kept ?? 'null') as { credential: string } | null)?.credential ?? '';
    });
  const settled = (page: Page) =>
    page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  const look = async (page: Page, name: string) => {
    await picture(page, `tabletcred-${name}`);
    expect(await axeFaults(page), name).toEqual([]);
    for (const [size, px] of textSizes.entries()) {
      await page.evaluate((px) => (document.documentElement.style.fontSize = `${px}px`), px);
      await settled(page);
      if (size === 3) await picture(page, `tabletcred-${name}-large`);
      expect(await measure(page, kioskNumbers(size as 0 | 1 | 2 | 3)), `${name} at ${px} px`).toEqual([]);
    }
    await page.evaluate(() => (document.documentElement.style.fontSize = '24px'));
  };

  step('a tablet shows a code of its public credentials, once it is personal', async () => {
    const { page, id } = await pair(sizes.tablet, 'shared');
    await page.getByText('这台平板是共用模式').waitFor();
    await look(page, 'shared');
    expect(await secretOn(page)).toBe('');
    await hall.teller.call(devices.change, { params: { device: id }, body: { mode: 'personal' } });
    await code(page).waitFor();
    await look(page, 'code-1280');
    const text = await scanned(page);
    expect(text).toMatch(/^PJT1:[2-9A-HJ-NP-Z]{52}$/);
    secrets.add(await secretOn(page));
    // The same after a reload, and after a restart that empties the tab.
    await page.reload();
    await code(page).waitFor();
    expect(await scanned(page)).toBe(text);
    const again = await own[0]!.context.newPage();
    listen(again);
    await page.close();
    await again.goto('/kiosk/');
    await code(again).waitFor();
    expect(await scanned(again)).toBe(text);
    own[0]!.page = again;
    own[0]!.one = new Tablet(again);
    const second = await pair(sizes.small, 'personal');
    await code(second.page).waitFor();
    await look(second.page, 'code-1024');
    secrets.add(await secretOn(second.page));
  });

  step('the desk signs a deputy in and approves what the screen shows', async () => {
    await staff.goto('/console/#/session');
    await staff.getByText('签到和启用平板').first().waitFor();
    await picture(staff, 'tabletcred-session', { fullPage: true });
    expect(await violations(staff)).toEqual([]);
    await staff.goto('/console/#/cards');
    await staff.getByText('本次会议使用平板凭证，不制作票卡').first().waitFor();
    await picture(staff, 'tabletcred-cards');
    await staff.goto('/console/#/desk');
    const search = staff.getByLabel('姓名、拼音首字母或编号');
    const field = staff.getByLabel('平板上的启用码');
    await field.fill('ABC');
    await staff.getByRole('button', { name: '启用', exact: true }).click();
    await staff.getByText('“ABC”不是启用码').waitFor();
    // No more tablets than deputies.
    await field.fill(await scanned(own[0]!.page));
    await staff.getByRole('button', { name: '启用', exact: true }).click();
    await staff.getByText(/激活数不能超过实到人数/).waitFor();
    await search.fill('代表1');
    await search.press('Enter');
    await staff.getByText('请扫描这位代表平板上的二维码').waitFor();
    // By a scanner that types, into whatever field has the focus.
    await field.fill(await scanned(own[0]!.page));
    await field.press('Enter');
    await staff.getByText('平板01已启用').waitFor();
    await own[0]!.page.getByText('这台平板已为您启用').waitFor();
    await look(own[0]!.page, 'ready');
    await search.fill('代表2');
    await search.press('Enter');
    await staff.getByText('代表2（2）已签到').waitFor();
    // By the check code.
    await field.fill((await own[1]!.page.locator('.typed strong').textContent())!.toLowerCase());
    await field.press('Enter');
    await staff.getByText('平板02已启用').waitFor();
    await picture(staff, 'tabletcred-desk', { fullPage: true });
    expect(await violations(staff)).toEqual([]);
    expect((await hall.overview()).cards).toEqual({ made: 2, activated: 2, revoked: 0 });
    await own[1]!.page.getByText('这台平板已为您启用').waitFor();
  });

  step('a tablet that is cleared makes another; the lost one is revoked at the desk', async () => {
    const { page, id } = own[1]!;
    const release = crypto.randomUUID();
    await hall.teller.call(devices.release, { params: { device: id }, body: { release } });
    await code(page).waitFor();
    const fresh = await secretOn(page);
    expect(secrets.has(fresh)).toBe(false);
    secrets.add(fresh);
    await staff.getByText('平板丢失、损坏或收回').click();
    await staff.getByLabel('平板', { exact: true }).selectOption('平板02');
    await staff.getByRole('button', { name: '作废', exact: true }).click();
    await picture(staff, 'tabletcred-revoke');
    await staff.getByRole('dialog').getByRole('button', { name: '作废' }).click();
    await staff.getByText('平板02的凭证已作废').waitFor();
    const field = staff.getByLabel('平板上的启用码');
    await field.fill(await scanned(page));
    await field.press('Enter');
    await staff.getByText('平板02已启用').waitFor();
    expect((await hall.overview()).cards).toEqual({ made: 3, activated: 2, revoked: 1 });
  });

  step('a procedural motion is voted on with one tap, and says what the server could know', async () => {
    const motion = await opened(hall, 'secret', { title: '通过票决办法' });
    for (const { page, one } of own) {
      await page.getByText('服务器在计数的一刻能够推知这台平板选了什么').waitFor();
      if (one === own[0]!.one) await look(page, 'motion');
      await one.press('开始表决');
      await page.getByRole('radio', { name: '赞成' }).click();
      await one.press('下一步');
      await one.press('确认提交');
      await one.heading('已表决').waitFor();
      await one.press('完成');
      await one.press('开始表决');
      await one.heading('这台平板已经表决过').waitFor();
      await one.press('完成');
    }
    await close(hall, motion);
    expect(await find(hall, motion)).toMatchObject({ result: { counts: { for: 2, against: 0, abstain: 0 } } });
  });

  step('each deputy begins with one tap and votes; a late tablet is told why it cannot', async () => {
    await hall.signIn(2, true);
    const late = await pair(sizes.tablet, 'personal');
    await code(late.page).waitFor();
    await hall.open();
    await late.page.getByText('票决已经开始，这台平板没有启用').waitFor();
    await look(late.page, 'late');
    for (const [i, { page, one }] of own.slice(0, 2).entries()) {
      await page.getByRole('button', { name: '开始投票' }).waitFor();
      await page.reload();
      await page.getByRole('button', { name: '开始投票' }).waitFor();
      await look(page, `open-${i === 0 ? '1280' : '1024'}`);
      expect(await page.getByRole('button', { name: '退出，换人使用' }).count()).toBe(0);
      await one.press('开始投票');
      await one.marking();
      for (const [n, choice] of (['赞成', '赞成', '反对'] as const).entries()) await one.choice(n + 1, choice).click();
      await one.cast();
      await one.heading('选票已投出').waitFor({ timeout: 60_000 });
      await one.press('完成');
      secrets.add(await secretOn(page));
    }
    await staff.reload();
    await staff.getByText('不能再启用或作废平板').waitFor();
    await picture(staff, 'tabletcred-desk-open');
  });

  step('the result says which way was used, and the archive too', async () => {
    await hall.finish();
    const { page } = await person(browser, server.url, { width: 1366, height: 900 });
    await page.goto(`/public/?congress=${hall.congress}#/ballot/${hall.uuid}`);
    await page.goto(`/public/?congress=${hall.congress}`);
    await page.getByRole('link').filter({ hasText: '第二次会议' }).first().click();
    await page.getByText('系统能知道哪张加密选票来自哪台平板').first().waitFor();
    await picture(page, 'tabletcred-public', { fullPage: true });
    expect(new TextDecoder().decode(await hall.archive())).toContain('本次票决使用平板凭证');
  });

  step('a second ballot is voted on by the same tablets', async () => {
    const { ballot } = await hall.overview();
    await hall.decide(ballot.id, 'second-now', '当场再投');
    await hall.makeBallot('second');
    await hall.both('open');
    for (const { page, one } of own.slice(0, 2)) {
      await page.getByRole('button', { name: '开始投票' }).waitFor();
      await one.press('开始投票');
      await one.marking();
      await one.choice(1, '赞成').click();
      await one.cast();
      await one.heading('选票已投出').waitFor({ timeout: 60_000 });
      await one.press('完成');
      await one.press('开始投票');
      await one.heading('这台平板已经投过票').waitFor();
      await one.press('完成');
    }
    await hall.finish();
  });

  step('nothing private was ever sent, and the desk approved exactly what each tablet had', async () => {
    secrets.delete('');
    expect(secrets.size).toBeGreaterThanOrEqual(3);
    expect(sent.some((line) => line.includes('/api/device/credential'))).toBe(true);
    for (const secret of secrets) {
      expect(isCredential(secret)).toBe(true);
      const bare = secret.replaceAll('-', '');
      for (const line of sent) expect(line.replaceAll('-', '').includes(bare)).toBe(false);
    }
    const listed = await hall.teller.call(routes.list, { params: hall.in });
    expect(listed.map(({ name, approved }) => [name, approved])).toEqual([
      ['平板01', 'active'],
      ['平板02', 'active'],
      ['平板03', null],
    ]);
    const issued = await server.database.db.selectFrom('issued_credential').select('credential').execute();
    const mine = [...secrets].flatMap((secret) =>
      hall.uuids.map((uuid) => publicCredential(hall.group, uuid, secret as never)),
    );
    for (const { credential } of issued) expect(mine).toContain(credential);
    // Two tablets in two ballots.
    expect(issued).toHaveLength(4);
  });

  step('un-pairing wipes the credential', async () => {
    const { page, id } = own[0]!;
    await hall.teller.call(devices.unpair, { params: { device: id } });
    await page.getByText('这台平板还没有配对').waitFor();
    await look(page, 'unpaired');
    expect(await secretOn(page)).toBe('');
  });

  step('no page threw an error', async () => expect(pageErrors).toEqual([]));
});

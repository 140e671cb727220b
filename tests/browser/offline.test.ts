import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApp } from '../../server/app.ts';
import { Hall } from '../server/ballot/hall.ts';
import { remove } from '../support/remove.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { launch, launchOn, pageErrors, person, picture } from './browser.ts';
import { sizes, Tablet } from './tablet.ts';

/** In the page: whether the marks on the disk are the ones the tab has. */
async function lastMarkOnDisk(): Promise<boolean> {
  const kept = JSON.parse(sessionStorage.getItem('piaojue.kiosk') ?? '{}') as { draft?: { box: string } };
  const opening = indexedDB.open('piaojue.draft');
  const db = await new Promise<IDBDatabase>((resolve, reject) => {
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
  const found = db.transaction('card').objectStore('card').get('own');
  const value = await new Promise<{ box: string } | undefined>((resolve) => {
    found.onsuccess = () => resolve(found.result as { box: string } | undefined);
  });
  db.close();
  return value !== undefined && value.box === kept.draft?.box;
}

/** A browser's files that hold a text, in any of the forms in which Chromium writes what pages store: one byte a character, or two in either order. */
function filesWith(profile: string, text: string, within = /./): string[] {
  const wide = Buffer.from(text, 'utf16le');
  const forms = [Buffer.from(text, 'utf8'), wide, Buffer.from(wide).swap16()];
  return readdirSync(profile, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => within.test(file))
    .filter((file) => {
      try {
        const bytes = readFileSync(file);
        return forms.some((form) => bytes.includes(form));
      } catch {
        // Gone meanwhile.
        return false;
      }
    });
}

/** The network is cut and restored by the browser's own controls, or the server goes away and comes back, at each step of a deputy's way. */
describe('a tablet without a network', () => {
  let server: TestServer;
  let browser: Browser;
  let hall: Hall;
  let card = 0;
  const next = () => hall.cards[card++]!.secret;
  /** Trackers in the box. */
  const box = async () => {
    const { rows } = await sql<{ hash: string }>`select hash from cast_ballot`.execute(server.services.db);
    return rows.map(({ hash }) => Buffer.from(hash, 'hex').toString('base64').replace(/=+$/, ''));
  };
  const holds = async (tracker: string) => expect(await box()).toContain(tracker);

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer({ client: true }), launch()]);
    hall = await Hall.make(server, { deputies: 30, candidates: 12, method: { seats: 10 } });
    await hall.open();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const tablet = async (size: { width: number; height: number } = sizes.tablet) => {
    const { context, page } = await person(browser, server.url, size);
    const one = new Tablet(page);
    await one.open(hall.congress);
    await page.getByRole('button', { name: '开始投票' }).waitFor();
    await one.installed();
    return { context, page, one };
  };
  const closing = async (context: BrowserContext) => context.close();

  it('starts from its own cache, with nothing of the server in it', async () => {
    const { context, page } = await tablet();
    const build = await page.locator('footer dd').last().innerText();
    expect(build).toMatch(/^([0-9A-F]{4} ){3}[0-9A-F]{4}$/);
    await context.setOffline(true);
    await page.reload();
    await page.getByRole('button', { name: '开始投票' }).waitFor();
    await page.getByText('网络断开，仍可投票').waitFor();
    expect(await page.locator('footer dd').last().innerText()).toBe(build);
    await picture(page, 'kiosk-offline-waiting');
    const cached = await page.evaluate(async () =>
      (await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys())))
        .flat()
        .map(({ url }) => new URL(url).pathname),
    );
    expect(cached).toContain('/kiosk/');
    expect(cached.filter((name) => !/^\/(assets|kiosk)\//.test(name))).toEqual([]);
    expect(cached.filter((name) => /console|scrutineer|screen-|public-/.test(name))).toEqual([]);
    await context.setOffline(false);
    await page.getByText('网络正常').waitFor();
    await closing(context);
  });

  it('is an installable page', async () => {
    const { context, page } = await tablet();
    const session = await context.newCDPSession(page);
    const { manifest, errors } = (await session.send('Page.getAppManifest')) as unknown as {
      manifest: { name?: string; display?: string };
      errors: unknown[];
      data: string;
    };
    expect(errors).toEqual([]);
    expect(manifest ?? {}).toMatchObject({ name: '票决·代表平板' });
    const { installabilityErrors } = (await session.send('Page.getInstallabilityErrors' as never)) as unknown as {
      installabilityErrors: { errorId: string }[];
    };
    // A private window installs nothing: all else must be in order.
    expect(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito')).toEqual([]);
    await closing(context);
  });

  for (const [name, size] of Object.entries(sizes).filter(([name]) => name !== 'portrait')) {
    it(`cut while marking: the ballot goes on, survives a reload, waits, and is cast when the network is back (${name})`, async () => {
      const { context, page, one } = await tablet(size);
      await one.begin(next());
      await one.choice(1, '赞成').click();
      await context.setOffline(true);
      await one.choice(2, '反对').click();
      await page.reload();
      await one.marking();
      expect(await one.choice(1, '赞成').getAttribute('aria-checked')).toBe('true');
      expect(await one.choice(2, '反对').getAttribute('aria-checked')).toBe('true');
      await one.cast();
      await one.heading('等待网络，尚未投出').waitFor();
      expect(await page.getByText('已投出').count()).toBe(0);
      const tracker = await one.tracker();
      expect(tracker).toMatch(/^[A-Za-z0-9+/]{43}$/);
      expect(await box()).not.toContain(tracker);
      await picture(page, `kiosk-offline-sending-${name}`);
      // Again after a reload: still waiting, the same ballot.
      await page.reload();
      await one.heading('等待网络，尚未投出').waitFor();
      expect(await one.tracker()).toBe(tracker);
      await context.setOffline(false);
      await one.heading('选票已投出').waitFor();
      expect(await one.tracker()).toBe(tracker);
      await holds(tracker);
      await one.press('完成');
      expect(await page.getByRole('button', { name: /待发送|未投出/ }).count()).toBe(0);
      await closing(context);
    });
  }

  it('cut before the card: it is told what applies, and two deputies vote one after the other', async () => {
    const { context, page, one } = await tablet();
    await context.setOffline(true);
    const trackers: string[] = [];
    const first = next();
    for (const secret of [first, next()]) {
      await one.type(secret);
      await page.getByText('现在无法核对这张票卡').waitFor();
      if (trackers.length === 0) await picture(page, 'kiosk-offline-card');
      await one.press('继续填写选票');
      await one.marking();
      await one.choice(trackers.length + 1, '赞成').click();
      await one.cast();
      await one.heading('等待网络，尚未投出').waitFor();
      trackers.push(await one.tracker());
      await one.press('抄好了，请下一位代表使用');
      await page.getByRole('button', { name: `待发送 ${trackers.length} 张` }).waitFor();
      // Nothing of the deputy who went is left for the next one.
      expect(await page.evaluate(() => sessionStorage.getItem('piaojue.kiosk'))).toBeNull();
    }
    await picture(page, 'kiosk-offline-two');
    // The same card again on this tablet: its ballot is waiting, there is no second one.
    await one.type(first);
    await one.heading('等待网络，尚未投出').waitFor();
    expect(await one.tracker()).toBe(trackers[0]);
    await one.press('抄好了，请下一位代表使用');
    await one.press('待发送 2 张');
    await one.heading('本机保存的选票').waitFor();
    expect(await one.kept()).toEqual([...trackers].sort().map((tracker) => ({ tracker, state: '等待网络，尚未投出' })));
    await picture(page, 'kiosk-offline-kept');
    await one.press('返回');
    // Nobody is at the tablet: both are sent by themselves, also after a reload.
    await page.reload();
    await page.getByRole('button', { name: '待发送 2 张' }).waitFor();
    await context.setOffline(false);
    await one.press('已补投 2 张');
    expect(await one.kept()).toEqual([...trackers].sort().map((tracker) => ({ tracker, state: '已投出' })));
    for (const tracker of trackers) await holds(tracker);
    await closing(context);
  });

  it('cut before the page was ever opened: it starts as soon as the network is there', async () => {
    const { context, page } = await person(browser, server.url, sizes.tablet);
    await context.setOffline(true);
    await expect(page.goto(`/kiosk/?congress=${hall.congress}`)).rejects.toThrow('ERR_INTERNET_DISCONNECTED');
    await context.setOffline(false);
    const one = new Tablet(page);
    await one.open(hall.congress);
    await page.getByRole('button', { name: '开始投票' }).waitFor();
    await context.close();
  });

  it('cut while sending, the reply lost: the ballot is in the box once, and its receipt comes', async () => {
    const { context, page, one } = await tablet();
    await one.begin(next());
    let lost = 0;
    await context.route('**/api/elections/*/ballots', async (route) => {
      // The server gets it; its answer does not arrive.
      if (lost++ < 2) {
        await route.fetch();
        await route.abort('connectionreset');
      } else await route.continue();
    });
    const before = (await box()).length;
    await one.cast();
    await one.heading('选票已投出').waitFor();
    expect(lost).toBeGreaterThan(1);
    await holds(await one.tracker());
    expect((await box()).length).toBe(before + 1);
    await page.getByRole('button', { name: '完成' }).click();
    await context.close();
  });

  it('the server restarts while a ballot waits', async () => {
    const { context, page, one } = await tablet(sizes.small);
    await one.begin(next());
    const { port } = new URL(server.url);
    await server.app.close();
    await one.cast();
    await one.heading('等待网络，尚未投出').waitFor();
    const tracker = await one.tracker();
    const app = await buildApp(server.services, { client: true });
    await app.listen({ port: Number(port), host: '127.0.0.1' });
    Object.assign(server, { app });
    await one.heading('选票已投出').waitFor();
    expect(await one.tracker()).toBe(tracker);
    await holds(tracker);
    await page.getByRole('button', { name: '完成' }).click();
    await context.close();
  });

  it('the tablet loses its power in mid-marking: the marks are there for the same card, and readable for nobody without it', async () => {
    const profile = mkdtempSync(path.join(tmpdir(), 'piaojue-tablet-'));
    try {
      const mine = next();
      const first = await launchOn(profile, server.url, sizes.tablet);
      const one = new Tablet(first.page);
      await one.open(hall.congress);
      await first.page.getByRole('button', { name: '开始投票' }).waitFor();
      await one.begin(mine);
      await one.choice(1, '赞成').click();
      await one.choice(2, '反对').click();
      // The last tap is on its way to the disk for a moment.
      await expect.poll(() => first.page.evaluate(lastMarkOnDisk)).toBe(true);
      await first.kill();
      expect(filesWith(profile, 'piaojue.draft', /IndexedDB/).length).toBeGreaterThan(0);
      expect(filesWith(profile, mine)).toEqual([]);
      for (const word of ['"for"', '"against"']) expect(filesWith(profile, word, /Storage|IndexedDB/)).toEqual([]);

      const second = await launchOn(profile, server.url, sizes.tablet);
      const again = new Tablet(second.page);
      await again.open(hall.congress);
      await again.begin(mine);
      expect(await again.choice(1, '赞成').getAttribute('aria-checked')).toBe('true');
      expect(await again.choice(2, '反对').getAttribute('aria-checked')).toBe('true');
      await second.kill();

      const third = await launchOn(profile, server.url, sizes.tablet);
      const other = new Tablet(third.page);
      await other.open(hall.congress);
      await other.begin(next());
      expect(await other.choice(1, '赞成').getAttribute('aria-checked')).toBe('false');
      await other.cast();
      await other.heading('选票已投出').waitFor();
      await third.kill();

      // The card that voted here has taken the place of the marks before.
      const fourth = await launchOn(profile, server.url, sizes.tablet);
      const last = new Tablet(fourth.page);
      await last.open(hall.congress);
      await fourth.page.getByRole('button', { name: /开始投票|完成/ }).waitFor();
      if (await fourth.page.getByRole('button', { name: '完成' }).count()) await last.press('完成');
      await last.begin(mine);
      expect(await last.choice(1, '赞成').getAttribute('aria-checked')).toBe('false');
      await fourth.kill();
    } finally {
      await remove(profile);
    }
  });

  it('the tablet loses its power with a ballot waiting: it is there when the tablet starts again, and is cast', async () => {
    const profile = mkdtempSync(path.join(tmpdir(), 'piaojue-tablet-'));
    try {
      const first = await launchOn(profile, server.url, sizes.tablet);
      const one = new Tablet(first.page);
      await one.open(hall.congress);
      await one.page.getByRole('button', { name: '开始投票' }).waitFor();
      await one.installed();
      await one.begin(next());
      await first.context.setOffline(true);
      await one.cast();
      await one.heading('等待网络，尚未投出').waitFor();
      const tracker = await one.tracker();
      await first.kill();

      // Still no network when it starts again: the server is not there.
      const { port } = new URL(server.url);
      await server.app.close();
      const second = await launchOn(profile, server.url, sizes.tablet);
      const again = new Tablet(second.page);
      await again.open(hall.congress);
      await again.press('待发送 1 张');
      expect(await again.kept()).toEqual([{ tracker, state: '等待网络，尚未投出' }]);
      await again.press('返回');
      await second.kill();
      expect(await box()).not.toContain(tracker);

      const app = await buildApp(server.services, { client: true });
      await app.listen({ port: Number(port), host: '127.0.0.1' });
      Object.assign(server, { app });
      const third = await launchOn(profile, server.url, sizes.tablet);
      const last = new Tablet(third.page);
      await last.open(hall.congress);
      await last.press('已补投 1 张');
      expect(await last.kept()).toEqual([{ tracker, state: '已投出' }]);
      await holds(tracker);
      await third.kill();
    } finally {
      await remove(profile);
    }
  }, 120_000);

  it('closed meanwhile: the one who waits, and the one who went, are told plainly that nothing was cast', async () => {
    const { context, page, one } = await tablet();
    await context.setOffline(true);
    const trackers: string[] = [];
    for (const secret of [next(), next()]) {
      await one.type(secret);
      await one.press('继续填写选票');
      await one.marking();
      await one.cast();
      await one.heading('等待网络，尚未投出').waitFor();
      trackers.push(await one.tracker());
      if (trackers.length === 1) await one.press('抄好了，请下一位代表使用');
    }
    const other = await tablet(sizes.small);
    await other.one.begin(next());
    await other.one.choice(1, '赞成').click();
    await hall.both('close');
    // With a network, marks under way end plainly too.
    await other.one.heading('票决已经结束').waitFor();
    await other.context.close();
    await context.setOffline(false);
    await one.heading('选票没有投出').waitFor();
    await page.getByText('票决已经结束，这张选票没有投出。').waitFor();
    await picture(page, 'kiosk-offline-closed');
    await one.press('返回首页');
    await one.press('未投出 1 张');
    expect(await one.kept()).toEqual([{ tracker: trackers[0], state: '没有投出' }]);
    await picture(page, 'kiosk-offline-refused');
    // It stays until somebody has told the deputy.
    await page.reload();
    await one.press('未投出 1 张');
    await one.press(/已告知代表/);
    await one.press('已告知，移除');
    await page.getByText('本机没有等待发送的选票').waitFor();
    const inside = await box();
    for (const tracker of trackers) expect(inside).not.toContain(tracker);
    await context.close();
  });

  it('no page reported an error', () => {
    expect(pageErrors).toEqual([]);
  });
});

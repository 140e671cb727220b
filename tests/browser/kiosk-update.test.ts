import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApp } from '../../server/app.ts';
import { projectRoot } from '../../server/database/project-root.ts';
import { serveClient } from '../../server/static.ts';
import { Hall } from '../server/ballot/hall.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { launch, person } from './browser.ts';
import { sizes, Tablet } from './tablet.ts';

/** The server gets a newer build while tablets are in use. */
describe('a newer build', () => {
  let server: TestServer;
  let app: FastifyInstance;
  let url: string;
  let folder: string;
  let browser: Browser;
  let hall: Hall;
  let card = 0;
  const next = () => hall.cards[card++]!.secret;
  let builds = 0;

  /** Another page, another name for its script and another service worker, as any change of the kiosk makes them. */
  const deploy = () => {
    builds += 1;
    const page = path.join(folder, 'kiosk', 'index.html');
    const html = readFileSync(page, 'utf8').replace(/<title>[^<]*/, `<title>build ${builds}`);
    const script = /src="\/(assets\/kiosk-[^"]+\.js)"/.exec(html)![1]!;
    const renamed = `assets/kiosk-build${builds}.js`;
    renameSync(path.join(folder, script), path.join(folder, renamed));
    writeFileSync(page, html.replace(script, renamed));
    const worker = path.join(folder, 'kiosk', 'service-worker.js');
    const text = readFileSync(worker, 'utf8').replace(script, renamed);
    writeFileSync(worker, text.replace(/(url:"\/kiosk\/",revision:")[^"]*/, `$1${builds}`));
  };

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'piaojue-build-'));
    cpSync(path.join(projectRoot(), 'dist', 'client'), folder, { recursive: true });
    [server, browser] = await Promise.all([startServer(), launch()]);
    app = await buildApp(server.services, { client: false });
    await serveClient(app, folder);
    await app.listen({ port: 0, host: '127.0.0.1' });
    url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
    hall = await Hall.make(server, { deputies: 4, candidates: 3 });
    await hall.open();
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const tablet = async () => {
    const { context, page } = await person(browser, url, sizes.tablet);
    let loads = 0;
    page.on('load', () => {
      loads += 1;
    });
    const one = new Tablet(page);
    await one.open(hall.congress);
    await page.getByRole('button', { name: '开始投票' }).waitFor();
    await one.installed();
    const shown = () => page.locator('footer dd').last().innerText();
    await expect.poll(shown).toMatch(/^([0-9A-F]{4} ){3}[0-9A-F]{4}$/);
    return { context, page, one, shown, loads: () => loads };
  };

  it('is not taken in mid-ballot, then once, when the tablet is free; the build shown is the one that runs', async () => {
    const { context, page, one, shown, loads } = await tablet();
    const before = await shown();
    await one.begin(next());
    await one.choice(1, '赞成').click();
    deploy();
    // As browsers do by themselves now and then.
    await page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      await registration.update();
    });
    await page.waitForFunction(async () => (await navigator.serviceWorker.ready).waiting !== null);
    await one.review();
    expect(loads()).toBe(1);
    expect(await page.title()).not.toBe('build 1');
    // A reload in mid-ballot brings the same build.
    await page.reload();
    await one.marking();
    expect(await page.title()).not.toBe('build 1');
    expect(await one.choice(1, '赞成').getAttribute('aria-checked')).toBe('true');
    await one.cast();
    await one.heading('选票已投出').waitFor();
    expect(loads()).toBe(2);
    await one.press('完成');
    await page.waitForFunction(() => document.title === 'build 1');
    await page.getByRole('button', { name: '开始投票' }).waitFor();
    expect(loads()).toBe(3);
    await expect.poll(shown).toMatch(/^[0-9A-F ]{19}$/);
    expect(await shown()).not.toBe(before);
    // And it works from there, without a network too.
    await context.setOffline(true);
    await page.reload();
    await page.getByRole('button', { name: '开始投票' }).waitFor();
    expect(await page.title()).toBe('build 1');
    await context.close();
  });

  it('is found by the page itself where there is no service worker, as over plain http', async () => {
    const context = await browser.newContext({ baseURL: url, viewport: sizes.tablet, serviceWorkers: 'block' });
    const page = await context.newPage();
    await page.clock.install();
    const one = new Tablet(page);
    await one.open(hall.congress);
    await page.getByRole('button', { name: '开始投票' }).waitFor();
    const shown = () => page.locator('footer dd').last().innerText();
    await expect.poll(shown).toMatch(/^[0-9A-F ]{19}$/);
    const before = await shown();
    await one.begin(next());
    deploy();
    await page.clock.fastForward(61_000);
    await one.review();
    expect(await page.title()).not.toBe(`build ${builds}`);
    await one.press('返回修改');
    await one.press('退出投票');
    await one.press('退出并清除');
    await page.waitForFunction((title) => document.title === title, `build ${builds}`);
    await page.getByRole('button', { name: '开始投票' }).waitFor();
    await expect.poll(shown).toMatch(/^[0-9A-F ]{19}$/);
    expect(await shown()).not.toBe(before);
    await context.close();
  });
});

import os from 'node:os';
import path from 'node:path';
import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mayRead, pages } from '../../client/console/shell/router.ts';
import { hall } from '../../core/contract/hall.ts';
import { random } from '../../server/random.ts';
import { Person } from '../../server/rehearsal/api.ts';
import { makeElectorate } from '../../server/rehearsal/electorate.ts';
import { readOptions } from '../../server/rehearsal/options.ts';
import { type OwnServer, startOwnServer } from '../../server/rehearsal/own-server.ts';
import { rehearse } from '../../server/rehearsal/run.ts';
import type { Staff } from '../../server/rehearsal/staff.ts';
import { launch, pageErrors, person } from './browser.ts';
import { faults, languages } from './faults.ts';

const console1366 = { width: 1366, height: 768 };
const phone = { width: 360, height: 740 };
const tablet = { width: 1280, height: 800 };

describe('every page, in both languages, has no violation and fits its screen', () => {
  let browser: Browser;
  let fresh: OwnServer;
  let held: OwnServer;
  let staff: Staff;
  const contexts: BrowserContext[] = [];

  /** Somebody who is signed in already. */
  const signedIn = async (server: OwnServer, cookie: string, size: { width: number; height: number }) => {
    const { context, page } = await person(browser, server.url, size);
    contexts.push(context);
    const cookies = cookie.split('; ').map((pair) => {
      const at = pair.indexOf('=');
      return { name: pair.slice(0, at), value: pair.slice(at + 1), url: server.url };
    });
    if (cookie) await context.addCookies(cookies);
    return page;
  };
  const anybody = (server: OwnServer, size: { width: number; height: number }) => signedIn(server, '', size);

  /** Every page of the console that this role has; a new one is looked at without being named here. */
  const consolePages = async (
    server: OwnServer,
    cookie: string,
    role: 'presidium' | 'administrator' | 'teller',
    spoken: readonly string[] = languages,
  ) => {
    const page = await signedIn(server, cookie, console1366);
    const found: string[] = [];
    for (const name of pages.filter((one) => mayRead(one, role)))
      found.push(...(await faults(page, `/console/#/${name}`, spoken)));
    return found;
  };

  beforeAll(async () => {
    [browser, fresh, held] = await Promise.all([launch(), startOwnServer(), startOwnServer()]);
    const given = ['--deputies', '5', '--candidates', '4', '--seats', '3', '--within', '0'];
    const options = readOptions([...given, '--out', path.join(os.tmpdir(), `piaojue-every-page-${process.pid}`)]);
    if (!options.ok) throw new Error(options.error);
    const electorate = makeElectorate(options.value, random);
    if (!electorate.ok) throw new Error(electorate.error);
    ({ staff } = await rehearse(held.url, options.value, electorate.value, (_name, _total, work) => work(() => {})));
  }, 240_000);
  afterAll(async () => {
    for (const context of contexts) await context.close();
    await browser?.close();
    await Promise.all([fresh?.stop(), held?.stop()]);
  }, 60_000);

  it('before anything is set up', async () => {
    for (const size of [console1366, phone]) expect(await faults(await anybody(fresh, size), '/')).toEqual([]);
    expect(await faults(await anybody(fresh, tablet), '/kiosk/')).toEqual([]);
    expect(await faults(await anybody(fresh, phone), '/public/')).toEqual([]);
    expect(await faults(await anybody(fresh, console1366), '/screen/')).toEqual([]);
  });

  it('with the sample town', async () => {
    const page = await anybody(fresh, console1366);
    const sample = await page.request.post('/api/setup/sample', { headers: { origin: fresh.url } });
    const { accounts } = (await sample.json()) as { accounts: { login: string; password: string; role: string }[] };
    const cookies = new Map<string, string>();
    for (const role of ['presidium', 'administrator', 'teller', 'chief-scrutineer']) {
      const { login, password } = accounts.find((one) => one.role === role)!;
      const { context } = await person(browser, fresh.url, console1366);
      contexts.push(context);
      await context.request.post('/api/sign-in', { data: { login, password }, headers: { origin: fresh.url } });
      const all = await context.cookies();
      cookies.set(role, all.map(({ name, value }) => `${name}=${value}`).join('; '));
    }
    for (const size of [console1366, phone]) {
      expect(await faults(await anybody(fresh, size), '/')).toEqual([]);
      expect(await faults(await anybody(fresh, size), '/scrutineer/')).toEqual([]);
    }
    expect(await faults(await anybody(fresh, console1366), '/console/')).toEqual([]);
    expect(await consolePages(fresh, cookies.get('presidium')!, 'presidium')).toEqual([]);
    for (const role of ['administrator', 'teller'] as const)
      expect(await consolePages(fresh, cookies.get(role)!, role, ['zh-CN'])).toEqual([]);
    expect(await faults(await signedIn(fresh, cookies.get('chief-scrutineer')!, phone), '/scrutineer/')).toEqual([]);
    for (const address of ['/kiosk/', '/kiosk/?pair'])
      expect(await faults(await anybody(fresh, tablet), address)).toEqual([]);
    expect(await faults(await anybody(fresh, console1366), '/screen/')).toEqual([]);
    expect(await faults(await anybody(fresh, phone), '/public/')).toEqual([]);
  }, 600_000);

  it('with a published ballot', async () => {
    expect(await consolePages(held, staff.presidium.cookie, 'presidium', ['zh-CN'])).toEqual([]);
    expect(await faults(await signedIn(held, staff.scrutineers[0]!.cookie, phone), '/scrutineer/')).toEqual([]);
    const [published] = await new Person(held.url).call(hall.published, { params: { congress: staff.congress } });
    for (const size of [phone, console1366]) {
      expect(await faults(await anybody(held, size), '/public/')).toEqual([]);
      expect(await faults(await anybody(held, size), `/public/?election=${published!.uuid}`)).toEqual([]);
    }
    expect(await faults(await anybody(held, console1366), '/screen/')).toEqual([]);
    expect(await faults(await anybody(held, tablet), '/kiosk/')).toEqual([]);
  }, 600_000);

  it('of the public’s part in the year, and of the deputies’ own desk', async () => {
    for (const address of ['/', '/public/', '/public/suggest', '/public/suggestions', '/public/suggestion', '/deputy/'])
      expect(await faults(await anybody(held, phone), address)).toEqual([]);
  }, 120_000);

  it('and none reported an error', () => expect(pageErrors).toEqual([]));
});

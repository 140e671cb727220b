import { randomUUID } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ceremony } from '../../core/contract/ceremony.ts';
import { hall } from '../../core/contract/hall.ts';
import { identity } from '../../core/contract/identity.ts';
import { session as routes } from '../../core/contract/session.ts';
import type { CongressId, ProposalId, SessionId } from '../../core/ids.ts';
import type { FourEyesAct } from '../../core/workflow/ballot.ts';
import { Person } from '../../server/rehearsal/api.ts';
import { type OwnServer, startOwnServer } from '../../server/rehearsal/own-server.ts';
import { violations } from './axe.ts';
import { launch, pageErrors, person, picture } from './browser.ts';

/** The devices fail: the whole ballot is held on paper, from the choice to the public page. */
describe('a ballot on paper', () => {
  let server: OwnServer;
  let browser: Browser;
  let session: SessionId;
  let congress: CongressId;
  const accounts = new Map<string, { login: string; password: string }>();
  const pages = new Map<string, Page>();
  const people = new Map<string, Person>();

  /** Somebody at the console's page of paper, and the same person over the API. */
  const at = async (role: string): Promise<Page> => {
    const known = pages.get(role);
    if (known) return known;
    const { page } = await person(browser, server.url, { width: 1366, height: 768 });
    const account = accounts.get(role)!;
    await page.request.post('/api/sign-in', { data: account, headers: { origin: server.url } });
    await page.goto(`/console/#/paper/${session}`);
    pages.set(role, page);
    return page;
  };
  const as = async (role: string): Promise<Person> => {
    const known = people.get(role);
    if (known) return known;
    const one = new Person(server.url);
    await one.call(identity.signIn, { body: accounts.get(role)! });
    people.set(role, one);
    return one;
  };
  const both = async (act: FourEyesAct) => {
    const params = { session, proposal: randomUUID() as ProposalId };
    await (await as('presidium')).call(routes.propose, { params, body: { act, reason: '' } });
    await (await as('chief-scrutineer')).call(routes.confirm, { params });
  };
  const look = async (page: Page, name: string) => {
    await picture(page, `paper-${name}`, { fullPage: true });
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    expect(await violations(page)).toEqual([]);
  };

  beforeAll(async () => {
    [server, browser] = await Promise.all([startOwnServer(), launch()]);
    const anybody = new Person(server.url);
    const sample = await anybody.call(identity.setupSample, {});
    session = sample.session;
    congress = sample.congress.id;
    for (const { role, login, password } of sample.accounts)
      if (!accounts.has(role)) accounts.set(role, { login, password });
    const presidium = await as('presidium');
    const scrutineers = sample.accounts.filter(({ role }) => role === 'scrutineer').slice(0, 2);
    accounts.set('second', scrutineers[1]!);
    const ids = [];
    for (const role of ['chief-scrutineer', 'scrutineer', 'second'])
      ids.push((await (await as(role)).call(identity.me, {})).account.id);
    await presidium.call(routes.appointScrutineers, { params: { session }, body: { accounts: ids } });
    const deputies = await presidium.call(routes.attendance, { params: { session } });
    const present = deputies.slice(0, 50).map(({ id }) => id);
    await presidium.call(routes.markMany, { params: { session }, body: { deputies: present, present: true } });
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  }, 60_000);

  it('is chosen, printed and opened without key and cards', async () => {
    const page = await at('presidium');
    await page.getByRole('button', { name: '全部用纸质票' }).click();
    await page.getByRole('button', { name: '打印选票' }).waitFor();
    await look(page, 'chosen');
    // What goes to the printer is kept beside the page, for the PDF.
    await page.evaluate(() => {
      window.print = () => {
        const sheets = document.querySelector('.print-paper')!.cloneNode(true);
        setTimeout(() => {
          document.querySelector('.kept-print')?.remove();
          (sheets as HTMLElement).classList.add('kept-print');
          document.body.append(sheets);
          document.documentElement.classList.add('printing-paper');
        });
      };
    });
    for (const [button, name] of [
      ['打印选票', 'ballots'],
      ['打印计票单', 'count-sheet'],
    ] as const) {
      await page.getByRole('button', { name: button }).click();
      await page.locator('.kept-print').waitFor({ state: 'attached' });
      await page.emulateMedia({ media: 'print' });
      await page.setViewportSize({ width: 794, height: 1123 });
      await picture(page, `paper-${name}`);
      await page.emulateMedia({ media: 'screen' });
      await page.setViewportSize({ width: 1366, height: 768 });
      await page.evaluate(() => {
        document.querySelector('.kept-print')?.remove();
        document.documentElement.classList.remove('printing-paper');
      });
    }
    await both('open');
    const kiosk = await new Person(server.url).call(hall.kiosk, { params: { congress } });
    expect(kiosk.ballot).toMatchObject({ state: 'open', medium: 'paper' });
    await both('close');
  });

  const fill = async (page: Page, yes: number) => {
    await page.getByLabel('发出', { exact: true }).fill('50');
    await page.getByLabel('收回', { exact: true }).fill('49');
    await page.getByLabel('废票', { exact: true }).fill('1');
    const cells = page.locator('tbody input');
    const projects = (await cells.count()) / 3;
    for (let i = 0; i < projects; i++) {
      const approvals = i === 0 ? yes : i < 10 ? 40 : 20;
      await cells.nth(3 * i).fill(String(approvals));
      await cells.nth(3 * i + 1).fill('3');
      await cells.nth(3 * i + 2).fill(String(48 - approvals - 3));
    }
  };

  it('is counted by two people who do not see each other, and who are told where they differ', async () => {
    const [teller, chief] = [await at('teller'), await at('chief-scrutineer')];
    const save = (page: Page) => page.getByRole('button', { name: '提交计票单' }).click();
    await fill(teller, 44);
    await teller.getByLabel('收回', { exact: true }).fill('48');
    await save(teller);
    await teller.getByText('应等于有效票 47').first().waitFor();
    await look(teller, 'faults');
    await teller.getByLabel('收回', { exact: true }).fill('49');
    await save(teller);
    await teller.getByText('等待另一人录入').waitFor();
    await chief.reload();
    await fill(chief, 41);
    expect(await chief.locator('body').innerText()).not.toContain('44');
    await save(chief);
    for (const page of [teller, chief]) await page.getByText('有 2 处不一致').waitFor();
    await look(chief, 'differ');
    await chief.locator('tbody input').nth(0).fill('44');
    await chief.locator('tbody input').nth(2).fill('1');
    await save(chief);
    for (const page of [teller, chief]) await page.getByText('计票完成').waitFor();
    await chief.locator('input[type=file]').setInputFiles({
      name: '计票单.png',
      mimeType: 'image/png',
      buffer: await chief.screenshot(),
    });
    await chief.getByText('计票单.png').first().waitFor();
    await look(chief, 'counted');
  });

  it('is certified and published; the public reads how it was held', async () => {
    for (const role of ['chief-scrutineer', 'scrutineer', 'second'])
      await (await as(role)).call(ceremony.certify, { params: { session } });
    await both('publish');
    const [published] = await new Person(server.url).call(hall.published, { params: { congress } });
    const { page } = await person(browser, server.url, { width: 390, height: 844 });
    await page.goto(`/public/?election=${published!.uuid}`);
    await page.getByText('纸质票').first().waitFor();
    await look(page, 'public');
    const staff = await at('presidium');
    await staff.goto(`/console/#/session/${session}`);
    await staff.getByText('结果已公布').first().waitFor();
    await look(staff, 'session');
    expect(pageErrors).toEqual([]);
  });
});

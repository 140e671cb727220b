import { randomUUID } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { makeCredential, publicCredential, spellCredential } from '../../core/belenios/index.ts';
import { ceremony } from '../../core/contract/ceremony.ts';
import { hall } from '../../core/contract/hall.ts';
import { identity } from '../../core/contract/identity.ts';
import { session as routes } from '../../core/contract/session.ts';
import type { CardSerial, CongressId, ProposalId, SessionId } from '../../core/ids.ts';
import type { FourEyesAct } from '../../core/workflow/ballot.ts';
import { random } from '../../server/random.ts';
import { Person } from '../../server/rehearsal/api.ts';
import type { RehearsalOptions } from '../../server/rehearsal/options.ts';
import { type OwnServer, startOwnServer } from '../../server/rehearsal/own-server.ts';
import { decrypt, makeKey } from '../../server/rehearsal/scrutineers.ts';
import type { Staff } from '../../server/rehearsal/staff.ts';
import { fastGroups } from '../../server/verification/fast-groups.ts';
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

  it('is held for one deputy beside the tablets: keyed by two people in one page, and counted with the rest', async () => {
    const [presidium, teller] = [await as('presidium'), await as('teller')];
    // The same year has the same candidates.
    const { year } = (await presidium.call(routes.overview, { params: { session } })).session;
    session = randomUUID() as SessionId;
    const params = { session };
    await presidium.call(routes.saveSession, { params, body: { name: '第二次会议', year } });
    await presidium.call(routes.putInHall, { params });
    const scrutineers = [await as('chief-scrutineer'), await as('scrutineer'), await as('second')];
    const ids = [];
    for (const one of scrutineers) ids.push((await one.call(identity.me, {})).account.id);
    const { method, electionUuids } = await presidium.call(routes.appointScrutineers, {
      params,
      body: { accounts: ids },
    });
    const present = (await presidium.call(routes.attendance, { params })).slice(0, 50).map(({ id }) => id);
    await presidium.call(routes.markMany, { params, body: { deputies: present, present: true } });
    const cards = Array.from({ length: 51 }, (_, i) => ({
      serial: `A-${String(i + 1).padStart(3, '0')}` as CardSerial,
      secret: makeCredential(random),
    }));
    const group = fastGroups(method.group);
    const batch = cards.map(({ serial, secret }) => ({
      serial,
      credentials: electionUuids.map((uuid) => publicCredential(group, uuid, secret)),
    }));
    await teller.call(routes.registerCards, { params, body: { cards: batch } });
    for (const { serial } of cards.slice(0, 49))
      await teller.call(routes.activateCard, { params: { ...params, serial }, body: { request: randomUUID() } });

    const page = await at('teller');
    await page.goto(`/console/#/paper/${session}`);
    await page.getByText('尚未设定').waitFor();
    for (const { serial } of cards.slice(49)) {
      await page.getByLabel('票卡封面序号').fill(serial);
      await page.getByRole('button', { name: '设为纸质票卡' }).click();
      await page.getByRole('listitem').filter({ hasText: serial }).waitFor();
    }
    await look(page, 'single-spares');
    const staff: Staff = { congress, session, serials: 'A', presidium, teller, scrutineers };
    const options = { group: method.group, scrutineers: 3, threshold: method.threshold } as RehearsalOptions;
    const keys = await makeKey(staff, options, () => {});
    await both('open');
    await page.getByRole('button', { name: '发出一张' }).click();
    // A second one is more than the deputies present: it has to be explained.
    await page.getByText('待录入').locator('..').getByText('1').waitFor();
    await page.getByRole('button', { name: '发出一张' }).click();
    await page.getByText('多于到会 50 人').first().waitFor();
    await page.getByLabel('原因').fill('一名代表的平板故障，票卡已交回封存');
    await page.getByRole('button', { name: '保存' }).click();
    await page.getByText('超过到会人数的原因').waitFor();
    await look(page, 'single-handed-out');

    const keyAll = async (approvals: number) => {
      const rows = await page.locator('tbody tr').count();
      for (let row = 0; row < rows; row++) {
        const radios = page.locator('tbody tr').nth(row).getByRole('radio');
        await radios.nth(row < approvals ? 0 : 1).check();
      }
    };
    const change = async (role: string) => {
      await page.getByRole('button', { name: '第二人登录' }).click();
      const { login, password } = accounts.get(role)!;
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('账号').fill(login);
      await dialog.getByLabel('密码', { exact: true }).fill(password);
      await dialog.getByRole('button', { name: '登录' }).click();
    };
    await page.getByRole('button', { name: '录入一张' }).click();
    await keyAll(3);
    await look(page, 'single-first');
    await page.getByRole('button', { name: '录入完毕，换第二人' }).click();
    await page.getByText('请第二人登录').waitFor();
    await look(page, 'single-handover');
    await change('chief-scrutineer');
    await page.getByText('第二人录入').waitFor();
    // Blind: nothing of the first reading is on the page.
    expect(await page.locator('input[type=radio]:checked').count()).toBe(0);
    await keyAll(2);
    await page.getByRole('button', { name: '录入完毕，核对' }).click();
    await page.getByText('两人录入有 1 行不一致').waitFor();
    await look(page, 'single-differ');
    await page.getByRole('button', { name: '第二人改正' }).click();
    await page.locator('tbody tr').nth(2).getByRole('radio').nth(0).check();
    const sent: string[] = [];
    page.on('request', (request) => sent.push(`${request.url()} ${request.postData() ?? ''}`));
    await page.getByRole('button', { name: '录入完毕，核对' }).click();
    await page.getByLabel('票卡码').fill(spellCredential(cards[0]!.secret));
    await page.getByRole('button', { name: '加密并投入票箱' }).click();
    await page.getByText('这不是本次票决的备用纸质票卡').waitFor();
    await look(page, 'single-card');
    await page.getByLabel('票卡码').fill(spellCredential(cards[49]!.secret));
    await page.getByRole('button', { name: '加密并投入票箱' }).click();
    await page.getByText('这一张已加密投入票箱').waitFor({ timeout: 60_000 });
    // Neither marks nor the card's code have left the page.
    const secrets = cards.slice(49).map(({ secret }) => secret as string);
    expect(sent.some((text) => secrets.some((secret) => text.includes(secret)))).toBe(false);
    expect(sent.some((text) => /"(for|against|abstain)"/.test(text))).toBe(false);

    // The second paper is void; now the chief is first and the teller second.
    await page.getByRole('button', { name: '录入下一张' }).click();
    await page.getByRole('button', { name: '作废（废票）' }).click();
    await page.getByRole('button', { name: '作废，换第二人确认' }).click();
    await change('teller');
    await page.getByRole('button', { name: '确认是废票' }).click();
    await page.getByText('这一张已记为废票').waitFor();
    await look(page, 'single-done');

    await vi.waitFor(async () => {
      const { ballot } = await presidium.call(routes.overview, { params });
      expect(ballot).toMatchObject({ issued: 51, returned: 2, pendingProofs: 0, void: 1 });
    }, 30_000);
    const control = await at('presidium');
    await control.goto(`/console/#/session/${session}`);
    await control.getByText('其中纸质票：发出 2 张').waitFor();
    await look(control, 'single-session');
    await both('close');
    await decrypt(staff, options, keys, () => {});
    await both('publish');
    const [published] = await new Person(server.url).call(hall.published, { params: { congress } });
    const { page: phone } = await person(browser, server.url, { width: 390, height: 844 });
    await phone.goto(`/public/?election=${published!.uuid}`);
    await phone.getByText('其中使用纸质票 2 张').waitFor();
    await look(phone, 'single-public');
    const { page: screen } = await person(browser, server.url, { width: 1920, height: 1080 });
    await screen.goto(`/screen/?congress=${congress}`);
    await screen.getByText('其中纸质票').waitFor();
    await look(screen, 'single-screen');
    expect(pageErrors).toEqual([]);
  }, 120_000);
});

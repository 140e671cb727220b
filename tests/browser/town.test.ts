import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeVotes, encryptBallot, parseElection, readSpelling, type Vote } from '../../core/belenios/index.ts';
import type { Attendee } from '../../core/contract/session.ts';
import { random } from '../../server/random.ts';
import { type OwnServer, startOwnServer } from '../../server/rehearsal/own-server.ts';
import { fastGroups } from '../../server/verification/fast-groups.ts';
import { launch, pageErrors, person, picture } from './browser.ts';

/**
 * A town votes, in a real browser, from the first page to the last: presidium staff, three scrutineers and three kiosks at once, each in a browser
 * of their own. Forty more deputies vote through the API with the library the kiosk uses, so that projects pass the majority of all 60.
 */
const CONSOLE = { width: 1366, height: 768 };
const TABLET = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };
const SCREEN = { width: 1920, height: 1080 };
const PIN = '730519';
const PRESENT = 43;

describe('a town votes, end to end', () => {
  let server: OwnServer;
  let browser: Browser;
  let staff: Page;
  let projector: Page;
  let kiosks: Page[];
  const scrutineers: Page[] = [];
  const accounts = new Map<string, { login: string; password: string }>();
  let session = '';
  let congress = '';
  const codes: string[] = [];
  const serials: string[] = [];
  const receipts: string[] = [];

  beforeAll(async () => {
    [server, browser] = await Promise.all([startOwnServer(), launch()]);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  }, 60_000);

  let broken = '';
  /** Each step stands on the one before: after a failure the rest says so instead of failing in its own way. */
  const step = (name: string, run: () => Promise<void>, timeout = 120_000) =>
    it(
      name,
      async () => {
        if (broken) throw new Error(`not tried: "${broken}" failed`);
        broken = name;
        try {
          await run();
          broken = '';
        } finally {
          if (broken)
            for (const [i, page] of browser
              .contexts()
              .flatMap((context) => context.pages())
              .entries())
              await picture(page, `failed-${i}`);
        }
      },
      timeout,
    );

  const signIn = async (page: Page, who: string) => {
    const { login, password } = accounts.get(who)!;
    await page.getByRole('textbox', { name: '账号' }).fill(login);
    await page.getByRole('textbox', { name: '密码' }).fill(password);
    await page.getByRole('button', { name: '登录' }).click();
    await page.getByRole('textbox', { name: '密码' }).waitFor({ state: 'detached' });
  };
  const go = (page: Page, name: string) => page.getByRole('navigation').getByRole('link', { name }).click();
  const api = async <T>(page: Page, method: string, address: string, body?: unknown): Promise<T> => {
    const answer = await page.request.fetch(address, {
      method,
      ...(body === undefined ? {} : { data: body }),
      headers: { origin: server.url },
    });
    expect(answer.ok(), `${method} ${address}: ${await answer.text()}`).toBe(true);
    return (await answer.json()) as T;
  };
  /** Staff propose, the chief scrutineer confirms on their own page. */
  const decide = async (act: string, button: string) => {
    await go(staff, '会议进程');
    await staff.getByRole('button', { name: button }).click();
    await picture(staff, `console-${act}`);
    await staff.getByRole('button', { name: '提出，等待第二人确认' }).click();
    await expect.poll(() => staff.getByText('等待第二人确认').count()).toBeGreaterThan(0);
    const chief = scrutineers[0]!;
    await chief
      .getByRole('button', { name: '核对并确认' })
      .or(chief.getByRole('button', { name: /^确认/ }))
      .first()
      .click();
  };

  step('1. the first page loads the sample town and shows the accounts once', async () => {
    staff = (await person(browser, server.url, CONSOLE)).page;
    await staff.goto('/');
    await picture(staff, 'first-start');
    await staff.getByRole('button', { name: '载入示例镇' }).click();
    await staff.getByText('这些密码只显示这一次').waitFor();
    await picture(staff, 'sample-accounts');
    for (const row of await staff.getByRole('row').all()) {
      const cells = await row.getByRole('cell').or(row.getByRole('rowheader')).allInnerTexts();
      const role = cells.find((cell) => /主席团|监票人|计票人|管理员/.test(cell));
      const login = cells.find((cell) => /^[a-z0-9]+$/.test(cell));
      const password = cells.find((cell) => /^\w{3}(-\w{3}){3}$/.test(cell));
      if (!role || !login || !password) continue;
      const key =
        role === '总监票人'
          ? 'chief'
          : role === '计票人'
            ? 'teller'
            : role === '系统管理员'
              ? 'admin'
              : role === '监票人'
                ? `scrutineer${[...accounts.keys()].filter((name) => name.startsWith('scrutineer')).length + 1}`
                : accounts.has('presidium')
                  ? `presidium-${login}`
                  : 'presidium';
      accounts.set(key, { login, password });
    }
    expect([...accounts.keys()]).toEqual(
      expect.arrayContaining(['admin', 'presidium', 'chief', 'scrutineer1', 'scrutineer2', 'teller']),
    );
    const state = await api<{ congresses: { id: string }[] }>(staff, 'GET', '/api/setup');
    congress = state.congresses[0]!.id;
  });

  step('2–3. staff see the roster and the candidates, save the method and appoint the scrutineers', async () => {
    await staff.goto('/console/');
    await signIn(staff, 'presidium');
    await staff.getByRole('heading', { level: 1 }).waitFor();
    session = (await api<{ id: string }[]>(staff, 'GET', '/api/sessions'))[0]!.id;
    await go(staff, '代表名册');
    await staff.getByText('60', { exact: false }).first().waitFor();
    await picture(staff, 'console-roster');
    await go(staff, '候选项目');
    await staff.getByRole('row').nth(12).waitFor();
    await picture(staff, 'console-candidates');
    await go(staff, '票决办法');
    await staff.getByText('应选数').first().waitFor();
    await picture(staff, 'console-method');
    await go(staff, '监票人与密钥');
    const selects = staff.getByRole('main').getByRole('combobox');
    await expect.poll(() => selects.count()).toBe(3);
    for (const [i, key] of ['chief', 'scrutineer1', 'scrutineer2'].entries()) {
      const all = await api<{ id: string; login: string }[]>(staff, 'GET', '/api/accounts');
      await selects.nth(i).selectOption(all.find(({ login }) => login === accounts.get(key)!.login)!.id);
    }
    await staff.getByRole('button', { name: '保存监票人' }).click();
    await staff.getByText('监票人已保存。').waitFor();
    await picture(staff, 'console-scrutineers');
  });

  step(
    '4. a teller makes the cards; only their public part leaves the page',
    async () => {
      const { page, context } = await person(browser, server.url, CONSOLE);
      await page.addInitScript(() => {
        window.print = () => {};
      });
      const sent: string[] = [];
      page.on('request', (request) => sent.push(request.postData() ?? ''));
      await page.goto('/console/');
      await signIn(page, 'teller');
      await go(page, '票卡制作');
      await page.getByRole('button', { name: '制作票卡' }).click();
      await page.getByText(/张票卡已制作并登记/).waitFor({ timeout: 120_000 });
      await picture(page, 'cards-ready');
      for (const card of await page.locator('.print-sheets .card').all()) {
        serials.push((await card.locator('.serial').textContent())!.trim());
        codes.push((await card.locator('.code span').allTextContents()).join(' '));
      }
      expect(codes).toHaveLength(70);
      for (const code of codes.slice(0, 5)) {
        const credential = readSpelling(code);
        expect(credential.ok).toBe(true);
        if (credential.ok)
          expect(sent.some((body) => body.includes(credential.value) || body.includes(code.replaceAll(' ', '')))).toBe(
            false,
          );
      }
      await page.emulateMedia({ media: 'print' });
      await page.setViewportSize({ width: 794, height: 1123 });
      await picture(page, 'cards-print');
      await page.emulateMedia({ media: 'screen' });
      await page.setViewportSize(CONSOLE);
      await page.getByRole('button', { name: '打印票卡' }).click();
      await page.getByRole('checkbox').check();
      await page.getByRole('button', { name: '我已核对打印件，清除票卡码' }).click();
      await page.getByText('票卡码已从本页清除').waitFor();
      await expect.poll(() => page.locator('.print-sheets .card').count()).toBe(0);
      await context.close();
    },
    180_000,
  );

  step('5. the desk signs deputies in and activates drawn cards', async () => {
    await go(staff, '签到台');
    const search = staff.getByLabel('姓名、拼音首字母或编号');
    const deputies = await api<Attendee[]>(staff, 'GET', `/api/sessions/${session}/attendance`);
    const serialField = staff.getByLabel('票卡封面序号').first();
    for (const [i, find] of [deputies[0]!.number, deputies[1]!.name, deputies[2]!.number].entries()) {
      await search.fill(find);
      await staff
        .getByRole('button', { name: `${deputies[i]!.number}，` })
        .filter({ hasText: '签到' })
        .first()
        .click();
      await staff.getByText('已签到。请代表抽取票卡。').waitFor();
      await serialField.fill(serials[i]!.toLowerCase());
      await serialField.press('Enter');
      await staff.getByText(`${serials[i]} 已激活`).waitFor();
    }
    await picture(staff, 'desk');
    // The same card for another deputy is refused.
    await search.fill(deputies[3]!.number);
    await staff
      .getByRole('button', { name: `${deputies[3]!.number}，` })
      .filter({ hasText: '签到' })
      .first()
      .click();
    await staff.getByText('已签到。请代表抽取票卡。').waitFor();
    await serialField.fill(serials[0]!);
    await serialField.press('Enter');
    await staff.getByText(/已激活过/).waitFor();
  });

  step(
    '6. three scrutineers make the key, each on their own page, and compare its fingerprint',
    async () => {
      projector = (await person(browser, server.url, SCREEN)).page;
      await projector.goto(`/screen/?congress=${congress}`);
      for (const key of ['chief', 'scrutineer1', 'scrutineer2']) {
        const { page } = await person(browser, server.url, PHONE);
        await page.goto('/scrutineer/');
        await signIn(page, key);
        scrutineers.push(page);
      }
      await go(staff, '监票人与密钥');
      await staff.getByRole('button', { name: '开始密钥仪式' }).click();
      await Promise.all(
        scrutineers.map(async (page, i) => {
          await page.getByLabel('口令（至少 6 位数字）').fill(PIN);
          await page.getByLabel('再输一次口令').fill(PIN);
          if (i === 0) await picture(page, 'scrutineer-pin');
          await page.getByRole('button', { name: '设置口令并生成密钥' }).click();
        }),
      );
      const prints = await Promise.all(
        scrutineers.map(async (page) => {
          await page.getByRole('button', { name: '完全一致，确认' }).waitFor({ timeout: 90_000 });
          return fingerprintOf(page);
        }),
      );
      expect(new Set(prints).size).toBe(1);
      expect(prints[0]).toMatch(/^[0-9A-F]{32}$/);
      await picture(scrutineers[1]!, 'scrutineer-fingerprint');
      await expect.poll(() => fingerprintOf(projector)).toBe(prints[0]);
      await picture(projector, 'screen-waiting');
      for (const page of scrutineers) {
        await page.getByRole('button', { name: '完全一致，确认' }).click();
        await page.getByRole('heading', { name: '核对空箱' }).waitFor();
      }
    },
    180_000,
  );

  step(
    '7. opening is refused below the quorum, with the numbers, then takes two people',
    async () => {
      const refused = await staff.request.fetch(`/api/sessions/${session}/proposals/${crypto.randomUUID()}`, {
        method: 'PUT',
        data: { act: 'open', reason: '' },
        headers: { origin: server.url },
      });
      expect(refused.status()).toBe(409);
      expect(await refused.json()).toMatchObject({
        code: 'below-quorum',
        params: { present: 4, quorum: 40, entitled: 60, missing: 36 },
      });
      const deputies = await api<Attendee[]>(staff, 'GET', `/api/sessions/${session}/attendance`);
      for (const deputy of deputies.filter(({ present }) => !present).slice(0, PRESENT - 4))
        await api(staff, 'PUT', `/api/sessions/${session}/attendance/${deputy.id}`, { present: true });
      for (const serial of serials.slice(3, PRESENT))
        await api(staff, 'POST', `/api/sessions/${session}/cards/${serial}/activate`, { request: crypto.randomUUID() });
      kiosks = await Promise.all([1, 2, 3].map(async () => (await person(browser, server.url, TABLET)).page));
      await Promise.all(kiosks.map((page) => page.goto(`/kiosk/?congress=${congress}`)));
      await kiosks[0]!.getByText('票决还没有开始').waitFor();
      await picture(kiosks[0]!, 'kiosk-waiting');
      await go(staff, '会议进程');
      await picture(staff, 'console-session');
      await decide('open', '开始票决…');
      await confirmed(scrutineers[0]!);
      // Kiosks show the ballot at once, without a reload.
      await Promise.all(kiosks.map((page) => page.getByRole('button', { name: '开始投票' }).waitFor()));
      await picture(projector, 'screen-open');
    },
    180_000,
  );

  step(
    '8. three deputies vote on three kiosks at once; a reload loses nothing',
    async () => {
      await Promise.all(
        kiosks.map(async (page, i) => {
          await page.getByRole('button', { name: '开始投票' }).click();
          if (i === 0) await picture(page, 'kiosk-code');
          const letters = codes[i]!.replaceAll(' ', '');
          // A wrong letter in the second group is pointed at where it is.
          const typed =
            i === 0 ? letters.slice(0, 7) + (letters[7] === 'A' ? 'C' : 'A') + letters.slice(8, 12) : letters;
          for (const letter of typed)
            await page
              .getByRole('group', { name: '票卡码键盘' })
              .getByRole('button', { name: letter, exact: true })
              .click();
          if (i === 0) {
            await page.getByText('第 2 组有误').waitFor();
            await picture(page, 'kiosk-code-wrong');
            await page.getByRole('button', { name: '清除这一组' }).click();
            await page.keyboard.type(letters.slice(6).toLowerCase());
          }
          await page.getByRole('heading', { name: '请对每个项目表态' }).waitFor();
          if (i === 0) await picture(page, 'kiosk-list');
        }),
      );
      const [first] = kiosks;
      await mark(first!, 1, '赞成');
      await mark(first!, 2, '反对');
      // What was marked survives a reload, for this card.
      await first!.reload();
      await first!
        .getByRole('radiogroup', { name: /^第 2 项/ })
        .first()
        .waitFor();
      expect(
        await first!
          .getByRole('radiogroup', { name: /^第 1 项/ })
          .getByRole('radio', { name: '赞成' })
          .getAttribute('aria-checked'),
      ).toBe('true');
      await picture(first!, 'kiosk-marked');
      await Promise.all(
        kiosks.map(async (page, i) => {
          await page.getByRole('button', { name: '核对选票' }).click();
          await page.getByRole('heading', { name: '请核对您的选票' }).waitFor();
          if (i === 0) await picture(page, 'kiosk-review');
          if (i === 1) await mark2(page);
          const cast = page.getByRole('button', { name: '投出选票' });
          // A double tap casts once.
          await cast.dblclick();
          await page.getByRole('heading', { name: '选票已投出' }).waitFor({ timeout: 60_000 });
          if (i === 0) await picture(page, 'kiosk-receipt');
          receipts.push((await page.locator('.tracker span').allTextContents()).join(''));
        }),
      );
      expect(new Set(receipts).size).toBe(3);
      for (const receipt of receipts) expect(receipt).toMatch(/^[A-Za-z0-9+/]{43}$/);
      // The card cannot vote again: the kiosk shows its receipt.
      await first!.getByRole('button', { name: '完成' }).click();
      await first!.getByRole('button', { name: '开始投票' }).click();
      await first!.keyboard.type(codes[0]!.replaceAll(' ', ''));
      await first!.getByRole('heading', { name: '这张票卡已经投过票' }).waitFor();
      await first!.getByRole('button', { name: '完成' }).click();
      await castTheOthers();
      await expect
        .poll(async () => (await projector.locator('body').innerText()).replace(/\s+/g, ''), { timeout: 20_000 })
        .toContain(`${PRESENT}`);
      await picture(projector, 'screen-turnout');
    },
    240_000,
  );

  step(
    '9. two people close; any two scrutineers decrypt; all certify; two people publish',
    async () => {
      await decide('close', '结束票决…');
      await confirmed(scrutineers[0]!);
      await expect
        .poll(async () => (await projector.locator('body').innerText()).includes('解密'), { timeout: 30_000 })
        .toBe(true);
      await picture(projector, 'screen-closed');
      for (const page of [scrutineers[2]!, scrutineers[0]!]) {
        // Each device works through the whole box before it asks for the PIN.
        await page.getByText(/^本机已核对全部 \d+ 张选票，结果一致/).waitFor({ timeout: 480_000 });
        await page
          .getByLabel('输入口令解密')
          .or(page.getByLabel('口令', { exact: true }))
          .first()
          .fill('000000');
        await page.getByRole('button', { name: '解密', exact: true }).click();
        await page.getByText('口令不对').waitFor({ timeout: 60_000 });
        await page
          .getByLabel('输入口令解密')
          .or(page.getByLabel('口令', { exact: true }))
          .first()
          .fill(PIN);
        if (page === scrutineers[2]) await picture(page, 'scrutineer-decrypt');
        await page.getByRole('button', { name: '解密', exact: true }).click();
        await page
          .getByText('您已完成解密')
          .or(page.getByRole('button', { name: '签认结果' }))
          .first()
          .waitFor({ timeout: 60_000 });
      }
      for (const page of scrutineers) {
        await page.getByRole('button', { name: '签认结果' }).click({ timeout: 60_000 });
        if (page === scrutineers[0]) await picture(page, 'scrutineer-certify');
        await confirmed(page, false);
      }
      await go(staff, '票决结果');
      await staff.getByRole('row').nth(12).waitFor();
      await picture(staff, 'console-result');
      await decide('publish', '公布结果…');
      await confirmed(scrutineers[0]!);
    },
    720_000,
  );

  step(
    '10. the public reads the result, finds a receipt, takes the archive and verifies it',
    async () => {
      const { page } = await person(browser, server.url, PHONE);
      await page.goto(`/public/?congress=${congress}`);
      await page
        .getByRole('link', { name: /会议/ })
        .or(page.getByRole('button', { name: /会议/ }))
        .first()
        .click();
      await page.getByRole('heading', { level: 1 }).waitFor();
      await picture(page, 'public-phone');
      await page.setViewportSize({ width: 1280, height: 900 });
      await picture(page, 'public-result', { fullPage: false });
      const search = page.getByRole('searchbox').or(page.getByLabel(/回执/)).first();
      await search.fill(receipts[0]!);
      await page
        .getByText(/^在里面/)
        .first()
        .waitFor();
      await picture(page, 'public-receipt');
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page
          .getByRole('link', { name: /^下载档案/ })
          .first()
          .click(),
      ]);
      const folder = mkdtempSync(path.join(tmpdir(), 'piaojue-town-'));
      try {
        const file = path.join(folder, download.suggestedFilename());
        await download.saveAs(file);
        const verified = spawnSync(process.execPath, ['dist/server/verify.js', file, '--json'], { encoding: 'utf8' });
        writeFileSync(path.join(folder, 'report.json'), verified.stdout);
        expect(verified.status, verified.stderr).toBe(0);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
    120_000,
  );

  step('11. the projector shows the result with bars', async () => {
    await expect
      .poll(async () => (await projector.locator('body').innerText()).includes('当选'), { timeout: 20_000 })
      .toBe(true);
    await picture(projector, 'screen-result');
  });

  it('no page reported an error', () => {
    expect(pageErrors).toEqual([]);
  });

  /** The fingerprint's hex digits, however they are grouped on the page. */
  async function fingerprintOf(page: Page): Promise<string | undefined> {
    const text = (await page.locator('body').innerText()).replace(/\s+/g, ' ');
    return /(?:[0-9A-F]{4} ){7}[0-9A-F]{4}/.exec(text)?.[0].replaceAll(' ', '');
  }

  /** Marks project `number` on the page of the list where it stands. */
  async function mark(page: Page, number: number, choice: string) {
    await page
      .getByRole('radiogroup', { name: new RegExp(`^第 ${number} 项`) })
      .getByRole('radio', { name: choice })
      .click();
  }

  /** The second deputy goes back, approves one project, and reviews again. */
  async function mark2(page: Page) {
    await page.getByRole('button', { name: '返回修改' }).click();
    await mark(page, 1, '赞成');
    await page.getByRole('button', { name: '核对选票' }).click();
    await page.getByRole('heading', { name: '请核对您的选票' }).waitFor();
  }

  /** Where a page asks once more before it acts. */
  async function confirmed(page: Page, required = true) {
    const again = page.getByRole('dialog').getByRole('button', { name: /^(确认|签认)/ });
    if (required || (await again.count()) > 0)
      await again
        .first()
        .click({ timeout: 5_000 })
        .catch(() => {});
  }

  /** The other deputies: the same library, the same API, no browser. */
  async function castTheOthers() {
    const { ballot } = await api<{ ballot: { uuid: string; projects: unknown[]; limit: number } }>(
      staff,
      'GET',
      `/api/kiosk/${congress}`,
    );
    const json = await (await staff.request.get(`/api/elections/${ballot.uuid}/election`)).text();
    const election = parseElection(json, fastGroups);
    if (!election.ok) throw new Error(election.error.kind);
    for (let i = 3; i < PRESENT; i++) {
      const credential = readSpelling(codes[i]!);
      if (!credential.ok) throw new Error('a printed code does not read');
      const votes: Vote[] = ballot.projects.map((_, p) =>
        p < ballot.limit && (i * 7 + p * 5) % 40 > p * 0.9 ? 'for' : (i + p) % 3 ? 'against' : 'abstain',
      );
      const { json: body, tracker } = encryptBallot(election.value, credential.value, encodeVotes(votes), random);
      const answer = await staff.request.post(`/api/elections/${ballot.uuid}/ballots`, {
        data: body,
        headers: { 'content-type': 'application/json', origin: server.url },
      });
      expect(await answer.json()).toEqual({ tracker });
    }
  }
});

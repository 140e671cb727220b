import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commitmentOf, parseElection, readChallenge } from '../../core/belenios/index.ts';
import { session as sessionRoutes } from '../../core/contract/session.ts';
import { startOwnServer } from '../../server/rehearsal/own-server.ts';
import { launch, pageErrors, person, picture } from './browser.ts';
import { type OpenHall, openHallOn, returned } from './open-hall.ts';

const TABLET = { width: 1280, height: 800 };
/** Where phones come from: the tablet in this test is on the server's own computer, where its page's address leads no phone. */
const OUTSIDE = 'https://vote.example.cn';
const PHONE = { width: 390, height: 844 };

describe('a deputy has a ballot opened before casting one (抽检)', () => {
  let hall: OpenHall;
  let browser: Browser;
  let kiosk: Page;
  let phone: Page;
  let phoneContext: BrowserContext;
  const sent: string[] = [];

  beforeAll(async () => {
    [hall, browser] = await Promise.all([
      openHallOn(() => startOwnServer({ PUBLIC_URL: OUTSIDE }), '--deputies', '4', '--candidates', '5'),
      launch(),
    ]);
    kiosk = (await person(browser, hall.server.url, TABLET)).page;
    ({ page: phone, context: phoneContext } = await person(browser, hall.server.url, PHONE));
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await hall?.server.stop();
  }, 60_000);

  const mark = (page: Page, number: number, choice: string) =>
    page
      .getByRole('radiogroup', { name: new RegExp(`^第 ${number} 项`) })
      .getByRole('radio', { name: choice })
      .click();
  /** What the tablet shows on the review screen before anything is chosen. */
  const noted = async () =>
    /加密校验值 (\S{4} \S{4} \S{4})/.exec(await kiosk.locator('.sealed').innerText())?.[1] ?? '';
  const open = async () => {
    await kiosk.getByRole('button', { name: '抽检这张票' }).click();
    await kiosk.getByRole('button', { name: '打开抽检' }).click();
    await kiosk.getByRole('img', { name: '抽检二维码' }).waitFor();
  };
  /** The QR on the tablet, as a phone's camera reads it. */
  const scanned = async (): Promise<string> => {
    const png = await kiosk.getByRole('img', { name: '抽检二维码' }).screenshot();
    const { prepareZXingModule, readBarcodes } = await import('zxing-wasm/reader');
    const { readFileSync } = await import('node:fs');
    const wasmBinary = readFileSync('node_modules/zxing-wasm/dist/reader/zxing_reader.wasm').buffer as ArrayBuffer;
    prepareZXingModule({ overrides: { wasmBinary } });
    const [found] = await readBarcodes(new Uint8Array(png), { formats: ['QRCode'] });
    return found?.text ?? '';
  };
  let first = '';
  let address = '';

  it('the tablet commits itself before the deputy chooses, and opening tells nobody', async () => {
    kiosk.on('request', (request) => sent.push(`${request.method()} ${request.url()} ${request.postData() ?? ''}`));
    await kiosk.goto(`/kiosk/?congress=${hall.congress}`);
    await kiosk.getByRole('button', { name: '开始投票' }).waitFor();
    await kiosk.keyboard.type(hall.code(0).replaceAll(' ', ''));
    await kiosk.getByRole('heading', { name: '请对每个项目表态' }).waitFor();
    await mark(kiosk, 1, '赞成');
    await mark(kiosk, 2, '反对');
    await kiosk.getByRole('button', { name: '核对选票' }).click();
    await expect.poll(noted).not.toBe('');
    first = await noted();
    await picture(kiosk, 'kiosk-review-sealed');
    sent.length = 0;
    await kiosk.getByRole('button', { name: '抽检这张票' }).click();
    await picture(kiosk, 'kiosk-challenge-ask');
    await kiosk.getByRole('button', { name: '不抽检，返回' }).click();
    expect(await noted()).toBe(first);
    await open();
    await picture(kiosk, 'kiosk-challenge');
    address = await scanned();
    expect(address).toMatch(new RegExp(`^${OUTSIDE}/public/#PJC1\\.`));
    // The domain name is nobody's here.
    address = address.replace(OUTSIDE, hall.server.url);
    expect(sent.filter((line) => !line.includes('/api/kiosk/'))).toEqual([]);
    expect(await returned(hall)).toBe(0);
  });

  it('any phone checks it with the network cut, and asks nobody', async () => {
    // What the page of results asks for itself, before there is a code.
    await Promise.all([phone.waitForResponse(/\/api\/public\/portal\//), phone.goto('/public/')]);
    await phone.getByText('还没有公布过票决结果').waitFor();
    await phoneContext.setOffline(true);
    const asked: string[] = [];
    phone.on('request', (request) => asked.push(request.url()));
    await phone.evaluate((to) => location.assign(to), address);
    await phone.getByText('一致：与平板承诺的校验值一致').waitFor();
    expect(await phone.locator('.votes').innerText()).toMatch(/项目 1\s+赞成\s+项目 2\s+反对\s+项目 3\s+弃权/);
    const shown = (await phone.locator('.value span').allTextContents()).slice(0, 3).join(' ');
    expect(shown).toBe(first);
    expect(asked).toEqual([]);
    await picture(phone, 'phone-challenge');
    await picture(phone, 'phone-challenge-whole', { fullPage: true });
    await phoneContext.setOffline(false);
    // Asked for, the names come from the election's own text, and stay on the phone.
    await phone.getByRole('button', { name: '读取票决文本，显示项目名称' }).click();
    await phone.getByText('票决文本的指纹就是 φ').waitFor();
    await phone.getByText(/^1\. .*村道硬化工程/).waitFor();
    expect(asked.filter((url) => !url.endsWith('/election'))).toEqual([]);
    await picture(phone, 'phone-challenge-names', { fullPage: true });
  });

  it('tells a tablet that lies, and a code that is cut off', async () => {
    const lie = address.replace(/\.01222\./, '.10222.');
    expect(lie).not.toBe(address);
    await phone.evaluate((to) => location.assign(to), lie);
    await phone.getByText('不一致：平板没有如实加密').waitFor();
    await picture(phone, 'phone-challenge-lie');
    await phone.evaluate((to) => location.assign(to), address.slice(0, -9));
    await phone.getByText('链接不完整').waitFor();
  });

  it('then the deputy votes afresh with the same marks and another encryption, may check again, and casts', async () => {
    await kiosk.getByRole('button', { name: '接着重新投票' }).click();
    await kiosk.getByText('赞成 1 项').waitFor();
    await expect.poll(noted).not.toBe('');
    const second = await noted();
    expect(second).not.toBe(first);
    await open();
    expect((await scanned()).replace(OUTSIDE, hall.server.url)).not.toBe(address);
    await kiosk.getByRole('button', { name: '接着重新投票' }).click();
    await expect.poll(noted).not.toBe('');
    const third = await noted();
    const ballots: string[] = [];
    kiosk.on('request', (request) => request.url().endsWith('/ballots') && ballots.push(request.postData() ?? ''));
    await kiosk.getByRole('button', { name: '投出选票' }).click();
    await kiosk.getByRole('heading', { name: '选票已投出' }).waitFor();
    await expect.poll(() => returned(hall)).toBe(1);
    // What was cast is what the tablet had committed to, and none of the opened ones.
    const election = parseElection(hall.election);
    if (!election.ok) throw new Error(election.error.kind);
    const { fingerprint } = election.value;
    const answers = (JSON.parse(ballots[0]!) as { answers: Parameters<typeof commitmentOf>[1] }).answers;
    const commitment = commitmentOf(fingerprint, answers);
    expect(commitment.startsWith(third.replaceAll(' ', ''))).toBe(true);
    const opened = readChallenge(new URL(address).hash.slice(1));
    expect(opened.ok && opened.value.commitment).not.toBe(commitment);
    // Of a challenge nothing is on record.
    const { presidium, session } = hall.staff;
    const overview = await presidium.call(sessionRoutes.overview, { params: { session } });
    expect(JSON.stringify(overview)).not.toContain(opened.ok ? opened.value.commitment : '');
  });

  it('is not offered where no phone reaches the system: the ballot would be void for nothing', async () => {
    const { page } = await person(browser, hall.server.url, TABLET);
    await page.route('**/api/reach', (route) => route.fulfill({ json: { given: null, found: null } }));
    await page.goto(`/kiosk/?congress=${hall.congress}`);
    await page.getByRole('button', { name: '开始投票' }).waitFor();
    await page.keyboard.type(hall.code(1).replaceAll(' ', ''));
    await page.getByRole('heading', { name: '请对每个项目表态' }).waitFor();
    await page.getByRole('button', { name: '核对选票' }).click();
    await page.getByRole('button', { name: '抽检这张票' }).click();
    await page.getByText('手机现在访问不到这套系统').waitFor();
    expect(await page.getByRole('button', { name: '打开抽检' }).count()).toBe(0);
    await picture(page, 'kiosk-challenge-unreachable');
    await page.getByRole('button', { name: '不抽检，返回' }).click();
    await page.getByRole('button', { name: '投出选票' }).waitFor();
    await page.context().close();
  });

  it('leaves no error on any page', () => {
    expect(pageErrors).toEqual([]);
  });
});

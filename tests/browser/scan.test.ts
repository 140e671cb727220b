import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, pageErrors, person, picture } from './browser.ts';
import { cameraArguments, writeVideo } from './fake-camera.ts';
import { type OpenHall, openHall, returned } from './open-hall.ts';

const TABLET = { width: 1280, height: 800 };

describe('a card before the camera', () => {
  let hall: OpenHall;
  let folder: string;
  const browsers: Browser[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'piaojue-scan-'));
    hall = await openHall('--deputies', '6', '--candidates', '4');
  }, 120_000);
  afterAll(async () => {
    await Promise.all(browsers.map((browser) => browser.close()));
    await hall?.server.stop();
    if (folder) rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  /** A tablet whose camera sees these codes one after the other; none: a tablet without a camera. */
  const tablet = async (codes: readonly { text: string; seconds: number }[], query = ''): Promise<Page> => {
    const file = path.join(folder, `${browsers.length}.y4m`);
    if (codes.length > 0) writeVideo(file, codes);
    const browser = await launch(codes.length > 0 ? cameraArguments(file) : []);
    browsers.push(browser);
    const { page } = await person(browser, hall.server.url, TABLET);
    await page.goto(`/kiosk/?congress=${hall.congress}${query}`);
    return page;
  };
  const begin = (page: Page) => page.getByRole('button', { name: '开始投票' }).click();
  const marking = (page: Page) => page.getByRole('heading', { name: '请对每个项目表态' }).waitFor();
  const castAll = async (page: Page) => {
    await page.getByRole('button', { name: '核对选票' }).click();
    await page.getByRole('button', { name: '投出选票' }).click();
    await page.getByRole('heading', { name: '选票已投出' }).waitFor();
  };
  /** Whether any camera of the page is running. */
  const watchTracks = (page: Page) =>
    page.addInitScript(() => {
      const tracks: MediaStreamTrack[] = [];
      Object.assign(globalThis, { live: () => tracks.filter(({ readyState }) => readyState === 'live').length });
      const devices = navigator.mediaDevices;
      const open = devices.getUserMedia.bind(devices);
      devices.getUserMedia = async (wanted) => {
        const stream = await open(wanted);
        tracks.push(...stream.getTracks());
        return stream;
      };
    });
  const live = (page: Page) => page.evaluate(() => (globalThis as unknown as { live(): number }).live());

  it('is read, votes, and the camera is off again', async () => {
    const page = await tablet([{ text: hall.qr(0), seconds: 2 }]);
    await watchTracks(page);
    await page.reload();
    const sent: string[] = [];
    page.on('request', (request) => sent.push(`${request.url()} ${request.postData() ?? ''}`));
    await begin(page);
    await marking(page);
    expect(await live(page)).toBe(0);
    const before = await returned(hall);
    await castAll(page);
    await expect.poll(() => returned(hall)).toBe(before + 1);
    // Everything the camera needs comes from our own server; of the card's code nothing is sent.
    expect(sent.every((line) => line.startsWith(hall.server.url))).toBe(true);
    expect(sent.some((line) => line.includes('zxing'))).toBe(true);
    expect(sent.some((line) => line.includes(hall.code(0).replaceAll(' ', '').slice(0, 12)))).toBe(false);
    // A shared tablet keeps nothing of the card.
    await page.getByRole('button', { name: '完成' }).click();
    await page.getByRole('button', { name: '开始投票' }).waitFor();
    expect(await page.getByText('您的票卡已经在这台平板上').count()).toBe(0);
  });

  it('is told apart from a serial, a web address and a damaged code, and is still read afterwards', async () => {
    const page = await tablet([
      { text: 'A-017', seconds: 3 },
      { text: 'https://example.org/card', seconds: 3 },
      { text: hall.qr(1).replace(/.$/, (last) => (last === 'A' ? 'C' : 'A')), seconds: 3 },
      { text: hall.qr(1), seconds: 3 },
    ]);
    await begin(page);
    await page.getByText('这是票卡封面的序号').waitFor();
    await picture(page, 'kiosk-scan-serial');
    await page.getByText('是一个网址').waitFor();
    await page.getByText('读不出来').waitFor();
    await marking(page);
  });

  it('is not needed: the typed code is one tap away, and the camera stops', async () => {
    const page = await tablet([{ text: 'nothing of ours', seconds: 2 }]);
    await watchTracks(page);
    await page.reload();
    await begin(page);
    await page.getByText('这不是票卡的二维码').waitFor();
    expect(await live(page)).toBe(1);
    await page.getByRole('button', { name: '手工输入票卡码' }).click();
    await page.getByRole('group', { name: '票卡码键盘' }).waitFor();
    expect(await live(page)).toBe(0);
    await page.keyboard.type(hall.code(2).replaceAll(' ', ''));
    await marking(page);
  });

  it('cannot be scanned without a camera: the keypad comes at once, and the camera screen says why', async () => {
    const page = await tablet([]);
    await begin(page);
    await page.getByRole('group', { name: '票卡码键盘' }).waitFor();
    await page.getByRole('button', { name: '改用扫码' }).click();
    await page.getByText('这台设备没有摄像头').waitFor();
    await picture(page, 'kiosk-scan-none');
    await page.getByRole('button', { name: '手工输入票卡码' }).click();
    // A scanner that types sends the prefix too.
    await page.keyboard.type(hall.qr(3));
    await marking(page);
  });

  it('stays on a personal tablet for the session, also through a restart, until it is handed on', async () => {
    const page = await tablet([{ text: hall.qr(4), seconds: 2 }], '&device=personal');
    await begin(page);
    await marking(page);
    await castAll(page);
    await page.getByRole('button', { name: '完成' }).click();
    await page.getByText('您的票卡已经在这台平板上').waitFor();
    await picture(page, 'kiosk-own-card');
    // Restarted: another tab of the same tablet, whose session storage is empty.
    const again = await page.context().newPage();
    await page.close();
    await again.goto(`/kiosk/?congress=${hall.congress}&device=personal`);
    await again.getByText('您的票卡已经在这台平板上').waitFor();
    // One tap: this card has voted in this ballot, and its receipt is shown.
    await begin(again);
    await again.getByRole('heading', { name: '这张票卡已经投过票' }).waitFor();
    await again.getByRole('button', { name: '完成' }).click();
    await again.getByRole('button', { name: '退出，换人使用' }).click();
    await picture(again, 'kiosk-hand-on');
    await again.getByRole('button', { name: '退出并清除票卡' }).click();
    await again.getByText('请准备好您的票卡').waitFor();
    await again.reload();
    await again.getByText('请准备好您的票卡').waitFor();
  });

  it('is wiped from a tablet that becomes a shared one', async () => {
    const page = await tablet([{ text: hall.qr(5), seconds: 2 }], '&device=personal');
    await begin(page);
    await marking(page);
    await castAll(page);
    await page.goto(`/kiosk/?congress=${hall.congress}`);
    await page.getByRole('button', { name: '完成' }).click();
    await page.getByText('请准备好您的票卡').waitFor();
    await page.goto(`/kiosk/?congress=${hall.congress}&device=personal`);
    await page.getByText('请准备好您的票卡').waitFor();
  });

  it('leaves no error on any page', () => {
    expect(pageErrors).toEqual([]);
  });
});

import { spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import AxeBuilder from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NewAccount } from '../../core/contract/identity.ts';
import { type OwnServer, startOwnServer } from '../../server/rehearsal/own-server.ts';
import { remove } from '../support/remove.ts';
import { launch, pageErrors, person, picture } from './browser.ts';

/**
 * A tablet that comes to the hall's Wi-Fi: it is shown the certificate, trusts it, and gets by HTTPS what voting needs. The address is one that
 * browsers do not take for this machine; the browser is told to find it on a loopback address that the server does not take for itself either.
 */
const LAN = '192.168.77.10';
const TABLET = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };
const CONSOLE = { width: 1366, height: 768 };

const freePort = () =>
  new Promise<number>((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });

describe('a tablet in the hall', () => {
  let server: OwnServer;
  let home: string;
  let browser: Browser;
  let stranger: Browser;
  let plain: string;
  let secure: string;
  let certificate: string;

  beforeAll(async () => {
    if (spawnSync('certutil', ['-H']).error)
      throw new Error('no certutil: install the package libnss3-tools (apt-get install libnss3-tools)');
    const https = await freePort();
    server = await startOwnServer({ HALL: '1', HALL_ADDRESSES: LAN, HTTPS_PORT: String(https) });
    plain = `http://${LAN}:${new URL(server.url).port}`;
    secure = `https://${LAN}:${https}`;
    certificate = await (await fetch(`${server.url}/ca.crt`)).text();
    home = mkdtempSync(path.join(tmpdir(), 'piaojue-nss-'));
    const found = [`--host-resolver-rules=MAP ${LAN} 127.0.0.2`];
    trust(home, certificate);
    [browser, stranger] = await Promise.all([launch(found, home), launch(found, path.join(home, 'nobody'))]);
  }, 120_000);
  afterAll(async () => {
    await Promise.all([browser?.close(), stranger?.close()]);
    await server?.stop();
    if (home) await remove(home);
  }, 60_000);

  const facts = (page: Page) =>
    page.evaluate(async () => ({
      secure: isSecureContext,
      subtle: typeof crypto.subtle?.digest === 'function',
      worker: 'serviceWorker' in navigator,
      camera: typeof navigator.mediaDevices?.getUserMedia === 'function',
    }));

  it.each([
    ['phone', PHONE],
    ['tablet', TABLET],
  ])('asking by plain http it is shown the certificate, whole on a %s', async (name, size) => {
    const { page, context } = await person(stranger, plain, size);
    await page.goto('/kiosk/');
    expect(page.url()).toBe(`${plain}/certificate?to=%2Fkiosk%2F`);
    expect((await facts(page)).secure).toBe(false);
    const { fingerprint256 } = new X509Certificate(certificate);
    const shown = await page.locator('.print').innerText();
    expect(shown.replaceAll(/\s+/g, ':')).toBe(fingerprint256);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(size.width);
    for (const target of await page.locator('.button, summary').all())
      expect((await target.boundingBox())!.height).toBeGreaterThanOrEqual(60);
    await picture(page, `certificate-${name}`, { fullPage: true });
    await page.evaluate(AxeBuilder.source);
    const { violations } = await page.evaluate(() =>
      (window as unknown as { axe: typeof AxeBuilder }).axe.run(document, { resultTypes: ['violations'] }),
    );
    expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: '下载证书' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('piaojue-ca.crt');
    await page.getByRole('link', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Install the hall’s certificate' }).waitFor();
    await context.close();
  });

  it('is warned off by its browser while it does not trust the certificate', async () => {
    const { page, context } = await person(stranger, secure, TABLET);
    await expect(page.goto('/kiosk/')).rejects.toThrow(/ERR_CERT_AUTHORITY_INVALID/);
    await context.close();
  });

  it('with the certificate it goes from there to the kiosk, and has encryption, camera and offline pages', async () => {
    const accounts = await loadSample();
    const { page, context } = await person(browser, plain, TABLET);
    await page.goto('/kiosk/');
    await page.getByRole('link', { name: '进入' }).click();
    await page.waitForURL(`${secure}/kiosk/`);
    await page.getByText('青溪镇').first().waitFor();
    expect(await facts(page)).toEqual({ secure: true, subtle: true, worker: true, camera: true });
    // The live socket over TLS: it says at once that everything may have changed.
    const heard = await page.evaluate(async (congress) => {
      const socket = new WebSocket(`${location.origin.replace('https', 'wss')}/api/live?congress=${congress}`);
      return new Promise((resolve, reject) => {
        socket.onmessage = ({ data }) => resolve(data);
        socket.onerror = () => reject(new Error('no socket'));
      });
    }, accounts.congress);
    expect(heard).toBe('{"topic":"everything"}');
    await context.close();
    await showConsole(accounts.presidium);
    expect(pageErrors).toEqual([]);
  });

  async function loadSample(): Promise<{ congress: string; presidium: NewAccount }> {
    const answer = await fetch(`${server.url}/api/setup/sample`, { method: 'POST' });
    const { congress, accounts } = (await answer.json()) as { congress: { id: string }; accounts: NewAccount[] };
    return { congress: congress.id, presidium: accounts.find(({ role }) => role === 'presidium')! };
  }

  /** The console on the server's own machine names the network's addresses, and the same fingerprint. */
  async function showConsole({ login, password }: NewAccount): Promise<void> {
    const { page, context } = await person(browser, server.url, CONSOLE);
    await page.goto('/console/#/addresses');
    await page.getByRole('textbox', { name: '账号' }).fill(login);
    await page.getByRole('textbox', { name: '密码' }).fill(password);
    await page.getByRole('button', { name: '登录' }).click();
    await page.getByRole('heading', { name: '会场网络（HTTPS）：已开启' }).waitFor();
    for (const door of ['kiosk', 'scrutineer', 'screen', 'public', 'console'])
      await page.getByRole('link', { name: `${secure}/${door}/`, exact: true }).waitFor();
    await page.getByRole('link', { name: `${plain}/certificate`, exact: true }).waitFor();
    expect(await page.getByRole('img', { name: '二维码' }).count()).toBe(6);
    const [first] = new X509Certificate(certificate).fingerprint256.match(/.{23}/)!;
    await page.getByText(first!).waitFor();
    await picture(page, 'console-addresses', { fullPage: true });
    await context.close();
  }
});

/** Lets the browsers of a home folder trust a certificate, as a person does in their settings. */
function trust(home: string, certificate: string): void {
  const store = path.join(home, '.pki', 'nssdb');
  mkdirSync(store, { recursive: true });
  const file = path.join(home, 'ca.crt');
  writeFileSync(file, certificate);
  const run = (...args: string[]) => {
    const { status, stderr } = spawnSync('certutil', ['-d', `sql:${store}`, ...args], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`certutil ${args[0]}: ${stderr}`);
  };
  run('-N', '--empty-password');
  run('-A', '-t', 'C,,', '-n', 'hall', '-i', file);
}

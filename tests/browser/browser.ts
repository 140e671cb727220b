import { existsSync, mkdirSync, readlinkSync, rmSync } from 'node:fs';
import path from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { projectRoot } from '../../server/database/project-root.ts';
import { olderBrowser } from './older.ts';

/** Chromium as `npm test` found it. */
export const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** `more`: further arguments, for example a fake camera; `home`: somebody's home folder, whose certificates the browser trusts. */
export function launch(more: readonly string[] = [], home?: string): Promise<Browser> {
  if (!existsSync(executablePath))
    throw new Error(`no browser at ${executablePath}: install Chromium or set CHROMIUM_PATH`);
  if (!existsSync(path.join(projectRoot(), 'dist', 'client', 'index.html')))
    throw new Error('the pages are not built: run npm run build');
  const env = home ? { ...(process.env as Record<string, string>), HOME: home } : undefined;
  return chromium.launch({ executablePath, args: [...quiet, ...more], ...(env ? { env } : {}) });
}

/** A whole browser on a profile of its own, as a tablet has one: it can be killed as by a power cut and started again on the same profile. */
export async function launchOn(
  profile: string,
  url: string,
  size: { width: number; height: number },
): Promise<{ context: BrowserContext; page: Page; kill(): Promise<void> }> {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    args: quiet,
    baseURL: url,
    viewport: size,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
  });
  context.setDefaultTimeout(30_000);
  await context.addInitScript(olderBrowser);
  const page = context.pages()[0] ?? (await context.newPage());
  page.on('pageerror', (error) => pageErrors.push(`${page.url()}: ${error.message}`));
  const pid = mainProcess(profile);
  const kill = async () => {
    const closed = new Promise((resolve) => context.once('close', resolve));
    // All its processes at once: each would write for a moment after their first is gone, which no power cut lets it.
    process.kill(-pid, 'SIGKILL');
    await closed;
    // Its lock names a process that is gone.
    for (const name of ['SingletonLock', 'SingletonSocket', 'SingletonCookie'])
      rmSync(path.join(profile, name), { force: true });
  };
  return { context, page, kill };
}

/** The process that holds a profile, and leads the group of the others: Chromium's lock is a link to `host-pid`. */
function mainProcess(profile: string): number {
  return Number(/-(\d+)$/.exec(readlinkSync(path.join(profile, 'SingletonLock')))![1]);
}

/** Where pictures go; `npm run pictures` copies those that a document shows to docs/pictures. */
const folder = path.join(projectRoot(), 'dist', 'pictures');

export async function picture(page: Page, name: string, options: { fullPage?: boolean } = {}): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: path.join(folder, `${name}.png`), animations: 'disabled', ...options });
}

/** Errors that pages wrote or threw; a page that works in silence leaves none. */
export const pageErrors: string[] = [];

/** Somebody's own browser: no cookies or storage of others. */
export async function person(
  browser: Browser,
  url: string,
  size: { width: number; height: number },
): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({
    baseURL: url,
    viewport: size,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
  });
  context.setDefaultTimeout(30_000);
  await context.addInitScript(olderBrowser);
  const page = await context.newPage();
  page.on('pageerror', (error) => pageErrors.push(`${page.url()}: ${error.message}`));
  return { context, page };
}

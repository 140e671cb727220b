import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { projectRoot } from '../../server/database/project-root.ts';

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

export function launch(): Promise<Browser> {
  if (!existsSync(executablePath))
    throw new Error(`no browser at ${executablePath}: install Chromium or set CHROMIUM_PATH`);
  if (!existsSync(path.join(projectRoot(), 'dist', 'client', 'index.html')))
    throw new Error('the pages are not built: run npm run build');
  return chromium.launch({ executablePath, args: quiet });
}

/** Where pictures go: docs/pictures when they are asked for by `npm run pictures`, else a folder git does not see. */
const folder = process.env.PICTURES ?? path.join(projectRoot(), 'dist', 'pictures');

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
  const page = await context.newPage();
  page.on('pageerror', (error) => pageErrors.push(`${page.url()}: ${error.message}`));
  return { context, page };
}

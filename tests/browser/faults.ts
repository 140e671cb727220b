import type { Page } from 'playwright-core';
import { violations } from './axe.ts';

export const languages = ['zh-CN', 'en'] as const;

/** Chinese pages speak Chinese: two Latin words in a row are a sentence that was forgotten, but for names of things and groups of a fingerprint. */
const foreign = (text: string): string[] =>
  (text.match(/\b[A-Za-z]{3,} [A-Za-z]{3,}\b[^\n]*/g) ?? []).filter(
    (words) => !/Belenios|belenios-tool|npm (run|start)|^([a-f]{4} [a-f]{4}|[A-F]{4} [A-F]{4})\b/.test(words),
  );

/** Opens the page in these languages; answers what is wrong with it. */
export async function faults(page: Page, address: string, spoken: readonly string[] = languages): Promise<string[]> {
  const found: string[] = [];
  for (const language of spoken) {
    const url = new URL(address, 'http://page');
    url.searchParams.set('lang', language);
    const where = `${language} ${address}`;
    // A change after the # alone loads nothing: begin elsewhere, so that the language is read anew.
    await page.goto('about:blank');
    await page.goto(`${url.pathname}${url.search}${url.hash}`);
    await page.locator('h1, main p').first().waitFor();
    await page.waitForLoadState('networkidle');
    for (const violation of await violations(page)) found.push(`${where}: ${violation}`);
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (wider > 0) found.push(`${where}: ${wider} px wider than the screen`);
    if (language === 'zh-CN')
      for (const words of foreign(await page.evaluate(() => document.body.innerText)))
        found.push(`${where}: “${words}”`);
  }
  return found;
}

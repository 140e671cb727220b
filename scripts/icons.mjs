// `node scripts/icons.mjs`: draws the kiosk's icons from their SVGs with Chromium; needed again only when the SVGs change.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';

const folder = path.resolve(import.meta.dirname, '..', 'client', 'kiosk', 'icons');
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
for (const [from, to, size] of [
  ['icon.svg', 'icon-192.png', 192],
  ['icon.svg', 'icon-512.png', 512],
  ['maskable.svg', 'maskable-512.png', 512],
]) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const svg = readFileSync(path.join(folder, from), 'utf8');
  await page.setContent(`<style>*{margin:0}svg{display:block;width:100vw}</style>${svg}`);
  writeFileSync(path.join(folder, to), await page.screenshot({ omitBackground: true }));
  await page.close();
}
await browser.close();

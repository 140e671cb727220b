// `npm test`: makes sure of what the tests need (a browser, a Chinese font, the stock Belenios tool), builds, runs them all.
// Where apt is at hand and we may use it, what is missing is installed; elsewhere it is named, with what to do.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const has = (command) =>
  spawnSync(process.platform === 'win32' ? 'where' : 'which', [command], { stdio: 'ignore' }).status === 0;
const run = (command, args, options = {}) =>
  spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options }).status ?? 1;

const browsers = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];
const browser = () => process.env.CHROMIUM_PATH ?? browsers.find((file) => existsSync(file));
const chineseFont = () =>
  process.platform !== 'linux' ||
  !has('fc-list') ||
  spawnSync('fc-list', [':lang=zh'], { encoding: 'utf8' }).stdout.trim() !== '';

const needs = [
  {
    name: 'Chromium',
    package: 'chromium',
    met: () => browser() !== undefined,
    hint: 'install Chromium or Chrome, or set CHROMIUM_PATH to its program',
  },
  {
    name: 'a Chinese font',
    package: 'fonts-noto-cjk',
    met: chineseFont,
    hint: 'install a Chinese font such as Noto Sans CJK',
  },
  {
    name: 'certutil of NSS',
    package: 'libnss3-tools',
    met: () => process.platform !== 'linux' || has('certutil'),
    hint: 'on Debian and Ubuntu: apt-get install libnss3-tools; with it the browser test trusts the certificate of the hall',
  },
  {
    name: 'belenios-tool 2.0',
    package: 'belenios-tool',
    met: () => has('belenios-tool'),
    hint: 'on Debian 12: apt-get install belenios-tool; without it the interoperability tests are skipped with a warning',
  },
];

let missing = needs.filter((need) => !need.met());
if (missing.length && has('apt-get') && process.getuid?.() === 0) {
  console.log(`installing ${missing.map((need) => need.package).join(', ')} with apt-get`);
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  run('apt-get', ['update', '-qq'], { env: environment });
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing.map((need) => need.package)], {
    env: environment,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  missing = needs.filter((need) => !need.met());
}
for (const need of missing) console.error(`\n  MISSING: ${need.name} — ${need.hint}\n`);
if (missing.some((need) => need.package !== 'belenios-tool') || (missing.length && process.env.CI)) process.exit(1);

const build = run(process.execPath, ['scripts/build.mjs']);
if (build) process.exit(build);
process.exit(
  run(process.execPath, [path.join('node_modules', 'vitest', 'vitest.mjs'), 'run', ...process.argv.slice(2)], {
    env: { ...process.env, ...(browser() ? { CHROMIUM_PATH: browser() } : {}) },
  }),
);

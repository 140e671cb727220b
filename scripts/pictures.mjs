// `npm run pictures`: makes the pictures of the READMEs and the handbook anew. The browser tests take them of the real screens as they go; those that
// a document shows are copied to docs/pictures. Names of test files limit it to these: `npm run pictures -- town further`.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const taken = path.join(root, 'dist', 'pictures');
const shown = path.join(root, 'docs', 'pictures');

/** Names of the pictures that the documents show. */
function named() {
  const documents = [
    'README.md',
    'README.zh-CN.md',
    ...readdirSync(path.join(root, 'docs')).map((name) => `docs/${name}`),
  ];
  const names = documents
    .filter((name) => name.endsWith('.md'))
    .flatMap((name) => [...readFileSync(path.join(root, name), 'utf8').matchAll(/pictures\/([\w-]+)\.png/g)])
    .map(([, name]) => name);
  return [...new Set(names)].sort();
}

const only = process.argv.slice(2);
const files = readdirSync(path.join(root, 'tests', 'browser'))
  .filter((name) => name.endsWith('.test.ts'))
  .filter((name) => only.length === 0 || only.includes(name.replace('.test.ts', '')))
  .map((name) => `tests/browser/${name}`);
const done = spawnSync(process.execPath, ['scripts/test.mjs', ...files], { cwd: root, stdio: 'inherit' });

mkdirSync(shown, { recursive: true });
const wanted = named();
for (const name of wanted)
  if (existsSync(path.join(taken, `${name}.png`)))
    copyFileSync(path.join(taken, `${name}.png`), path.join(shown, `${name}.png`));
for (const name of readdirSync(shown)) if (!wanted.includes(name.replace('.png', ''))) rmSync(path.join(shown, name));
const missing = wanted.filter((name) => !existsSync(path.join(shown, `${name}.png`)));
if (missing.length) console.error(`no picture of ${missing.join(', ')}: no browser test takes one of that name`);
process.exit(done.status || (missing.length ? 1 : 0));

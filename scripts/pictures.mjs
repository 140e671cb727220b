// `npm run pictures`: makes the pictures of the README and the handbook by holding a whole ballot in a real browser.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const done = spawnSync(process.execPath, ['scripts/test.mjs', 'tests/browser/town.test.ts'], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, PICTURES: path.join(root, 'docs', 'pictures') },
});
process.exit(done.status ?? 1);

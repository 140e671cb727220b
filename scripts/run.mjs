// Runs one of the project's own programs from its build: `node scripts/run.mjs verify FILE.bel`. Builds the server half first if its sources changed.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const [name, ...args] = process.argv.slice(2);
const built = spawnSync(process.execPath, [path.join(here, 'build.mjs'), '--server'], {
  stdio: ['ignore', 'inherit', 'inherit'],
});
// Not 1, with which `verify` says that an archive does not hold.
if (built.status !== 0) process.exit(2);
const program = path.join(here, '..', 'dist', 'server', `${name}.js`);
process.argv = [process.argv[0], program, ...args];
await import(pathToFileURL(program).href);

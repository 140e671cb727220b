import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Worker threads and command-line programs are tested from their build: make it once, before any test. */
export default function setup(): void {
  const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
  execFileSync(process.execPath, [path.join(root, 'scripts', 'build.mjs'), '--server'], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}

import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as cluster from './cluster.ts';

/** Worker threads and command-line programs are tested from their build: make it once, before any test; and start the one database of all suites. */
export async function setup(): Promise<void> {
  const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
  execFileSync(process.execPath, [path.join(root, 'scripts', 'build.mjs'), '--server'], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  await cluster.setup();
}

export async function teardown(): Promise<void> {
  await cluster.teardown();
}

import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from './database/project-root.ts';

/** Short hash of what was built, server and client; `source` where nothing is built. Two machines with one hash run the same. */
export function buildHash(root = projectRoot()): string {
  const stamps = ['server', 'client']
    .map((half) => path.join(root, 'dist', `.${half}.stamp`))
    .filter((file) => existsSync(file));
  if (stamps.length === 0) return 'source';
  const hash = createHash('sha256');
  for (const stamp of stamps) hash.update(readFileSync(stamp)).update('\n');
  return hash.digest('hex').slice(0, 12);
}

/** The version of the package. */
export function packageVersion(root = projectRoot()): string {
  return (JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string }).version;
}

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

let found: string | undefined;

/**
 * Absolute path of the project: the nearest folder above this file whose package.json is ours. Works from the sources and from `dist/server`.
 * @throws when there is none, which means that a part of the installation is missing.
 */
export function projectRoot(): string {
  if (found) return found;
  let folder = path.dirname(fileURLToPath(import.meta.url));
  for (;;) {
    const manifest = path.join(folder, 'package.json');
    if (existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).name === 'piaojue') {
      found = folder;
      return folder;
    }
    const parent = path.dirname(folder);
    if (parent === folder) throw new Error('package.json of piaojue not found above the program');
    folder = parent;
  }
}

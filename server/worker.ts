import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * Where the built file of a worker entry lies: beside this program when it runs from dist, else in the project's dist/server (tests run
 * the sources; tests/support/global-setup.ts builds the workers first).
 * @param name the entry's file name without its ending, e.g. `proof-worker`
 */
export function workerUrl(name: string): URL {
  const here = path.dirname(fileURLToPath(import.meta.url));
  for (let folder = here; ; folder = path.dirname(folder)) {
    for (const candidate of [path.join(folder, `${name}.js`), path.join(folder, 'dist', 'server', `${name}.js`)]) {
      if (existsSync(candidate)) return pathToFileURL(candidate);
    }
    if (folder === path.dirname(folder))
      throw new Error(`worker ${name}.js is not built: run node scripts/build.mjs --server`);
  }
}

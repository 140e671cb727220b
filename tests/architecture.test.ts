import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../server/database/project-root.ts';

const root = projectRoot();

/** Source files below a folder, by their path from the root. */
const sources = (folder: string): string[] =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|svelte)$/.test(name))
    .map((name) => path.posix.join(folder, name.replaceAll('\\', '/')));

/** What a file imports, relative addresses resolved from the root: static, dynamic, type-only, re-exported, and `new URL(…, import.meta.url)`. */
function importsOf(file: string, text: string): string[] {
  const found = [
    ...text.matchAll(/(?:^|[\s;}])(?:import|export)\s(?:[^'"`;]*?\sfrom\s*)?['"]([^'"]+)['"]/g),
    ...text.matchAll(/\bimport\s*\(\s*['"`]([^'"`]+)['"`]/g),
    ...text.matchAll(/\bnew\s+URL\s*\(\s*['"`](\.[^'"`]+)['"`]\s*,\s*import\.meta\.url/g),
  ].map((match) => match[1]!);
  return found.map((name) => (name.startsWith('.') ? path.posix.join(path.posix.dirname(file), name) : name));
}

/** Files that import what they may not, as `file → import`. */
const crossings = (folder: string, forbidden: RegExp): string[] =>
  sources(folder).flatMap((file) =>
    importsOf(file, readFileSync(path.join(root, file), 'utf8'))
      .filter((name) => forbidden.test(name))
      .map((name) => `${file} → ${name}`),
  );

describe('the walls between the folders', () => {
  it('finds every form of import', () => {
    const text = `import a from './a.ts';\nimport type { B } from "../b.ts";\nimport {\n  c,\n} from '../../server/c.ts';\nexport * from './d.ts';
import 'node:fs';\nconst e = await import('./e.ts');\nnew Worker(new URL('./f.ts', import.meta.url));`;
    expect(importsOf('client/kiosk/x.ts', text)).toEqual([
      'client/kiosk/a.ts',
      'client/b.ts',
      'server/c.ts',
      'client/kiosk/d.ts',
      'node:fs',
      'client/kiosk/e.ts',
      'client/kiosk/f.ts',
    ]);
  });

  it('has sources in each', () => {
    for (const folder of ['core', 'server', 'client']) expect(sources(folder).length).toBeGreaterThan(10);
  });

  it('core imports nothing of server or client, and nothing of one platform', () => {
    expect(
      crossings(
        'core',
        /^(server|client)\/|^node:|^(fs|path|crypto|os|worker_threads|pg|fastify|svelte|sodium-native)$/,
      ),
    ).toEqual([]);
  });

  it('the server imports nothing of the client', () => {
    expect(crossings('server', /^client\/|^svelte|^vite$/)).toEqual([]);
  });

  it('the client imports nothing of the server, and nothing of Node', () => {
    expect(crossings('client', /^server\/|^node:|^(pg|fastify|sodium-native)$/)).toEqual([]);
  });

  it('only the database, backup and live folders reach for pg itself', () => {
    expect(
      crossings('server', /^pg$/).filter((crossing) => !/^server\/(backup|database|live)\//.test(crossing)),
    ).toEqual([]);
  });
});

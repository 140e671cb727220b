// The kiosk as an installable page: a plugin of the client's build that makes its service worker, its web manifest and its icons.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import type { Plugin } from 'vite';

const root = path.resolve(import.meta.dirname, '..');
const client = path.join(root, 'client');
const kiosk = path.join(client, 'kiosk');

/** Everything lies below the scope `/kiosk/`, so that the worker controls the kiosk's page and no other. */
export const manifest = {
  id: '/kiosk/',
  name: '票决·代表平板',
  short_name: '票决平板',
  description: '民生实事项目人大代表票决制：代表投票用的平板',
  lang: 'zh-CN',
  dir: 'ltr',
  start_url: '/kiosk/',
  scope: '/kiosk/',
  display: 'fullscreen',
  display_override: ['fullscreen', 'standalone'],
  orientation: 'landscape',
  background_color: '#f4f2ee',
  theme_color: '#7a1414',
  icons: [
    { src: '/kiosk/icons/icon-192.png', sizes: '192x192', type: 'image/png', purpose: 'any' },
    { src: '/kiosk/icons/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'any' },
    { src: '/kiosk/icons/maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
  ],
};

/** One file of the build: its name below dist/client and what is in it. */
export interface Built {
  readonly name: string;
  readonly content: string | Uint8Array;
}

/**
 * The kiosk's own files: its page, and whatever of the build is named in a file that belongs to it (scripts, styles, workers, WebAssembly).
 * @throws Error for a worker outside `/kiosk/`: its script would not come from the kiosk's cache, since a worker is controlled by where it lies
 */
export function ownFiles(files: readonly Built[], page = 'kiosk/index.html'): Built[] {
  const byName = new Map(files.map((file) => [file.name, file]));
  const found = new Map<string, Built>();
  const visit = (file: Built | undefined) => {
    if (!file || found.has(file.name)) return;
    found.set(file.name, file);
    if (!/\.(html|js|css)$/.test(file.name)) return;
    const text = typeof file.content === 'string' ? file.content : new TextDecoder().decode(file.content);
    for (const [, worker] of text.matchAll(
      /new (?:Shared)?Worker\(\s*new URL\(\s*(?:\/\*.*?\*\/\s*)?["'`]\/?([^"'`]+)/g,
    ))
      if (!worker!.startsWith('kiosk/')) throw new Error(`${worker} is a worker of the kiosk and must lie in kiosk/`);
    // By the last part of the name, which a hash makes unlike any other word.
    for (const name of byName.keys())
      if (!name.endsWith('.html') && !name.endsWith('.map') && text.includes(path.posix.basename(name)))
        visit(byName.get(name));
  };
  visit(byName.get(page));
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

const hashed = (name: string) => /^(kiosk\/)?assets\//.test(name);

/** What the service worker keeps: an address, and a hash of the content where the address says nothing of it. */
export const entryOf = ({ name, content }: Built): { url: string; revision: string | null } => ({
  url: `/${name.replace(/index\.html$/, '')}`,
  revision: hashed(name) ? null : createHash('sha256').update(content).digest('hex').slice(0, 16),
});

/** The service worker as one classic script: browsers that know no module workers run it too. */
async function serviceWorker(files: readonly Built[]): Promise<string> {
  const built = await build({
    absWorkingDir: root,
    entryPoints: [path.join(kiosk, 'offline', 'service-worker.ts')],
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    target: ['chrome100', 'safari15.4', 'firefox100'],
    define: { 'process.env.NODE_ENV': '"production"', KIOSK_FILES: JSON.stringify(files.map(entryOf)) },
    logLevel: 'warning',
  });
  return built.outputFiles[0]!.text;
}

export function kioskShell(): Plugin {
  return {
    name: 'kiosk-shell',
    apply: 'build',
    enforce: 'post',
    // The pages are in the bundle only once every other plugin has made its own.
    generateBundle: {
      order: 'post',
      async handler(_, bundle) {
        const files = Object.values(bundle).map(
          (file): Built => ({ name: file.fileName, content: file.type === 'chunk' ? file.code : file.source }),
        );
        const source = await serviceWorker(ownFiles(files));
        const emit = (fileName: string, content: string | Uint8Array) =>
          this.emitFile({ type: 'asset', fileName, source: content });
        emit('kiosk/service-worker.js', source);
        emit('kiosk/manifest.webmanifest', JSON.stringify(manifest));
        for (const { src } of manifest.icons)
          emit(src.slice(1), readFileSync(path.join(kiosk, 'icons', path.basename(src))));
      },
    },
  };
}

/** Where the build puts a worker: the kiosk's own, and those of parts it shares, below `/kiosk/`, where its service worker controls them. */
export const workerName = ({ facadeModuleId }: { facadeModuleId?: string | null }): string => {
  const folder = facadeModuleId ? path.relative(client, facadeModuleId).split(path.sep)[0] : undefined;
  return `${folder === 'kiosk' || folder === 'ui' ? 'kiosk/' : ''}assets/[name]-[hash].js`;
};

// Builds what `npm start` runs: the server with esbuild (packages stay in node_modules), the client with Vite.
// Skips each half whose sources have not changed since the last build; --force builds both, --server only the server half.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** Hash of the names and contents of every file below the given folders, so that a build is redone exactly when its input changed. */
function fingerprint(entries) {
  const hash = createHash('sha256');
  const visit = (entry) => {
    const full = path.join(root, entry);
    if (!existsSync(full)) return;
    if (statSync(full).isDirectory()) for (const name of readdirSync(full).sort()) visit(path.join(entry, name));
    else hash.update(entry.replaceAll('\\', '/')).update('\0').update(readFileSync(full)).update('\0');
  };
  for (const entry of entries) visit(entry);
  return hash.digest('hex');
}

/** Runs `build` unless the stamp in dist says that these very sources were built already. */
async function unlessBuilt(name, entries, force, build) {
  const stamp = path.join(root, 'dist', `.${name}.stamp`);
  const now = fingerprint([...entries, 'package-lock.json', 'scripts/build.mjs']);
  if (!force && existsSync(stamp) && readFileSync(stamp, 'utf8') === now) return;
  const started = Date.now();
  await build();
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, now);
  process.stderr.write(`${name} built in ${((Date.now() - started) / 1000).toFixed(1)} s\n`);
}

async function buildServer() {
  const { build } = await import('esbuild');
  const entries = [
    'server/main.ts',
    'server/verify.ts',
    'server/rehearse.ts',
    'scripts/bench.ts',
    'scripts/pictures.ts',
  ];
  const workers = [
    'server/verification/proof-worker.ts',
    'server/documents/sheet-worker.ts',
    'server/documents/ledger-worker.ts',
    'server/rehearsal/encrypt-worker.ts',
  ];
  await build({
    absWorkingDir: root,
    entryPoints: [...entries, ...workers]
      .filter((file) => existsSync(path.join(root, file)))
      .map((file) => ({ in: file, out: path.basename(file, '.ts') })),
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    sourcemap: 'linked',
    outdir: 'dist/server',
    logLevel: 'warning',
  });
}

async function buildClient() {
  const { build } = await import('vite');
  await build({ configFile: path.join(root, 'vite.config.ts'), logLevel: 'warn' });
}

const force = process.argv.includes('--force');
await unlessBuilt('server', ['core', 'server', 'scripts'], force, buildServer);
if (!process.argv.includes('--server'))
  await unlessBuilt('client', ['core', 'client', 'vite.config.ts', 'scripts/kiosk-shell.ts'], force, buildClient);

import path from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { kioskShell, workerName } from './scripts/kiosk-shell.ts';

const client = path.resolve(import.meta.dirname, 'client');
const apiTarget = process.env.API_TARGET ?? 'http://localhost:8080';
const pages = ['', 'kiosk', 'console', 'scrutineer', 'screen', 'public', 'deputy'];

// One entry a person in the hall: a kiosk loads nothing of the console, and the kiosk's own files can be hashed and compared.
export default defineConfig({
  root: client,
  // client/public is the public's page, not a folder of static files.
  publicDir: false,
  plugins: [svelte({ configFile: path.resolve(import.meta.dirname, 'svelte.config.js') }), kioskShell()],
  worker: { format: 'es', rollupOptions: { output: { entryFileNames: workerName } } },
  build: {
    outDir: path.resolve(import.meta.dirname, 'dist/client'),
    emptyOutDir: true,
    target: ['chrome100', 'safari15.4', 'firefox100'],
    rollupOptions: {
      input: Object.fromEntries(pages.map((page) => [page || 'home', path.join(client, page, 'index.html')])),
    },
  },
  // `npx vite` for work on the pages: they ask the server that runs at API_TARGET.
  server: { proxy: { '^/api/(?!.*\\.ts)': { target: apiTarget, ws: true }, '/docs': apiTarget } },
});

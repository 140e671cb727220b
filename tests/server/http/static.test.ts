import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveClient } from '../../../server/static.ts';

let folder: string;
let app: FastifyInstance;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'piaojue-client-'));
  for (const page of ['', 'kiosk', 'console', 'scrutineer', 'screen', 'public', 'deputy']) {
    mkdirSync(path.join(folder, page), { recursive: true });
    writeFileSync(path.join(folder, page, 'index.html'), `<title>${page || 'home'}</title>`);
  }
  mkdirSync(path.join(folder, 'assets'));
  writeFileSync(path.join(folder, 'assets', 'kiosk-AbC123.js'), 'x');
  writeFileSync(path.join(path.dirname(folder), 'piaojue-secret.txt'), 'secret');
  app = Fastify();
  await serveClient(app, folder);
});
afterAll(async () => {
  await app?.close();
  rmSync(folder, { recursive: true });
  rmSync(path.join(path.dirname(folder), 'piaojue-secret.txt'));
});

const get = (url: string) => app.inject({ method: 'GET', url });

describe('the pages', () => {
  it.each([
    ['/', 'home'],
    ['/kiosk/', 'kiosk'],
    ['/kiosk/any/way', 'kiosk'],
    ['/console/sessions/1?tab=cards', 'console'],
    ['/scrutineer/x', 'scrutineer'],
    ['/screen/', 'screen'],
    ['/public/result/abc', 'public'],
  ])('%s is %s', async (url, title) => {
    const response = await get(url);
    expect([response.statusCode, response.body]).toEqual([200, `<title>${title}</title>`]);
    expect(response.headers['content-type']).toMatch(/^text\/html/);
    expect(response.headers['cache-control']).toBe('no-cache');
  });

  it('need their slash, for relative addresses', async () => {
    const response = await get('/kiosk');
    expect(Math.floor(response.statusCode / 100)).toBe(3);
    expect(response.headers.location).toBe('/kiosk/');
  });

  it('keep what is named by its content', async () => {
    const response = await get('/assets/kiosk-AbC123.js');
    expect(response.headers['cache-control']).toContain('immutable');
  });

  it.each([
    '/api/nothing',
    '/kiosks',
    '/kiosk/assets/gone.js',
    '/console/x.map',
    '/other',
  ])('%s is not one', async (url) => {
    const response = await get(url);
    expect(response.statusCode).toBe(404);
    expect(response.json().code).toBe('not-found');
  });

  it.each([
    '/../piaojue-secret.txt',
    '/%2e%2e/piaojue-secret.txt',
    '/assets/..%2f..%2fpiaojue-secret.txt',
    '/..%5cpiaojue-secret.txt',
  ])('%s leads nowhere', async (url) => {
    const response = await get(url);
    expect(response.body).not.toContain('secret');
    expect(response.statusCode).toBeGreaterThanOrEqual(400);
  });

  it('say what to do while nothing is built', async () => {
    const bare = Fastify();
    await serveClient(bare, path.join(folder, 'nowhere'));
    const response = await bare.inject('/console/');
    expect([response.statusCode, response.body]).toEqual([503, expect.stringContaining('npm run build')]);
    expect((await bare.inject('/api/nothing')).statusCode).toBe(404);
    await bare.close();
  });
});

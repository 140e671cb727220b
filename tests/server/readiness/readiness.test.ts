import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { backup } from '../../../core/contract/backup.ts';
import { readiness } from '../../../core/contract/readiness.ts';
import { session as routes } from '../../../core/contract/session.ts';
import type { SessionId } from '../../../core/ids.ts';
import { refusal, sampleTown, startServer, type TestServer, useServer } from '../../support/server.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'piaojue-readiness-'));
const started: TestServer[] = [];
const freshServer = async () => {
  const server = await startServer({ config: { dataDir: folder } });
  started.push(server);
  return server;
};
afterAll(async () => {
  for (const server of started) await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('what the evaluation of readiness is told', () => {
  const server = useServer({ config: { dataDir: os.tmpdir() } });

  it('is whether a rehearsal was held, how the machine stands, and of this congress and session only', async () => {
    const town = await sampleTown(server);
    const presidium = await town.as('presidium');
    const facts = () => presidium.call(readiness.facts, { params: { session: town.session } });
    const before = await facts();
    expect(before).toMatchObject({ rehearsal: 'none', tablets: { paired: 0, online: 0, onlyPaired: false } });
    expect(before.freeBytes).toBeGreaterThan(0);
    expect(Date.parse(before.now)).toBeGreaterThanOrEqual(Date.parse(before.lastRecord!));
    const rehearsal = randomUUID() as SessionId;
    await presidium.call(routes.startRehearsal, { params: { session: town.session, rehearsal } });
    expect((await facts()).rehearsal).toBe('running');
    await presidium.call(routes.wipeRehearsal, { params: { session: rehearsal } });
    expect((await facts()).rehearsal).toBe('held');
    const other = randomUUID() as SessionId;
    await presidium.call(routes.saveSession, { params: { session: other }, body: { name: '第三次会议', year: 2028 } });
    const elsewhere = await presidium.call(readiness.facts, { params: { session: other } });
    expect(elsewhere.rehearsal).toBe('none');
    const nowhere = presidium.call(readiness.facts, { params: { session: randomUUID() as SessionId } });
    expect((await refusal(nowhere)).code).toBe('not-found');
  });

  it('is how many of the scrutineers have their page open, and when the newest backup was made', async () => {
    const town = await sampleTown(await freshServer());
    const presidium = await town.as('presidium');
    const facts = () => presidium.call(readiness.facts, { params: { session: town.session } });
    expect(await facts()).toMatchObject({ scrutineersOnline: 0, lastBackup: null });
    const chief = await town.as('chief-scrutineer');
    const helper = await town.as('scrutineer');
    await presidium.call(routes.appointScrutineers, {
      params: { session: town.session },
      body: { accounts: [chief.me.account.id, helper.me.account.id] },
    });
    const socket = (cookie: string) => {
      const address = `${chief.url.replace('http', 'ws')}/api/live?congress=${town.congress}`;
      return new Promise<WebSocket>((resolve, reject) => {
        const made = new WebSocket(address, { headers: { cookie } });
        made.on('message', () => resolve(made));
        made.on('error', reject);
      });
    };
    // Two pages of one scrutineer are one; staff and anybody else are none.
    const open = await Promise.all([chief.cookie, chief.cookie, presidium.cookie, ''].map(socket));
    expect((await facts()).scrutineersOnline).toBe(1);
    for (const one of open) one.close();
    await expect.poll(async () => (await facts()).scrutineersOnline).toBe(0);
    await presidium.call(backup.makeBackup);
    const { lastBackup, now } = await facts();
    expect(Date.parse(now) - Date.parse(lastBackup!)).toBeLessThan(60_000);
  });

  it('says nothing of a disk that is not this machine’s', async () => {
    const own = await startServer({ config: { databaseUrl: 'postgres://elsewhere' } });
    try {
      const town = await sampleTown(own);
      const presidium = await town.as('presidium');
      expect((await presidium.call(readiness.facts, { params: { session: town.session } })).freeBytes).toBeNull();
    } finally {
      await own.stop();
    }
  });
});

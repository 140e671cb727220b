import { randomUUID } from 'node:crypto';
import os from 'node:os';
import { describe, expect, it } from 'vitest';
import { readiness } from '../../../core/contract/readiness.ts';
import { session as routes } from '../../../core/contract/session.ts';
import type { SessionId } from '../../../core/ids.ts';
import { refusal, sampleTown, startServer, useServer } from '../../support/server.ts';

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

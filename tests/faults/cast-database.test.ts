import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Vote } from '../../core/belenios/index.ts';
import { type Embedded, startEmbedded } from '../../server/database/embedded.ts';
import { migrate, readMigrations } from '../../server/database/migrate.ts';
import { type Db, openPool } from '../../server/database/pool.ts';
import { encrypt, Hall } from '../server/ballot/hall.ts';
import { dataFolder } from '../support/processes.ts';
import { startServer, type TestServer } from '../support/server.ts';

const votes: Vote[] = ['for', 'against', 'abstain'];
const quiet = { log: () => {} };

let folder: ReturnType<typeof dataFolder>;
let embedded: Embedded;
let server: TestServer;
let db: Db;

beforeEach(async () => {
  folder = dataFolder();
  embedded = await startEmbedded({ dataDir: folder.dir, ...quiet });
  const address = embedded.address();
  await migrate(address, readMigrations());
  const opened = openPool(address, { size: 4, patience: 0.2, onBroken: () => {} });
  db = opened.db;
  server = await startServer({ on: { ...opened, address, name: 'own', drop: async () => {} } });
});

afterEach(async () => {
  await server?.stop();
  await db?.destroy();
  await embedded?.stop();
  await folder.end();
});

describe('the database gone in the middle of a ballot', () => {
  it('is told to the tablet, which keeps the ballot and gets its receipt when the database is back', async () => {
    const hall = await Hall.make(server, { deputies: 2 });
    await hall.open();
    const election = await hall.election();
    const [before, during] = hall.cards.map((card) => encrypt(election, card, votes));
    expect((await hall.post(before!.json)).status).toBe(200);
    await embedded.stop();

    for (const { json } of [during!, before!]) {
      const response = await hall.post(json);
      expect([response.status, response.headers.get('retry-after')]).toEqual([503, '2']);
      expect(await response.json()).toMatchObject({ code: 'database-unavailable' });
    }

    embedded = await startEmbedded({ dataDir: folder.dir, ...quiet });
    for (const { json, tracker } of [during!, before!]) {
      const response = await hall.post(json);
      expect([response.status, await response.json()]).toEqual([200, { tracker }]);
    }
    const rows = await db.selectFrom('cast_ballot').select('hash').execute();
    expect(rows.map(({ hash }) => hash).sort()).toEqual([before!.hash, during!.hash].sort());
    // What could not be checked while it was gone is checked now, and the ballot goes on.
    expect((await hall.both('close')).ballot).toMatchObject({ state: 'closed', returned: 2 });
  });
});

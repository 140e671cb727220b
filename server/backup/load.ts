import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { migrate, readMigrations } from '../database/migrate.ts';
import { clientConfig, type DatabaseAddress } from '../database/pool.ts';
import { BackupError, type Header, type Line } from './format.ts';
import { readLines } from './read.ts';

const ROWS_AT_ONCE = 500;
/** Of the texts of rows sent together. */
const BYTES_AT_ONCE = 8 * 1024 * 1024;

/**
 * Loads a checked backup into a database without tables: brought to where it stood when the backup was made, filled in one transaction, then
 * brought forward to this program.
 * @throws BackupError when this program is older than the backup
 */
export async function loadBackup(
  file: string,
  header: Header,
  address: DatabaseAddress,
  dataDir: string,
): Promise<void> {
  const known = readMigrations();
  const then = header.migrations.map(({ name, sha256 }) => {
    const own = known.find((one) => one.name === name && one.sha256 === sha256);
    if (!own)
      throw new BackupError(
        `备份由较新的版本（${header.version}）建立。请先升级程序再恢复。\nThe backup was made by a newer version (${header.version}): upgrade the program first.`,
      );
    return own;
  });
  await migrate(address, then);
  const client = new pg.Client(clientConfig(address));
  client.on('error', () => {}); // the statement under way reports it
  await client.connect();
  try {
    await client.query('begin');
    await fill(client, readLines(file), dataDir);
    await client.query('commit');
  } finally {
    await client.end().catch(() => {});
  }
  await migrate(address);
}

async function fill(client: pg.Client, lines: AsyncIterable<Line>, dataDir: string): Promise<void> {
  const references = await dropReferences(client);
  let table = '';
  let given: string[] = [];
  let rows: string[] = [];
  let bytes = 0;
  const flush = async () => {
    if (rows.length > 0)
      await client.query(
        `insert into ${table} (${given.join(', ')}) overriding system value
         select ${given.map((column) => `(r).${column}`).join(', ')} from (select unnest($1::text[])::${table} as r) x`,
        [rows],
      );
    rows = [];
    bytes = 0;
  };
  for await (const line of lines) {
    if ('table' in line) {
      table = `public.${pg.escapeIdentifier(line.table)}`;
      given = (await requireColumns(client, line.table, line.columns)).map((column) => pg.escapeIdentifier(column));
      await client.query(`delete from ${table}`);
    } else if ('row' in line) {
      rows.push(line.row);
      bytes += line.row.length;
      if (rows.length >= ROWS_AT_ONCE || bytes >= BYTES_AT_ONCE) await flush();
    } else if ('end' in line) await flush();
    else if ('file' in line) writeBelow(dataDir, line.file, Buffer.from(line.base64, 'base64'));
  }
  await advanceIdentities(client);
  for (const { relation, name, definition } of references)
    await client.query(`alter table ${relation} add constraint ${pg.escapeIdentifier(name)} ${definition}`);
}

/** Takes the foreign keys away for the loading; put back, they are checked. */
async function dropReferences(client: pg.Client): Promise<{ relation: string; name: string; definition: string }[]> {
  const { rows } = await client.query<{ relation: string; name: string; definition: string }>(
    `select conrelid::regclass::text as relation, conname as name, pg_get_constraintdef(oid) as definition
     from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace order by conrelid, conname`,
  );
  for (const { relation, name } of rows)
    await client.query(`alter table ${relation} drop constraint ${pg.escapeIdentifier(name)}`);
  return rows;
}

/** A row's text has its columns in order: the order must be ours. Gives those to be filled: a generated one fills itself. */
async function requireColumns(client: pg.Client, table: string, columns: readonly string[]): Promise<string[]> {
  const { rows } = await client.query<{ name: string; generated: boolean }>(
    `select attname as name, attgenerated <> '' as generated from pg_attribute
     where attrelid = to_regclass('public.' || quote_ident($1)) and attnum > 0 and not attisdropped order by attnum`,
    [table],
  );
  if (JSON.stringify(rows.map(({ name }) => name)) !== JSON.stringify(columns))
    throw new BackupError(
      `备份中的表 ${table} 与本程序不符，没有恢复任何内容。\nThe table ${table} of the backup does not fit this program; nothing was restored.`,
    );
  return rows.filter(({ generated }) => !generated).map(({ name }) => name);
}

/** Numbers given out go on after the highest there is. */
async function advanceIdentities(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ table: string; column: string }>(
    `select c.oid::regclass::text as table, a.attname as column from pg_attribute a join pg_class c on c.oid = a.attrelid
     where a.attidentity <> '' and c.relnamespace = 'public'::regnamespace`,
  );
  for (const { table, column } of rows) {
    const name = pg.escapeIdentifier(column);
    await client.query(
      `select setval(pg_get_serial_sequence($1, $2), coalesce((select max(${name}) from ${table}), 0) + 1, false)`,
      [table, column],
    );
  }
}

/** Writes a file of the hall's network; a path that leads elsewhere is refused. */
function writeBelow(dataDir: string, file: string, content: Buffer): void {
  const target = path.resolve(dataDir, file);
  if (!/^hall\/[\w./-]+$/.test(file) || !target.startsWith(path.resolve(dataDir, 'hall') + path.sep))
    throw new BackupError(`备份中有不该有的文件 ${file}。\nThe backup has a file that does not belong there: ${file}.`);
  mkdirSync(path.dirname(target), { recursive: true, mode: 0o700 });
  writeFileSync(target, content, { mode: 0o600 });
}

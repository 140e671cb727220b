import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import pg from 'pg';
import { clientConfig, type DatabaseAddress } from '../database/pool.ts';
import { hallFolder } from '../network/setting.ts';
import { BACKUP_FORMAT, type Header, leftOut } from './format.ts';

const ROWS_AT_ONCE = 500;

/** A ballot or a secret motion is open somewhere: no backup is made now. */
export class BallotOpen extends Error {
  override name = 'BallotOpen';
}

/** Everything that must be kept, as of one moment, while others go on reading and writing. @throws BallotOpen */
export async function writeBackup(
  source: {
    readonly address: DatabaseAddress;
    readonly dataDir: string;
    readonly version: string;
    readonly by: string;
  },
  // Opened when it is written to: a file that cannot be made is then an error of the backup, and not of nobody.
  open: () => Writable,
): Promise<void> {
  const client = new pg.Client(clientConfig(source.address));
  client.on('error', () => {}); // the statement under way reports it
  await client.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    // Two backups of an open box would show by their difference which ballots came between, and of a secret motion who voted how.
    const opened = await client.query(
      `select from ballot where state = 'open' union all select from motion where state = 'open' and way = 'secret' limit 1`,
    );
    if (opened.rowCount) throw new BallotOpen();
    await pipeline(Readable.from(lines(client, source), { objectMode: false }), createGzip(), open());
  } finally {
    await client.end().catch(() => {});
  }
}

async function* lines(
  client: pg.Client,
  source: { readonly dataDir: string; readonly version: string; readonly by: string },
): AsyncGenerator<string> {
  const hash = createHash('sha256');
  const line = (value: unknown): string => {
    const text = `${JSON.stringify(value)}\n`;
    hash.update(text);
    return text;
  };
  yield line(await header(client, source));
  for (const { table, columns, key } of await tables(client)) {
    yield line({ table, columns });
    let rows = 0;
    await client.query(
      `declare dump no scroll cursor for select t::text as row from only ${pg.escapeIdentifier(table)} t order by ${key}`,
    );
    for (;;) {
      const batch = await client.query<{ row: string }>(`fetch forward ${ROWS_AT_ONCE} from dump`);
      for (const { row } of batch.rows) yield line({ row });
      rows += batch.rows.length;
      if (batch.rows.length < ROWS_AT_ONCE) break;
    }
    await client.query('close dump');
    yield line({ end: table, rows });
  }
  for (const file of hallFiles(source.dataDir))
    yield line({ file, base64: readFileSync(path.join(source.dataDir, file)).toString('base64') });
  yield `${JSON.stringify({ sha256: hash.digest('hex') })}\n`;
}

async function header(client: pg.Client, { version, by }: { version: string; by: string }): Promise<Header> {
  const { rows: migrations } = await client.query<{ name: string; sha256: string }>(
    'select name, sha256 from schema_migration order by name',
  );
  const { rows: congresses } = await client.query<{ name: string; deputies: number; ballots: number }>(
    `select c.name,
       (select count(*)::int from deputy d where d.congress_id = c.congress_id) as deputies,
       (select count(*)::int from ballot b where b.congress_id = c.congress_id) as ballots
     from congress c order by c.created_at`,
  );
  return { 'piaojue-backup': BACKUP_FORMAT, made: new Date().toISOString(), by, version, migrations, congresses };
}

/** Our tables with their columns in order, and what to order their rows by. */
async function tables(client: pg.Client): Promise<{ table: string; columns: string[]; key: string }[]> {
  const { rows } = await client.query<{ table: string; columns: string[]; key: string[] | null }>(
    `select c.relname as table,
       array(select a.attname::text from pg_attribute a
             where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped order by a.attnum) as columns,
       (select array(select a.attname::text from unnest(i.indkey::int[]) with ordinality k(n, at)
               join pg_attribute a on a.attrelid = c.oid and a.attnum = k.n order by k.at)
        from pg_index i where i.indrelid = c.oid and i.indisprimary) as key
     from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' order by c.relname`,
  );
  return rows
    .filter(({ table }) => !leftOut.has(table))
    .map(({ table, columns, key }) => ({
      table,
      columns,
      // Without a key the whole row orders.
      key: key?.map((column) => `t.${pg.escapeIdentifier(column)}`).join(', ') ?? 't::text',
    }));
}

/** The hall's certificate authority and setting, below the data folder. */
function hallFiles(dataDir: string): string[] {
  const folder = hallFolder(dataDir);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(dataDir, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort();
}

// Run as a process of its own by the fault tests: uses the embedded database in DIR until it is told, or forced, to end.
//   start DIR   says `ready` with where it is, and stops cleanly on SIGTERM
//   write DIR   the same, and says `acked ID` for each row once it is committed, from 8 writers
import pg from 'pg';
import { startEmbedded } from '../../server/database/embedded.ts';

const [mode, dataDir] = process.argv.slice(2) as [string, string];
const say = (word: string, value: unknown) => process.stdout.write(`${word} ${JSON.stringify(value)}\n`);

process.stdout.write('begun\n');
const embedded = await startEmbedded({ dataDir });
say('ready', { adopted: embedded.adopted, address: embedded.address() });
const open = setInterval(() => {}, 1000);
process.on('SIGTERM', async () => {
  clearInterval(open);
  say('ended', await embedded.stop());
  process.exit(0);
});

async function write(writer: number): Promise<void> {
  const client = new pg.Client(embedded.address());
  await client.connect();
  for (let n = 0; ; n++) {
    const id = `${process.pid}-${writer}-${n}`;
    await client.query('insert into acked (id, filler) values ($1, repeat($1, 20))', [id]);
    say('acked', id);
  }
}

if (mode === 'write') {
  const client = new pg.Client(embedded.address());
  await client.connect();
  await client.query('create table if not exists acked (id text primary key, filler text)');
  await client.end();
  for (let writer = 0; writer < 8; writer++) void write(writer);
}

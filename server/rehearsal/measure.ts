import { readdirSync, readFileSync } from 'node:fs';
import type { GroupName } from '../../core/belenios/index.ts';
import { hall } from '../../core/contract/index.ts';
import { openDatabase } from '../database/open.ts';
import { random } from '../random.ts';
import { Person } from './api.ts';
import { type Electorate, makeElectorate } from './electorate.ts';
import { makeCards, type RehearsalCard, signIn } from './hall.ts';
import type { RehearsalOptions } from './options.ts';
import { type OwnServer, startOwnServer } from './own-server.ts';
import type { RehearsalReport } from './report.ts';
import { rehearse } from './run.ts';
import { makeKey } from './scrutineers.ts';
import { convene, decide, type Staff } from './staff.ts';
import { Tablets } from './tablets.ts';

/** Callers that keep the server, or the database, busy at once. */
const CALLERS = 32;

export interface CastRate {
  readonly casts: number;
  /** Receipts per second through HTTP, the verification of the proofs running beside them. */
  readonly castsPerSecond: number;
  /** Plain one-row inserts of as many bytes per second on the same database, each its own transaction, as many at a time. */
  readonly insertsPerSecond: number;
  /** Milliseconds from starting the built server to its first answer, first start of the database included. */
  readonly startMs: number;
  /** Megabytes of server and database at rest, after the start; null where the system does not tell. */
  readonly restMegabytes: number | null;
}

const quiet = () => {};

/** Runs `work` once for each of `count` numbers, some at a time, and answers how many a second. */
async function rate(count: number, work: (i: number) => Promise<void>, callers = CALLERS): Promise<number> {
  const started = performance.now();
  let next = 0;
  await Promise.all(
    Array.from({ length: callers }, async () => {
      for (let i = next++; i < count; i = next++) await work(i);
    }),
  );
  return (count * 1000) / (performance.now() - started);
}

/** A hall whose ballot is open: what the measurements of casting begin with. */
export interface MeasuredHall {
  readonly server: OwnServer;
  readonly staff: Staff;
  readonly uuid: string;
  /** The election's own text. */
  readonly election: string;
  readonly ballots: Electorate['ballots'];
  readonly cards: readonly RehearsalCard[];
  readonly tablets: Tablets;
  readonly restMegabytes: number | null;
}

type Given = Pick<RehearsalOptions, 'group' | 'deputies'> & Partial<RehearsalOptions>;

/** A rehearsal of 12 projects, three scrutineers and cards, unless `given` says otherwise. */
function prepared(given: Given): { options: RehearsalOptions; electorate: Electorate } {
  const options: RehearsalOptions = {
    candidates: 12,
    seats: null,
    limit: null,
    credentials: 'cards',
    scrutineers: 3,
    threshold: 2,
    within: 0,
    drop: 0,
    pb: null,
    out: null,
    json: false,
    url: null,
    year: null,
    ...given,
  };
  const electorate = makeElectorate(options, random);
  if (!electorate.ok) throw new Error(electorate.error);
  return { options, electorate: electorate.value };
}

/** Opens a rehearsal's ballot on a server of its own, has `work` done in it, and puts everything away. */
export async function inOpenHall<T>(given: Given, work: (hall: MeasuredHall) => Promise<T>): Promise<T> {
  const { options, electorate } = prepared(given);
  const server = await startOwnServer();
  const tablets = new Tablets();
  try {
    const restMegabytes = memoryOf(server);
    const staff = await convene(server.url, options, electorate, quiet);
    const cards = await makeCards(staff, options, options.deputies, tablets, quiet);
    await signIn(staff, cards, quiet);
    await makeKey(staff, options, quiet);
    await decide(staff, 'open');
    const anybody = new Person(server.url);
    const { ballot } = await anybody.call(hall.kiosk, { params: { congress: staff.congress } });
    const uuid = ballot!.uuid;
    const election = await (await anybody.send('GET', hall.election.path.replace(':uuid', uuid))).text();
    const { ballots } = electorate;
    return await work({ server, staff, uuid, election, ballots, cards, tablets, restMegabytes });
  } finally {
    await tablets.close();
    await server.stop();
  }
}

/** Casts `deputies` ballots as fast as the server takes them, then inserts as many plain rows into the same database. */
export const measureCasts = (group: GroupName, deputies: number): Promise<CastRate> =>
  inOpenHall({ group, deputies }, async ({ server, staff, uuid, election, ballots, cards, tablets, restMegabytes }) => {
    const sealed = await Promise.all(
      ballots.map((votes, i) => tablets.encrypt({ election, credential: cards[i]!.credential, votes })),
    );
    const anybody = new Person(server.url);
    const path = hall.cast.path.replace(':uuid', uuid);
    const castsPerSecond = await rate(deputies, async (i) => {
      await anybody.answer(await anybody.send('POST', path, sealed[i]!.json));
    });
    // The proofs are checked before the inserts are measured, so that both have the machine to themselves.
    await decide(staff, 'close');
    const insertsPerSecond = await measureInserts(
      server,
      sealed.map(({ json }) => json),
    );
    return { casts: deputies, castsPerSecond, insertsPerSecond, startMs: server.startedIn, restMegabytes };
  });

/** A town's largest hall. */
const HALL = { deputies: 160, within: 10, drop: 0.05 } as const;

export interface HallTimes {
  readonly deputies: number;
  readonly within: number;
  readonly drop: number;
  /** Milliseconds a deputy waited for the receipt, replies lost on purpose and the retries after them included. */
  readonly receipt: RehearsalReport['receipt_ms'];
  /** Milliseconds of one plain one-row insert of as many bytes as a ballot has, on the same database, with nothing beside it. */
  readonly insert: number;
}

/**
 * Holds the ballot of a town's largest hall from the cards to the verified archive: all cast within ten seconds, the tablets' encryption on the same
 * processors. @throws Error when a receipt is lost, a ballot doubled, or the archive does not verify
 */
export async function measureHall(group: GroupName): Promise<HallTimes> {
  const server = await startOwnServer();
  try {
    const { options, electorate } = prepared({ group, ...HALL, out: server.folder });
    const { report } = await rehearse(server.url, options, electorate, (_name, _total, work) => work(quiet));
    const { returned, lost, duplicated, verified, receipt_ms: receipt } = report;
    if (returned !== HALL.deputies || lost > 0 || duplicated > 0 || !verified)
      throw new Error(
        `${returned} of ${HALL.deputies} returned, ${lost} lost, ${duplicated} doubled, verified: ${verified}`,
      );
    const archive = readFileSync(report.archive);
    const body = archive.toString('base64').slice(0, archive.length / HALL.deputies);
    const perSecond = await measureInserts(
      server,
      Array.from({ length: HALL.deputies }, () => body),
      1,
    );
    return { ...HALL, receipt, insert: 1000 / perSecond };
  } finally {
    await server.stop();
  }
}

async function measureInserts(server: OwnServer, bodies: readonly string[], callers = CALLERS): Promise<number> {
  const database = await openDatabase({ dataDir: server.folder, size: CALLERS });
  try {
    await database.pool.query('create table plain_insert (id integer primary key, body text not null)');
    const insert = async (i: number) => {
      await database.pool.query({
        name: 'plain',
        text: 'insert into plain_insert (id, body) values ($1, $2)',
        values: [i, bodies[i]],
      });
    };
    return await rate(bodies.length, insert, callers);
  } finally {
    await database.close();
  }
}

/** Proportional set size of the server process and of every postgres of its data folder, as Linux counts it. */
function memoryOf(server: OwnServer): number | null {
  if (process.platform !== 'linux') return null;
  let kilobytes = 0;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      const parent = Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
      const database = command.includes(server.folder) || isChildOfPostgres(parent, server.folder);
      if (Number(pid) !== server.process.pid && !database) continue;
      kilobytes += Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
    } catch {
      // The process ended while we looked.
    }
  }
  return Math.round(kilobytes / 1024);
}

const isChildOfPostgres = (pid: number, folder: string): boolean => {
  try {
    return pid > 1 && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder);
  } catch {
    return false;
  }
};

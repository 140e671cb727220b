import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { usualCategories } from '../../core/collection/suggestion.ts';
import type { CategoryId, CongressId, CycleId, VillageId } from '../../core/ids.ts';
import { type OpenDatabase, openDatabase } from '../database/open.ts';
import { inTransaction, type Transaction } from '../database/pool.ts';
import { putCategories, putVillages } from './places-store.ts';
import { similarTo } from './similar-store.ts';
import { countSuggestions, ledgerPage } from './store.ts';
import { syntheticSuggestion, villageNames } from './synthetic.ts';
import { insertSuggestions } from './write-store.ts';

/** One question to a full ledger: milliseconds, the middle and the slowest of its repetitions. */
export interface LedgerTime {
  readonly what: string;
  readonly middle: number;
  readonly slowest: number;
}

export interface LedgerMeasurement {
  readonly suggestions: number;
  /** Per second, while the ledger is filled. */
  readonly insertsPerSecond: number;
  /** The reference: one transaction that reads a page's worth of rows, 50, of the same table by primary key. */
  readonly reference: LedgerTime;
  readonly times: readonly LedgerTime[];
}

const REPEATS = 15;

/** Fills a ledger and asks it what the pages ask. A database of its own in a folder of its own, removed afterwards. */
export async function measureLedger(count: number): Promise<LedgerMeasurement> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'piaojue-ledger-'));
  chmodSync(folder, 0o755); // as root the database runs as another user, who must get in
  const database = await openDatabase({ dataDir: folder, size: 4 });
  try {
    const congress = randomUUID() as CongressId;
    const cycle = randomUUID() as CycleId;
    const villages = villageNames(24).map((name) => ({ id: randomUUID() as VillageId, name }));
    const categories = usualCategories.map(({ zh }) => ({ id: randomUUID() as CategoryId, name: zh }));
    const byName = new Map(categories.map(({ id, name }) => [name, id]));
    const run = <T>(work: (trx: Transaction) => Promise<T>) => inTransaction(database.db, work);
    await run(async (trx) => {
      await trx
        .insertInto('congress')
        .values({ congress_id: congress, level: 'town', name: '样镇', county: '' })
        .execute();
      await trx
        .insertInto('cycle')
        .values({ congress_id: congress, id: cycle, year: 2027, stage: 'collection' })
        .execute();
      await putVillages(trx, congress, villages);
      await putCategories(trx, congress, categories);
    });
    const started = performance.now();
    for (let at = 0; at < count; at += 1000) {
      const list = Array.from({ length: Math.min(1000, count - at) }, (_, i) =>
        syntheticSuggestion(at + i, villages, byName),
      );
      await run((trx) => insertSuggestions(trx, congress, cycle, list));
    }
    const insertsPerSecond = (count * 1000) / (performance.now() - started);
    await database.pool.query('vacuum analyze');

    const { rows } = await database.pool.query<{ id: string }>(
      'select id from suggestion order by md5(id::text) limit 50',
    );
    const ids = rows.map(({ id }) => id);
    const reference = await timed('read 50 suggestions by primary key', () => byKey(database.pool, congress, ids));
    const page =
      (filter: Parameters<typeof ledgerPage>[3], more = {}) =>
      () =>
        run((trx) => ledgerPage(trx, congress, cycle, filter, more));
    const [village] = villages;
    const category = byName.get('饮水安全')!;
    const questions: [string, () => Promise<unknown>][] = [
      ['ledger, first page', page({})],
      ['ledger, a page in the middle', page({}, { after: String(Math.floor(count / 2)) })],
      ['ledger by demand', page({}, { order: 'demand' })],
      ['ledger of a village and a category', page({ village: village!.id, category })],
      [
        'count of a village and a category',
        () => run((trx) => countSuggestions(trx, congress, cycle, { village: village!.id, category })),
      ],
      ['search of a common word (路灯)', page({ search: '路灯' })],
      ['search of a rare word (茶叶初制所)', page({ search: '茶叶初制所' })],
      ['search of two words (河坪 蓄水池)', page({ search: `${village!.name} 蓄水池` })],
      ['search of a word that nobody wrote', page({ search: '有轨电车' })],
      ['search of a single character (桥)', page({ search: '桥' })],
      ['similar while typing, a short title', () => run((trx) => similarTo(trx, congress, cycle, '安装路灯'))],
      [
        'similar while typing, a whole title',
        () => run((trx) => similarTo(trx, congress, cycle, `${village!.name}3组安装太阳能路灯项目`)),
      ],
      ['similar while typing, nothing like it', () => run((trx) => similarTo(trx, congress, cycle, '开通有轨电车'))],
    ];
    const times: LedgerTime[] = [];
    for (const [what, ask] of questions) times.push(await timed(what, ask));
    return { suggestions: count, insertsPerSecond, reference, times };
  } finally {
    await database.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

const byKey = (pool: OpenDatabase['pool'], congress: string, ids: readonly string[]) =>
  pool.query('select * from suggestion where congress_id = $1 and id = any($2)', [congress, ids]);

async function timed(what: string, ask: () => Promise<unknown>): Promise<LedgerTime> {
  await ask();
  const list: number[] = [];
  for (let n = 0; n < REPEATS; n++) {
    const started = performance.now();
    await ask();
    list.push(performance.now() - started);
  }
  list.sort((a, b) => a - b);
  return { what, middle: list[Math.floor(REPEATS / 2)]!, slowest: list.at(-1)! };
}

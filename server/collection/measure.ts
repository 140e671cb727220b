import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { usualCategories } from '../../core/collection/suggestion.ts';
import type { AccountId, CategoryId, CongressId, CycleId, SuggestionId, VillageId } from '../../core/ids.ts';
import { type OpenDatabase, openDatabase } from '../database/open.ts';
import { inTransaction, type Transaction } from '../database/pool.ts';
import type { Caller } from '../http/caller.ts';
import { workPage } from '../shortlisting/store.ts';
import { seeShortlisting } from '../shortlisting/work.ts';
import { putAnswers } from '../shortlisting/write-store.ts';
import { publicPage } from './follow.ts';
import { exportLedger } from './import.ts';
import { seeDemand } from './ledger.ts';
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
    await run((trx) => answerMost(trx, congress, cycle));
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
    const work = (query: Parameters<typeof workPage>[3]) => () => run((trx) => workPage(trx, congress, cycle, query));
    const clerk = {
      congress,
      id: randomUUID() as AccountId,
      login: 'clerk',
      name: '经办人',
      role: 'government',
    } satisfies Caller;
    questions.push(
      ['public list, first page', () => run((trx) => publicPage(trx, congress, {}))],
      ['public list of a category', () => run((trx) => publicPage(trx, congress, { category }))],
      [
        'public list, search of a common word (路灯)',
        () => run((trx) => publicPage(trx, congress, { search: '路灯' })),
      ],
      ['work table, most wanted without an answer', work({ answer: 'none' })],
      ['work table, those of a category without an answer', work({ answer: 'none', category })],
      ['work table, the rejected', work({ answer: 'rejected' })],
      ['work table, its head with the counts', () => run((trx) => seeShortlisting(trx, congress, cycle))],
      ['chart of demand', () => run((trx) => seeDemand(trx, congress, cycle))],
    );
    const times: LedgerTime[] = [];
    for (const [what, ask] of questions) times.push(await timed(what, ask));
    const exported = async (filter: Parameters<typeof exportLedger>[3]) => {
      const made = await exportLedger(database, clerk, cycle, filter);
      if (!made.ok) throw new Error(made.error.code);
    };
    times.push(await timed('export of a village as .xlsx', () => exported({ village: village!.id }), 3));
    times.push(await timed('export of everything as .xlsx', () => exported({}), 1));
    return { suggestions: count, insertsPerSecond, reference, times };
  } finally {
    await database.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

const byKey = (pool: OpenDatabase['pool'], congress: string, ids: readonly string[]) =>
  pool.query('select * from suggestion where congress_id = $1 and id = any($2)', [congress, ids]);

/** Two thirds are answered, the most wanted first, as staff work: what is without an answer lies deep in the order of demand. */
async function answerMost(trx: Transaction, congress: CongressId, cycle: CycleId): Promise<void> {
  const answered = await trx
    .selectFrom('suggestion')
    .select('id')
    .where('congress_id', '=', congress)
    .where('cycle_id', '=', cycle)
    .orderBy(({ ref }) => sql`${ref('people')} + ${ref('seconds')}`, 'desc')
    .orderBy('number', 'desc')
    .execute();
  const list = answered.slice(0, Math.floor((answered.length * 2) / 3)).map(({ id }: { id: SuggestionId }, i) => ({
    suggestion: id,
    ...(i % 2 === 0
      ? { kind: 'rejected' as const, reason: '不属于民生实事项目范围' }
      : { kind: 'reserve' as const, reason: '留待下一年' }),
    candidate: null,
  }));
  for (let at = 0; at < list.length; at += 1000) await putAnswers(trx, congress, cycle, list.slice(at, at + 1000));
}

async function timed(what: string, ask: () => Promise<unknown>, repeats = REPEATS): Promise<LedgerTime> {
  // The first one fills the caches, unless there is only this one.
  if (repeats > 1) await ask();
  const list: number[] = [];
  for (let n = 0; n < repeats; n++) {
    const started = performance.now();
    await ask();
    list.push(performance.now() - started);
  }
  list.sort((a, b) => a - b);
  return { what, middle: list[Math.floor(repeats / 2)]!, slowest: list.at(-1)! };
}

import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeReceipt, type Receipt } from '../../../core/collection/receipt.ts';
import type { CategoryId, CongressId, CycleId, SuggestionId, VillageId } from '../../../core/ids.ts';
import { listVillages, putCategories, putVillages } from '../../../server/collection/places-store.ts';
import { freeReceipts } from '../../../server/collection/receipts.ts';
import { similarTo } from '../../../server/collection/similar-store.ts';
import { countSuggestions, findSuggestion, ledgerPage } from '../../../server/collection/store.ts';
import { addSeconder, insertSuggestions, type NewSuggestion } from '../../../server/collection/write-store.ts';
import { inTransaction, type Transaction } from '../../../server/database/pool.ts';
import { random } from '../../../server/random.ts';
import { useTestDatabase } from '../../support/database.ts';

const database = useTestDatabase();
const congress = randomUUID() as CongressId;
const cycle = randomUUID() as CycleId;
const village = randomUUID() as VillageId;
const category = randomUUID() as CategoryId;
const suggestion = (title: string, more: Partial<NewSuggestion> = {}): NewSuggestion => ({
  id: randomUUID() as SuggestionId,
  receipt: makeReceipt(random),
  title,
  content: '',
  reason: '',
  village: null,
  place: '',
  category: null,
  channel: 'web',
  state: 'published',
  deputy: null,
  account: null,
  heardOn: null,
  people: 1,
  importKey: null,
  carriedFrom: null,
  ...more,
});
const run = <T>(fn: (trx: Transaction) => Promise<T>): Promise<T> => inTransaction(database.db, fn);

beforeAll(() =>
  inTransaction(database.db, async (trx) => {
    await trx
      .insertInto('congress')
      .values({ congress_id: congress, level: 'town', name: '测试镇', county: '' })
      .execute();
    await trx
      .insertInto('cycle')
      .values({ congress_id: congress, id: cycle, year: 2027, stage: 'collection' })
      .execute();
    await putVillages(trx, congress, [{ id: village, name: '河东村' }]);
    await putCategories(trx, congress, [{ id: category, name: '饮水安全' }]);
    await insertSuggestions(trx, congress, cycle, [
      suggestion('河东村安全饮水管网改造', { village, category, content: '管网老化，夏天停水。' }),
      suggestion('河西村安装路灯'),
      suggestion('镇区农贸市场改造', { state: 'received' }),
    ]);
    await insertSuggestions(trx, congress, cycle, [suggestion('安装太阳能路灯', { people: 30 })]);
  }),
);

describe('the ledger', () => {
  const titles = async (filter: Parameters<typeof ledgerPage>[3], more: Parameters<typeof ledgerPage>[4] = {}) =>
    (await run((trx) => ledgerPage(trx, congress, cycle, filter, more))).suggestions.map(({ title }) => title);

  it('numbers without gaps and lists the newest first', async () => {
    const page = await run((trx) => ledgerPage(trx, congress, cycle, {}));
    expect(page.suggestions.map(({ number }) => number)).toEqual([4, 3, 2, 1]);
    expect(page.next).toBeNull();
    expect(page.suggestions[3]).toMatchObject({
      village: '河东村',
      category: '饮水安全',
      hasContact: false,
      photos: 0,
    });
  });

  it('gives no receipt number twice, not even one that another draw has taken', async () => {
    const { suggestions } = await run((trx) => ledgerPage(trx, congress, cycle, {}));
    const [taken, free] = [suggestions[0]!.receipt as Receipt, makeReceipt(random)];
    const draws = [taken, free, free, taken, makeReceipt(random)];
    const given = await run((trx) => freeReceipts(trx, 2, () => draws.shift()!));
    expect(given).toHaveLength(2);
    expect(given).toContain(free);
    expect(given).not.toContain(taken);
    expect(draws).toEqual([]);
  });

  it('is paged by key in both orders', async () => {
    for (const order of ['newest', 'demand'] as const) {
      const whole = await titles({}, { order });
      const paged: string[] = [];
      let after: string | undefined;
      do {
        const page = await run((trx) => ledgerPage(trx, congress, cycle, {}, { order, after, size: 1 }));
        paged.push(...page.suggestions.map(({ title }) => title));
        after = page.next ?? undefined;
      } while (after);
      expect(paged).toEqual(whole);
    }
    expect((await titles({}, { order: 'demand' }))[0]).toBe('安装太阳能路灯');
  });

  it('finds words of two characters, several words, one character, a number and a receipt', async () => {
    expect(await titles({ search: '饮水' })).toEqual(['河东村安全饮水管网改造']);
    expect(await titles({ search: '路灯' })).toHaveLength(2);
    expect(await titles({ search: '改造 停水' })).toEqual(['河东村安全饮水管网改造']);
    expect(await titles({ search: '能' })).toEqual(['安装太阳能路灯']);
    expect(await titles({ search: '2' })).toEqual(['河西村安装路灯']);
    const [first] = (await run((trx) => ledgerPage(trx, congress, cycle, {}))).suggestions;
    expect(await titles({ search: first!.receipt.toLowerCase() })).toEqual([first!.title]);
    expect(await titles({ search: '电梯' })).toEqual([]);
    expect(await titles({ search: '——' })).toEqual([]);
  });

  it('is narrowed by village, category and state, and counted', async () => {
    expect(await titles({ village })).toHaveLength(1);
    expect(await titles({ village: 'whole' })).toHaveLength(3);
    expect(await titles({ category })).toHaveLength(1);
    expect(await titles({ state: 'received' })).toEqual(['镇区农贸市场改造']);
    expect(await run((trx) => countSuggestions(trx, congress, cycle, { category: 'none' }))).toBe(3);
    expect(await titles({ from: '2999-01-01' })).toEqual([]);
  });

  it('offers similar published ones only, the likest first', async () => {
    const found = await run((trx) => similarTo(trx, congress, cycle, '村口安装路灯'));
    const list = await Promise.all(found.map(({ id }) => run((trx) => findSuggestion(trx, congress, id))));
    expect(list.map((one) => one?.title)).toEqual(['河西村安装路灯', '安装太阳能路灯']);
    expect(await run((trx) => similarTo(trx, congress, cycle, '农贸市场改造'))).toEqual([]);
    expect(await run((trx) => similarTo(trx, congress, cycle, '农贸市场改造', { all: true }))).toHaveLength(1);
  });

  it('counts whoever seconds once', async () => {
    const [first] = (await run((trx) => ledgerPage(trx, congress, cycle, {}))).suggestions;
    const second = (who: string) => run((trx) => addSeconder(trx, congress, first!.id, who, null));
    expect([await second('a'), await second('a'), await second('b')]).toEqual([true, false, true]);
    expect((await run((trx) => findSuggestion(trx, congress, first!.id)))?.seconds).toBe(2);
  });
});

describe('villages', () => {
  it('are renamed, exchanged, added and no longer offered', async () => {
    const other = randomUUID() as VillageId;
    await run((trx) =>
      putVillages(trx, congress, [
        { id: other, name: '河东村' },
        { id: village, name: '河西村' },
      ]),
    );
    expect(await run((trx) => listVillages(trx, congress))).toEqual([
      { id: other, name: '河东村', active: true },
      { id: village, name: '河西村', active: true },
    ]);
    await run((trx) =>
      putVillages(trx, congress, [
        { id: village, name: '河东村' },
        { id: other, name: '河西村' },
      ]),
    );
    await run((trx) => putVillages(trx, congress, [{ id: village, name: '河东村' }]));
    expect((await run((trx) => listVillages(trx, congress))).find(({ id }) => id === other)?.active).toBe(false);
  });
});

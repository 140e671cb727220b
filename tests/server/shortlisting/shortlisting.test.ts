import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeReceipt } from '../../../core/collection/receipt.ts';
import { collection } from '../../../core/contract/collection.ts';
import { congress as congressRoutes } from '../../../core/contract/congress.ts';
import { cycle as cycles } from '../../../core/contract/cycle.ts';
import { history } from '../../../core/contract/history.ts';
import { shortlisting as routes, type SheetForm } from '../../../core/contract/shortlisting.ts';
import type { CategoryId, CycleId, FileId, SuggestionId } from '../../../core/ids.ts';
import { type Findings, noFindings, points } from '../../../core/shortlisting/screening.ts';
import { fatesOf } from '../../../server/collection/fate.ts';
import { insertSuggestions } from '../../../server/collection/write-store.ts';
import { inTransaction } from '../../../server/database/pool.ts';
import { readCandidateSheets } from '../../../server/documents/candidate-sheets.ts';
import { random } from '../../../server/random.ts';
import {
  type Person,
  pathOf,
  refusal,
  sampleTown,
  startServer,
  type TestServer,
  type Town,
} from '../../support/server.ts';

let server: TestServer;
let town: Town;
let government: Person;
const cycle = randomUUID() as CycleId;
const next = randomUUID() as CycleId;
const one = { cycle };
const ids: SuggestionId[] = [];
const titles = ['河东村安装路灯', '河东村路灯安装', '镇区建停车场', '修建豪华办公楼', '新建图书室', '河西村修桥'];

async function suggest(into: CycleId, title: string, people = 1): Promise<SuggestionId> {
  const id = randomUUID() as SuggestionId;
  await inTransaction(server.services.db, (trx) =>
    insertSuggestions(trx, town.congress, into, [
      {
        ...{ id, receipt: makeReceipt(random), title, content: `${title}的建议`, reason: '', village: null, place: '' },
        ...{ category: null, channel: 'phone', state: 'published', deputy: null, account: null, heardOn: null },
        ...{ people, importKey: null, carriedFrom: null },
      },
    ]),
  );
  return id;
}
const form = (code: string, title: string, more: Partial<SheetForm> = {}): SheetForm => ({
  ...{ code, title, content: '安装 60 盏', place: '河东村', budget: 300_000, unit: '村镇办', finish: '2027-10-31' },
  ...{ category: null, target: '', source: '', starts: null, feasibility: '', milestones: [] },
  ...more,
});
const save = (person: Person, candidate: string, body: SheetForm & { merge?: string[] }) =>
  person.call(routes.save, { params: { cycle, candidate }, body });
const fate = async (id: SuggestionId) =>
  (await inTransaction(server.services.db, (trx) => fatesOf(trx, town.congress, [id]))).get(id);
const passed = Object.fromEntries(
  points.map((point, i) => [point, { verdict: i < 7 ? 'yes' : 'no', note: '' }]),
) as unknown as Findings;

beforeAll(async () => {
  server = await startServer();
  town = await sampleTown(server);
  government = await town.as('government');
  await government.call(cycles.start, { params: one, body: { year: 2031, stage: 'shortlisting', note: '' } });
  for (const [i, title] of titles.entries()) ids.push(await suggest(cycle, title, i + 1));
});
afterAll(() => server?.stop());

const lamp = randomUUID();
const tower = randomUUID();

describe('shortlisting', () => {
  it('pages the work table and proposes near-duplicates', async () => {
    const page = await government.call(routes.ledger, { params: one, query: { answer: 'none', order: 'demand' } });
    expect(page.rows.map(({ suggestion }) => suggestion.title)).toEqual([...titles].reverse());
    const found = await government.call(routes.ledger, { params: one, query: { search: '路灯' } });
    expect(found.rows).toHaveLength(2);
    const work = await government.call(routes.suggestion, { params: { cycle, suggestion: ids[0]! } });
    expect(work.similar[0]).toMatchObject({ suggestion: { title: titles[1] }, answer: null });
    expect(work.findings).toEqual(noFindings);
  });

  it('merges many suggestions into one candidate and counts the people behind them; the same again changes nothing', async () => {
    for (let i = 0; i < 2; i++)
      await save(government, lamp, { ...form('01', '河东村路灯'), merge: [ids[0]!, ids[1]!] });
    const { candidates, counts } = await government.call(routes.overview, { params: one });
    expect(candidates).toEqual([expect.objectContaining({ id: lamp, suggestions: 2, demand: 3, standing: 'listed' })]);
    expect(counts).toEqual({ all: 6, unanswered: 4, merged: 2, rejected: 0, reserve: 0 });
    const presidium = await town.as('presidium');
    const entries = await presidium.call(history.history, { params: { kind: 'suggestion', subject: ids[0]! } });
    expect(entries.map(({ act, after }) => [act, after])).toEqual([['初定处理', { answer: '并入候选项目 01' }]]);
    expect(await fate(ids[0]!)).toMatchObject({ shortlisting: { kind: 'merged', code: '01', suggestions: 2 } });
    const sheet = await government.call(routes.candidate, { params: { cycle, candidate: lamp } });
    expect(sheet.suggestions.map(({ id }) => id)).toEqual([ids[1], ids[0]]);
  });

  it('classifies several at once, or takes them out again; the history says so', async () => {
    const presidium = await town.as('presidium');
    const { categories } = await government.call(collection.state, { params: one });
    const classify = (suggestions: string[], category: string | null) =>
      government.call(routes.classify, {
        params: one,
        body: { suggestions: suggestions as SuggestionId[], category: category as CategoryId | null },
      });
    const now = async () =>
      (await government.call(routes.suggestion, { params: { cycle, suggestion: ids[4]! } })).suggestion.category;
    const { id, name } = categories[0]!;
    for (let i = 0; i < 2; i++) await classify([ids[4]!, ids[5]!, ids[4]!], id);
    expect(await now()).toBe(name);
    expect((await refusal(classify([ids[4]!], randomUUID()))).code).toBe('not-found');
    expect((await refusal(classify([ids[4]!, randomUUID()], null))).code).toBe('not-found');
    expect(await now()).toBe(name);
    await classify([ids[4]!], null);
    expect(await now()).toBe(null);
    const entries = await presidium.call(history.history, { params: { kind: 'suggestion', subject: ids[4]! } });
    expect(entries.map(({ act, before, after }) => [act, before, after])).toEqual([
      ['归类', { category: name }, { category: '' }],
      ['归类', { category: '' }, { category: name }],
    ]);
  });

  it('keeps the attachments of a candidate; one taken off is off, and its place is free', async () => {
    const file = randomUUID();
    const attach = (id: string, content: string, name = '概算.pdf') =>
      government.upload(routes.attach, { params: { cycle, candidate: lamp, file: id } }, content, name);
    const attached = async () =>
      (await government.call(routes.candidate, { params: { cycle, candidate: lamp } })).files.map((one) => one.name);
    for (let i = 0; i < 2; i++) await attach(file, '%PDF-1.7\n概算');
    expect(await attached()).toEqual(['概算.pdf']);
    expect((await refusal(attach(file, '%PDF-1.7\n别的'))).code).toBe('conflict');
    expect((await refusal(attach(randomUUID(), 'MZ', '概算.exe'))).code).toBe('file-type-refused');
    const detach = () => government.call(routes.detach, { params: { cycle, candidate: lamp, file: file as FileId } });
    for (let i = 0; i < 2; i++) await detach();
    expect(await attached()).toEqual([]);
    await attach(file, '%PDF-1.7\n概算');
    expect(await attached()).toEqual(['概算.pdf']);
    const entries = await government.call(history.history, { params: { kind: 'candidate', subject: lamp } });
    expect(entries.map(({ act }) => act).filter((act) => act.includes('附件'))).toEqual([
      '添加附件',
      '移除附件',
      '添加附件',
    ]);
  });

  it('rejects only with a reason, which the suggester reads', async () => {
    const answer = (body: unknown) =>
      government.send('PUT', pathOf(routes.answer, { params: one }), { suggestions: [ids[3]], answer: body });
    expect((await answer({ kind: 'rejected', reason: '  ' })).status).toBe(400);
    expect((await answer({ kind: 'rejected', reason: '不属于民生实事' })).status).toBe(200);
    expect(await fate(ids[3]!)).toEqual({ shortlisting: { kind: 'rejected', reason: '不属于民生实事' } });
    const listed = async (kind: 'none' | 'merged' | 'rejected') =>
      (await government.call(routes.ledger, { params: one, query: { answer: kind, order: 'newest' } })).rows.map(
        ({ suggestion }) => suggestion.id,
      );
    expect(await listed('rejected')).toEqual([ids[3]]);
    expect(await listed('merged')).toEqual([ids[1], ids[0]]);
    expect(await listed('none')).not.toContain(ids[3]);
    // Taken back it waits for an answer again; and is answered again.
    expect((await answer({ kind: 'none' })).status).toBe(200);
    expect(await listed('none')).toContain(ids[3]);
    expect(await listed('rejected')).toEqual([]);
    expect((await answer({ kind: 'rejected', reason: '不属于民生实事' })).status).toBe(200);
    const elsewhere = government.call(routes.answer, {
      params: one,
      body: { suggestions: [randomUUID()], answer: { kind: 'none' } },
    });
    expect(await refusal(elsewhere)).toMatchObject({ code: 'not-found' });
  });

  it('takes a candidate off the list with the reason that everybody merged into it reads', async () => {
    await save(government, tower, { ...form('02', '镇区停车场'), merge: [ids[2]!] });
    const stand = (act: 'list' | 'reject' | 'reserve', reason = '') =>
      government.call(routes.stand, { params: { cycle, candidate: tower }, body: { act, reason } });
    expect(await refusal(stand('reject'))).toMatchObject({ code: 'reason-needed' });
    await stand('reject', '用地未落实');
    expect(await fate(ids[2]!)).toEqual({ shortlisting: { kind: 'rejected', reason: '用地未落实' } });
    const merge = government.call(routes.answer, {
      params: one,
      body: { suggestions: [ids[4]!], answer: { kind: 'merged', candidate: tower as never } },
    });
    expect(await refusal(merge)).toMatchObject({ code: 'candidate-standing' });
    // Its code is free for another; then it cannot come back under it.
    const other = randomUUID();
    await save(government, other, { ...form('02', '新建图书室'), merge: [ids[4]!] });
    expect(await refusal(stand('list'))).toMatchObject({ code: 'code-taken' });
    await government.call(routes.stand, {
      params: { cycle, candidate: other },
      body: { act: 'reserve', reason: '资金明年安排' },
    });
    await stand('list');
    expect(await fate(ids[2]!)).toMatchObject({ shortlisting: { kind: 'merged', code: '02' } });
    expect(await fate(ids[4]!)).toEqual({ shortlisting: { kind: 'reserve', reason: '资金明年安排' } });
  });

  it('keeps the tests and bars with their notes', async () => {
    const findings = { ...passed, land: { verdict: 'no', note: '占用耕地' } } as Findings;
    await government.call(routes.screen, { params: { cycle, subject: lamp }, body: { findings } });
    const { candidates } = await government.call(routes.overview, { params: one });
    expect(candidates.find(({ id }) => id === lamp)).toMatchObject({ open: 0, against: ['land'] });
    const unknown = government.call(routes.screen, { params: { cycle, subject: randomUUID() }, body: { findings } });
    expect(await refusal(unknown)).toMatchObject({ code: 'not-found' });
    for (const subject of [lamp, tower])
      await government.call(routes.screen, { params: { cycle, subject }, body: { findings: passed } });
  });

  it('brings candidates out and in again as a workbook without loss, formulas as text', async () => {
    const full = form('01', '=HYPERLINK("http://x","河东村路灯")', {
      ...{ target: '夜间出行有灯', source: '县级补助，自筹', starts: '2027-03-01', feasibility: '已勘测' },
      milestones: [
        { by: '2027-06-30', text: '完成立杆' },
        { by: '2027-10-31', text: '通电：验收' },
      ],
    });
    await save(government, lamp, full);
    const before = await government.call(routes.overview, { params: one });
    const response = await government.send('GET', pathOf(routes.exportCandidates, { params: one }));
    const file = new Uint8Array(await response.arrayBuffer());
    const read = await readCandidateSheets(file);
    expect(read.ok && read.value[0]).toEqual({ ...full, category: '' });
    const report = await government.upload(routes.importCandidates, { params: one }, file, '候选.xlsx');
    expect(report).toEqual({ rows: 2, added: 0, updated: 0, unchanged: 2 });
    expect((await government.call(routes.overview, { params: one })).candidates).toEqual(before.candidates);
    await save(government, lamp, { ...full, title: '河东村路灯' });
    const table = '编号,项目名称,类别\n01,路灯,没有的类别\n';
    expect(await refusal(government.upload(routes.importCandidates, { params: one }, table))).toMatchObject({
      code: 'bad-rows',
    });
  });

  it('is left for deliberation only when all is answered and the decision is recorded', async () => {
    const presidium = await town.as('presidium');
    const enter = () =>
      presidium.call(cycles.enter, { params: one, body: { stage: 'deliberation', note: '差额较小' } });
    expect(await refusal(enter())).toMatchObject({
      code: 'stage-conditions',
      params: { missing: '还有 1 条建议没有处理结果；尚未登记党委研究意见' },
    });
    await government.call(routes.answer, {
      params: one,
      body: { suggestions: [ids[5]!], answer: { kind: 'reserve', reason: '待设计' } },
    });
    await government.call(routes.settings, { params: one, body: { envelope: 500_000, seats: 1 } });
    await government.call(routes.decide, {
      params: one,
      body: { on: '2030-12-20', number: '青党会〔2030〕12号', body: '镇党委会议', note: '' },
    });
    const [state] = (await presidium.call(cycles.cycles)).filter(({ id }) => id === cycle);
    expect(state!.conditions.filter(({ met }) => !met).map(({ code }) => code)).toEqual(['envelope']);
    await enter();
  });

  it('writes its documents', async () => {
    for (const route of [routes.scheme, routes.screeningRecord]) {
      const response = await government.send('GET', pathOf(route, { params: one }));
      expect(response.headers.get('content-type')).toContain('wordprocessingml');
      expect(
        Buffer.from(await response.arrayBuffer())
          .subarray(0, 2)
          .toString(),
      ).toBe('PK');
    }
  });

  it('carries the reserve bank to the next year, each entry once', async () => {
    await government.call(cycles.start, {
      params: { cycle: next },
      body: { year: 2032, stage: 'collection', note: '' },
    });
    const bank = await government.call(routes.reserve, { params: { cycle: next } });
    expect(bank.map(({ kind, title }) => `${kind} ${title}`).sort()).toEqual([
      'candidate 新建图书室',
      'suggestion 河西村修桥',
    ]);
    const into = { params: { cycle: next, subject: '' }, body: { kind: 'candidate' as const, id: randomUUID() } };
    for (const { kind, id } of bank) {
      const call = { params: { ...into.params, subject: id }, body: { kind, id: randomUUID() } };
      await government.call(routes.bringIn, call);
      await government.call(routes.bringIn, call);
      const again = government.call(routes.bringIn, { ...call, body: { kind, id: randomUUID() } });
      expect(await refusal(again)).toMatchObject({ code: 'carried-already' });
    }
    const { candidates, counts } = await government.call(routes.overview, { params: { cycle: next } });
    expect(candidates).toEqual([expect.objectContaining({ code: '01', title: '新建图书室', finish: null })]);
    expect(counts.all).toBe(1);
    expect(
      (await government.call(routes.reserve, { params: { cycle: next } })).map(({ carriedTo }) => carriedTo),
    ).toEqual([2032, 2032]);
  });

  it('leaves towns that only ballot as they were: candidates are still deleted there', async () => {
    const presidium = await town.as('presidium');
    const session = town.session;
    const [first] = await presidium.call(congressRoutes.candidates, { params: { session } });
    await presidium.call(congressRoutes.removeCandidate, { params: { session, candidate: first!.id } });
    const [kept] = (await presidium.call(cycles.cycles)).filter(({ year }) => year === 2027);
    await presidium.call(cycles.start, {
      params: { cycle: kept!.id },
      body: { year: 2027, stage: 'shortlisting', note: '' },
    });
    const [second] = await presidium.call(congressRoutes.candidates, { params: { session } });
    expect(
      await refusal(presidium.call(congressRoutes.removeCandidate, { params: { session, candidate: second!.id } })),
    ).toMatchObject({ code: 'year-kept' });
  });
});

import { randomUUID } from 'node:crypto';
import readXlsx from 'read-excel-file/node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { audit, session as routes } from '../../../core/contract/index.ts';
import type { DeputyId } from '../../../core/ids.ts';
import type { BallotState } from '../../../core/workflow/ballot.ts';
import { type Person, refusal, sampleTown, startServer, type TestServer, type Town } from '../../support/server.ts';
import { allRows } from '../ballot/rows.ts';
import { activate, registerBatch, signIn } from './cards.ts';

let server: TestServer;
let town: Town;
let teller: Person;
let params: { session: Town['session'] };
let ids: DeputyId[];
beforeEach(async () => {
  server = await startServer();
  town = await sampleTown(server);
  teller = await town.as('teller');
  params = { session: town.session };
  ids = (await teller.call(routes.attendance, { params })).map(({ id }) => id);
});
afterEach(() => server?.stop());

const mark = (deputy: string, body: { present: boolean; correction?: boolean; note?: string }) =>
  teller.call(routes.signDeputyIn, { params: { ...params, deputy }, body });
const sheet = () => teller.call(routes.attendanceSheet, { params });
const row = async (id: string) => (await sheet()).rows.find((one) => one.id === id)!;
const setState = (state: BallotState) => server.database.db.updateTable('ballot').set({ state }).execute();
const events = async () =>
  (await (await town.as('presidium')).call(audit.entries, { query: { limit: 200 } })).map(({ kind }) => kind);

describe('a deputy’s comings and goings', () => {
  it('are logged with their time and who entered them', async () => {
    const [id] = ids as [DeputyId];
    const began = Date.now();
    expect((await mark(id, { present: true })).deputy).toMatchObject({ state: 'present', leftAt: null });
    expect((await mark(id, { present: false, note: '身体不适' })).deputy).toMatchObject({
      state: 'left',
      present: false,
    });
    expect((await mark(id, { present: true })).deputy).toMatchObject({ state: 'present' });
    const { log, arrivedAt, leftAt, returnedAt } = await row(id);
    expect(log.map(({ kind, by, note }) => [kind, by, note])).toEqual([
      ['arrived', teller.me.account.name, ''],
      ['left', teller.me.account.name, '身体不适'],
      ['returned', teller.me.account.name, ''],
    ]);
    expect([arrivedAt, leftAt, returnedAt]).toEqual(log.map(({ at }) => at));
    for (const [i, { at }] of log.entries())
      expect(Date.parse(at)).toBeGreaterThanOrEqual(i ? Date.parse(log[i - 1]!.at) : began);
    expect((await events()).filter((kind) => kind.startsWith('deputy-')).slice(0, 3)).toEqual([
      'deputy-returned',
      'deputy-left',
      'deputy-present',
    ]);
  });

  it('are recorded once, however often they are sent', async () => {
    const [id] = ids as [DeputyId];
    await Promise.all([mark(id, { present: true }), mark(id, { present: true }), mark(id, { present: true })]);
    await mark(id, { present: false });
    const before = await allRows(server.database.db);
    expect((await mark(id, { present: false })).deputy.state).toBe('left');
    expect(await allRows(server.database.db)).toEqual(before);
    expect((await row(id)).log).toHaveLength(2);
  });

  it('are taken back where a tap was wrong, and stay on record', async () => {
    const [id] = ids as [DeputyId];
    await mark(id, { present: true });
    expect((await mark(id, { present: false, correction: true })).deputy).toMatchObject({
      state: 'absent',
      arrivedAt: null,
    });
    await mark(id, { present: true });
    await mark(id, { present: false });
    expect((await mark(id, { present: true, correction: true })).deputy).toMatchObject({
      state: 'present',
      leftAt: null,
    });
    expect((await row(id)).log.map(({ kind, voids }) => [kind, voids])).toEqual([
      ['arrived', null],
      ['corrected', 1],
      ['arrived', null],
      ['left', null],
      ['corrected', 4],
    ]);
    const found = await refusal(mark(ids[1]!, { present: true, correction: true }));
    expect(found.code).toBe('nothing-to-correct');
  });

  it('can be entered for a delegation at once, and taken back at once', async () => {
    await mark(ids[0]!, { present: true });
    const body = { deputies: ids.slice(0, 12), present: true };
    const many = await teller.call(routes.markMany, { params, body });
    expect(many).toMatchObject({ present: 12, entitled: 60, quorum: 40, changed: ids.slice(1, 12) });
    expect(await teller.call(routes.markMany, { params, body })).toMatchObject({ present: 12, changed: [] });
    const back = await teller.call(routes.markMany, {
      params,
      body: { deputies: many.changed, present: false, correction: true },
    });
    expect(back.present).toBe(1);
    expect((await sheet()).totals).toEqual({ entitled: 60, present: 1, left: 0, excused: 0, absent: 59 });
    const strange = { deputies: [ids[20]!, randomUUID() as DeputyId], present: true };
    expect((await refusal(teller.call(routes.markMany, { params, body: strange }))).code).toBe('not-found');
    expect((await row(ids[20]!)).log).toEqual([]);
  });

  it('never leave more active cards than deputies before the opening, and block nothing after it', async () => {
    await registerBatch(town, 2);
    await signIn(town, 1);
    await activate(teller, town, 'A-001');
    const [id] = ids as [DeputyId];
    const found = await refusal(mark(id, { present: false }));
    expect([found.code, found.title.includes('作废')]).toEqual(['cards-exceed-present', true]);
    expect((await row(id)).log).toHaveLength(1);
    await setState('open');
    expect((await mark(id, { present: false })).present).toBe(0);
  });

  it('name no card, and a card nothing of them', async () => {
    await registerBatch(town, 2);
    await signIn(town, 1);
    const before = await allRows(server.database.db);
    await activate(teller, town, 'A-001');
    const after = await allRows(server.database.db);
    for (const table of ['attendance', 'attendance_event']) expect(after[table]).toEqual(before[table]);
    expect(JSON.stringify([after.attendance, after.attendance_event])).not.toContain('A-001');
    for (const one of after.card!) expect(one).not.toMatch(/\d{4}-\d\d-\d\d \d\d:\d\d/);
  });
});

describe('leave of absence', () => {
  const excuse = (deputy: string, reason: string | null) =>
    teller.call(routes.excuse, { params: { ...params, deputy }, body: { reason } });

  it('has a reason, and ends when the deputy comes or it is withdrawn', async () => {
    const [id, other] = ids as [DeputyId, DeputyId];
    expect(await excuse(id, '病假')).toMatchObject({ state: 'excused', excuse: '病假', present: false });
    await excuse(other, '公务外出');
    expect((await sheet()).totals).toEqual({ entitled: 60, present: 0, left: 0, excused: 2, absent: 58 });
    expect((await mark(id, { present: true })).deputy).toMatchObject({ state: 'present', excuse: '病假' });
    expect(await excuse(other, null)).toMatchObject({ state: 'absent', excuse: null });
    expect((await sheet()).totals).toEqual({ entitled: 60, present: 1, left: 0, excused: 0, absent: 59 });
    expect((await refusal(excuse(other, '  '))).code).toBe('bad-request');
  });

  it('is recorded once and without its reason', async () => {
    await excuse(ids[0]!, '病假');
    await excuse(ids[0]!, '病假');
    await excuse(ids[0]!, '住院');
    expect((await events()).filter((kind) => kind === 'deputy-excused')).toHaveLength(1);
    const rows = await allRows(server.database.db);
    expect(rows.audit_event!.join()).not.toMatch(/病假|住院/);
    expect((await row(ids[0]!)).excuse).toBe('住院');
  });
});

describe('half days', () => {
  const minutes = (from: number) => new Date(Date.now() + from * 60_000).toISOString();
  const save = async (sitting: string, name: string, from: number, to: number) =>
    (await town.as('presidium')).call(routes.saveSitting, {
      params: { ...params, sitting },
      body: { name, startsAt: minutes(from), endsAt: minutes(to) },
    });

  it('are made, changed and removed by the presidium; they neither overlap nor end before they begin', async () => {
    const id = randomUUID();
    const made = await save(id, '第一天上午', -60, 120);
    expect((await sheet()).sittings).toEqual([made]);
    const recorded = (await events()).length;
    const again = { params: { ...params, sitting: id }, body: { ...made, id: undefined } };
    await (await town.as('presidium')).call(routes.saveSitting, again);
    expect((await events()).length).toBe(recorded);
    expect((await refusal(save(randomUUID(), '第一天下午', 60, 240))).params).toEqual({ name: '第一天上午' });
    expect((await refusal(save(randomUUID(), '第一天下午', 240, 130))).code).toBe('sitting-times');
    await save(randomUUID(), '第一天下午', 180, 360);
    expect((await sheet()).sittings.map(({ name }) => name)).toEqual(['第一天上午', '第一天下午']);
    const presidium = await town.as('presidium');
    const remove = () => presidium.call(routes.removeSitting, { params: { ...params, sitting: id } });
    await remove();
    await remove();
    expect((await sheet()).sittings.map(({ name }) => name)).toEqual(['第一天下午']);
  });

  it('are counted from the log by the session’s rule', async () => {
    await save(randomUUID(), '上午', -60, 60);
    await save(randomUUID(), '下午', 90, 180);
    await mark(ids[0]!, { present: true });
    expect((await row(ids[0]!)).attended).toEqual([true, false]);
    expect((await row(ids[1]!)).attended).toEqual([false, false]);
    const presidium = await town.as('presidium');
    await presidium.call(routes.saveAttendanceRule, { params, body: { minutes: 30, afresh: true } });
    expect(await sheet()).toMatchObject({ rule: { minutes: 30, afresh: true } });
    expect((await row(ids[0]!)).attended).toEqual([false, false]);
    expect(
      (await refusal(teller.call(routes.saveAttendanceRule, { params, body: { minutes: 1, afresh: false } }))).code,
    ).toBe('not-permitted');
  });
});

describe('the workbook', () => {
  it('has every deputy, the totals, the half days and the log', async () => {
    await (await town.as('presidium')).call(routes.saveSitting, {
      params: { ...params, sitting: randomUUID() },
      body: {
        name: '第一天上午',
        startsAt: new Date(Date.now() - 3600_000).toISOString(),
        endsAt: new Date(Date.now() + 3600_000).toISOString(),
      },
    });
    await mark(ids[0]!, { present: true });
    await mark(ids[1]!, { present: true });
    await mark(ids[1]!, { present: false, correction: true });
    await teller.call(routes.excuse, { params: { ...params, deputy: ids[2]! }, body: { reason: '=1+1 病假' } });
    const response = await teller.send('GET', `/api/sessions/${town.session}/attendance/sheet.xlsx`);
    expect(response.headers.get('content-disposition')).toContain(encodeURIComponent('出席情况.xlsx'));
    const file = Buffer.from(await response.arrayBuffer());
    const sheets = await readXlsx(file);
    const [{ data: people }, { data: log }] = sheets as unknown as [{ data: unknown[][] }, { data: unknown[][] }];
    expect(people[1]![0]).toContain('应到 60 人，在场 1 人，已离会 0 人，请假 1 人，缺席 58 人');
    expect(people[2]!.slice(-2)).toEqual(['第一天上午', '半天数']);
    const { number, name } = await row(ids[0]!);
    expect(people[3]!.slice(0, 5)).toEqual([1, number, name, expect.any(String), '在场']);
    expect(people[3]!.slice(-2)).toEqual([1, 1]);
    expect(people[5]).toContain('=1+1 病假');
    expect(people).toHaveLength(3 + 60 + 1);
    expect(people.at(-1)!.slice(-2)).toEqual([1, 1]);
    expect(log.map((line) => [line[3], line[7]])).toEqual([
      ['记录', '是否有效'],
      ['到会', null],
      ['到会', '已撤销'],
      ['撤销', null],
    ]);
  });
});

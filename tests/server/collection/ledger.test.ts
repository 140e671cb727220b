import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audit } from '../../../core/contract/audit.ts';
import { collection } from '../../../core/contract/collection.ts';
import { cycle as cycles } from '../../../core/contract/cycle.ts';
import { history } from '../../../core/contract/history.ts';
import type { SuggestionId } from '../../../core/ids.ts';
import { deleteDueContacts } from '../../../server/collection/contacts.ts';
import { readSheets } from '../../../server/documents/sheet.ts';
import { refusal, startServer, type TestServer } from '../../support/server.ts';
import { type CollectingTown, collectingTown } from './town.ts';

let server: TestServer;
let town: CollectingTown;
beforeAll(async () => {
  server = await startServer();
  town = await collectingTown(server);
});
afterAll(() => server?.stop());

const entered = (title: string, more = {}) => ({
  ...{ title, content: `${title}。`, reason: '', village: town.villages[0]!.id, place: '三组', category: null },
  ...{ channel: 'letter' as const, heardOn: '2026-08-03', people: 1 },
  ...more,
});
const save = (id: string, body: ReturnType<typeof entered>) =>
  town.government.call(collection.save, { params: { cycle: town.cycle, suggestion: id as SuggestionId }, body });
const ledger = (query = {}) => town.government.call(collection.ledger, { params: { cycle: town.cycle }, query });
const detail = (id: string) => town.government.call(collection.detail, { params: { suggestion: id as SuggestionId } });

describe('the ledger of staff', () => {
  const id = randomUUID();

  it('takes what came by letter, telephone or visit; the same again changes nothing', async () => {
    const body = entered('修建便民桥', { people: 26, contact: { name: '李大山', phone: '138 0000 1234' } });
    const first = await save(id, body);
    expect(first).toMatchObject({ number: 1, state: 'published', village: '河东村', people: 26, hasContact: true });
    expect(await save(id, body)).toEqual(first);
    const entries = await town.government.call(history.history, { params: { kind: 'suggestion', subject: id } });
    expect(entries.map(({ act }) => act)).toEqual(['登记建议']);
    expect(JSON.stringify(entries)).not.toContain('李大山');
  });

  it('keeps what was corrected in the history, and is found by its new words', async () => {
    await save(id, entered('修建便民桥和护栏', { people: 26 }));
    expect((await ledger({ search: '护栏' })).suggestions.map((one) => one.id)).toEqual([id]);
    const entries = await town.government.call(history.history, { params: { kind: 'suggestion', subject: id } });
    expect(entries[0]).toMatchObject({
      act: '更正',
      before: { title: '修建便民桥' },
      after: { title: '修建便民桥和护栏' },
    });
  });

  it('shows contacts masked; each viewing in full is in the record', async () => {
    expect((await detail(id)).contact).toEqual({ name: '李**', phone: '138****1234' });
    const params = { suggestion: id as SuggestionId };
    for (const role of ['administrator', 'county', 'teller'] as const)
      expect(await refusal((await town.as(role)).call(collection.contact, { params }))).toMatchObject({
        code: 'not-permitted',
      });
    expect(await town.presidium.call(collection.contact, { params })).toEqual({
      name: '李大山',
      phone: '138 0000 1234',
    });
    const events = await town.presidium.call(audit.entries, { query: {} });
    expect(events.find(({ kind }) => kind === 'contact-viewed')).toMatchObject({
      subject: expect.stringContaining(id),
    });
    expect(JSON.stringify(events)).not.toContain('李大山');
  });

  it('offers the like of it, and counts demand by village and category', async () => {
    const other = randomUUID();
    await save(other, entered('新建便民桥一座', { village: null }));
    expect((await detail(id)).similar.map((one) => one.id)).toEqual([other]);
    const demand = await town.government.call(collection.demand, { params: { cycle: town.cycle } });
    expect(demand.villages).toEqual([
      { id: town.villages[0]!.id, name: '河东村', suggestions: 1, demand: 26 },
      { id: null, name: null, suggestions: 1, demand: 1 },
    ]);
    expect(demand.channels).toEqual([{ channel: 'letter', suggestions: 2 }]);
    expect((await town.state()).published).toBe(2);
  });

  it('imports a table whole, once, or says every place that is wrong', async () => {
    const head = '标题,内容,村（社区）,来源,类别,日期,人数,联系人\n';
    const upload = (rows: string) =>
      town.government.upload(collection.importSuggestions, { params: { cycle: town.cycle } }, head + rows);
    const bad = await refusal(
      upload(
        '修路,修通组路,河东,来信,道路交通,2026-08-01,3,王五\n,没有标题,不存在村,飞鸽,没有的类别,昨天,零,\n修路,修通组路,河东,来信,道路交通,2026-08-01,3,王五',
      ),
    );
    expect(bad).toMatchObject({ code: 'bad-rows' });
    expect(bad.rows!.map((row) => [row.row, row.column])).toEqual([
      [3, '标题'],
      [3, '村（社区）'],
      [3, '类别'],
      [3, '来源'],
      [3, '日期'],
      [3, '人数'],
      [4, '标题'],
    ]);
    expect((await ledger()).count).toBe(2);
    const rows = '修路,修通组路,河东,来信,道路交通,2026-08-01,3,王五\n"=HYPERLINK(""http://x"")",+1,全镇,走访,,,,\n';
    expect(await upload(rows)).toEqual({ rows: 2, added: 2, updated: 0, unchanged: 0 });
    expect(await upload(rows)).toEqual({ rows: 2, added: 0, updated: 0, unchanged: 2 });
    const [dangerous, road] = (await ledger()).suggestions;
    expect(road).toMatchObject({ title: '修路', village: '河东村', category: '道路交通', people: 3, hasContact: true });
    expect(dangerous).toMatchObject({ village: null, channel: 'visit', title: '=HYPERLINK("http://x")' });
  });

  it('exports what the filter lets through, no cell of which is a formula', async () => {
    const response = await town.government.send('GET', `/api/cycles/${town.cycle}/suggestions.xlsx?village=whole`);
    expect(response.headers.get('content-disposition')).toContain(encodeURIComponent('2027年度建议台账.xlsx'));
    const sheets = await readSheets(new Uint8Array(await response.arrayBuffer()));
    if (!sheets.ok) throw new Error(sheets.error.en);
    const rows = sheets.value[0]!.rows.map(({ cells }) => cells);
    expect(rows).toHaveLength(4);
    expect(rows[3]!.slice(2, 4)).toEqual(['\'=HYPERLINK("http://x")', "'+1"]);
    expect(JSON.stringify(rows)).not.toContain('王五');
  });

  it('reads back its own export’s neutralised cells', async () => {
    const rows = "标题,内容,村（社区）,来源\n'=1+1,'-项目,全镇,电话\n";
    await town.government.upload(collection.importSuggestions, { params: { cycle: town.cycle } }, rows);
    expect((await ledger()).suggestions[0]).toMatchObject({ title: '=1+1', content: '-项目' });
  });

  it('gives a template that lists the congress’s own villages and whose examples are left out', async () => {
    const file = new Uint8Array(await (await town.government.send('GET', collection.template.path)).arrayBuffer());
    const sheets = await readSheets(file);
    expect(JSON.stringify(sheets)).toContain('河东村、河西村');
    const empty = town.government.upload(collection.importSuggestions, { params: { cycle: town.cycle } }, file);
    expect(await refusal(empty)).toMatchObject({ code: 'empty-table' });
  });

  it('renames villages, and refuses a name twice', async () => {
    const [first, other] = town.villages;
    const twice = [first!, { ...other!, name: first!.name }];
    expect(await refusal(town.government.call(collection.saveVillages, { body: { villages: twice } }))).toMatchObject({
      code: 'name-twice',
    });
    await town.government.call(collection.saveVillages, {
      body: { villages: [{ ...first!, name: '东河村' }, other!] },
    });
    expect((await detail(id)).suggestion.village).toBe('东河村');
    await town.government.call(collection.saveVillages, { body: { villages: [other!] } });
    expect(await save(id, entered('修建便民桥和护栏', { people: 27 }))).toMatchObject({
      village: '东河村',
      people: 27,
    });
    expect(await refusal(save(randomUUID(), entered('另一条')))).toMatchObject({ code: 'place-unknown' });
  });

  it('deletes contacts by button when collection is over, and by itself when their day has come', async () => {
    const drop = () => town.government.call(collection.deleteContacts, { params: { cycle: town.cycle } });
    expect(await refusal(drop())).toMatchObject({ code: 'still-collecting' });
    const { pool } = server.database;
    await pool.query(`update cycle set stage = 'closed' where id = $1`, [town.cycle]);
    const closed = (days: number) =>
      pool.query(
        `insert into cycle_stage (congress_id, cycle_id, stage, entered_at) values ($1, $2, 'closed', now() - make_interval(days => $3))
         on conflict (congress_id, cycle_id, stage) do update set entered_at = excluded.entered_at`,
        [town.congress, town.cycle, days],
      );
    await closed(179);
    expect(await deleteDueContacts(server.services.db)).toBe(0);
    expect((await town.state()).contacts).toBe(2);
    await closed(180);
    expect(await deleteDueContacts(server.services.db)).toBe(1);
    expect(await town.state()).toMatchObject({ contacts: 0, contactsDeletedAt: expect.any(String) });
    expect((await detail(id)).contact).toBeNull();
    expect(await deleteDueContacts(server.services.db)).toBe(0);
    expect(await refusal(save(id, entered('太晚的更正')))).toMatchObject({ code: 'ledger-closed' });
    expect(await drop()).toMatchObject({ contacts: 0 });
    expect((await town.presidium.call(cycles.cycles))[0]!.stage).toBe('closed');
  });
});

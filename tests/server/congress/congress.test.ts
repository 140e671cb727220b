import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { audit, congress, session } from '../../../core/contract/index.ts';
import type { BallotState } from '../../../core/workflow/ballot.ts';
import { appendAlone, system } from '../../../server/audit/append.ts';
import {
  emptyCongress,
  type Person,
  type Refusal,
  refusal,
  sampleTown,
  signIn,
  startServer,
  type TestServer,
} from '../../support/server.ts';
import { workbookOf, xlsx } from '../documents/files.ts';

let server: TestServer;
let hire: Awaited<ReturnType<typeof emptyCongress>>['hire'];
let presidium: Person;
let townSession: string;
beforeEach(async () => {
  server = await startServer();
  ({ hire } = await emptyCongress(server));
  presidium = await hire('presidium');
  townSession = (
    await presidium.call(session.saveSession, {
      params: { session: randomUUID() },
      body: { name: '第一次会议', year: 2027 },
    })
  ).id;
});
afterEach(() => server?.stop());

const heading = '编号,姓名,性别,代表团,在任,电话';
const roster = (...rows: string[]) => [heading, ...rows].join('\n');
const events = async () => (await presidium.call(audit.entries, { query: { limit: 200 } })).map((entry) => entry.kind);

describe('the roster', () => {
  it('gives telephones to those only who keep it', async () => {
    const government = await hire('government');
    await presidium.call(congress.saveDeputy, {
      params: { deputy: randomUUID() },
      body: { number: '7', name: '覃小妹', gender: '女', delegation: '一团', inOffice: true, phone: '13800000000' },
    });
    expect(await presidium.call(congress.deputies)).toMatchObject([{ name: '覃小妹', phone: '13800000000' }]);
    expect(await government.call(congress.deputies)).toMatchObject([{ name: '覃小妹', phone: null }]);
  });
});

describe('a deputy', () => {
  const body = { number: '7', name: '覃小妹', gender: '女', delegation: '第二代表团', inOffice: true, phone: '' };

  it('is added under the client’s id, spelt for the desk, corrected, and told apart by number', async () => {
    const deputy = randomUUID();
    const added = await presidium.call(congress.saveDeputy, { params: { deputy }, body });
    expect(added).toMatchObject({ ...body, id: deputy, initials: 'qxm' });
    const recorded = (await events()).length;
    expect(await presidium.call(congress.saveDeputy, { params: { deputy }, body })).toEqual(added);
    expect((await events()).length).toBe(recorded);
    const corrected = await presidium.call(congress.saveDeputy, {
      params: { deputy },
      body: { ...body, name: '单良玉', inOffice: false },
    });
    expect(corrected).toMatchObject({ name: '单良玉', initials: 'sly', inOffice: false });
    expect(await presidium.call(congress.deputies)).toEqual([corrected]);
    const taken = await refusal(
      presidium.call(congress.saveDeputy, { params: { deputy: randomUUID() }, body: { ...body, name: '别人' } }),
    );
    expect([taken.code, taken.params]).toEqual(['code-taken', { code: '7' }]);
    // Names may be alike.
    await presidium.call(congress.saveDeputy, {
      params: { deputy: randomUUID() },
      body: { ...body, number: '8', name: '单良玉' },
    });
  });
});

describe('importing the roster', () => {
  it('takes namesakes, sorts by delegation and number, and reports what it did', async () => {
    const file = roster(
      '2,王建军,男,第二代表团,是,',
      '10,张三,男,第一代表团,是,',
      '9,李四,女,第一代表团,否,13800000000',
      '1,王建军,男,第十代表团,是,',
    );
    expect(await presidium.upload(congress.importDeputies, {}, file)).toEqual({
      rows: 4,
      added: 4,
      updated: 0,
      unchanged: 0,
    });
    const list = await presidium.call(congress.deputies);
    expect(list.map((deputy) => [deputy.delegation, deputy.number])).toEqual([
      ['第一代表团', '9'],
      ['第一代表团', '10'],
      ['第二代表团', '2'],
      ['第十代表团', '1'],
    ]);
    expect(list[0]).toMatchObject({
      name: '李四',
      gender: '女',
      inOffice: false,
      phone: '13800000000',
      pinyin: 'lisi',
    });
  });

  it('updates by number when repeated, keeps ids, and leaves who is not named', async () => {
    await presidium.upload(
      congress.importDeputies,
      {},
      roster('1,张三,男,第一代表团,是,13800000000', '2,李四,女,第一代表团,是,', '3,王五,男,第二代表团,是,'),
    );
    const before = await presidium.call(congress.deputies);
    const report = await presidium.upload(
      congress.importDeputies,
      {},
      roster('1,张三,,第一代表团,是,', '2,李思,女,第二代表团,是,', '4,赵六,男,第二代表团,是,'),
    );
    expect(report).toEqual({ rows: 3, added: 1, updated: 1, unchanged: 1 });
    const after = await presidium.call(congress.deputies);
    expect(after.find((one) => one.number === '1')).toEqual(before.find((one) => one.number === '1'));
    expect(after.find((one) => one.number === '2')).toMatchObject({
      id: before.find((one) => one.number === '2')!.id,
      name: '李思',
      delegation: '第二代表团',
    });
    expect(after.map((one) => one.number).sort()).toEqual(['1', '2', '3', '4']);
  });

  it('reads a workbook, and accepts the template’s own headings', async () => {
    const file = await xlsx([
      ['编号', '姓名', '代表团'].map((value) => ({ value })),
      ['001', '张三', '第一代表团'].map((value) => ({ value, type: String })),
    ]);
    expect(await presidium.upload(congress.importDeputies, {}, file, '名单.xlsx')).toMatchObject({ added: 1 });
    expect((await presidium.call(congress.deputies))[0]!.number).toBe('001');
  });

  it('refuses bad rows with row, column and what to do, and imports nothing', async () => {
    const found = await refusal(
      presidium.upload(
        congress.importDeputies,
        {},
        roster('1,张三,男,第一代表团,是,', '1,李四,男,第一代表团,是,', '3,,男,,也许,'),
      ),
    );
    expect([found.status, found.code]).toEqual([422, 'bad-rows']);
    expect(found.rows!.map((row) => [row.row, row.column, row.code])).toEqual(
      expect.arrayContaining([
        [3, '编号', 'duplicate'],
        [4, '姓名', 'required'],
        [4, '代表团', 'required'],
        [4, '在任', 'not-yes-no'],
      ]),
    );
    for (const row of found.rows!) expect([typeof row.zh, typeof row.en]).toEqual(['string', 'string']);
    expect(await presidium.call(congress.deputies)).toEqual([]);
    expect(await events()).not.toContain('roster-imported');
  });

  const bomb = () => workbookOf('', '', [{ name: 'xl/media/a.xml', content: Buffer.alloc(60 * 1024 * 1024, 32) }]);
  const manyRows = () => roster(...Array.from({ length: 100_000 }, (_, i) => `${i},张三,男,第一代表团,是,`));
  it.each<[string, () => string | Buffer, string]>([
    ['wrong columns', () => '姓名,代表团\n张三,第一代表团', 'wrong-columns'],
    ['no rows', () => heading, 'empty-table'],
    ['100,000 rows', manyRows, 'too-many-rows'],
    ['a zip bomb', bomb, 'spreadsheet-too-large'],
    ['a picture', () => Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 1]), 'not-a-spreadsheet'],
    ['more than 10 MB', () => 'x'.repeat(11 * 1024 * 1024), 'too-large'],
  ])('refuses %s in words, and serves on', async (_, file, code) => {
    const found = await refusal(presidium.upload(congress.importDeputies, {}, file()));
    expect(found.code).toBe(code);
    expect(found.status).toBeGreaterThanOrEqual(400);
    expect(found.status).toBeLessThan(500);
    expect(found.title).not.toContain('{');
    expect(await presidium.call(congress.deputies)).toEqual([]);
  });

  it('never takes a file cut at the limit for a whole one', async () => {
    const rows = Array.from({ length: 5000 }, (_, i) => `${i},张三,男,第一代表团,是,,${'x'.repeat(2500)}`);
    const file = ['编号,姓名,性别,代表团,在任,电话,备注', ...rows].join('\n');
    expect(Buffer.byteLength(file)).toBeGreaterThan(12 * 1024 * 1024);
    for (let i = 0; i < 5; i++)
      expect((await refusal(presidium.upload(congress.importDeputies, {}, file))).code).toBe('too-large');
    expect(await presidium.call(congress.deputies)).toEqual([]);
  });

  it('refuses a request that brings no file', async () => {
    const path = congress.importDeputies.path;
    const form = new FormData();
    form.append('other', new Blob([heading]), 'x.csv');
    for (const body of [undefined, form, { file: 'x' }]) {
      const response = await presidium.send('POST', path, body);
      expect(((await response.json()) as Refusal).code).toBe('bad-request');
    }
  });

  it('takes a roster of a province’s size', async () => {
    const file = roster(...Array.from({ length: 3000 }, (_, i) => `${i + 1},张三${i},男,第${(i % 9) + 1}代表团,是,`));
    expect(await presidium.upload(congress.importDeputies, {}, file)).toMatchObject({ added: 3000 });
  });
});

describe('candidates', () => {
  const body = { code: '01', title: '修路', content: '', place: '河东村', budget: 1_180_000, unit: '', finish: null };
  const params = () => ({ session: townSession, candidate: randomUUID() });
  const list = () => presidium.call(congress.candidates, { params: { session: townSession } });
  const head = '编号,项目名称,建设内容,建设地点,预算（元）,责任单位,完成时限';

  it('are added, corrected and withdrawn', async () => {
    const id = params();
    const added = await presidium.call(congress.saveCandidate, { params: id, body });
    expect(added).toEqual({ ...body, id: id.candidate, position: 0 });
    expect(await presidium.call(congress.saveCandidate, { params: id, body })).toEqual(added);
    await presidium.call(congress.saveCandidate, {
      params: params(),
      body: { ...body, code: '02', title: '饮水', budget: 9_000_000_000_000, finish: '2027-11-30' },
    });
    expect((await refusal(presidium.call(congress.saveCandidate, { params: params(), body }))).code).toBe('code-taken');
    expect((await list()).map((one) => [one.code, one.position, one.budget, one.finish])).toEqual([
      ['01', 0, 1_180_000, null],
      ['02', 1, 9_000_000_000_000, '2027-11-30'],
    ]);
    await presidium.call(congress.removeCandidate, { params: id });
    await presidium.call(congress.removeCandidate, { params: id });
    expect((await list()).map((one) => one.code)).toEqual(['02']);
    expect((await events()).filter((kind) => kind === 'candidate-removed')).toHaveLength(1);
  });

  it('are imported in the file’s order; repeated, by code', async () => {
    const first = [
      head,
      '02,饮水,内容,河东村,100000,水利站,2027-09-30',
      '01,修路,内容,全镇,200000,交通站,2027-10-31',
    ].join('\n');
    const path = { params: { session: townSession } };
    expect(await presidium.upload(congress.importCandidates, path, first)).toEqual({
      rows: 2,
      added: 2,
      updated: 0,
      unchanged: 0,
    });
    const before = await list();
    expect(before.map((one) => one.code)).toEqual(['02', '01']);
    const second = [
      head,
      '01,修路,内容,全镇,250000,交通站,2027-10-31',
      '03,路灯,内容,全镇,50000,城建站,2027-10-31',
    ].join('\n');
    expect(await presidium.upload(congress.importCandidates, path, second)).toEqual({
      rows: 2,
      added: 1,
      updated: 1,
      unchanged: 0,
    });
    const after = await list();
    expect(after.map((one) => [one.code, one.budget])).toEqual([
      ['01', 250_000],
      ['03', 50_000],
      ['02', 100_000],
    ]);
    expect(after.find((one) => one.code === '01')!.id).toBe(before.find((one) => one.code === '01')!.id);
    const bad = await refusal(
      presidium.upload(
        congress.importCandidates,
        path,
        [head, '04,饮水,内容,河东村,118 万元,水利站,2027-13-45'].join('\n'),
      ),
    );
    expect(bad.code).toBe('bad-rows');
    expect(await list()).toEqual(after);
  });

  it.each<[BallotState, boolean]>([
    ['preparing', false],
    ['ceremony', false],
    ['keyed', false],
    ['open', true],
    ['closed', true],
    ['tallied', true],
    ['certified', true],
    ['published', true],
    ['annulled', false],
  ])('with a ballot %s: frozen %s', async (state, frozen) => {
    const id = params();
    await presidium.call(congress.saveCandidate, { params: id, body });
    await server.database.db.updateTable('ballot').set({ state }).execute();
    const outcomes = [
      () => presidium.call(congress.saveCandidate, { params: id, body: { ...body, title: '改了' } }),
      () =>
        presidium.upload(
          congress.importCandidates,
          { params: { session: townSession } },
          [head, '05,路,内容,全镇,1,站,2027-10-31'].join('\n'),
        ),
      () => presidium.call(congress.removeCandidate, { params: id }),
    ];
    for (const outcome of outcomes) {
      if (frozen) expect((await refusal(outcome())).code).toBe('method-frozen');
      else await outcome();
    }
    if (frozen) expect((await list()).map((one) => one.title)).toEqual(['修路']);
  });

  it('stay open while only a rehearsal is', async () => {
    const rehearsal = randomUUID();
    await presidium.call(session.startRehearsal, { params: { session: townSession, rehearsal } });
    await server.database.db
      .updateTable('ballot')
      .set({ state: 'open' })
      .where('session_id', '=', rehearsal as never)
      .execute();
    await presidium.call(congress.saveCandidate, { params: params(), body });
    expect(await list()).toHaveLength(1);
  });

  it('belong to their year and congress', async () => {
    await presidium.call(congress.saveCandidate, { params: params(), body });
    const other = await presidium.call(session.saveSession, {
      params: { session: randomUUID() },
      body: { name: '明年', year: 2028 },
    });
    expect(await presidium.call(congress.candidates, { params: { session: other.id } })).toEqual([]);
    const same = await presidium.call(session.saveSession, {
      params: { session: randomUUID() },
      body: { name: '第二次', year: 2027 },
    });
    expect(await presidium.call(congress.candidates, { params: { session: same.id } })).toHaveLength(1);
    expect((await refusal(presidium.call(congress.candidates, { params: { session: randomUUID() } }))).code).toBe(
      'not-found',
    );
  });
});

describe('two congresses on one database', () => {
  it('see nothing of each other', async () => {
    // A second congress comes from a county's own installation of towns; the first start makes only one.
    await presidium.upload(congress.importDeputies, {}, roster('1,张三,男,第一代表团,是,'));
    const { db } = server.database;
    const id = randomUUID() as never;
    await db.insertInto('congress').values({ congress_id: id, level: 'town', name: '另一镇', county: '' }).execute();
    await db
      .insertInto('account')
      .columns(['congress_id', 'id', 'login', 'name', 'role', 'password_hash'])
      .expression((eb) =>
        eb
          .selectFrom('account')
          .select([eb.val(id).as('c'), 'id', eb.val('other').as('l'), 'name', 'role', 'password_hash'])
          .where('id', '=', presidium.me.account.id),
      )
      .execute();
    await appendAlone(db, id, system, { kind: 'congress-created', subject: { type: 'congress', id }, detail: {} });
    const stranger = await signIn(server, 'other', presidium.password);
    expect(stranger.me.congress.name).toBe('另一镇');
    expect(await stranger.call(congress.deputies)).toEqual([]);
    expect(await stranger.call(session.sessions)).toEqual([]);
    for (const call of [
      () => stranger.call(session.overview, { params: { session: townSession } }),
      () => stranger.call(congress.candidates, { params: { session: townSession } }),
      () => stranger.call(session.putInHall, { params: { session: townSession } }),
      () => stranger.call(session.attendance, { params: { session: townSession } }),
      () => stranger.call(session.discardCards, { params: { session: townSession } }),
    ])
      expect((await refusal(call())).code).toBe('not-found');
    expect((await stranger.call(audit.entries, { query: {} })).map((entry) => entry.kind)).toEqual([
      'signed-in',
      'congress-created',
    ]);
  });
});

describe('the sample town', () => {
  it('is whole', async () => {
    const other = await startServer();
    try {
      const town = await sampleTown(other);
      const person = await town.as('presidium');
      const overview = await person.call(session.overview, { params: { session: town.session } });
      expect(overview).toMatchObject({
        entitled: 60,
        present: 0,
        quorum: 40,
        passMark: 31,
        candidates: 12,
        methodSaved: true,
      });
      expect(overview.method.seats).toBe(10);
      expect(new Set((await person.call(congress.deputies)).map((deputy) => deputy.delegation))).toEqual(
        new Set(['第一代表团', '第二代表团', '第三代表团', '第四代表团']),
      );
      expect((await person.call(audit.check)).whole).toBe(true);
    } finally {
      await other.stop();
    }
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { candidatesOf, readBudget, readCandidates, readDate } from '../../../server/documents/candidates.ts';
import { Problems } from '../../../server/documents/fields.ts';
import { readRoster, rosterOf } from '../../../server/documents/roster.ts';
import { readSheets } from '../../../server/documents/sheet.ts';
import type { Cell, SheetData } from '../../../server/documents/sheet-types.ts';
import { candidatesTemplate, rosterTemplate } from '../../../server/documents/templates.ts';
import { text, workbookOf, xlsx } from './files.ts';

const sheet = (...rows: Cell[][]): SheetData[] => [
  { name: '', rows: rows.map((cells, index) => ({ row: index + 1, cells })) },
];
const HEADING = ['编号', '姓名', '性别', '代表团', '在任', '电话'];

describe('deputy list', () => {
  it('reads a real workbook of 5,000 deputies', async () => {
    const rows = Array.from({ length: 5000 }, (_, i) => [
      String(i + 1).padStart(4, '0'),
      `代表${i % 700}`,
      i % 2 ? '男' : '女',
      `第${(i % 20) + 1}代表团`,
      '是',
      13800000000 + i,
    ]);
    const result = await readRoster(await xlsx([['青溪镇代表名单'], HEADING, ...rows, [null], [null, '']]));
    if (!result.ok) throw new Error(result.error.en);
    expect(result.value.length).toBe(5000);
    expect(result.value[4999]).toEqual({
      row: 5002,
      number: '5000',
      name: '代表99',
      sex: 'male',
      delegation: '第20代表团',
      inOffice: true,
      phone: '13800004999',
    });
  });

  it('reads GB18030 text with columns in another order, extra ones and other names', async () => {
    // 代表团,备注,姓名,编号 / 一团,无,张三,7
    const bytes = Buffer.from('b4fab1edcdc52cb1b8d7a22cd0d5c3fb2cb1e0bac50d0ad2bbcdc52ccede2cd5c5c8fd2c370d0a', 'hex');
    expect(await readRoster(bytes)).toEqual({
      ok: true,
      value: [{ row: 2, number: '7', name: '张三', sex: null, delegation: '一团', inOffice: true, phone: null }],
    });
    const english = rosterOf(
      sheet(['No.', 'Full Name', 'Delegation', 'Gender', 'In office'], [1, 'Li Si', 'First', 'F', 'no']),
    );
    expect(english.ok && english.value[0]).toMatchObject({
      number: '1',
      name: 'Li Si',
      sex: 'female',
      inOffice: false,
    });
    const spaced = rosterOf(
      sheet([' 编 号 ', '代表 姓名', '所在代表团', '在任(是/否)'], ['００1', '张  三', '一团', '否']),
    );
    expect(spaced.ok && spaced.value[0]).toMatchObject({ number: '001', name: '张三', inOffice: false });
  });

  it('two deputies may share a name, none a number; every bad cell is reported and nothing is imported', () => {
    const same = rosterOf(
      sheet(HEADING, [1, '王建军', null, '一团', null, null], [2, '王建军', null, '三团', null, null]),
    );
    expect(same.ok && same.value.length).toBe(2);
    const result = rosterOf(
      sheet(
        HEADING,
        [1, '张三', null, '一团', null, null],
        ['１', '李四', '无', null, '也许', '电话'],
        [null, '王\u0007五', null, '一团', '是', null],
      ),
    );
    if (result.ok || result.error.code !== 'bad-rows') throw new Error('not refused');
    expect(result.error.rows.map(({ row, column, code }) => [row, column, code])).toEqual([
      [3, '编号', 'duplicate'],
      [3, '性别', 'not-a-sex'],
      [3, '代表团', 'required'],
      [3, '在任', 'not-yes-no'],
      [3, '电话', 'not-a-phone'],
      [4, '编号', 'required'],
      [4, '姓名', 'bad-characters'],
    ]);
    expect(result.error.zh).toContain('2 行');
    for (const { zh, en } of result.error.rows) expect(zh.startsWith('第 ') && en.startsWith('Row ')).toBe(true);
  });

  it('a cell merged over several rows is named as such', async () => {
    const row = (n: number, group: string) =>
      `<row r="${n}">${text(`A${n}`, `${n}`)}${text(`B${n}`, '张三')}${group && text(`C${n}`, group)}</row>`;
    const heading = `<row r="1">${text('A1', '编号')}${text('B1', '姓名')}${text('C1', '代表团')}</row>`;
    const result = await readRoster(
      workbookOf(heading + row(2, '一团') + row(3, ''), '<mergeCells><mergeCell ref="C2:C3"/></mergeCells>'),
    );
    expect(!result.ok && result.error.code === 'bad-rows' && result.error.rows[0]?.zh).toContain('合并');
  });

  it('names missing and found headings, and doubled ones', () => {
    const missing = rosterOf(sheet(['姓名', '联系电话', '村'], ['张三', '1', '河东村']));
    expect(!missing.ok && missing.error.code).toBe('wrong-columns');
    expect(!missing.ok && missing.error.zh).toMatch(/编号、代表团.*姓名、联系电话、村/);
    const doubled = rosterOf(sheet([...HEADING, '姓 名'], [1]));
    expect(!doubled.ok && doubled.error).toMatchObject({ code: 'wrong-columns' });
    const none = rosterOf(sheet(HEADING));
    expect(!none.ok && none.error.code).toBe('empty');
  });

  it('finds the list on any sheet, and accepts what it is given back', () => {
    const deputies = fc.uniqueArray(fc.integer({ min: 1, max: 9999 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(deputies, fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 }), (numbers, order) => {
        const row = (cells: Cell[]) => order.map((at) => cells[at] ?? null);
        const list = sheet(row(HEADING), ...numbers.map((n) => row([n, `甲${n}`, '男', '一团', '否', '0915-3212345'])));
        const result = rosterOf([...sheet(['说明'], ['请填写']), ...list]);
        expect(result.ok && result.value.map((deputy) => deputy.number)).toEqual(numbers.map(String));
      }),
    );
  });
});

describe('candidate list', () => {
  const CANDIDATE = ['编号', '项目名称', '建设内容', '建设地点', '预算（元）', '责任单位', '完成时限'];

  it('reads a real workbook with numbers and dates as cells', async () => {
    const result = await readCandidates(
      await xlsx([
        CANDIDATE,
        ['01', '河东村供水改造', '更换管网', '河东村', 1_200_000, '农综站', new Date('2027-12-31T00:00:00Z')],
      ]),
    );
    expect(result).toEqual({
      ok: true,
      value: [
        {
          row: 2,
          code: '01',
          title: '河东村供水改造',
          content: '更换管网',
          place: '河东村',
          budgetYuan: 1_200_000,
          unit: '农综站',
          finishDate: '2027-12-31',
        },
      ],
    });
  });

  it('refuses a budget column in ten-thousands', () => {
    for (const name of ['预算（万元）', '预算(万元)', '总投资【万元】', '预算金额 万元']) {
      const result = candidatesOf(sheet(CANDIDATE.with(4, name), ['01', '甲', '乙', '丙', 120, '丁', '2027-12-31']));
      expect(!result.ok && result.error).toMatchObject({ code: 'wrong-columns' });
      expect(!result.ok && result.error.zh).toContain('万元');
    }
  });

  it.each<[Cell, number | string]>([
    [1_200_000, 1_200_000],
    ['1200000', 1_200_000],
    ['1,200,000', 1_200_000],
    ['￥1,200,000.00', 1_200_000],
    ['¥ 1200000 元', 1_200_000],
    ['１２０００００', 1_200_000],
    ['1，200，000元整', 1_200_000],
    ['120万元', 'ten-thousands'],
    ['120.5万', 'ten-thousands'],
    ['约一百二十万', 'ten-thousands'],
    ['12,00,000', 'not-a-budget'],
    ['1200.50', 'not-whole-yuan'],
    [0, 'not-a-budget'],
    [-5, 'not-a-budget'],
    ['待定', 'not-a-budget'],
    [null, 'required'],
    [1e21, 'not-a-budget'],
    [new Date(0), 'not-a-budget'],
  ])('budget %j → %j', (cell, expected) => {
    const problems = new Problems();
    expect(readBudget(problems, 2, cell) ?? problems.list[0]?.code).toBe(expected);
    if (cell === '120.5万') expect(problems.list[0]?.zh).toContain('1205000');
  });

  it.each<[Cell, string]>([
    ['2027-12-31', '2027-12-31'],
    ['2027/1/5', '2027-01-05'],
    ['2027.12.31', '2027-12-31'],
    ['20271231', '2027-12-31'],
    [20271231, '2027-12-31'],
    ['2027年12月31日', '2027-12-31'],
    ['２０２７年 9 月 ３０ 日前', '2027-09-30'],
    ['2027年2月', '2027-02-28'],
    ['2028年2月', '2028-02-29'],
    ['2027年12月底前', '2027-12-31'],
    ['2027-06', '2027-06-30'],
    [new Date('2027-12-31T00:00:00Z'), '2027-12-31'],
    ['2027-02-30', 'not-a-date'],
    ['2027年13月', 'not-a-date'],
    ['2027年底', 'not-a-date'],
    ['年底前', 'not-a-date'],
    [46752, 'not-a-date'],
    ['1927-12-31', 'not-a-date'],
    [null, 'required'],
  ])('finish date %j → %s', (cell, expected) => {
    const problems = new Problems();
    expect(readDate(problems, 2, cell) ?? problems.list[0]?.code).toBe(expected);
  });
});

describe('templates', () => {
  it('filled in below the examples, they are read; unfilled, they hold nothing', async () => {
    for (const [template, read, example] of [
      [rosterTemplate, rosterOf, ['1', '张三', '男', '一团', '是', '13800000000']],
      [candidatesTemplate, candidatesOf, ['01', '甲', '乙', '丙', '1,200,000', '丁', '2027年12月']],
    ] as const) {
      const sheets = await readSheets(await template());
      if (!sheets.ok) throw new Error(sheets.error.en);
      expect(sheets.value.map((each) => each.rows.length > 2)).toEqual([true, true]);
      const unfilled = read(sheets.value);
      expect(!unfilled.ok && unfilled.error.code).toBe('empty');
      const [list, ...others] = sheets.value;
      const filled = read([{ ...list!, rows: [...list!.rows, { row: 4, cells: [...example] }] }, ...others]);
      expect(filled.ok && filled.value.length).toBe(1);
      // The examples themselves must be good, or they would teach mistakes.
      const rows = list!.rows.map((row) => ({
        ...row,
        cells: row.cells.map((cell, at) => (at === 0 ? String(cell).replace('例', '') : cell)),
      }));
      expect(read([{ ...list!, rows }]).ok).toBe(true);
    }
  });
});

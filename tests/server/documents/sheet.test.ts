import { describe, expect, it } from 'vitest';
import { readSheets } from '../../../server/documents/sheet.ts';
import type { SheetCode } from '../../../server/documents/sheet-types.ts';
import { text, workbookOf, xlsx, zip } from './files.ts';

async function codeOf(bytes: Uint8Array): Promise<SheetCode | 'fine'> {
  const result = await readSheets(bytes);
  if (!result.ok) expect(`${result.error.zh}${result.error.en}`).not.toBe('');
  return result.ok ? 'fine' : result.error.code;
}

/** 姓名,张三 in GB18030, as Chinese Excel writes .csv. */
const GB = Buffer.from([0xd0, 0xd5, 0xc3, 0xfb, 0x2c, 0xd5, 0xc5, 0xc8, 0xfd, 0x0d, 0x0a]);

describe('readSheets', () => {
  it('keeps row numbers, types and dates; drops blank rows', async () => {
    const day = new Date('2027-12-31T00:00:00Z');
    const result = await readSheets(
      await xlsx([[null], ['编号', '姓名'], [1, '䶮𠮷'], [null, ' '], [day, true], [null], [null]]),
    );
    expect(result).toEqual({
      ok: true,
      value: [
        {
          name: 'Sheet1',
          rows: [
            { row: 2, cells: ['编号', '姓名'] },
            { row: 3, cells: [1, '䶮𠮷'] },
            { row: 5, cells: [day, true] },
          ],
        },
      ],
    });
  });

  it('reads the stored results of formulas; errors and formulas without a result are empty', async () => {
    const result = await readSheets(
      workbookOf(
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>A1</f><v>甲</v></c><c r="C1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="D1"><f>2+2</f></c><c r="E1"><v>5</v></c></row>',
      ),
    );
    expect(result.ok && result.value[0]?.rows[0]?.cells).toEqual([2, '甲', null, null, 5]);
  });

  it('reads merged titles and merged cells: the value is in the first cell', async () => {
    const result = await readSheets(
      workbookOf(
        `<row r="1">${text('A1', '代表名单')}<c r="B1"/></row><row r="2">${text('A2', '编号')}${text('B2', '姓名')}</row>`,
        '<mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>',
      ),
    );
    expect(result.ok && result.value[0]?.rows.map((row) => row.cells)).toEqual([
      ['代表名单', null],
      ['编号', '姓名'],
    ]);
  });

  it.each([
    ['UTF-8', Buffer.from('姓名,张三\r\n')],
    ['UTF-8 with mark', Buffer.from('\ufeff姓名,张三\n')],
    ['GB18030', GB],
    ['UTF-16', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('姓名\t张三\r\n', 'utf16le')])],
    ['semicolons and quotes', Buffer.from('"姓名";"张三"\n')],
    ['blank lines', Buffer.from('姓名,张三\n\n,,\n\n')],
  ])('reads text in %s', async (_, bytes) => {
    expect(await readSheets(bytes)).toEqual({
      ok: true,
      value: [{ name: '', rows: [{ row: 1, cells: ['姓名', '张三'] }] }],
    });
  });

  it('reads GB18030 of four bytes, where rare characters are', async () => {
    const rare = Buffer.from([0xd0, 0xd5, 0xc3, 0xfb, 0x0a, 0x95, 0x34, 0xb2, 0x35, 0x0a]);
    const result = await readSheets(rare);
    expect(result.ok && result.value[0]?.rows[1]?.cells[0]).toBe('𠮷');
  });

  it.each<[string, () => Promise<Buffer> | Buffer, SheetCode]>([
    ['nothing', () => Buffer.alloc(0), 'empty'],
    ['blank cells', () => xlsx([[null, ' '], [null]]), 'empty'],
    ['blank text', () => Buffer.from('\n , ,\n'), 'empty'],
    [
      'a picture',
      () => Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 1, 2]),
      'not-a-spreadsheet',
    ],
    ['a PDF', () => Buffer.from('%PDF-1.7\n1 0 obj'), 'not-a-spreadsheet'],
    ['a web page called .xls', () => Buffer.from('<html><table>'), 'not-a-spreadsheet'],
    ['an old .xls', () => Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1]), 'not-a-spreadsheet'],
    ['another archive', () => zip([{ name: 'word/document.xml', content: '<x/>' }]), 'not-a-spreadsheet'],
    ['a workbook cut in half', async () => (await xlsx([['编号']])).subarray(0, 900), 'not-a-spreadsheet'],
    ['broken XML', () => workbookOf('<row r="1"><c r="A1"><v>1</row>'), 'not-a-spreadsheet'],
    [
      'an archive with the same entry twice',
      () => workbookOf('', '', [{ name: 'xl/workbook.xml', content: '<x/>' }]),
      'not-a-spreadsheet',
    ],
    ['a long file', () => Buffer.alloc(11 * 1024 * 1024, 'a,b\n'), 'too-large'],
  ])('%s: refused with words', async (_, make, code) => {
    expect(await codeOf(await make())).toBe(code);
  });

  it('refuses a zip bomb by its directory, before unpacking it', async () => {
    const name = 'xl/sharedStrings.xml';
    const bomb = workbookOf('', '', [{ name, content: Buffer.alloc(60 * 1024 * 1024, 32) }]);
    expect(bomb.length).toBeLessThan(100_000);
    // What was packed can no longer be unpacked: whoever tried would find no spreadsheet.
    const packed = bomb.indexOf(name) + name.length;
    bomb.fill(0xff, packed, packed + 1000);
    expect(await codeOf(bomb)).toBe('too-large');
  });

  it('refuses a zip bomb whose directory lies about its size', async () => {
    const bomb = workbookOf('', '', [
      { name: 'xl/sharedStrings.xml', content: Buffer.alloc(60 * 1024 * 1024, 32), lie: 1000 },
    ]);
    expect(await codeOf(bomb)).toBe('not-a-spreadsheet');
  });

  it('survives a sheet made to fill the memory: one cell at the far end of every row', async () => {
    const rows = Array.from(
      { length: 19_000 },
      (_, index) => `<row r="${index + 1}"><c r="XFD${index + 1}"><v>1</v></c></row>`,
    );
    expect(await codeOf(workbookOf(rows.join('')))).toBe('too-large');
  });

  it('refuses more than 20,000 rows and takes 20,000', async () => {
    const csv = (rows: number) =>
      Buffer.from(`编号,姓名\n${Array.from({ length: rows }, (_, index) => `${index},某人\n`).join('')}`);
    expect(await codeOf(csv(100_000))).toBe('too-many-rows');
    expect(await codeOf(csv(19_999))).toBe('fine');
    expect(await codeOf(csv(20_000))).toBe('too-many-rows');
    const sheet = Array.from(
      { length: 100_000 },
      (_, index) => `<row r="${index + 1}"><c r="A${index + 1}"><v>1</v></c></row>`,
    );
    expect(await codeOf(workbookOf(sheet.join('')))).toBe('too-many-rows');
  });
});

import { describe, expect, it } from 'vitest';
import { notice } from '../../../core/documents/notice.ts';
import { tallyReport } from '../../../core/documents/tally-report.ts';
import { officialDocx } from '../../../server/documents/official/docx.ts';
import { sessionRecord } from '../../core/documents/record.ts';
import { unzip } from '../../support/unzip.ts';

const record = sessionRecord({
  tallies: [
    [
      ['01', 36, 10, 10],
      ['02', 20, 30, 6],
    ],
  ],
  seats: [1],
});

describe('the .docx of an official document (GB/T 9704-2012)', () => {
  it('has the page, type and lines of the standard', async () => {
    const files = await unzip(
      await officialDocx({ ...notice(record), number: '青人大〔2027〕1号', date: '2027-01-15' }),
    );
    const xml = files.get('word/document.xml')!;
    // A4 in twips, margins 37 / 26 / 35 / 28 mm.
    expect(xml).toMatch(/<w:pgSz w:w="1190[56]" w:h="1683[78]"/);
    expect(xml).toMatch(/w:top="209[78]" w:right="147[34]" w:bottom="198[45]" w:left="158[78]"/);
    // 三号 16 pt in half-points, 29 pt a line in twentieths, two characters in.
    expect(xml).toContain('<w:sz w:val="32"/>');
    expect(xml).toContain('w:line="580" w:lineRule="exact"');
    expect(xml).toContain('w:firstLine="640"');
    expect(xml).toContain('w:eastAsia="仿宋_GB2312"');
    // The red head with its rule, the number, the date in Arabic figures.
    expect(xml).toMatch(/w:color w:val="E60012"[\s\S]*青溪镇人民代表大会/);
    expect(xml).toMatch(/<w:bottom w:val="single" w:color="E60012"/);
    for (const text of ['青人大〔2027〕1号', '2027年1月15日', '现予公告。']) expect(xml).toContain(text);
    expect(xml).toContain('<w:tblHeader/>');
    const footers = [...files].filter(([name]) => /^word\/footer\d\.xml$/.test(name)).map(([, text]) => text);
    expect(footers).toHaveLength(2);
    expect(footers.map((text) => /<w:jc w:val="(\w+)"/.exec(text)?.[1]).sort()).toEqual(['left', 'right']);
    for (const footer of footers) expect(footer).toMatch(/— [\s\S]*PAGE[\s\S]* —/);
    expect(files.get('word/settings.xml')).toContain('<w:evenAndOddHeaders');
    expect([...files.keys()].some((name) => /header\d\.xml$/.test(name))).toBe(false);
  });

  it('of a report of the session has no red head; of a rehearsal it says so on every page', async () => {
    const files = await unzip(await officialDocx({ ...tallyReport(record), rehearsal: true }));
    expect(files.get('word/document.xml')).not.toContain('E60012');
    const headers = [...files].filter(([name]) => /^word\/header\d\.xml$/.test(name)).map(([, text]) => text);
    expect(headers).toHaveLength(2);
    for (const header of headers) expect(header).toContain('演练材料');
  });

  it('keeps what looks like markup as text', async () => {
    const files = await unzip(await officialDocx({ ...notice(record), title: '关于<b>“A&B”</b>的公告' }));
    expect(files.get('word/document.xml')).toContain('关于&lt;b&gt;“A&amp;B”&lt;/b&gt;的公告');
  });
});

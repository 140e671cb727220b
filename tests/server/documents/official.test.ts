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
    // 三号 16 pt in half-points; a line and the space between characters in twentieths of a point; two characters in.
    expect(xml).toContain('<w:sz w:val="32"/>');
    expect(xml).toContain('w:line="579" w:lineRule="exact"');
    expect(xml).toContain('<w:spacing w:val="-5"/>');
    expect(xml).toContain('w:firstLine="630"');
    expect(xml).toContain('w:eastAsia="仿宋_GB2312"');
    // The red head with its rule, the number, the date in Arabic figures.
    expect(xml).toMatch(/w:color w:val="E60012"[\s\S]*青溪镇人民代表大会/);
    expect(xml).toMatch(/<w:bottom w:val="single" w:color="E60012"/);
    for (const text of ['青人大〔2027〕1号', '2027年1月15日', '现予公告。']) expect(xml).toContain(text);
    expect(xml).toContain('<w:tblHeader/>');
    const footers = [...files].filter(([name]) => /^word\/footer\d\.xml$/.test(name)).map(([, text]) => text);
    expect(footers).toHaveLength(2);
    expect(footers.map((text) => /<w:jc w:val="(\w+)"/.exec(text)?.[1]).sort()).toEqual(['left', 'right']);
    for (const footer of footers) {
      expect(footer).toMatch(/— [\s\S]*PAGE[\s\S]* —/);
      // 四号, one character in.
      expect(footer).toContain('<w:sz w:val="28"/>');
      expect(footer).toMatch(/<w:ind w:(left|right)="280"\/>/);
    }
    // The default footer is that of odd pages: outside is right.
    const [odd] = /<w:footerReference w:type="default" r:id="(\w+)"/.exec(xml)!.slice(1);
    const target = new RegExp(`Id="${odd}"[^>]*Target="([^"]+)"|Target="([^"]+)"[^>]*Id="${odd}"`);
    const found = target.exec(files.get('word/_rels/document.xml.rels')!)!;
    expect(files.get(`word/${found[1] ?? found[2]}`)).toContain('<w:jc w:val="right"/>');
    expect(files.get('word/settings.xml')).toContain('<w:evenAndOddHeaders');
    expect([...files.keys()].some((name) => /header\d\.xml$/.test(name))).toBe(false);
  });

  it('has 28 characters a line and 22 lines a page, neither more nor less', async () => {
    const xml = (await unzip(await officialDocx(notice(record)))).get('word/document.xml')!;
    const twips = (pattern: RegExp) => Number(pattern.exec(xml)![1]);
    const [width, height] = [twips(/<w:pgSz w:w="(\d+)"/), twips(/<w:pgSz [^>]*w:h="(\d+)"/)];
    const [top, bottom] = [twips(/w:top="(\d+)"/), twips(/<w:pgMar [^>]*w:bottom="(\d+)"/)];
    const [left, right] = [twips(/<w:pgMar [^>]*w:left="(\d+)"/), twips(/<w:pgMar [^>]*w:right="(\d+)"/)];
    const paragraph = /<w:p>(?:(?!<\/w:p>).)*现予公告。/s.exec(xml)![0];
    const character =
      Number(/<w:sz w:val="(\d+)"/.exec(paragraph)![1]) * 10 + Number(/<w:spacing w:val="(-?\d+)"/.exec(paragraph)![1]);
    expect(Math.floor((width - left - right) / character)).toBe(28);
    expect(Math.floor((height - top - bottom) / Number(/w:line="(\d+)"/.exec(paragraph)![1]))).toBe(22);
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

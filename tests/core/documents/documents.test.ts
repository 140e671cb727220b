import { describe, expect, it } from 'vitest';
import { attendanceReport } from '../../../core/documents/attendance-report.ts';
import { notice } from '../../../core/documents/notice.ts';
import { type Block, OfficialDocument } from '../../../core/documents/official.ts';
import { scrutineersReport } from '../../../core/documents/scrutineers-report.ts';
import { tallyReport } from '../../../core/documents/tally-report.ts';
import { dateWords, momentWords, numeral, placeOf, wanYuan } from '../../../core/documents/words.ts';
import { sessionRecord, sheet } from './record.ts';

const words = (blocks: readonly Block[]): string =>
  blocks.map((one) => ('text' in one ? one.text : one.kind === 'sign-here' ? one.lines.join('\n') : '')).join('\n');
const tables = (blocks: readonly Block[]) => blocks.filter((one) => one.kind === 'table');

const plain = sessionRecord({
  tallies: [
    [
      ['01', 50, 3, 3],
      ['02', 44, 10, 2],
      ['03', 30, 20, 6],
      ['04', 40, 10, 6],
    ],
  ],
});

describe('words', () => {
  it('writes dates, moments, money and numerals as officials do', () => {
    expect(dateWords('2027-01-05')).toBe('2027年1月5日');
    expect(momentWords('2027-01-15T01:05:00Z')).toBe('2027年1月15日9时05分');
    expect(momentWords('2027-01-14T16:00:00Z')).toBe('2027年1月15日0时00分');
    expect([1_230_000, 695_500, 10_001, 0].map(wanYuan)).toEqual(['123', '69.55', '1.0001', '0']);
    expect([1, 10, 11, 20, 36, 99].map(numeral)).toEqual(['一', '十', '十一', '二十', '三十六', '九十九']);
    for (const bad of [0, 100, 1.5]) expect(() => numeral(bad)).toThrow(RangeError);
    expect(placeOf('青溪镇人民代表大会')).toBe('青溪镇');
  });
});

describe('the notice', () => {
  it('has the count with the elected projects, as the record has them', () => {
    const document = notice(plain);
    expect(OfficialDocument.parse(document)).toEqual(document);
    const text = words(document.blocks);
    expect(text).toContain(
      '全体代表60名，实到57名，符合法定人数。发出选票57张，收回56张。收回的选票不多于发出的选票，票决有效。',
    );
    expect(text).toContain('下列3个项目确定为青溪镇2027年民生实事项目：');
    expect(text).toContain('末尾核验值为LASTEVENTHASH');
    expect(tables(document.blocks)[0]!.rows.map(([n, title, , wan, , , votes]) => [n, title, wan, votes])).toEqual([
      ['1', '通村公路硬化', '108.05', '50'],
      ['2', '安全饮水巩固提升', '108.1', '44'],
      ['3', '路灯安装', '108.2', '40'],
    ]);
    expect([document.form, document.title, document.signature]).toEqual([
      'red-head',
      '青溪镇第二十届人民代表大会第二次会议公告',
      '青溪镇人民代表大会主席团',
    ]);
  });

  it('tells of a run-off and what is left open', () => {
    const record = sessionRecord({
      tallies: [
        [
          ['01', 40, 13, 3],
          ['02', 35, 15, 6],
          ['03', 35, 15, 6],
        ],
        [
          ['02', 31, 20, 5],
          ['03', 25, 20, 11],
        ],
      ],
      seats: [2, 1],
    });
    const text = words(notice(record).blocks);
    expect(text).toContain('会议对2个候选项目进行再次票决，应选1个');
    expect(tables(notice(record).blocks)[0]!.rows.map((cells) => [cells[1], cells[6]])).toEqual([
      ['通村公路硬化', '40'],
      ['安全饮水巩固提升', '31'],
    ]);
    const short = sessionRecord({
      tallies: [
        [
          ['01', 50, 3, 3],
          ['02', 20, 30, 6],
        ],
      ],
      seats: [2],
      decision: 'stand',
    });
    expect(words(notice(short).blocks)).toContain('获得通过的项目少于应选数，缺额1个。主席团决定：缺额不再补选。');
  });

  it('says so when nothing was elected, and speaks of paper where it was paper', () => {
    const none = sessionRecord({ tallies: [[['01', 10, 40, 6]]], medium: 'paper', attendance: { void: 2 } });
    const text = words(notice(none).blocks);
    expect(text).toContain('没有候选项目获得全体代表过半数赞成票（31票以上）');
    expect(text).toContain('收回56张，其中有效票54张，废票2张');
    expect(text).toContain('本次票决使用纸质选票');
    expect(text).not.toContain('密钥');
    expect(tables(notice(none).blocks)).toEqual([]);
  });
});

describe('the tally report', () => {
  it('has every figure and every project with its reason, and a line for each who signs', () => {
    const { blocks, title } = tallyReport(plain);
    expect(title).toBe('青溪镇第二十届人民代表大会第二次会议\n民生实事项目票决结果报告单');
    const [count, votes] = tables(blocks);
    expect(count!.rows).toEqual([['60', '57', '40', '57', '56', '56', '0', '1', '3', '3']]);
    expect(votes!.rows.map((cells) => cells.slice(0, 6))).toEqual([
      ['01', '通村公路硬化', '50', '3', '3', '当选'],
      ['02', '安全饮水巩固提升', '44', '10', '2', '当选'],
      ['04', '路灯安装', '40', '10', '6', '当选'],
      ['03', '卫生院改造', '30', '20', '6', '未通过'],
    ]);
    expect(votes!.rows[3]![6]).toContain('31');
    expect(words(blocks)).toContain('总监票人（邹正刚）：\n监票人（龚淑贤）：\n监票人（柯志勤）：\n计票人：');
    expect(words(blocks)).toContain('2027年1月15日9时05分开始，2027年1月15日9时40分结束，使用加密电子选票。');
  });
});

describe('the scrutineers’ report', () => {
  it('names the scrutineers and says who did not certify', () => {
    const text = words(scrutineersReport(plain).blocks);
    expect(text).toContain('总监票人邹正刚、监票人龚淑贤、柯志勤受会议委托');
    expect(text).toContain('票箱封存后，2名监票人各自在本人设备上核验全部选票');
    expect(text).toContain('其中柯志勤未在系统中签认。');
    expect(text).toContain('应选3个，当选3个');
  });
});

describe('the attendance report', () => {
  it('counts by delegation and names those who did not come, without their reasons', () => {
    const { blocks } = attendanceReport({ ...plain, sheet });
    expect(tables(blocks)[0]!.rows).toEqual([
      ['第一代表团', '3', '2', '1', '1', '0'],
      ['第二代表团', '2', '1', '0', '0', '1'],
      ['合计', '5', '3', '1', '1', '1'],
    ]);
    expect(words(blocks)).toContain('请假：张德明（第一代表团）。');
    expect(words(blocks)).toContain('缺席：刘䶮（第二代表团）。');
    expect(words(blocks)).toContain('票决开始时实到3名，结束时实到2名，不足法定人数。');
  });
});

describe('a ballot that was annulled', () => {
  const base = sessionRecord({ tallies: [[['01', 50, 3, 3]]], seats: [1] });
  const again = { ...base.ballots[0], which: { ...base.ballots[0].which, again: true, ordinal: 1 } };
  const record = (change: object) =>
    ({
      ...base,
      ballots: [
        {
          ...again,
          ballots: [
            {
              which: base.ballots[0].which,
              state: 'annulled',
              annulledReason: '收回的选票多于发出的选票。',
              projects: 1,
              issued: 57,
              returned: 58,
              openedAt: '2027-01-15T00:30:00.000Z',
              closedAt: '2027-01-15T00:50:00.000Z',
              ...change,
            },
            { which: again.which, state: 'published', openedAt: again.openedAt },
          ],
        },
      ],
    }) as unknown as typeof base;

  it('is told before the one that was held again, as it happened', () => {
    const [first, second] = notice(record({})).blocks;
    expect(words([first!])).toBe(
      '2027年1月15日，会议以无记名方式对1个候选项目进行项目票决。发出选票57张，收回58张，收回的选票多于发出的选票。该次票决作废，未公布得票，原因：收回的选票多于发出的选票。',
    );
    expect(words([second!])).toContain('对1个民生实事候选项目重新进行票决');
    const report = tallyReport(record({}));
    expect(words(report.blocks)).toContain(
      '一、项目票决\n2027年1月15日8时30分开始，2027年1月15日8时50分结束。发出选票57张',
    );
    expect(words(report.blocks)).toContain('二、项目票决（重新举行）');
    expect(tables(report.blocks)).toHaveLength(2);
    expect(words(scrutineersReport(record({})).blocks)).toContain('一、项目票决\n发出选票57张，收回58张');
  });

  it('has no counts where it was annulled before they were made, and is left out where it was never opened', () => {
    const early = words(notice(record({ issued: null, returned: null, closedAt: null })).blocks);
    expect(early).toContain('对1个候选项目进行项目票决。该次票决作废');
    expect(words(notice(record({ openedAt: null })).blocks)).not.toContain('作废');
  });
});

describe('a rehearsal', () => {
  it('marks every document', () => {
    const record = sessionRecord({ tallies: [[['01', 50, 3, 3]]], seats: [1], rehearsal: true });
    for (const make of [notice, tallyReport, scrutineersReport]) expect(make(record).rehearsal).toBe(true);
  });
});

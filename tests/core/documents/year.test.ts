import { describe, expect, it } from 'vitest';
import type { Shortlisting } from '../../../core/contract/shortlisting.ts';
import { type ApprovedChange, changeNotice } from '../../../core/documents/change-notice.ts';
import { collectionFeedback, collectionNotice } from '../../../core/documents/collection-notice.ts';
import {
  type EvaluationRecord,
  evaluationNotice,
  rectificationOrder,
} from '../../../core/documents/evaluation-notice.ts';
import { type Block, OfficialDocument } from '../../../core/documents/official.ts';
import { evaluationOutcome } from '../../../core/rules/evaluation.ts';
import { defaultEvaluationMethod } from '../../../core/rules/grade.ts';
import { defaultMethod } from '../../../core/rules/method.ts';
import { sessionRecord } from './record.ts';

const words = (blocks: readonly Block[]): string => blocks.map((one) => ('text' in one ? one.text : '')).join('\n');
const rows = (blocks: readonly Block[]) => blocks.flatMap((one) => (one.kind === 'table' ? [one.rows] : []));

describe('the collection notice', () => {
  const record = {
    congress: '青溪镇人民代表大会',
    year: 2027,
    opens: '2026-08-01',
    closes: '2026-08-31',
    leastDays: 5,
    contactDays: 180,
    ways: '电话 0915-1234567',
    villages: ['高坪村', '河东村'],
    categories: ['道路交通', '饮水安全'],
  };

  it('says until when, about what and how to suggest, and what becomes of it', () => {
    const document = collectionNotice(record);
    expect(OfficialDocument.parse(document)).toEqual(document);
    expect(document.title).toBe('关于公开征集青溪镇2027年\n民生实事项目建议的公告');
    const text = words(document.blocks);
    expect(text).toContain('2026年8月1日至2026年8月31日。');
    expect(text).toContain('征集范围为青溪镇2个村（社区）。内容包括道路交通、饮水安全等方面。');
    expect(text).toContain('（三）其他方式。电话 0915-1234567。');
    expect(text).toContain('不公开，年度工作结束180天后删除。');
  });

  it('says only what is set', () => {
    const text = words(
      collectionNotice({ ...record, opens: null, closes: null, ways: '', villages: [], contactDays: 0 }).blocks,
    );
    expect(text).toContain('自本公告发布之日起，不少于5天。');
    expect(text).toContain('征集范围为青溪镇全境。');
    expect(text).not.toContain('（三）');
    expect(text).toContain('年度工作结束后即删除');
  });
});

describe('the feedback on what was collected', () => {
  const candidate = (code: string, standing: string) => ({
    code,
    title: `项目${code}`,
    standing,
    standingReason: standing === 'listed' ? '' : '资金不具备',
    suggestions: 3,
    demand: 40,
  });
  const feedback = (standings: readonly string[], unanswered = 0) =>
    collectionFeedback({
      congress: '青溪镇人民代表大会',
      channels: [
        { channel: 'web', suggestions: 8 },
        { channel: 'letter', suggestions: 4 },
      ],
      categories: [
        { name: '道路交通', suggestions: 9, demand: 50 },
        { name: null, suggestions: 3, demand: 6 },
      ],
      withheld: 1,
      overview: {
        year: 2027,
        counts: { all: 12, unanswered, merged: 7, rejected: 3, reserve: 2 },
        candidates: standings.map((standing, i) => candidate(`0${i + 1}`, standing)),
      } as unknown as Shortlisting,
    });

  it('counts where it came from and what became of it', () => {
    const { blocks } = feedback(['listed', 'rejected']);
    const text = words(blocks);
    expect(text).toContain('共征集建议12件，提出和附议56人次。另有1件内容不宜公开');
    expect(text).toContain('按来源：网上提交8件，来信4件。');
    expect(text).toContain('合并列入候选项目7件，转入储备库2件，不列入3件。');
    expect(rows(blocks)).toEqual([
      [
        ['道路交通', '9', '50'],
        ['未分类', '3', '6'],
      ],
      [['01', '项目01', '3', '40']],
      [['项目02', '不列入', '资金不具备']],
    ]);
    expect(text).toContain('四、未列入的候选项目及理由');
  });

  it('numbers its parts by what there is, and says what is still open', () => {
    const text = words(feedback(['rejected'], 4).blocks);
    expect(text).toContain('三、未列入的候选项目及理由');
    expect(text).toContain('尚在办理4件。');
  });
});

describe('the notice of changes', () => {
  const change: ApprovedChange = {
    title: '通村公路硬化',
    kind: 'content',
    cause: 'force-majeure',
    reason: '山体滑坡，改线。',
    content: '硬化 3 公里',
    finish: '2028-06-30',
    budget: 1_200_000,
    before: { content: '硬化 5 公里', finish: '2027-10-31', budget: 1_000_000 },
    decidedOn: '2027-07-02',
    decisionNumber: '青人大〔2027〕8号',
  };
  const of = (level: 'town' | 'county', name: string, ...more: ApprovedChange[]) =>
    changeNotice({ congress: { name, level }, year: 2027, changes: [change, ...more] });

  it('shows before and after, and who decided', () => {
    const document = of('town', '青溪镇人民代表大会', {
      ...change,
      title: '路灯安装',
      kind: 'end',
      content: null,
      finish: null,
      budget: null,
      decisionNumber: '',
    });
    expect(OfficialDocument.parse(document)).toEqual(document);
    const text = words(document.blocks);
    expect(text).toContain('有2项调整，已由青溪镇人民代表大会决定');
    expect(text).toContain('一、通村公路硬化（重大调整）\n调整原因：不可抗力。山体滑坡，改线。');
    expect(text).toContain('2027年7月2日由青溪镇人民代表大会决定（青人大〔2027〕8号），项目按下表调整后继续实施。');
    expect(text).toContain('2027年7月2日由青溪镇人民代表大会决定，项目终止实施。');
    expect(rows(document.blocks)).toEqual([
      [
        ['建设内容', '硬化 5 公里', '硬化 3 公里'],
        ['完成时限', '2027年10月', '2028年6月'],
        ['预算（万元）', '100', '120'],
      ],
    ]);
    expect(document.signature).toBe('青溪镇人民代表大会主席团');
  });

  it('of a county is its standing committee’s', () => {
    const { issuer, signature } = of('county', '紫岭县人民代表大会');
    expect([issuer, signature]).toEqual(['紫岭县人民代表大会常务委员会', '紫岭县人民代表大会常务委员会']);
  });
});

describe('what an evaluation came to', () => {
  const tally = [
    { code: '01', satisfied: 31, basicallySatisfied: 10, unsatisfied: 10, abstain: 5 },
    { code: '02', satisfied: 10, basicallySatisfied: 15, unsatisfied: 30, abstain: 1 },
  ];
  const attendance = { entitled: 60, present: 57, issued: 57, returned: 56 };
  const base = sessionRecord({
    tallies: [tally.map(({ code }) => [code, 0, 0, 0] as const)],
    kinds: ['evaluation' as 'projects'],
  });
  const outcome = evaluationOutcome(defaultMethod(2), defaultEvaluationMethod, attendance, tally);
  const ballot = { ...base.ballots[0], outcome: { attendance, presentAtClose: 56, ...outcome } };
  const record: EvaluationRecord = {
    ...base,
    ballots: [ballot],
    projectsYear: 2026,
    second: false,
    rectifications: [{ code: '02', title: '安全饮水巩固提升', unit: '镇水利站', deadline: '2027-03-16' }],
  };

  it('has every grade with its votes, and what is to be put right', () => {
    const document = evaluationNotice(record);
    expect(OfficialDocument.parse(document)).toEqual(document);
    const text = words(document.blocks);
    expect(text).toContain('对2个民生实事项目进行满意度测评。全体代表60名，实到57名');
    expect(text).toContain('测评结果：满意1个、基本满意0个、不满意1个。');
    expect(text).toContain('“满意”票达到31票的，评定为满意');
    expect(text).toContain('“安全饮水巩固提升”由责任单位于2027年3月16日前完成整改。整改后再次测评。');
    expect(rows(document.blocks)[0]).toEqual([
      ['01', '通村公路硬化', '镇水利站', '31', '10', '10', '5', '满意'],
      ['02', '安全饮水巩固提升', '镇水利站', '10', '15', '30', '1', '不满意'],
    ]);
    expect(evaluationNotice({ ...record, second: true }).title).toContain('再次测评结果的公告');
  });

  it('orders the units to put it right, by when', () => {
    const document = rectificationOrder(record);
    expect(OfficialDocument.parse(document)).toEqual(document);
    expect(document.recipients).toBe('镇水利站：');
    expect(rows(document.blocks)).toEqual([
      [['02', '安全饮水巩固提升', '镇水利站', '10', '15', '30', '2027年3月16日']],
    ]);
    expect(words(document.blocks)).toContain('对2026年民生实事项目进行满意度测评，下列1个项目评定为不满意');
  });
});

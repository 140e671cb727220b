import type { CandidateRow, Shortlisting, WorkRow } from '../contract/shortlisting.ts';
import { pointWords } from '../shortlisting/screening.ts';
import { standingWords } from '../shortlisting/standing.ts';
import { heading, paragraph } from './facts.ts';
import type { Block, OfficialDocument } from './official.ts';
import { dateWords, monthWords, numeral, sentence, wanYuan } from './words.ts';

export interface ShortlistingRecord {
  /** e.g. 紫阳县青溪镇 */
  readonly place: string;
  readonly congress: string;
  readonly overview: Shortlisting;
  /** Suggestions that did not become part of a candidate, with their answers. */
  readonly turnedDown: readonly WorkRow[];
}

const of = (list: readonly CandidateRow[], standing: CandidateRow['standing']) =>
  list.filter((one) => one.standing === standing);

/** 筛选记录: what was screened, what became of it, and the reason for every rejection. */
export function screeningRecord({ place, congress, overview, turnedDown }: ShortlistingRecord): OfficialDocument {
  const { counts, candidates, year } = overview;
  const off = candidates.filter(({ standing }) => standing !== 'listed');
  return {
    form: 'plain',
    issuer: congress,
    number: '',
    title: `${place}${year}年民生实事项目\n建议筛选记录`,
    recipients: '',
    blocks: [
      paragraph(
        `${year}年民生实事项目共征集建议${counts.all}条。经筛选，合并${counts.merged}条，列入候选项目${of(candidates, 'listed').length}个；不列入${counts.rejected}条；转入储备库${counts.reserve}条${counts.unanswered > 0 ? `；尚未处理${counts.unanswered}条` : ''}。`,
      ),
      heading(1, '一、列入候选项目'),
      table(
        '',
        [
          ['编号', 1.4, 'center'],
          ['项目名称', 5, 'left'],
          ['合并建议', 2, 'right'],
          ['需求人数', 2, 'right'],
          ['筛选结论', 4, 'left'],
        ],
        of(candidates, 'listed').map((one) => [
          one.code,
          one.title,
          String(one.suggestions),
          String(one.demand),
          conclusion(one),
        ]),
      ),
      heading(1, '二、未列入、转入储备库或者撤回的候选项目及理由'),
      off.length === 0
        ? paragraph('无。')
        : table(
            '',
            [
              ['编号', 1, 'center'],
              ['项目名称', 4, 'left'],
              ['处理', 2, 'center'],
              ['理由', 6, 'left'],
            ],
            off.map((one) => [one.code, one.title, standingWords[one.standing].zh, one.standingReason]),
          ),
      heading(1, '三、不列入、转入储备库的建议及理由'),
      turnedDown.length === 0
        ? paragraph('无。')
        : table(
            '',
            [
              ['序号', 1, 'center'],
              ['建议', 4, 'left'],
              ['人数', 1, 'right'],
              ['处理', 2, 'center'],
              ['理由', 6, 'left'],
            ],
            turnedDown.map(({ suggestion, answer }) => [
              String(suggestion.number),
              suggestion.title,
              String(suggestion.people + suggestion.seconds),
              answer?.kind === 'reserve' ? '储备' : '不列入',
              answer?.reason ?? '',
            ]),
          ),
    ],
    attachments: [],
    signature: `${place}人民政府`,
    date: '',
    rehearsal: false,
  };
}

/** 候选项目方案: what the government proposes to the congress. */
export function candidateScheme({ place, congress, overview }: ShortlistingRecord): OfficialDocument {
  const { year, decision, envelope } = overview;
  const listed = of(overview.candidates, 'listed');
  const sum = listed.reduce((total, { budget }) => total + budget, 0);
  const decided = decision.on
    ? `本方案经${decision.body}${dateWords(decision.on)}研究同意${decision.number ? `（${decision.number}）` : ''}。${sentence(decision.note)}`
    : '本方案尚未登记党委研究意见。';
  const money =
    envelope === null
      ? ''
      : `年度资金盘子${wanYuan(envelope)}万元，${sum <= envelope ? '候选项目合计未超出' : `候选项目合计超出${wanYuan(sum - envelope)}万元`}。`;
  return {
    form: 'plain',
    issuer: congress,
    number: '',
    title: `${place}${year}年民生实事候选项目方案`,
    recipients: `${congress}：`,
    blocks: [
      paragraph(
        `经广泛征集、筛选论证，提出${year}年民生实事候选项目${listed.length}个，拟票决确定${overview.seats}个，估算投资合计${wanYuan(sum)}万元。${money}`,
      ),
      paragraph(decided),
      heading(1, '一、候选项目一览'),
      table(
        '',
        [
          ['编号', 1.3, 'center'],
          ['项目名称', 4.4, 'left'],
          ['预算/万元', 2, 'right'],
          ['责任单位', 3, 'left'],
          ['完成时限', 2.7, 'center'],
          ['需求人数', 2, 'right'],
        ],
        listed.map((one) => [
          one.code,
          one.title,
          wanYuan(one.budget),
          one.unit,
          one.finish ? monthWords(one.finish) : '',
          String(one.demand),
        ]),
      ),
      heading(1, '二、各项目情况'),
      ...listed.flatMap((one, i) => sheet(one, i)),
    ],
    attachments: [],
    signature: `${place}人民政府`,
    date: '',
    rehearsal: false,
  };
}

function sheet(one: CandidateRow, i: number): Block[] {
  const line = (name: string, value: string) => (value ? [paragraph(`${name}：${sentence(value)}`)] : []);
  return [
    heading(2, `（${i < 99 ? numeral(i + 1) : i + 1}）${one.title}`),
    ...line('建设内容', one.content),
    ...line('建设目标', one.target),
    ...line('建设地点', one.place),
    ...line('投资估算及资金来源', `${wanYuan(one.budget)}万元${one.source ? `，${one.source}` : ''}`),
    ...line('责任单位', one.unit),
    ...line('计划工期', period(one)),
    ...line('年度节点', one.milestones.map(({ by, text }) => `${monthWords(by)}：${text}`).join('；')),
    ...line('可行性', one.feasibility),
    ...line('群众需求', one.suggestions > 0 ? `合并建议${one.suggestions}条，共${one.demand}人提出或附议` : ''),
  ];
}

const period = ({ starts, finish }: CandidateRow): string =>
  [starts ? `${monthWords(starts)}开工` : '', finish ? `${monthWords(finish)}完成` : ''].filter(Boolean).join('，');

const conclusion = ({ open, against }: CandidateRow): string =>
  against.length > 0
    ? `不符合：${against.map((point) => pointWords[point].zh).join('、')}`
    : open > 0
      ? `尚有${open}项未论证`
      : '七项条件具备';

type Align = 'left' | 'center' | 'right';
export const table = (
  caption: string,
  columns: readonly (readonly [title: string, share: number, align: Align])[],
  rows: string[][],
): Block => ({
  kind: 'table',
  caption,
  columns: columns.map(([title, share, align]) => ({ title, share, align })),
  rows,
});

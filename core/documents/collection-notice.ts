import { type Channel, channelWords } from '../collection/suggestion.ts';
import type { Shortlisting } from '../contract/shortlisting.ts';
import { standingWords } from '../shortlisting/standing.ts';
import { heading, paragraph } from './facts.ts';
import type { OfficialDocument } from './official.ts';
import { table } from './shortlisting.ts';
import { dateWords, numeral, placeOf } from './words.ts';

export interface CollectionRecord {
  readonly congress: string;
  readonly year: number;
  /** yyyy-mm-dd; null: not set. */
  readonly opens: string | null;
  readonly closes: string | null;
  /** Days that it lasts at least. */
  readonly leastDays: number;
  /** Days after the year for which contacts are kept. */
  readonly contactDays: number;
  /** Other ways to suggest, as they stand on the public page. */
  readonly ways: string;
  readonly villages: readonly string[];
  readonly categories: readonly string[];
}

/** 征集公告: what is asked of people, how and until when, and what becomes of what they say (domain.md section 2 row 1). */
export function collectionNotice(record: CollectionRecord): OfficialDocument {
  const { congress, year, villages, categories, contactDays } = record;
  const place = placeOf(congress);
  const whole = villages.length === 0 ? `${place}全境` : `${place}${villages.length}个村（社区）`;
  return {
    form: 'red-head',
    issuer: `${place}人民政府`,
    number: '',
    title: `关于公开征集${place}${year}年\n民生实事项目建议的公告`,
    recipients: '',
    blocks: [
      paragraph(
        `${place}${year}年民生实事项目由群众提出建议，经筛选、审议后，由人大代表票决产生。现面向社会公开征集建议，有关事项公告如下。`,
      ),
      heading(1, '一、征集时间'),
      paragraph(period(record)),
      heading(1, '二、征集范围和内容'),
      paragraph(
        `征集范围为${whole}。${categories.length === 0 ? '' : `内容包括${categories.join('、')}等方面。`}请写明建议的事项、理由和地点，可以附照片。`,
      ),
      paragraph(
        '建议项目从群众意愿、必要性、可行性、资金、环保、用地、安全等方面筛选。增加群众或者企业负担、存在债务风险、存在社会稳定风险的，不列入。',
      ),
      heading(1, '三、征集方式'),
      paragraph('（一）网上提交。用手机扫描征集海报上的二维码，填写后提交，不需要注册。已有相同建议的，可以直接附议。'),
      paragraph('（二）向代表反映。向人大代表、代表联络站反映，由代表或者工作人员代为登记。'),
      ...(record.ways === '' ? [] : [paragraph(`（三）其他方式。${sentence(record.ways)}`)]),
      heading(1, '四、办理和反馈'),
      paragraph('每件建议登记后有一个回执号，凭回执号可以查询办理情况。未列入候选项目的，说明理由。'),
      paragraph(
        `联系方式可以不填；填写的，只供经办人员核实情况，不公开${contactDays === 0 ? '，年度工作结束后即删除' : `，年度工作结束${contactDays}天后删除`}。`,
      ),
      paragraph('特此公告。'),
    ],
    attachments: [],
    signature: `${place}人民政府`,
    date: '',
    rehearsal: false,
  };
}

const sentence = (text: string): string => `${text.trim().replace(/。$/u, '')}。`;

function period({ opens, closes, leastDays }: CollectionRecord): string {
  if (opens !== null && closes !== null) return `${dateWords(opens)}至${dateWords(closes)}。`;
  const from = opens === null ? '自本公告发布之日起' : `自${dateWords(opens)}起`;
  return closes === null ? `${from}，不少于${leastDays}天。` : `${from}至${dateWords(closes)}。`;
}

export interface FeedbackRecord {
  readonly congress: string;
  readonly channels: readonly { readonly channel: Channel; readonly suggestions: number }[];
  readonly categories: readonly {
    readonly name: string | null;
    readonly suggestions: number;
    readonly demand: number;
  }[];
  readonly withheld: number;
  readonly overview: Shortlisting;
}

/** 征集情况反馈: how much came in from where, and what became of it; by its receipt number everybody reads about their own. */
export function collectionFeedback({
  congress,
  channels,
  categories,
  withheld,
  overview,
}: FeedbackRecord): OfficialDocument {
  const { counts, candidates, year } = overview;
  const place = placeOf(congress);
  const off = candidates.filter(({ standing }) => standing !== 'listed');
  const on = candidates.filter(({ standing }) => standing === 'listed');
  const people = categories.reduce((sum, { demand }) => sum + demand, 0);
  return {
    form: 'red-head',
    issuer: `${place}人民政府`,
    number: '',
    title: `关于${place}${year}年民生实事项目\n建议征集情况的反馈`,
    recipients: '',
    blocks: [
      paragraph(
        `${place}${year}年民生实事项目共征集建议${counts.all}件，提出和附议${people}人次。${withheld > 0 ? `另有${withheld}件内容不宜公开，已向提出人说明理由。` : ''}现将征集和办理情况反馈如下。`,
      ),
      heading(1, '一、征集情况'),
      paragraph(
        `按来源：${channels.map(({ channel, suggestions }) => `${channelWords[channel].zh}${suggestions}件`).join('，')}。`,
      ),
      table(
        '',
        [
          ['类别', 4, 'left'],
          ['建议（件）', 2, 'right'],
          ['提出和附议（人次）', 3, 'right'],
        ],
        categories.map(({ name, suggestions, demand }) => [name ?? '未分类', String(suggestions), String(demand)]),
      ),
      heading(1, '二、办理情况'),
      paragraph(
        `合并列入候选项目${counts.merged}件，转入储备库${counts.reserve}件，不列入${counts.rejected}件${counts.unanswered > 0 ? `，尚在办理${counts.unanswered}件` : ''}。`,
      ),
      ...(on.length === 0
        ? []
        : [
            heading(1, '三、列入的候选项目'),
            table(
              '',
              [
                ['编号', 1, 'center'],
                ['项目名称', 5, 'left'],
                ['合并建议', 2, 'right'],
                ['需求人数', 2, 'right'],
              ],
              on.map((one) => [one.code, one.title, String(one.suggestions), String(one.demand)]),
            ),
          ]),
      ...(off.length === 0
        ? []
        : [
            heading(1, `${numeral(on.length === 0 ? 3 : 4)}、未列入的候选项目及理由`),
            table(
              '',
              [
                ['项目名称', 4, 'left'],
                ['处理', 2, 'center'],
                ['理由', 6, 'left'],
              ],
              off.map((one) => [one.title, standingWords[one.standing].zh, one.standingReason]),
            ),
          ]),
      paragraph('每件建议的办理结果和理由，凭回执号在公众页面查询。感谢社会各界的支持。'),
    ],
    attachments: [],
    signature: `${place}人民政府`,
    date: '',
    rehearsal: false,
  };
}

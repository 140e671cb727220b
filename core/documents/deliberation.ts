import type { Comment, Deliberation } from '../contract/deliberation.ts';
import { dayOf } from '../day.ts';
import {
  type Amendable,
  amendableWords,
  changesOf,
  motionClause,
  requestKindWords,
  requestStateWords,
} from '../deliberation/deliberation.ts';
import { heading, paragraph } from './facts.ts';
import type { Block, OfficialDocument } from './official.ts';
import { table } from './shortlisting.ts';
import { dateWords, sentence, wanYuan } from './words.ts';

export interface DeliberationRecord {
  readonly place: string;
  readonly congress: string;
  readonly overview: Deliberation;
  /** Those that stand, in the order in which they were made. */
  readonly comments: readonly Comment[];
}

/** A field's value as the record reads: money in 万元, days in words, texts in quotes. */
const inWords = (field: Amendable, value: string | number | null): string =>
  value === null || value === ''
    ? '空'
    : field === 'budget'
      ? `${wanYuan(Number(value))}万元`
      : field === 'finish'
        ? dateWords(String(value))
        : `“${value}”`;
/** In groups, so that a line can end between them. */
const grouped = (hash: string): string => hash.replace(/.{8}(?=.)/g, '$& ');

/** 审议记录: papers and who read them, what the delegations said, what the presidium decided, and the list that was frozen. */
export function deliberationRecord({ place, congress, overview, comments }: DeliberationRecord): OfficialDocument {
  const { year, papers, delegations, requests, candidates, freeze, adopted } = overview;
  const standing = papers.filter(({ withdrawn }) => withdrawn === '');
  return {
    form: 'plain',
    issuer: congress,
    number: '',
    title: `${place}${year}年民生实事候选项目\n审议记录`,
    recipients: '',
    blocks: [
      heading(1, '一、材料送达'),
      paragraph(
        overview.papersAt
          ? `${dateWords(dayOf(overview.papersAt))}向代表发布审议材料${standing.length}份：${standing.map(({ title }) => `《${title}》`).join('、')}。`
          : '审议材料尚未发布。',
      ),
      table(
        '',
        [
          ['代表团', 3, 'left'],
          ['代表人数', 2, 'right'],
          ['已阅全部材料', 2, 'right'],
          ['意见条数', 2, 'right'],
          ['记录人', 2, 'center'],
        ],
        delegations.map((one) => [
          one.name,
          String(one.deputies),
          String(one.read),
          String(one.comments),
          one.recorder?.name ?? '',
        ]),
      ),
      heading(1, '二、各代表团审议意见'),
      ...(comments.length === 0 ? [paragraph('无。')] : []),
      ...delegations.flatMap(({ name }): Block[] => {
        const own = comments.filter(({ delegation }) => delegation === name);
        if (own.length === 0) return [];
        return [
          heading(2, name),
          ...own.map(({ speaker, code, text }) =>
            paragraph(`${speaker || '代表'}${code ? `（对项目${code}）` : ''}：${sentence(text)}`),
          ),
        ];
      }),
      heading(1, '三、修改、撤回和联名提出'),
      ...(requests.length === 0 ? [paragraph('无。')] : []),
      ...(requests.some(({ kind }) => kind === 'motion') ? [paragraph(motionClause(overview.level).zh)] : []),
      ...[...requests].reverse().flatMap((one): Block[] => {
        const { before, after } = one;
        const changes =
          one.kind === 'amendment' && before && after
            ? changesOf(before, after)
                .map(
                  ({ field, ...change }) =>
                    `${amendableWords[field].zh}由${inWords(field, change.before)}改为${inWords(field, change.after)}`,
                )
                .join('；')
            : '';
        const signed =
          one.signatures.length > 0 ? `联名代表${one.signatures.length}名：${one.signatures.join('、')}。` : '';
        return [
          paragraph(
            `${requestKindWords[one.kind].zh}${one.code ? `${one.code} ` : ''}“${one.title}”。${changes ? `${changes}。` : ''}理由：${sentence(one.reason)}${signed}${sentence(`${requestStateWords[one.state].zh}${one.decisionNote ? `：${one.decisionNote}` : ''}`)}`,
          ),
        ];
      }),
      heading(1, '四、票决办法'),
      paragraph(
        adopted.on ? `${dateWords(adopted.on)}通过票决办法。${sentence(adopted.note)}` : '尚未登记票决办法通过。',
      ),
      heading(1, '五、提交票决的候选项目'),
      paragraph(
        freeze
          ? `${dateWords(dayOf(freeze.frozenAt))}锁定名单，共${freeze.projects}个，校验值：${grouped(freeze.hash)}。`
          : '名单尚未锁定。',
      ),
      table(
        '',
        [
          ['编号', 1.2, 'center'],
          ['项目名称', 5, 'left'],
          ['预算（万元）', 2.2, 'right'],
          ['责任单位', 3, 'left'],
        ],
        candidates.map((one) => [one.code, one.title, wanYuan(one.budget), one.unit]),
      ),
      { kind: 'sign-here', lines: ['记录人（签名）：', '主席团（签名）：'] },
    ],
    attachments: [],
    signature: '',
    date: '',
    rehearsal: false,
  };
}

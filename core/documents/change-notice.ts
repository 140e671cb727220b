import type { Level } from '../contract/common.ts';
import { type ChangeCause, type ChangeKind, changeCauseWords, changeKindWords } from '../workflow/change.ts';
import { heading, paragraph } from './facts.ts';
import type { Block, OfficialDocument } from './official.ts';
import { table } from './shortlisting.ts';
import { dateWords, monthWords, numeral, placeOf, wanYuan } from './words.ts';

/** A change that was approved. */
export interface ApprovedChange {
  readonly title: string;
  readonly kind: ChangeKind;
  readonly cause: ChangeCause;
  readonly reason: string;
  /** What was approved; null: stays as it was. */
  readonly content: string | null;
  readonly finish: string | null;
  /** yuan */
  readonly budget: number | null;
  readonly before: { readonly content: string; readonly finish: string | null; readonly budget: number } | null;
  /** yyyy-mm-dd */
  readonly decidedOn: string;
  readonly decisionNumber: string;
}

export interface ChangeRecord {
  readonly congress: { readonly name: string; readonly level: Level };
  readonly year: number;
  readonly changes: readonly [ApprovedChange, ...ApprovedChange[]];
}

/** 调整公告: what became of projects in hand, decided by the body that domain.md section 2 row 7 names. */
export function changeNotice({ congress, year, changes }: ChangeRecord): OfficialDocument {
  const place = placeOf(congress.name);
  const body = congress.level === 'town' ? congress.name : `${congress.name}常务委员会`;
  return {
    form: 'red-head',
    issuer: body,
    number: '',
    title: `关于调整${place}${year}年民生实事项目的公告`,
    recipients: '',
    blocks: [
      paragraph(
        `${place}${year}年民生实事项目实施中，有${changes.length}项调整，已由${body}决定。现将调整情况公告如下。`,
      ),
      ...changes.flatMap((change, i): Block[] => [
        heading(1, `${i < 99 ? numeral(i + 1) : i + 1}、${change.title}（${changeKindWords[change.kind].zh}）`),
        paragraph(`调整原因：${changeCauseWords[change.cause].zh}。${sentence(change.reason)}`),
        paragraph(
          `决定：${dateWords(change.decidedOn)}由${body}决定${change.decisionNumber === '' ? '' : `（${change.decisionNumber}）`}，${whatBecomes(change.kind)}。`,
        ),
        ...compared(change),
      ]),
      paragraph('现予公告。'),
    ],
    attachments: [],
    signature: congress.level === 'town' ? `${congress.name}主席团` : body,
    date: '',
    rehearsal: false,
  };
}

const sentence = (text: string): string => `${text.replace(/[。\s]+$/u, '')}。`;

function whatBecomes(kind: ChangeKind): string {
  switch (kind) {
    case 'content':
      return '项目按下表调整后继续实施';
    case 'pause':
      return '项目暂停实施';
    case 'resume':
      return '项目恢复实施';
    case 'end':
      return '项目终止实施';
    default:
      return kind satisfies never;
  }
}

/** Before and after, of what was changed. */
function compared({ content, finish, budget, before }: ApprovedChange): Block[] {
  if (before === null) return [];
  const rows = [
    ...(content === null || content === before.content ? [] : [['建设内容', before.content, content]]),
    ...(finish === null || finish === before.finish
      ? []
      : [['完成时限', before.finish === null ? '' : monthWords(before.finish), monthWords(finish)]]),
    ...(budget === null || budget === before.budget ? [] : [['预算（万元）', wanYuan(before.budget), wanYuan(budget)]]),
  ];
  if (rows.length === 0) return [];
  return [
    table(
      '',
      [
        ['事项', 2.3, 'center'],
        ['调整前', 5, 'left'],
        ['调整后', 5, 'left'],
      ],
      rows,
    ),
  ];
}

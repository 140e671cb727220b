import type { PublicResult } from '../contract/hall.ts';
import type { BallotRecord } from '../contract/rounds.ts';
import { reasonText, stateLabel } from '../rules/reasons.ts';
import { annulledWords, figures, heading, heldBallots, nameOfBallot, paragraph, type SessionRecord } from './facts.ts';
import type { Block, OfficialDocument } from './official.ts';
import { momentWords, numeral } from './words.ts';

/** 票决结果报告单: the count of every ballot of the session, to be signed by those who vouch for it. */
export function tallyReport({ congress, session, ballots }: SessionRecord): OfficialDocument {
  const held = heldBallots(ballots);
  return {
    form: 'plain',
    issuer: congress.name,
    number: '',
    title: `${session.name}\n民生实事项目票决结果报告单`,
    recipients: '',
    blocks: held.flatMap((one, i) => [
      ...(held.length > 1
        ? [heading(1, `${numeral(i + 1)}、${nameOfBallot(one.kind === 'counted' ? one.ballot : one.record)}`)]
        : []),
      ...(one.kind === 'counted' ? counted(one.ballot) : [paragraph(annulled(one.record))]),
    ]),
    attachments: [],
    signature: '',
    date: '',
    rehearsal: session.rehearsal,
  };
}

const counted = (ballot: PublicResult): Block[] => [
  paragraph(
    `${momentWords(ballot.openedAt)}开始，${momentWords(ballot.closedAt)}结束，${ballot.medium === 'paper' ? '使用纸质选票' : '使用加密电子选票'}。`,
  ),
  countTable(ballot),
  votesTable(ballot),
  signHere(ballot),
];

const annulled = (record: BallotRecord & { readonly openedAt: string }): string =>
  `${momentWords(record.openedAt)}开始${record.closedAt === null ? '' : `，${momentWords(record.closedAt)}结束`}。${annulledWords(record)}`;

function countTable(ballot: PublicResult): Block {
  const f = figures(ballot);
  const cells: [string, number][] = [
    ['应到', f.entitled],
    ['实到', f.present],
    ['法定数', f.quorum],
    ['发出', f.issued],
    ['收回', f.returned],
    ['有效票', f.valid],
    ['废票', f.void],
    ['未按', f.notPressed],
    ['应选数', f.seats],
    ['当选数', f.filled],
  ];
  return {
    kind: 'table',
    caption: '',
    columns: cells.map(([title]) => ({ title, share: 1, align: 'center' })),
    rows: [cells.map(([, value]) => String(value))],
  };
}

function votesTable(ballot: PublicResult): Block {
  return {
    kind: 'table',
    caption: '各候选项目得票（按赞成票多少排列；票数相等的按编号）',
    columns: [
      { title: '编号', share: 1.5, align: 'center' },
      { title: '候选项目', share: 5, align: 'left' },
      { title: '赞成', share: 1.5, align: 'right' },
      { title: '反对', share: 1.5, align: 'right' },
      { title: '弃权', share: 1.5, align: 'right' },
      { title: '结果', share: 2, align: 'center' },
      { title: '理由', share: 5, align: 'left' },
    ],
    rows: ballot.outcome.result.projects.map((one) => [
      one.code,
      ballot.projects.find(({ code }) => code === one.code)?.title ?? one.code,
      String(one.for),
      String(one.against),
      String(one.abstain),
      stateLabel(one.state).zh,
      reasonText(one.reason).zh,
    ]),
  };
}

function signHere({ scrutineers, medium }: PublicResult): Block {
  const [chief, ...others] = [...scrutineers].sort((a, b) => Number(b.chief) - Number(a.chief));
  return {
    kind: 'sign-here',
    lines: [
      ...(chief ? [`总监票人（${chief.name}）：`] : []),
      ...others.map(({ name }) => `监票人（${name}）：`),
      ...(medium === 'paper' ? ['计票人：', '计票人：'] : ['计票人：']),
    ],
  };
}

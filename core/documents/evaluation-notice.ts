import type { PublicResult } from '../contract/hall.ts';
import { dayOf } from '../day.ts';
import { bodyLabel, gradeLabel } from '../rules/grade.ts';
import {
  annulledWords,
  figures,
  heading,
  heldBallots,
  heldOn,
  nameOfBallot,
  paragraph,
  type SessionRecord,
} from './facts.ts';
import type { Block, OfficialDocument } from './official.ts';
import { dateWords, placeOf } from './words.ts';

/** What an evaluation opened: a project to be put right by a day. */
export interface Rectify {
  readonly code: string;
  readonly title: string;
  readonly unit: string;
  /** yyyy-mm-dd */
  readonly deadline: string;
}

export interface EvaluationRecord extends SessionRecord {
  /** The year whose projects were graded. */
  readonly projectsYear: number;
  /** A second evaluation, after rectification. */
  readonly second: boolean;
  readonly rectifications: readonly Rectify[];
}

type Graded = NonNullable<PublicResult['outcome']['evaluation']>;
const gradedOf = ({ ballots }: EvaluationRecord): { ballot: PublicResult; graded: Graded } => {
  const ballot = ballots.at(-1)!;
  return { ballot, graded: ballot.outcome.evaluation! };
};

/** 测评结果公告: the grade of each project with its votes, and what is to be put right (domain.md section 4). */
export function evaluationNotice(record: EvaluationRecord): OfficialDocument {
  const { congress, session, ballots, projectsYear, second, rectifications } = record;
  const { ballot, graded } = gradedOf(record);
  const f = figures(ballot);
  const place = placeOf(congress.name);
  const body = bodyLabel(graded.rules.body).zh;
  const tally = (['satisfied', 'basically-satisfied', 'unsatisfied'] as const)
    .map((name) => ({ name, count: graded.projects.filter(({ outcome }) => outcome?.grade === name).length }))
    .map(({ name, count }) => `${gradeLabel(name).zh}${count}个`)
    .join('、');
  return {
    form: 'red-head',
    issuer: congress.name,
    number: '',
    title: `关于${place}${projectsYear}年民生实事项目\n${second ? '再次' : ''}测评结果的公告`,
    recipients: '',
    blocks: [
      ...heldBallots(ballots).flatMap((one) =>
        one.kind === 'annulled'
          ? [
              paragraph(
                `${dateWords(dayOf(one.record.openedAt))}，会议对${one.record.projects}个项目进行${nameOfBallot(one.record)}。${annulledWords(one.record)}`,
              ),
            ]
          : [],
      ),
      paragraph(
        `${heldOn([ballot])}，${session.name}以无记名方式对${graded.projects.length}个民生实事项目${ballot.which.again ? '重新' : ''}进行满意度测评。` +
          `${body}${f.entitled}名，实到${f.present}名，符合法定人数。发出测评票${f.issued}张，收回${f.returned}张${f.void > 0 ? `，其中有效票${f.valid}张，废票${f.void}张` : ''}，测评${f.isValid ? '有效' : '无效'}。`,
      ),
      ...(f.isValid ? [paragraph(`测评结果：${tally}。`)] : []),
      votes(ballot, graded),
      ...(f.isValid
        ? [
            paragraph(
              `评定办法：“满意”票达到${f.passMark}票的，评定为满意；“满意”和“基本满意”合计达到${f.passMark}票的，评定为基本满意；其余评定为不满意。`,
            ),
          ]
        : []),
      ...(rectifications.length === 0
        ? []
        : [
            paragraph(
              `${rectifications.map(({ title, deadline }) => `“${title}”由责任单位于${dateWords(deadline)}前完成整改`).join('；')}。整改后再次测评。`,
            ),
          ]),
      ...(ballot.medium === 'paper'
        ? []
        : [paragraph(`本次测评使用加密电子选票，档案已公开，末尾核验值为${ballot.lastEvent ?? ''}，任何人可以核验。`)]),
      paragraph('现予公告。'),
    ],
    attachments: [],
    signature: `${congress.name}主席团`,
    date: '',
    rehearsal: session.rehearsal,
  };
}

const votes = ({ projects }: PublicResult, graded: Graded): Block => ({
  kind: 'table',
  caption: '',
  columns: [
    { title: '编号', share: 1.5, align: 'center' },
    { title: '项目名称', share: 5, align: 'left' },
    { title: '责任单位', share: 3, align: 'left' },
    { title: '满意', share: 1.4, align: 'right' },
    { title: '基本\n满意', share: 1.4, align: 'right' },
    { title: '不满意', share: 1.9, align: 'right' },
    { title: '弃权', share: 1.4, align: 'right' },
    { title: '评定', share: 2, align: 'center' },
  ],
  rows: graded.projects.map((one) => {
    const project = projects.find(({ code }) => code === one.code);
    return [
      one.code,
      project?.title ?? one.code,
      project?.unit ?? '',
      String(one.satisfied),
      String(one.basicallySatisfied),
      String(one.unsatisfied),
      String(one.abstain),
      one.outcome ? gradeLabel(one.outcome.grade).zh : '',
    ];
  }),
});

/** 整改通知书: to the units of the projects graded 不满意, with what they are to do and by when. */
export function rectificationOrder(record: EvaluationRecord): OfficialDocument {
  const { congress, session, rectifications, projectsYear } = record;
  const { ballot, graded } = gradedOf(record);
  const units = [...new Set(rectifications.map(({ unit }) => unit))];
  return {
    form: 'red-head',
    issuer: congress.name,
    number: '',
    title: '民生实事项目整改通知书',
    recipients: `${units.join('、')}：`,
    blocks: [
      paragraph(
        `${heldOn([ballot])}，${session.name}对${projectsYear}年民生实事项目进行满意度测评，下列${rectifications.length}个项目评定为不满意，现通知限期整改。`,
      ),
      heading(1, '一、整改项目'),
      {
        kind: 'table',
        caption: '',
        columns: [
          { title: '编号', share: 1.3, align: 'center' },
          { title: '项目名称', share: 4.5, align: 'left' },
          { title: '责任单位', share: 3, align: 'left' },
          { title: '满意', share: 1.3, align: 'right' },
          { title: '基本\n满意', share: 1.3, align: 'right' },
          { title: '不满意', share: 1.9, align: 'right' },
          { title: '整改期限', share: 3.2, align: 'center' },
        ],
        rows: rectifications.map(({ code, title, unit, deadline }) => {
          const one = graded.projects.find((project) => project.code === code);
          return [
            code,
            title,
            unit,
            ...[one?.satisfied, one?.basicallySatisfied, one?.unsatisfied].map((count) => String(count ?? '')),
            dateWords(deadline),
          ];
        }),
      },
      heading(1, '二、整改要求'),
      paragraph('请责任单位逐项查找问题、分析原因，提出整改方案，报主席团；明确整改措施、责任人和完成时间。'),
      paragraph('请在整改期限前完成整改，并书面报告整改结果。整改情况向代表报告，并向社会公开。'),
      heading(1, '三、再次测评'),
      paragraph('整改期满后，由代表对上述项目再次测评。'),
    ],
    attachments: [],
    signature: `${congress.name}主席团`,
    date: '',
    rehearsal: session.rehearsal,
  };
}

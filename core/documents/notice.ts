import type { PublicResult } from '../contract/hall.ts';
import { dayOf } from '../day.ts';
import { settlementText } from '../rules/final-words.ts';
import {
  annulledWords,
  figures,
  type Held,
  heldBallots,
  heldOn,
  markWords,
  nameOfBallot,
  paperWords,
  paragraph,
  type SessionRecord,
} from './facts.ts';
import type { Block, OfficialDocument } from './official.ts';
import { dateWords, monthWords, placeOf, wanYuan } from './words.ts';

/** 公告: the projects chosen, made public by the presidium in the name of the congress (domain.md section 2 row 5). */
export function notice({ congress, session, ballots }: SessionRecord): OfficialDocument {
  const last = ballots.at(-1)!;
  const place = placeOf(congress.name);
  const elected = last.final.list.projects.filter(({ elected }) => elected);
  return {
    form: 'red-head',
    issuer: congress.name,
    number: '',
    title: `${session.name}公告`,
    recipients: '',
    blocks: [
      ...heldBallots(ballots).map((one) => paragraph(toldOf(one, session.name))),
      paragraph(
        elected.length === 0
          ? `经票决，没有候选项目${markWords(ballots[0])}。`
          : `经票决，下列${elected.length}个项目确定为${place}${session.year}年民生实事项目：`,
      ),
      ...(elected.length === 0 ? [] : [projectsTable(ballots, last)]),
      ...remaining(last),
      ...checking(last),
      paragraph('现予公告。'),
    ],
    attachments: [],
    signature: `${congress.name}主席团`,
    date: '',
    rehearsal: session.rehearsal,
  };
}

/** One ballot as it happened, an annulled one too. */
function toldOf(held: Held, session: string): string {
  if (held.kind === 'counted')
    return held.ballot.which.kind === 'projects' ? firstBallot(held.ballot, session) : furtherBallot(held.ballot);
  const { record } = held;
  return `${dateWords(dayOf(record.openedAt))}，会议以无记名方式对${record.projects}个候选项目进行${nameOfBallot(record)}。${annulledWords(record)}`;
}

function firstBallot(ballot: PublicResult, session: string): string {
  const f = figures(ballot);
  return (
    `${heldOn([ballot])}，${session}依照本次会议通过的票决办法，以无记名方式对${ballot.projects.length}个民生实事候选项目${ballot.which.again ? '重新' : ''}进行票决，` +
    `应选${f.seats}个。全体代表${f.entitled}名，实到${f.present}名，符合法定人数。${counts(ballot)}`
  );
}

function furtherBallot(ballot: PublicResult): string {
  const f = figures(ballot);
  return `${heldOn([ballot])}，会议对${ballot.projects.length}个候选项目进行${nameOfBallot(ballot)}，应选${f.seats}个。实到代表${f.present}名。${counts(ballot)}`;
}

function counts(ballot: PublicResult): string {
  const f = figures(ballot);
  const void_ = f.void > 0 ? `，其中有效票${f.valid}张，废票${f.void}张` : '';
  const verdict = f.isValid ? '收回的选票不多于发出的选票，票决有效。' : '票决无效。';
  return `发出选票${f.issued}张，收回${f.returned}张${void_}。${paperWords(ballot)}${verdict}`;
}

function projectsTable(ballots: readonly PublicResult[], last: PublicResult): Block {
  const projects = ballots[0]!.projects;
  return {
    kind: 'table',
    caption: '',
    columns: [
      { title: '序号', share: 1.5, align: 'center' },
      { title: '项目名称', share: 4.3, align: 'left' },
      { title: '实施地点', share: 2.7, align: 'left' },
      { title: '预算\n（万元）', share: 2.4, align: 'right' },
      { title: '责任单位', share: 2.9, align: 'left' },
      { title: '完成时限', share: 3.3, align: 'center' },
      { title: '赞成票', share: 1.9, align: 'right' },
    ],
    rows: last.final.list.projects
      .filter(({ elected }) => elected)
      .map(({ code, outcome }, i) => {
        const project = projects.find((one) => one.code === code);
        return [
          String(i + 1),
          project?.title ?? code,
          project?.place ?? '',
          project ? wanYuan(project.budget) : '',
          project?.unit ?? '',
          project?.finish ? monthWords(project.finish) : '',
          String(outcome.for),
        ];
      }),
  };
}

/** What the last ballot left open, and what becomes of it. */
function remaining({ final }: PublicResult): Block[] {
  const { open } = final.list;
  if (!open) return [];
  const titles = open.codes.map((code) => final.titles.find((one) => one.code === code)?.title ?? code);
  const what =
    open.matter === 'tie'
      ? `${titles.map((title) => `“${title}”`).join('、')}得票相等，尚余名额${open.seats}个`
      : `获得通过的项目少于应选数，缺额${open.seats}个`;
  return [paragraph(`${what}。${settlementText(open).zh}。`)];
}

/** How anybody can check the count; a paper ballot is vouched for by its signed count sheet. */
function checking({ medium, lastEvent, scrutineers, method }: PublicResult): Block[] {
  return medium === 'paper'
    ? [paragraph('本次票决使用纸质选票，由两人分别录入计票单，监票人核对签认。')]
    : [
        paragraph(
          `本次票决使用加密电子选票，密钥由${scrutineers.length}名监票人分别保管，须${method.threshold}人以上共同解密。` +
            `票决档案已公开，末尾核验值为${lastEvent ?? ''}，任何人可以核验。`,
        ),
      ];
}

// A session's record made by the rules themselves, for documents.
import type { AttendanceSheet } from '../../../core/contract/attendance.ts';
import type { PublicResult } from '../../../core/contract/hall.ts';
import type { SessionRecord } from '../../../core/documents/facts.ts';
import type { ElectionUuid } from '../../../core/ids.ts';
import { finalOutcome } from '../../../core/rules/final.ts';
import { defaultMethod, type Method } from '../../../core/rules/method.ts';
import { outcome } from '../../../core/rules/outcome.ts';
import type { Choice } from '../../../core/rules/rounds.ts';

export const titles = ['通村公路硬化', '安全饮水巩固提升', '卫生院改造', '路灯安装'];

export interface Given {
  readonly tallies: readonly (readonly [string, number, number, number][])[];
  readonly kinds?: readonly ('projects' | 'run-off' | 'second')[];
  readonly method?: Partial<Method>;
  readonly seats?: readonly number[];
  readonly attendance?: Partial<PublicResult['outcome']['attendance']>;
  readonly medium?: 'tablet' | 'paper';
  readonly rehearsal?: boolean;
  readonly decision?: Choice;
}

/** Ballots of one session: each tally is rows of code, 赞成, 反对, 弃权. */
export function sessionRecord(given: Given): SessionRecord {
  const { tallies, kinds = ['projects', 'run-off', 'second'], medium = 'tablet', rehearsal = false } = given;
  const attendance = { entitled: 60, present: 57, issued: 57, returned: 56, ...given.attendance };
  const uuid = (i: number) => `Election${i}Number` as ElectionUuid;
  const held = tallies.map((tally, i) => {
    const method: Method = { ...defaultMethod(4), seats: given.seats?.[i] ?? 3, ...given.method };
    const projects = tally.map(([code, yes, against, abstain]) => ({ code, for: yes, against, abstain }));
    return { method, result: outcome(method, attendance, projects), tally };
  });
  const final = finalOutcome(
    held.map(({ result }, i) => ({
      id: uuid(i),
      follows: i === 0 ? null : uuid(i - 1),
      result,
      decision: i === held.length - 1 ? (given.decision ?? null) : null,
    })),
  )!;
  const congress = { id: 'c', level: 'town', name: '青溪镇人民代表大会', county: '紫岭县' };
  const session = { name: '青溪镇第二十届人民代表大会第二次会议', year: 2027, rehearsal };
  const ballots = held.map(
    ({ method, result, tally }, i) =>
      ({
        congress,
        session,
        uuid: uuid(i),
        which: { kind: kinds[i], round: 1, again: false, ordinal: i, follows: null, repeats: null },
        method,
        projects: tally.map(([code]) => ({
          code,
          title: titles[Number(code) - 1],
          content: '',
          place: '高坪村',
          budget: 1_080_000 + Number(code) * 500,
          unit: '镇水利站',
          finish: '2027-10-31',
        })),
        outcome: { attendance, presentAtClose: 56, result },
        openedAt: '2027-01-15T01:05:00.000Z',
        closedAt: '2027-01-15T01:40:00.000Z',
        publishedAt: '2027-01-15T03:00:00.000Z',
        medium,
        scans: [],
        electionHash: 'h',
        keyFingerprint: medium === 'paper' ? null : 'abcd-efgh',
        closingEvent: null,
        lastEvent: medium === 'paper' ? null : 'LASTEVENTHASH',
        archiveBytes: null,
        decision: null,
        ballots: [],
        final: { list: final, titles: titles.map((title, n) => ({ code: `0${n + 1}`, title })) },
        scrutineers: [
          { name: '龚淑贤', chief: false, decrypted: true, certified: true },
          { name: '邹正刚', chief: true, decrypted: true, certified: true },
          { name: '柯志勤', chief: false, decrypted: false, certified: false },
        ],
      }) as unknown as PublicResult,
  );
  return { congress, session, ballots: ballots as unknown as SessionRecord['ballots'] };
}

const row = (name: string, delegation: string, state: string) => ({
  name,
  delegation,
  state,
  present: state === 'present',
  arrivedAt: state === 'present' || state === 'left' ? '2027-01-15T00:50:00.000Z' : null,
});
export const sheet = {
  at: '2027-01-15T04:00:00.000Z',
  quorum: 4,
  presentAtOpen: 3,
  presentAtClose: 2,
  totals: { entitled: 5, present: 2, left: 1, excused: 1, absent: 1 },
  rows: [
    row('王建军', '第一代表团', 'present'),
    row('李秀兰', '第一代表团', 'left'),
    row('张德明', '第一代表团', 'excused'),
    row('陈国强', '第二代表团', 'present'),
    row('刘䶮', '第二代表团', 'absent'),
  ],
} as unknown as AttendanceSheet;

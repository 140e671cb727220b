import { type AttendanceRecord, heading, paragraph } from './facts.ts';
import type { Block, OfficialDocument } from './official.ts';
import { momentWords } from './words.ts';

/** 出席情况报告: who was entitled and who came, by delegation, as recorded at the desk. */
export function attendanceReport({ congress, session, sheet }: AttendanceRecord): OfficialDocument {
  const { totals, quorum, presentAtOpen, presentAtClose } = sheet;
  const came = sheet.rows.filter(({ arrivedAt, present }) => present || arrivedAt !== null);
  return {
    form: 'plain',
    issuer: congress.name,
    number: '',
    title: `${session.name}\n代表出席情况报告`,
    recipients: '',
    blocks: [
      paragraph(
        `本次会议应到代表${totals.entitled}名，出席${came.length}名，请假${totals.excused}名，缺席${totals.absent}名；法定人数为${quorum}名。` +
          (presentAtOpen === null ? '' : `票决开始时实到${presentAtOpen}名`) +
          (presentAtClose === null ? '' : `，结束时实到${presentAtClose}名`) +
          (presentAtOpen === null ? '' : `，${presentAtOpen >= quorum ? '符合' : '不足'}法定人数。`) +
          `统计时间：${momentWords(sheet.at)}。`,
      ),
      heading(1, '一、各代表团出席情况'),
      byDelegation(sheet.rows),
      ...absent(sheet.rows),
    ],
    attachments: [],
    signature: `${congress.name}主席团`,
    date: '',
    rehearsal: session.rehearsal,
  };
}

type Rows = AttendanceRecord['sheet']['rows'];

function byDelegation(rows: Rows): Block {
  const names = [...new Set(rows.map(({ delegation }) => delegation))];
  const line = (title: string, of: Rows) => [
    title,
    String(of.length),
    String(of.filter(({ arrivedAt, present }) => present || arrivedAt !== null).length),
    String(of.filter(({ state }) => state === 'left').length),
    String(of.filter(({ state }) => state === 'excused').length),
    String(of.filter(({ state }) => state === 'absent').length),
  ];
  return {
    kind: 'table',
    caption: '',
    columns: ['代表团', '应到', '出席', '其中已离会', '请假', '缺席'].map((title, i) => ({
      title,
      share: i === 0 ? 3 : 1.4,
      align: i === 0 ? 'left' : 'center',
    })),
    rows: [
      ...names.map((name) =>
        line(
          name,
          rows.filter((row) => row.delegation === name),
        ),
      ),
      line('合计', rows),
    ],
  };
}

/** Those who did not come, by name. Not why: a reason may be an illness. */
function absent(rows: Rows): Block[] {
  const of = (state: 'excused' | 'absent') =>
    rows.filter((row) => row.state === state).map(({ name, delegation }) => `${name}（${delegation}）`);
  const [excused, missing] = [of('excused'), of('absent')];
  return [
    heading(1, '二、请假和缺席代表'),
    paragraph(excused.length === 0 ? '请假：无。' : `请假：${excused.join('、')}。`),
    paragraph(missing.length === 0 ? '缺席：无。' : `缺席：${missing.join('、')}。`),
  ];
}

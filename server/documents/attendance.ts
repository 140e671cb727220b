/** The attendance book as a workbook: 出席情况 to file and to reckon subsidies by, 到会记录 with every entry. */
import writeXlsx, { type Cell, type SheetData } from 'write-excel-file/node';
import type { AttendanceSheet } from '../../core/contract/attendance.ts';
import type { AttendanceState, MovementKind } from '../../core/rules/attendance.ts';
import { count, heading, title, words } from './cells.ts';

const states: Record<AttendanceState, string> = { present: '在场', left: '已离会', excused: '请假', absent: '缺席' };
const kinds: Record<MovementKind, string> = { arrived: '到会', left: '离会', returned: '返回', corrected: '撤销' };

/** The wall clock of the congress: China keeps one time. */
const clock = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const time = (iso: string | null): string => (iso === null ? '' : clock.format(new Date(iso)).replaceAll('/', '-'));

/** @param sheet as of one moment @param session its name, for the title */
export function attendanceWorkbook(sheet: AttendanceSheet, session: string): Promise<Buffer> {
  const { sittings, totals, rows } = sheet;
  const head = ['序号', '编号', '姓名', '代表团', '情况', '到会时间', '离会时间', '返回时间', '请假事由'];
  const people = rows.map((row, index): Cell[] => [
    count(index + 1),
    ...[row.number, row.name, row.delegation, states[row.state]].map(words),
    ...[row.arrivedAt, row.leftAt, row.returnedAt].map((at) => words(time(at))),
    words(row.excuse ?? ''),
    ...row.attended.map((was): Cell => (was ? count(1) : null)),
    count(row.attended.filter(Boolean).length),
  ]);
  const data: SheetData = [
    [title(`${session}　代表出席情况`)],
    [
      words(
        `应到 ${totals.entitled} 人，在场 ${totals.present} 人，已离会 ${totals.left} 人，请假 ${totals.excused} 人，缺席 ${totals.absent} 人（${time(sheet.at)}）`,
      ),
    ],
    [...head, ...sittings.map(({ name }) => name), '半天数'].map(heading),
    ...people,
    [
      words('合计'),
      ...Array.from({ length: head.length - 1 }, () => null),
      ...sittings.map((_, i) => count(rows.filter(({ attended }) => attended[i]).length)),
      count(rows.reduce((sum, { attended }) => sum + attended.filter(Boolean).length, 0)),
    ],
  ];
  const log: SheetData = [
    ['编号', '姓名', '代表团', '记录', '时间', '经办人', '说明', '是否有效'].map(heading),
    ...rows.flatMap(({ number, name, delegation, log }) =>
      log.map((entry): Cell[] =>
        [
          ...[number, name, delegation, kinds[entry.kind], time(entry.at), entry.by, entry.note],
          entry.kind !== 'corrected' && log.some(({ voids }) => voids === entry.position) ? '已撤销' : '',
        ].map(words),
      ),
    ),
  ];
  const widths = [6, 8, 12, 18, 9, 18, 18, 18, 20, ...sittings.map(() => 12), 8];
  return writeXlsx([
    { data, sheet: '出席情况', columns: widths.map((width) => ({ width })), stickyRowsCount: 3 },
    {
      data: log,
      sheet: '到会记录',
      columns: [8, 12, 18, 8, 18, 14, 24, 10].map((width) => ({ width })),
      stickyRowsCount: 1,
    },
  ]).toBuffer();
}

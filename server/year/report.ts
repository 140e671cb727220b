import type { Grade } from '../../core/rules/grade.ts';
import { gradeLabel } from '../../core/rules/grade.ts';
import { type Ending, endings } from './fate.ts';
import type { YearReport } from './whole-year.ts';

const gradesOf = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([grade, count]) => `${gradeLabel(grade as Grade).zh} ${count}`)
    .join('  ') || '—';

/** The report of a rehearsed year for people. */
export function printYear(report: YearReport, seconds: number): string {
  const { suggestions, withheld, seconds: seconded, candidates, elected, projects, grades } = report;
  return [
    `全年演练报告 · report of the rehearsed year (${Math.round(seconds)} s)`,
    `征集建议 ${suggestions} 条，其中不予公开 ${withheld} 条，群众附议 ${seconded} 人次 · suggestions, withheld, seconded`,
    `提交票决 ${candidates} 个，当选 ${elected} 个，实施 ${projects} 个 · candidates, elected, built`,
    `测评 · evaluation: ${gradesOf(grades[0] ?? {})}；再次测评 · second: ${gradesOf(grades[1] ?? {})}`,
    '每条建议凭回执号查到的结果 · what every suggestion answers by its receipt number:',
    ...(Object.entries(report.endings) as [Ending, number][]).map(
      ([name, count]) => `  ${String(count).padStart(5)}  ${endings[name].zh} · ${endings[name].en}`,
    ),
    ...report.archives.map(
      ({ file, last_event, verified }) => `${verified ? '✓' : '✗'} ${file}  末条记录 · last event ${last_event}`,
    ),
    ...(report.wrong.length === 0 ? ['全部相符 · everything adds up'] : report.wrong),
  ].join('\n');
}

import type { VerifyReport, Words } from '../../core/belenios/index.ts';

export type Language = 'zh' | 'en';

/** `--lang` if given, else the locale of the environment; Chinese when there is none. */
export function chooseLanguage(
  option: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Language {
  if (option === 'zh' || option === 'en') return option;
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG;
  return !locale || locale.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

/** Columns a text takes in a terminal: Chinese characters and full-width signs take two. */
export const columns = (text: string): number =>
  [...text].reduce(
    (sum, c) =>
      sum +
      (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u.test(
        c,
      )
        ? 2
        : 1),
    0,
  );

const pad = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - columns(text)));
const padLeft = (text: string, width: number): string => ' '.repeat(Math.max(0, width - columns(text))) + text;

/** Rows of cells as lines; the first column to the left, the others to the right. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, c) => Math.max(...rows.map((row) => columns(row[c] ?? ''))));
  return rows.map((row) =>
    row
      .map((cell, c) => (c === 0 ? pad(cell, widths[c]!) : padLeft(cell, widths[c]!)))
      .join('  ')
      .trimEnd(),
  );
}

/** The totals: one table for consecutive questions with the same answers (the projects of encoding C without their quota question). */
export function resultLines(report: VerifyReport, lang: Language): string[] {
  const questions = report.projects === undefined ? report.questions : report.questions.slice(1);
  const lines: string[] = [];
  let rows: string[][] = [];
  const flush = () => {
    if (rows.length > 0) lines.push(...table(rows), '');
    rows = [];
  };
  let heads = '';
  const grouped = questions.length > 1;
  for (const { question, answers, totals } of questions) {
    const now = answers.join('\n');
    if (!grouped) {
      rows = [[question, lang === 'zh' ? '票数' : 'votes'], ...answers.map((answer, i) => [answer, String(totals[i])])];
      break;
    }
    if (now !== heads) {
      flush();
      rows = [[lang === 'zh' ? '项目' : 'item', ...answers]];
      heads = now;
    }
    rows.push([question, ...totals.map(String)]);
  }
  flush();
  return lines;
}

/** A foreign archive's texts must not steer the terminal: control characters and direction marks become dots. */
const harmless = (text: string): string => text.replace(/[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '·');

/** The whole report for a reader at a terminal. */
export const reportLines = (report: VerifyReport, lang: Language): string[] => plainLines(report, lang).map(harmless);

function plainLines(report: VerifyReport, lang: Language): string[] {
  const say = (words: Words) => words[lang];
  const lines: string[] = [];
  const { election } = report;
  if (election) {
    lines.push(`${election.name}  [${election.group}]`);
    lines.push(`${lang === 'zh' ? '本次票决的校验码（φ）' : 'fingerprint'} ${election.fingerprint}`, '');
  }
  for (const check of report.checks) lines.push(`✓ ${say(check)}${lang === 'zh' ? '：' : ': '}${check.count}`);
  if (report.failure) {
    lines.push(`✗ ${say(report.failure)}`, '');
    lines.push(lang === 'zh' ? '结论：核验不通过。' : 'Verdict: NOT valid.');
    return lines;
  }
  lines.push('', ...resultLines(report, lang));
  lines.push(
    lang === 'zh'
      ? `公开凭证 ${report.credentials} 个，收回 ${report.ballots} 张，计入 ${report.counted} 张`
      : `${report.credentials} credentials, ${report.ballots} ballots in the box, ${report.counted} counted`,
  );
  lines.push(`${lang === 'zh' ? '票箱封存校验码' : 'closing event'} ${report.closingEvent}`);
  lines.push(`${lang === 'zh' ? '末条记录校验码' : 'last event   '} ${report.lastEvent}`);
  for (const note of report.notes) lines.push(`· ${say(note)}`);
  lines.push('', lang === 'zh' ? '结论：全部核验通过。' : 'Verdict: everything holds.');
  return lines;
}

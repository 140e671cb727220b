import type { Phase } from '../rehearsal/hold.ts';
import { keepArchive } from '../rehearsal/run.ts';
import { Tablets } from '../rehearsal/tablets.ts';
import { convene, endBallot, vote } from './ballot.ts';
import { change } from './change.ts';
import { collect, endCollection } from './collection.ts';
import { deliberate, endDeliberation } from './deliberation.ts';
import { issueDocuments } from './documents.ts';
import {
  beginEvaluation,
  beginRectification,
  type Evaluated,
  endYear,
  evaluate,
  type Mood,
  rectify,
} from './evaluation.ts';
import { askAll, type Fates } from './fate.ts';
import { beginOversight, implement } from './oversight.ts';
import { endShortlisting, shortlist } from './shortlisting.ts';
import { found } from './town.ts';

/** The object that `npm run rehearse -- --year --json` prints last. */
export interface YearReport {
  readonly suggestions: number;
  readonly withheld: number;
  readonly seconds: number;
  readonly candidates: number;
  readonly elected: number;
  readonly projects: number;
  /** By grade, of the first evaluation and of the second. */
  readonly grades: readonly Readonly<Record<string, number>>[];
  readonly endings: Fates['counts'];
  readonly unanswered: readonly string[];
  /** Of the ballot and the two evaluations. */
  readonly archives: readonly { readonly file: string; readonly last_event: string; readonly verified: boolean }[];
  /** What does not add up; empty when all does. */
  readonly wrong: readonly string[];
}

/**
 * One year of a town from its first suggestion to the second evaluation, through the HTTP API of the server at `url`, which is not yet set up and counts
 * limits by the address that a proxy tells (TRUST_PROXY): every phone of the town has its own.
 * @throws RefusedByServer and Error when it cannot be finished
 */
export async function rehearseYear(
  url: string,
  options: { readonly year: number; readonly suggestions: number; readonly out: string | null },
  phase: Phase,
): Promise<YearReport> {
  const tablets = new Tablets();
  try {
    const town = await found(url, options.year, phase);
    const collected = await collect(town, options.suggestions);
    await endCollection(town);
    const shortlisting = await shortlist(town, collected.suggestions);
    await endShortlisting(town);
    const list = (await deliberate(town, shortlisting)).candidates;
    await endDeliberation(town);
    const staff = await convene(town, '演练镇第二十届人民代表大会第二次会议', list.length);
    const ballot = await vote(town, staff, list.length, tablets);
    await endBallot(town);
    await issueDocuments(town, staff.session);
    await beginOversight(town);
    const projects = await implement(town, () => 'done');
    await change(town, projects[0]!.id, 'content', 1);
    await beginEvaluation(town);
    const first = await evaluate(
      town,
      '演练镇第二十届人民代表大会第三次会议',
      { source: staff.session, secondOf: null },
      projects.map(({ code }, i) => ({
        code,
        mood: (['good', 'fair', 'good', 'bad'] as const satisfies Mood[])[i % 4]!,
      })),
      tablets,
    );
    await beginRectification(town);
    const again = await rectify(town, first.session, 'plan and report');
    const second = await evaluate(
      town,
      '演练镇第二十届人民代表大会第四次会议',
      { source: staff.session, secondOf: first.session },
      again.map((code) => ({ code, mood: 'good' })),
      tablets,
    );
    await endYear(town);
    const { counts, unanswered } = await askAll(town, collected.suggestions);
    const elected = ballot.result.outcome.result.projects.filter((one) => one.elected).length;
    const report = {
      ...{ suggestions: collected.suggestions.length, withheld: collected.withheld, seconds: collected.seconds },
      ...{ candidates: list.length, elected, projects: projects.length },
      grades: [gradesOf(first), gradesOf(second)],
      ...{ endings: counts, unanswered },
      archives: [ballot, first, second].map(({ result, archive, verified }) => ({
        file: keepArchive(options.out, result.uuid, archive),
        ...{ last_event: result.lastEvent, verified },
      })),
    };
    return { ...report, wrong: wrongIn(report, options.suggestions, again.length) };
  } finally {
    await tablets.close();
  }
}

function gradesOf({ result }: Evaluated): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { outcome } of result.outcome.evaluation?.projects ?? [])
    if (outcome) counts[outcome.grade] = (counts[outcome.grade] ?? 0) + 1;
  return counts;
}

const sum = (counts: Readonly<Record<string, number>>): number => Object.values(counts).reduce((a, b) => a + b, 0);

/** What of a year's report does not add up, a line each. */
export function wrongIn(report: Omit<YearReport, 'wrong'>, made: number, rectified: number): string[] {
  const [first = {}, second = {}] = report.grades;
  const same = (zh: string, en: string, a: number, b: number) => (a === b ? [] : [`${zh}：${a} ≠ ${b} · ${en}`]);
  return [
    ...same('提出的建议和台账', 'suggestions made and in the ledger', made, report.suggestions),
    ...same(
      '台账和答复',
      'suggestions and answers',
      report.suggestions,
      sum(report.endings) + report.unanswered.length,
    ),
    ...report.unanswered.map((receipt) => `回执 ${receipt} 没有结果 · no answer for this receipt`),
    ...same('不予公开', 'withheld', report.withheld, report.endings.withheld),
    ...same('当选项目和在建项目', 'elected and in hand', report.elected, report.projects),
    ...same('在建项目和测评', 'projects and grades', report.projects, sum(first)),
    ...same('不满意和整改', 'unsatisfied and rectified', first.unsatisfied ?? 0, rectified),
    ...same('整改和再次测评', 'rectified and evaluated again', rectified, sum(second)),
    ...report.archives.filter(({ verified }) => !verified).map(({ file }) => `${file} 核验未通过 · NOT verified`),
  ];
}

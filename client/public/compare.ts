import type { VerifyReport } from '../../core/belenios/index.ts';
import type { SealedResult } from '../../core/contract/hall.ts';

/** What of this page's own figures the archive does not bear out. Empty when all agree. */
export type Difference = 'election' | 'issued' | 'returned' | 'totals' | 'closing-event';

export function compareWithPage(report: VerifyReport, result: SealedResult): Difference[] {
  const differences: Difference[] = [];
  const { attendance, result: outcome, evaluation } = result.outcome;
  if (report.election?.uuid !== result.uuid || report.election.fingerprint !== result.electionHash)
    differences.push('election');
  if (report.closingEvent !== result.closingEvent) differences.push('closing-event');
  // Papers beside the tablets: what was handed out is no credential, what was set aside is; a void one is in no box.
  const { issued, spares, void: none } = attendance.paper ?? { issued: 0, spares: 0, void: 0 };
  if (report.credentials !== attendance.issued - issued + spares) differences.push('issued');
  if (report.counted !== attendance.returned - none) differences.push('returned');
  if (evaluation) {
    // Question i is project i, with the four answers in their order.
    const sums = evaluation.projects.map(({ satisfied, basicallySatisfied, unsatisfied, abstain }) =>
      [satisfied, basicallySatisfied, unsatisfied, abstain].join(),
    );
    if (report.questions.map(({ totals }) => totals.join()).join(';') !== sums.join(';')) differences.push('totals');
    return differences;
  }
  const byCode = new Map(outcome.projects.map((project) => [project.code, project]));
  // In encoding C question 0 is the quota and question i+1 is project i.
  const agree = result.projects.every(({ code }, i) => {
    const shown = byCode.get(code);
    const [approve, against, abstain] = report.questions[i + 1]?.totals ?? [];
    return shown?.for === approve && shown?.against === against && shown?.abstain === abstain;
  });
  if (!agree || report.questions.length !== result.projects.length + 1) differences.push('totals');
  return differences;
}

import type { Vote } from '../../core/belenios/index.ts';
import type { Outcome } from '../../core/contract/index.ts';
import { reasonText } from '../../core/rules/reasons.ts';
import type { Receipts } from './casting.ts';
import type { Electorate } from './electorate.ts';

/** The object that `--json` prints last. */
export interface RehearsalReport {
  readonly entitled: number;
  readonly present: number;
  readonly issued: number;
  readonly returned: number;
  /** Receipts shown to deputies that are not in the archive. */
  readonly lost: number;
  /** Ballots in the archive beyond one for each deputy who cast. */
  readonly duplicated: number;
  readonly projects: readonly {
    code: string;
    title: string;
    for: number;
    against: number;
    abstain: number;
    elected: boolean;
    reason: string;
  }[];
  readonly receipt_ms: { p50: number; p95: number; p99: number; max: number };
  readonly archive: string;
  readonly last_event: string;
  readonly verified: boolean;
}

/** The value below which the given share of the numbers lies (nearest rank), to a tenth. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return Math.round((sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0) * 10) / 10;
}

export function makeReport(
  outcome: Outcome,
  electorate: Electorate,
  receipts: Receipts,
  archived: readonly string[],
  file: { archive: string; last_event: string; verified: boolean },
): RehearsalReport {
  const inBox = new Set(archived);
  const titles = new Map(electorate.projects.map(({ code, title }) => [code, title]));
  return {
    ...outcome.attendance,
    lost: receipts.trackers.filter((tracker) => !inBox.has(tracker)).length,
    duplicated: archived.length - new Set(receipts.trackers).size,
    projects: outcome.result.projects.map((project) => ({
      code: project.code,
      title: titles.get(project.code) ?? '',
      for: project.for,
      against: project.against,
      abstain: project.abstain,
      elected: project.elected,
      reason: reasonText(project.reason).zh,
    })),
    receipt_ms: {
      p50: percentile(receipts.waited, 0.5),
      p95: percentile(receipts.waited, 0.95),
      p99: percentile(receipts.waited, 0.99),
      max: percentile(receipts.waited, 1),
    },
    ...file,
  };
}

/**
 * What went in against what came out: the box's totals against the ballots that were marked, and against the replayed file's own `votes` column.
 * Answers one line for each difference.
 */
export function differences(
  report: RehearsalReport,
  electorate: Electorate,
  expected: readonly Record<Vote, number>[],
): string[] {
  const counted = new Map(report.projects.map((project) => [project.code, project]));
  return electorate.projects.flatMap(({ code, declared }, i) => {
    const got = counted.get(code);
    const want = expected[i]!;
    const lines: string[] = [];
    if (!got || got.for !== want.for || got.against !== want.against || got.abstain !== want.abstain)
      lines.push(
        `${code}：投入 ${want.for}/${want.against}/${want.abstain}，计出 ${got?.for}/${got?.against}/${got?.abstain} · cast and counted differ`,
      );
    if (declared !== null && got?.for !== declared)
      lines.push(`${code}：文件 votes 列为 ${declared}，计出 ${got?.for} · the file's votes column differs`);
    return lines;
  });
}

/** The report for people. */
export function printReport(report: RehearsalReport, electorate: Electorate, dropped: number): string {
  const ms = report.receipt_ms;
  const rows = report.projects.map(
    (project) =>
      `  ${project.elected ? '✓' : ' '} ${project.code}  赞成 ${project.for}  反对 ${project.against}  弃权 ${project.abstain}  ${project.title}\n      ${project.reason}`,
  );
  return [
    `演练报告 · rehearsal report — ${electorate.name}`,
    `应到 ${report.entitled}  实到 ${report.present}  发出 ${report.issued}  收回 ${report.returned}`,
    `丢失 ${report.lost}  重复 ${report.duplicated}  故意丢弃的回执 ${dropped} · lost, duplicated, replies dropped on purpose`,
    `回执等待 · receipt wait: p50 ${ms.p50} ms  p95 ${ms.p95} ms  p99 ${ms.p99} ms  max ${ms.max} ms`,
    ...rows,
    `档案 · archive: ${report.archive}`,
    `末条记录 · last event: ${report.last_event}`,
    report.verified ? '核验通过 · verified' : '核验未通过 · NOT verified',
  ].join('\n');
}

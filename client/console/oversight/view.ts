import type { ProjectDetail } from '../../../core/contract/projects.ts';
import type { Reported } from '../../../core/oversight/project.ts';

/** The reports that count, oldest first, as core/oversight takes them. */
export const reportsOf = ({ records }: Pick<ProjectDetail, 'records'>): Reported[] =>
  records
    .filter(({ kind, withdrawnReason }) => kind === 'report' && withdrawnReason === '')
    .map(({ on, done, spent }) => ({ on, done, spent: spent ?? 0 }))
    .reverse();

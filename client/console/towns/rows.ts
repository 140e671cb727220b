import type { Town } from '../../../core/contract/county.ts';
import type { StageState } from '../../../core/contract/cycle.ts';
import { daysBetween } from '../../../core/workflow/cycle.ts';

/** One year of one town as the table shows it. */
export interface TownRow {
  readonly town: Town;
  /** null: no year is kept. */
  readonly cycle: Town['cycles'][number] | null;
  readonly now: StageState | null;
  /** Days past the deadline of the present stage; negative: days left; null: no deadline. */
  readonly daysLate: number | null;
}

/** A row per town and year in hand, those furthest behind first, then by name. */
export function townRows(towns: readonly Town[], today: string): TownRow[] {
  const rows = towns.flatMap((town): TownRow[] =>
    town.cycles.length === 0
      ? [{ town, cycle: null, now: null, daysLate: null }]
      : town.cycles.map((cycle) => {
          const now = cycle.stages.find(({ place }) => place === 'now') ?? null;
          const deadline = now?.deadline ?? null;
          return { town, cycle, now, daysLate: deadline === null ? null : daysBetween(deadline, today) };
        }),
  );
  const behind = ({ daysLate }: TownRow) => Math.max(0, daysLate ?? 0);
  return rows.sort((a, b) => behind(b) - behind(a) || a.town.name.localeCompare(b.town.name, 'zh-CN'));
}

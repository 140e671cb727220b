import type { LedgerFilter } from '../../../core/contract/suggestions.ts';

/** The filters as they stand in the page: '' for all. */
export interface Filters {
  village: string;
  category: string;
  channel: string;
  state: string;
  from: string;
  to: string;
  search: string;
}

export const noFilters = (): Filters => ({
  ...{ village: '', category: '', channel: '', state: '', from: '', to: '', search: '' },
});

/** What of them narrows, as the server takes it. */
export const asQuery = (filters: Filters): LedgerFilter =>
  Object.fromEntries(
    Object.entries(filters)
      .map(([name, value]) => [name, value.trim()])
      .filter(([, value]) => value !== ''),
  ) as LedgerFilter;

import { problem } from '../../../core/contract/problems.ts';
import { changeNotice } from '../../../core/documents/change-notice.ts';
import { collectionFeedback, collectionNotice } from '../../../core/documents/collection-notice.ts';
import { err, ok } from '../../../core/result.ts';
import { seeCollection } from '../../collection/collections.ts';
import { countChannels, demandBy } from '../../collection/settings-store.ts';
import { findCycle } from '../../cycle/store.ts';
import { findCongress } from '../../identity/store.ts';
import { changesOfCycle } from '../../oversight/change-store.ts';
import { seeShortlisting } from '../../shortlisting/work.ts';
import type { Source } from './sources.ts';

// From where the documents about a year are filled.

export const fromCollection: Source = async (trx, congress, { cycle }) => {
  const found = cycle === null ? err(problem('not-found')) : await seeCollection(trx, congress, cycle);
  if (!found.ok) return found;
  const { year, settings, leastDays, villages, categories } = found.value;
  const offered = (list: readonly { name: string; active: boolean }[]) =>
    list.flatMap(({ name, active }) => (active ? [name] : []));
  return ok(
    collectionNotice({
      congress: (await findCongress(trx, congress))!.name,
      year,
      ...settings,
      leastDays,
      villages: offered(villages),
      categories: offered(categories),
    }),
  );
};

/** The ledger and what shortlisting made of it; there must be a suggestion. */
export const fromLedger: Source = async (trx, congress, { cycle }) => {
  const found = cycle === null ? err(problem('not-found')) : await seeShortlisting(trx, congress, cycle);
  if (!found.ok || cycle === null) return found.ok ? err(problem('not-found')) : found;
  if (found.value.counts.all === 0) return err(problem('document-no-record'));
  const collected = await seeCollection(trx, congress, cycle);
  if (!collected.ok) return collected;
  return ok(
    collectionFeedback({
      congress: (await findCongress(trx, congress))!.name,
      channels: await countChannels(trx, congress, cycle),
      categories: await demandBy(trx, congress, cycle, 'category'),
      withheld: collected.value.withheld,
      overview: found.value,
    }),
  );
};

/** The approved changes whose notice is still to come; where there are none, all of the year that were approved. */
export const fromChanges: Source = async (trx, congress, { cycle }) => {
  const year = cycle === null ? undefined : await findCycle(trx, congress, cycle);
  if (!year) return err(problem('not-found'));
  const rows = (await changesOfCycle(trx, congress, year.id)).flatMap((row) =>
    row.decided_on !== null && ['approved', 'noticed', 'reported'].includes(row.state)
      ? [{ ...row, decidedOn: row.decided_on, decisionNumber: row.decision_number }]
      : [],
  );
  const due = rows.filter(({ state }) => state === 'approved');
  const [first, ...rest] = (due.length > 0 ? due : rows).sort((a, b) => (a.decidedOn < b.decidedOn ? -1 : 1));
  if (!first) return err(problem('document-no-record'));
  return ok(
    changeNotice({ congress: (await findCongress(trx, congress))!, year: year.year, changes: [first, ...rest] }),
  );
};

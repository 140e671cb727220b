import { type BecameStep, becameOf } from '../../core/collection/became-of.ts';
import { readReceipt } from '../../core/collection/receipt.ts';
import { MOST_PHOTOS } from '../../core/collection/suggestion.ts';
import type { Followed, PublicSuggestion } from '../../core/contract/collection.ts';
import { type Problem, problem } from '../../core/contract/problems.ts';
import type { LedgerFilter, Suggestion } from '../../core/contract/suggestions.ts';
import { dayOf } from '../../core/day.ts';
import type { CongressId, CycleId, SuggestionId } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { Transaction } from '../database/pool.ts';
import { fatesOf } from './fate.ts';
import { currentCollection, findCollection } from './settings-store.ts';
import { findSuggestion, ledgerPage, suggestionByReceipt } from './store.ts';
import { photosOf } from './write-store.ts';

/** What became of a suggestion, composed from what every stage knows of it. */
export async function stepsOf(
  trx: Transaction,
  congress: CongressId,
  one: Suggestion & { readonly cycle: CycleId },
): Promise<BecameStep[]> {
  const row = await findCollection(trx, congress, one.cycle);
  const fate = (await fatesOf(trx, congress, [one.id])).get(one.id) ?? {};
  const { state, withheldReason, people, seconds } = one;
  return [
    ...becameOf({ madeOn: dayOf(one.madeAt), state, withheldReason, people, seconds, stage: row?.stage ?? null }, fate),
  ];
}

/** A suggestion as anybody may read it once it is published. */
export const publicOf = ({
  id,
  number,
  title,
  content,
  village,
  category,
  people,
  seconds,
}: Suggestion): PublicSuggestion => ({
  ...{ id, number, title, content, village, category },
  demand: people + seconds,
});

/** A page of what anybody may read, the most wanted first, of the cycle that collects now. */
export async function publicPage(
  trx: Transaction,
  congress: CongressId,
  { after, ...filter }: LedgerFilter & { after?: string | undefined },
): Promise<{ suggestions: PublicSuggestion[]; next: string | null }> {
  const row = await currentCollection(trx, congress);
  if (!row) return { suggestions: [], next: null };
  const options = { order: 'demand' as const, after, size: 20 };
  const page = await ledgerPage(trx, congress, row.cycle, { ...filter, state: 'published' }, options);
  return { suggestions: page.suggestions.map(publicOf), next: page.next };
}

async function followed(
  trx: Transaction,
  congress: CongressId,
  one: Suggestion & { readonly cycle: CycleId },
  byReceipt: boolean,
): Promise<Followed> {
  const row = await findCollection(trx, congress, one.cycle);
  const published = one.state === 'published';
  const photos = await photosOf(trx, congress, one.id);
  return {
    ...publicOf(one),
    receipt: byReceipt ? one.receipt : null,
    congress: row?.congressName ?? '',
    reason: one.reason,
    place: one.place,
    madeOn: dayOf(one.madeAt),
    seconds: one.seconds,
    published,
    // Nothing is public before staff have looked, and a photo has an address of its own.
    photos: published ? photos : [],
    photosLeft: byReceipt && one.state === 'received' ? Math.max(0, MOST_PHOTOS - photos.length) : 0,
    steps: await stepsOf(trx, congress, one),
  };
}

/** By its receipt number, whatever its state: whoever has the number made it. */
export async function followReceipt(trx: Transaction, typed: string): Promise<Result<Followed, Problem>> {
  const receipt = readReceipt(typed);
  const found = receipt === null ? undefined : await suggestionByReceipt(trx, receipt);
  const one = found && (await findSuggestion(trx, found.congress, found.suggestion));
  return found && one ? ok(await followed(trx, found.congress, one, true)) : err(problem('receipt-unknown'));
}

/** By its id, once it is published. */
export async function followPublished(
  trx: Transaction,
  congress: CongressId,
  id: SuggestionId,
): Promise<Result<Followed, Problem>> {
  const one = await findSuggestion(trx, congress, id);
  return one?.state === 'published' ? ok(await followed(trx, congress, one, false)) : err(problem('not-found'));
}

import type { Fate } from '../../core/collection/became-of.ts';
import type { CongressId, SuggestionId } from '../../core/ids.ts';
import type { Transaction } from '../database/pool.ts';
import { evaluationFate } from '../evaluation/fate.ts';
import { oversightFate } from '../oversight/fate.ts';
import { shortlistingFate } from '../shortlisting/fate.ts';

/** Tells, for those of the suggestions of which its stage knows something, what became of them there. */
export type FateSource = (
  trx: Transaction,
  congress: CongressId,
  suggestions: readonly SuggestionId[],
) => Promise<ReadonlyMap<SuggestionId, Fate>>;

/** The stages after collection that know of suggestions, in their order: each adds the function that its folder exports. */
const sources: readonly FateSource[] = [shortlistingFate, oversightFate, evaluationFate];

/** What the stages after collection know of suggestions, joined. */
export async function fatesOf(
  trx: Transaction,
  congress: CongressId,
  suggestions: readonly SuggestionId[],
): Promise<Map<SuggestionId, Fate>> {
  const fates = new Map<SuggestionId, Fate>(suggestions.map((id) => [id, {}]));
  for (const source of sources)
    for (const [id, part] of await source(trx, congress, suggestions)) fates.set(id, { ...fates.get(id), ...part });
  return fates;
}

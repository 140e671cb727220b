import { z } from 'zod';
import { channels, suggestionStates } from '../collection/suggestion.ts';
import { CategoryId, Day, DeputyId, Instant, SuggestionId, VillageId } from './common.ts';

export const Channel = z.enum(channels);
export const SuggestionState = z.enum(suggestionStates);

/** A village or community, or a kind of suggestion, as the congress lists them. */
export const Village = z.object({ id: VillageId, name: z.string(), active: z.boolean() });
export type Village = z.output<typeof Village>;
export const Category = z.object({ id: CategoryId, name: z.string(), active: z.boolean() });
export type Category = z.output<typeof Category>;

/** One line of the ledger (台账), without the contact. */
export const Suggestion = z.object({
  id: SuggestionId,
  /** Number in the cycle's ledger, from 1. */
  number: z.int(),
  receipt: z.string(),
  title: z.string(),
  content: z.string(),
  reason: z.string(),
  /** null: the whole town. */
  villageId: VillageId.nullable(),
  village: z.string().nullable(),
  place: z.string(),
  categoryId: CategoryId.nullable(),
  category: z.string().nullable(),
  channel: Channel,
  state: SuggestionState,
  withheldReason: z.string(),
  deputyId: DeputyId.nullable(),
  /** The deputy who made it or heard it. */
  deputy: z.string().nullable(),
  heardOn: Day.nullable(),
  /** People who stand behind it as it came in. */
  people: z.int(),
  /** How many seconded it since. */
  seconds: z.int(),
  madeAt: Instant,
  lookedAt: Instant.nullable(),
  hasContact: z.boolean(),
  photos: z.int(),
});
export type Suggestion = z.output<typeof Suggestion>;

/** What narrows the ledger; an absent member does not. */
export const LedgerFilter = z.object({
  village: z.union([VillageId, z.literal('whole')]).optional(),
  category: z.union([CategoryId, z.literal('none')]).optional(),
  channel: Channel.optional(),
  state: SuggestionState.optional(),
  /** The day it was made, from and to, both counted. */
  from: Day.optional(),
  to: Day.optional(),
  deputy: DeputyId.optional(),
  /** Words, a number of the ledger, or a receipt number. */
  search: z.string().trim().max(100).optional(),
});
export type LedgerFilter = z.output<typeof LedgerFilter>;

export const ledgerOrders = ['newest', 'demand'] as const;
export const LedgerOrder = z.enum(ledgerOrders);
export type LedgerOrder = z.output<typeof LedgerOrder>;

/** A page of the ledger; `next` asks for the following one, null at the end. */
export const LedgerPage = z.object({ suggestions: z.array(Suggestion), next: z.string().nullable() });
export type LedgerPage = z.output<typeof LedgerPage>;

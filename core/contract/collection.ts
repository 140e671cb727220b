/** Collection (征集): the public's page, the ledger of staff, and what deputies enter. */
import { z } from 'zod';
import {
  channels,
  deputyChannels,
  limits,
  MOST_PHOTOS,
  staffChannels,
  suggestionStates,
} from '../collection/suggestion.ts';
import { stages } from '../workflow/cycle.ts';
import { may } from '../workflow/permissions.ts';
import {
  CategoryId,
  CongressId,
  CycleId,
  Day,
  FileId,
  Instant,
  optionalText,
  SuggestionId,
  text,
  VillageId,
} from './common.ts';
import { ImportReport } from './congress.ts';
import { StoredFile } from './files.ts';
import { route } from './route.ts';
import { Category, LedgerFilter, LedgerOrder, LedgerPage, Suggestion, Village } from './suggestions.ts';

const importProblems = [
  'not-a-spreadsheet',
  'spreadsheet-too-large',
  'too-many-rows',
  'wrong-columns',
  'empty-table',
  'bad-rows',
  'too-large',
] as const;

/** What the public's pages show of a congress's collection. */
export const PublicCollection = z.object({
  congress: z.object({ id: CongressId, name: z.string() }),
  /** Whether suggestions are taken now: by the stage of the cycle, not by the clock. */
  open: z.boolean(),
  /** The year whose projects are chosen; null where none is kept yet. */
  year: z.int().nullable(),
  opens: Day.nullable(),
  closes: Day.nullable(),
  /** Other ways to suggest. */
  ways: z.string(),
  villages: z.array(Village),
  categories: z.array(Category),
});
export type PublicCollection = z.output<typeof PublicCollection>;

/** A published suggestion as anybody may read it. */
export const PublicSuggestion = z.object({
  id: SuggestionId,
  number: z.int(),
  title: z.string(),
  content: z.string(),
  village: z.string().nullable(),
  category: z.string().nullable(),
  /** People and seconders. */
  demand: z.int(),
});
export type PublicSuggestion = z.output<typeof PublicSuggestion>;

export const BecameStep = z.object({
  stage: z.enum(stages),
  mark: z.enum(['done', 'now', 'ended']),
  zh: z.string(),
  en: z.string(),
});

/** A suggestion with what became of it. */
export const Followed = PublicSuggestion.extend({
  /** Only by its receipt number. */
  receipt: z.string().nullable(),
  congress: z.string(),
  reason: z.string(),
  place: z.string(),
  madeOn: Day,
  seconds: z.int(),
  published: z.boolean(),
  photos: z.array(FileId),
  /** How many photos its maker may still add by the receipt number; 0 once staff have looked. */
  photosLeft: z.int(),
  steps: z.array(BecameStep),
});
export type Followed = z.output<typeof Followed>;

const contact = z.object({ name: optionalText(limits.contactName), phone: optionalText(limits.contactPhone) });
/** The texts of a suggestion, as anybody enters them. */
const texts = z.object({
  title: text(limits.title),
  content: text(limits.content),
  reason: optionalText(limits.reason),
  /** null: the whole town. */
  village: VillageId.nullable(),
  place: optionalText(limits.place),
  category: CategoryId.nullable(),
});
const inCycle = z.object({ cycle: CycleId });
const one = z.object({ suggestion: SuggestionId });
const ofCongress = z.object({ congress: CongressId });

export const CollectionSettings = z.object({
  opens: Day.nullable(),
  closes: Day.nullable(),
  /** null: by the congress's level. */
  leastDays: z.int().min(1).max(365).nullable(),
  contactDays: z.int().min(0).max(3650),
  ways: optionalText(300),
});
export type CollectionSettings = z.output<typeof CollectionSettings>;

const named = <Id extends z.ZodType>(id: Id) => z.array(z.object({ id, name: text(30) })).max(400);

/** What staff see of a cycle's collection at a glance. */
export const CollectionState = z.object({
  cycle: CycleId,
  year: z.int(),
  open: z.boolean(),
  settings: CollectionSettings,
  /** Days that it lasts at least, by setting or level. */
  leastDays: z.int(),
  /** Days since it began, the first counted; null: not begun here. */
  days: z.int().nullable(),
  villages: z.array(Village),
  categories: z.array(Category),
  received: z.int(),
  published: z.int(),
  withheld: z.int(),
  /** Contacts that are kept, the day they are deleted (null: the cycle is not closed), and when they were. */
  contacts: z.int(),
  contactsUntil: Day.nullable(),
  contactsDeletedAt: Instant.nullable(),
});
export type CollectionState = z.output<typeof CollectionState>;

/** One bar of the chart of demand. */
export const DemandBar = z.object({
  id: z.string().nullable(),
  name: z.string().nullable(),
  suggestions: z.int(),
  demand: z.int(),
});
export type DemandBar = z.output<typeof DemandBar>;
export const Demand = z.object({
  villages: z.array(DemandBar),
  categories: z.array(DemandBar),
  channels: z.array(z.object({ channel: z.enum(channels), suggestions: z.int() })),
});
export type Demand = z.output<typeof Demand>;

export const SuggestionDetail = z.object({
  suggestion: Suggestion,
  cycle: CycleId,
  photos: z.array(StoredFile),
  /** Masked: 张**, 138****1234; null where there is none or it was deleted. */
  contact: contact.nullable(),
  /** Deputies who second it. */
  deputies: z.array(z.string()),
  steps: z.array(BecameStep),
  /** Like it in the same ledger, the likest first. */
  similar: z.array(Suggestion),
});
export type SuggestionDetail = z.output<typeof SuggestionDetail>;

export const collection = {
  publicCollection: route({
    method: 'GET',
    path: '/api/public/collection/:congress',
    access: 'public',
    summary: 'Whether a congress takes suggestions now, until when, with its villages and categories',
    params: ofCongress,
    response: PublicCollection,
  }),
  similar: route({
    method: 'GET',
    path: '/api/public/collection/:congress/similar',
    access: 'public',
    summary: 'Published suggestions of this collection whose titles are like a title being typed',
    params: ofCongress,
    query: z.object({ title: z.string().trim().max(limits.title) }),
    response: z.array(PublicSuggestion),
  }),
  publicSuggestions: route({
    method: 'GET',
    path: '/api/public/collection/:congress/suggestions',
    access: 'public',
    summary: 'The published suggestions of the newest collection, those with the most demand first',
    params: ofCongress,
    query: z.object({
      village: VillageId.optional(),
      category: CategoryId.optional(),
      search: z.string().trim().max(60).optional(),
      after: z.string().max(40).optional(),
    }),
    response: z.object({ suggestions: z.array(PublicSuggestion), next: z.string().nullable() }),
  }),
  suggest: route({
    method: 'POST',
    path: '/api/public/collection/:congress/suggestions',
    access: 'public',
    summary:
      'Make a suggestion under a client-made id; answers its receipt number. `proof` is the nonce of a proof of work on the id',
    params: ofCongress,
    body: texts.extend({
      id: SuggestionId,
      contact: contact.optional(),
      website: z.string().max(200),
      proof: z.int().min(0),
    }),
    response: z.object({ receipt: z.string() }),
    problems: [
      'collection-closed',
      'proof-missing',
      'looks-automatic',
      'place-unknown',
      'conflict',
      'too-many-requests',
    ],
  }),
  addPhoto: route({
    method: 'PUT',
    path: '/api/public/receipts/:receipt/photos/:file',
    access: 'public',
    summary: `Add a photo to a suggestion that nobody has looked at yet (multipart, part \`file\`; at most ${MOST_PHOTOS})`,
    params: z.object({ receipt: z.string().max(20), file: FileId }),
    response: StoredFile,
    problems: [
      'receipt-unknown',
      'too-many-photos',
      'already-looked',
      'not-a-photo',
      'photo-too-large',
      'photos-busy',
      'too-large',
      'conflict',
      'too-many-requests',
    ],
  }),
  followReceipt: route({
    method: 'GET',
    path: '/api/public/receipts/:receipt',
    access: 'public',
    summary: 'A suggestion by its receipt number, with what became of it',
    params: z.object({ receipt: z.string().max(20) }),
    response: Followed,
    problems: ['receipt-unknown', 'too-many-requests'],
  }),
  followPublished: route({
    method: 'GET',
    path: '/api/public/collection/:congress/suggestions/:suggestion',
    access: 'public',
    summary: 'A published suggestion, with what became of it',
    params: ofCongress.extend(one.shape),
    response: Followed,
  }),
  second: route({
    method: 'POST',
    path: '/api/public/collection/:congress/suggestions/:suggestion/second',
    access: 'public',
    summary: 'Second a published suggestion, once per browser; `proof` is the nonce of a proof of work on both ids',
    params: ofCongress.extend(one.shape),
    body: z.object({ browser: z.uuid(), proof: z.int().min(0) }),
    response: z.object({ demand: z.int(), first: z.boolean() }),
    problems: ['collection-closed', 'proof-missing', 'too-many-requests'],
  }),

  state: route({
    method: 'GET',
    path: '/api/cycles/:cycle/collection',
    access: may('suggestions.read'),
    summary: "A cycle's collection: settings, counts, villages and categories",
    params: inCycle,
    response: CollectionState,
  }),
  saveSettings: route({
    method: 'PUT',
    path: '/api/cycles/:cycle/collection',
    access: may('collection.settings'),
    summary:
      'Set the dates shown, how long collection lasts at least, how long contacts are kept, other ways to suggest',
    params: inCycle,
    body: CollectionSettings,
    response: CollectionState,
    problems: ['dates-reversed'],
  }),
  saveVillages: route({
    method: 'PUT',
    path: '/api/villages',
    access: may('collection.settings'),
    summary:
      'The villages in their order: ids are client-made; those left out are offered no more and stay where they were used',
    body: z.object({ villages: named(VillageId) }),
    response: z.array(Village),
    problems: ['name-twice'],
  }),
  saveCategories: route({
    method: 'PUT',
    path: '/api/categories',
    access: may('collection.settings'),
    summary: 'The categories in their order, as the villages',
    body: z.object({ categories: named(CategoryId) }),
    response: z.array(Category),
    problems: ['name-twice'],
  }),
  ledger: route({
    method: 'GET',
    path: '/api/cycles/:cycle/suggestions',
    access: may('suggestions.read'),
    summary: 'A page of the ledger (台账), narrowed and searched',
    params: inCycle,
    query: LedgerFilter.extend({ order: LedgerOrder.optional(), after: z.string().max(40).optional() }),
    response: LedgerPage.extend({ count: z.int() }),
  }),
  demand: route({
    method: 'GET',
    path: '/api/cycles/:cycle/demand',
    access: may('suggestions.read'),
    summary: 'Suggestions and demand by village, category and channel; withheld ones left out',
    params: inCycle,
    response: Demand,
  }),
  exportLedger: route({
    method: 'GET',
    path: '/api/cycles/:cycle/suggestions.xlsx',
    access: may('suggestions.read'),
    summary: 'The ledger as a workbook, narrowed as on the page, without contacts',
    params: inCycle,
    query: LedgerFilter,
    response: z.any(),
    problems: ['export-too-long'],
  }),
  template: route({
    method: 'GET',
    path: '/api/templates/suggestions.xlsx',
    access: may('suggestions.enter'),
    summary: 'Template for importing suggestions, with the villages and categories of the congress',
    response: z.any(),
  }),
  importSuggestions: route({
    method: 'POST',
    path: '/api/cycles/:cycle/suggestions/import',
    access: may('suggestions.enter'),
    summary: 'Import suggestions (multipart, part `file`); all or nothing; rows that were imported before are left',
    params: inCycle,
    response: ImportReport,
    problems: [...importProblems, 'ledger-closed'],
  }),
  detail: route({
    method: 'GET',
    path: '/api/suggestions/:suggestion',
    access: may('suggestions.read'),
    summary: 'One suggestion with its photos, masked contact, seconders, similar ones and what became of it',
    params: one,
    response: SuggestionDetail,
  }),
  save: route({
    method: 'PUT',
    path: '/api/cycles/:cycle/suggestions/:suggestion',
    access: may('suggestions.enter'),
    summary: 'Enter a suggestion that came by telephone, letter or visit under a client-made id, or correct one',
    params: inCycle.extend(one.shape),
    body: texts.extend({
      channel: z.enum(staffChannels),
      heardOn: Day.nullable(),
      people: z.int().min(1).max(100_000),
      contact: contact.optional(),
    }),
    response: Suggestion,
    problems: ['ledger-closed', 'place-unknown', 'conflict'],
  }),
  look: route({
    method: 'POST',
    path: '/api/suggestions/look',
    access: may('suggestions.look'),
    summary: 'Publish suggestions, or withhold them with a reason that those who made them read',
    body: z.object({
      suggestions: z.array(SuggestionId).min(1).max(200),
      act: z.enum(['publish', 'withhold']),
      reason: optionalText(limits.why),
      /** How they stood when whoever acts saw them: refused where somebody has acted since. */
      seen: z.enum(suggestionStates).optional(),
    }),
    response: z.object({ changed: z.int() }),
    problems: ['reason-needed', 'ledger-closed', 'looked-meanwhile'],
  }),
  contact: route({
    method: 'POST',
    path: '/api/suggestions/:suggestion/contact',
    access: may('suggestions.contact'),
    summary: 'The contact in full; every viewing is in the record of acts',
    params: one,
    response: contact,
  }),
  deleteContacts: route({
    method: 'POST',
    path: '/api/cycles/:cycle/contacts/delete',
    access: may('suggestions.contact'),
    summary: 'Delete the contacts of a cycle for good, before their day; not while it collects',
    params: inCycle,
    response: CollectionState,
    problems: ['still-collecting'],
  }),
} as const;

/** A deputy's own desk. */
export const DeputyDesk = z.object({
  deputy: z.object({ name: z.string(), number: z.string(), delegation: z.string() }),
  collection: PublicCollection,
});
export type DeputyDesk = z.output<typeof DeputyDesk>;

export const deputyDesk = {
  desk: route({
    method: 'GET',
    path: '/api/deputy/desk',
    access: may('deputy.desk'),
    summary: 'Who the deputy is, and the collection that is open',
    response: DeputyDesk,
  }),
  own: route({
    method: 'GET',
    path: '/api/deputy/suggestions',
    access: may('deputy.desk'),
    summary: "The deputy's own suggestions and what they recorded, newest first",
    query: z.object({ after: z.string().max(40).optional() }),
    response: LedgerPage,
  }),
  suggest: route({
    method: 'PUT',
    path: '/api/deputy/suggestions/:suggestion',
    access: may('deputy.desk'),
    summary: 'Make an own suggestion, or record what was heard at a station or on a visit, under a client-made id',
    params: one,
    body: texts.extend({
      channel: z.enum(deputyChannels),
      heardOn: Day.nullable(),
      people: z.int().min(1).max(100_000),
      contact: contact.optional(),
    }),
    response: z.object({ receipt: z.string() }),
    problems: ['collection-closed', 'place-unknown', 'conflict'],
  }),
  second: route({
    method: 'POST',
    path: '/api/deputy/suggestions/:suggestion/second',
    access: may('deputy.desk'),
    summary: 'Second a published suggestion as a deputy, once',
    params: one,
    response: z.object({ demand: z.int(), first: z.boolean() }),
    problems: ['collection-closed'],
  }),
} as const;

import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { isProof, secondWork, suggestionWork } from '../../core/collection/proof.ts';
import { type Receipt, readReceipt } from '../../core/collection/receipt.ts';
import { type Channel, MOST_PHOTOS } from '../../core/collection/suggestion.ts';
import type { collection, deputyDesk } from '../../core/contract/collection.ts';
import type { StoredFile } from '../../core/contract/files.ts';
import { type Problem, problem } from '../../core/contract/problems.ts';
import type { CongressId, DeputyId, FileId, SuggestionId } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { Transaction } from '../database/pool.ts';
import { keepFile, type Prepared } from '../files/keep.ts';
import { type Changer, recordChange } from '../history/record.ts';
import { takes } from './collections.ts';
import { freeReceipt } from './receipts.ts';
import { currentCollection, putContact } from './settings-store.ts';
import { findSuggestion, placesKnown, suggestionByReceipt } from './store.ts';
import { addPhoto, addSeconder, insertSuggestions, lockSuggestion, photosOf } from './write-store.ts';

type FromPublic = z.output<typeof collection.suggest.body>;
type FromDeputy = z.output<typeof deputyDesk.suggest.body>;

const thePublic: Changer = { id: null, name: '公众', role: 'public' };

/** A suggestion from the public's page. The same id again answers the same receipt, until staff have looked and others know the id. */
export function suggestAsPublic(
  trx: Transaction,
  congress: CongressId,
  { proof, website, ...wanted }: FromPublic,
): Promise<Result<{ receipt: string }, Problem>> {
  if (website !== '') return Promise.resolve(err(problem('looks-automatic')));
  if (!isProof(suggestionWork(wanted.id), proof)) return Promise.resolve(err(problem('proof-missing')));
  return suggest(trx, congress, thePublic, null, { ...wanted, channel: 'web', heardOn: null, people: 1 });
}

/** A suggestion, or what was heard, from a deputy's own desk. Staff look at it before it is published, as at everybody's. */
export const suggestAsDeputy = (
  trx: Transaction,
  congress: CongressId,
  by: Changer,
  deputy: DeputyId,
  wanted: FromDeputy & { id: SuggestionId },
): Promise<Result<{ receipt: string }, Problem>> => suggest(trx, congress, by, deputy, wanted);

async function suggest(
  trx: Transaction,
  congress: CongressId,
  by: Changer,
  deputy: DeputyId | null,
  { contact, ...wanted }: Omit<FromDeputy, 'channel'> & { id: SuggestionId; channel: Channel },
): Promise<Result<{ receipt: string }, Problem>> {
  const row = await currentCollection(trx, congress);
  const before = await findSuggestion(trx, congress, wanted.id);
  if (before)
    return before.state === 'received' && before.title === wanted.title && before.deputyId === deputy
      ? ok({ receipt: before.receipt })
      : err(problem('conflict'));
  if (!row || !takes(row)) return err(problem('collection-closed'));
  if (!(await placesKnown(trx, congress, wanted.village, wanted.category))) return err(problem('place-unknown'));
  const receipt = await freeReceipt(trx);
  const { id, title, content, reason, village, place, category, channel, heardOn, people } = wanted;
  const number = await insertSuggestions(trx, congress, row.cycle, [
    {
      ...{ id, receipt, title, content, reason, village, place, category, channel, heardOn, people },
      state: 'received',
      deputy,
      account: by.id,
      importKey: null,
      carriedFrom: null,
    },
  ]);
  if (contact) await putContact(trx, congress, id, contact);
  await recordChange(trx, congress, by, {
    kind: 'suggestion',
    subject: id,
    act: '提出建议',
    after: { number, title, content, reason, place, channel, people },
  });
  return ok({ receipt });
}

/** Keeps a photo of a suggestion at which nobody has looked yet. The same file under the same id again changes nothing. */
export async function keepPhoto(
  trx: Transaction,
  typed: string,
  id: FileId,
  prepared: Prepared,
): Promise<Result<StoredFile, Problem>> {
  const found = await receiptOf(trx, typed);
  if (!found) return err(problem('receipt-unknown'));
  const { congress, suggestion } = found;
  // Two photos at once do not both take the last place.
  await lockSuggestion(trx, congress, suggestion);
  const may = await mayAddPhoto(trx, typed, id);
  if (!may.ok) return may;
  const photos = may.value;
  const kept = await keepFile(trx, congress, null, id, 'suggestion', prepared);
  if (kept.ok && !photos.includes(id)) await addPhoto(trx, congress, suggestion, photos.length + 1, id);
  return kept;
}

/** Whether this photo may still be added by the receipt, and which there are: asked before a picture is read and decoded. */
export async function mayAddPhoto(
  trx: Transaction,
  typed: string,
  id: FileId,
): Promise<Result<readonly FileId[], Problem>> {
  const found = await receiptOf(trx, typed);
  if (!found) return err(problem('receipt-unknown'));
  const { congress, suggestion } = found;
  const photos = await photosOf(trx, congress, suggestion);
  if (!photos.includes(id)) {
    const now = await findSuggestion(trx, congress, suggestion);
    if (now?.state !== 'received') return err(problem('already-looked'));
    if (photos.length >= MOST_PHOTOS) return err(problem('too-many-photos', { limit: MOST_PHOTOS }));
  }
  return ok(photos);
}

async function receiptOf(trx: Transaction, typed: string) {
  const receipt: Receipt | null = readReceipt(typed);
  return receipt === null ? undefined : suggestionByReceipt(trx, receipt);
}

/** Who seconds from a browser: a hash, so that a backup does not tell which browser it was. */
const seconderOf = (suggestion: SuggestionId, browser: string): string =>
  createHash('sha256').update(`${suggestion} ${browser}`).digest('hex');

/** The public seconds a published suggestion, once per browser. */
export async function secondAsPublic(
  trx: Transaction,
  congress: CongressId,
  suggestion: SuggestionId,
  { browser, proof }: { browser: string; proof: number },
): Promise<Result<{ demand: number; first: boolean }, Problem>> {
  if (!isProof(secondWork(suggestion, browser), proof)) return err(problem('proof-missing'));
  return second(trx, congress, suggestion, seconderOf(suggestion, browser), null);
}

/** A deputy seconds a published suggestion, once. */
export const secondAsDeputy = (
  trx: Transaction,
  congress: CongressId,
  suggestion: SuggestionId,
  deputy: DeputyId,
): Promise<Result<{ demand: number; first: boolean }, Problem>> =>
  second(trx, congress, suggestion, `deputy ${deputy}`, deputy);

async function second(
  trx: Transaction,
  congress: CongressId,
  id: SuggestionId,
  seconder: string,
  deputy: DeputyId | null,
): Promise<Result<{ demand: number; first: boolean }, Problem>> {
  const found = await findSuggestion(trx, congress, id);
  if (found?.state !== 'published') return err(problem('not-found'));
  const row = await currentCollection(trx, congress);
  if (!row || !takes(row) || row.cycle !== found.cycle) return err(problem('collection-closed'));
  const first = await addSeconder(trx, congress, id, seconder, deputy);
  return ok({ demand: found.people + found.seconds + (first ? 1 : 0), first });
}

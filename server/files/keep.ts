import { createHash } from 'node:crypto';
import { fileTypeFromBuffer } from 'file-type';
import sharp from 'sharp';
import type { StoredFile } from '../../core/contract/files.ts';
import { type Problem, problem } from '../../core/contract/problems.ts';
import type { AccountId, CongressId, FileId } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { Transaction } from '../database/pool.ts';

/** Bytes of one upload at most: a photo of a telephone, or a scanned document. */
export const FILE_BYTES = 15 * 1024 * 1024;
/** Pixels of the longer side that a photo keeps. */
const PHOTO_SIDE = 2000;
/** Pixels in all that it may have when it comes: what the cameras of telephones take, and no bomb. */
const PHOTO_PIXELS = 50_000_000;
/** The same where the picture comes in passes, and so must be held whole while it is decoded. */
const INTERLACED_PIXELS = 20_000_000;

// One thread for each picture: the others serve passwords and the database.
sharp.concurrency(1);

/** What is taken: photos, which are made anew; or documents too, which are kept as they are. */
export type Takes = 'photos' | 'documents';

const photos: ReadonlySet<string> = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/avif', 'image/gif']);
const documents: Readonly<Record<string, string>> = {
  'application/pdf': 'pdf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
};

export interface Upload {
  readonly name: string;
  readonly content: Buffer;
}

/** A file fit to be kept: what it is by its bytes, whatever it was called. */
export interface Prepared {
  readonly name: string;
  readonly type: string;
  readonly body: Buffer;
  readonly sourceSha256: string;
}

const hash = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');

/** The name without folders and control characters, of bounded length, with the ending that its type has. */
function nameOf(name: string, ending: string): string {
  const base = (name.split(/[\\/]/).pop() ?? '')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is taken out
    .replace(/[\u0000-\u001f\u007f<>:"|?*]/g, '')
    .replace(/\.[A-Za-z0-9]{1,5}$/, '')
    .trim()
    .slice(0, 80);
  return `${base || '附件'}.${ending}`;
}

/** By its header alone, before anything of the picture is decoded. */
async function isTooLarge(content: Buffer): Promise<boolean> {
  const { width, height, isProgressive } = await sharp(content, { limitInputPixels: false }).metadata();
  return width * height > (isProgressive ? INTERLACED_PIXELS : PHOTO_PIXELS);
}

/**
 * Makes an upload fit to be kept, before any transaction begins: its type is read from its bytes; a photo is decoded and encoded anew as
 * JPEG, turned upright, at most 2000 pixels a side, so that place, time and camera in it are gone and nothing else can hide in it.
 */
export async function prepare({ name, content }: Upload, takes: Takes): Promise<Result<Prepared, Problem>> {
  const found = await fileTypeFromBuffer(content);
  const sourceSha256 = hash(content);
  if (found && photos.has(found.mime)) {
    try {
      if (await isTooLarge(content)) return err(problem('photo-too-large', { name: name.slice(0, 80) }));
      const body = await sharp(content, { limitInputPixels: PHOTO_PIXELS, failOn: 'error' })
        .rotate()
        .resize({ width: PHOTO_SIDE, height: PHOTO_SIDE, fit: 'inside', withoutEnlargement: true })
        // A transparent picture would turn black.
        .flatten({ background: '#ffffff' })
        .jpeg({ quality: 82, mozjpeg: true })
        .toBuffer();
      return ok({ name: nameOf(name, 'jpg'), type: 'image/jpeg', body, sourceSha256 });
    } catch {
      // It says that it is a picture and cannot be decoded as one.
      return err(problem('not-a-photo', { name: name.slice(0, 80) }));
    }
  }
  const ending = found && takes === 'documents' ? documents[found.mime] : undefined;
  if (found && ending) return ok({ name: nameOf(name, ending), type: found.mime, body: content, sourceSha256 });
  return err(problem(takes === 'photos' ? 'not-a-photo' : 'file-type-refused', { name: name.slice(0, 80) }));
}

/**
 * Keeps a prepared file under its client-made id. The same upload under the same id changes nothing; another one is a conflict.
 * @param purpose what it was uploaded for, e.g. `suggestion`.
 */
export async function keepFile(
  trx: Transaction,
  congress: CongressId,
  account: AccountId | null,
  id: FileId,
  purpose: string,
  { name, type, body, sourceSha256 }: Prepared,
): Promise<Result<StoredFile, Problem>> {
  const before = await trx
    .selectFrom('file')
    .select(['id', 'name', 'type', 'size', 'sha256', 'source_sha256'])
    .where('congress_id', '=', congress)
    .where('id', '=', id)
    .executeTakeFirst();
  if (before) {
    const { source_sha256, ...file } = before;
    return source_sha256 === sourceSha256 ? ok(file) : err(problem('conflict'));
  }
  const file = { id, name, type, size: body.length, sha256: hash(body) };
  await trx
    .insertInto('file')
    .values({ congress_id: congress, ...file, purpose, source_sha256: sourceSha256, body, account_id: account })
    .execute();
  return ok(file);
}

/** Makes files readable by anybody, or no longer. */
export async function publishFiles(
  trx: Transaction,
  congress: CongressId,
  ids: readonly FileId[],
  published = true,
): Promise<void> {
  if (ids.length === 0) return;
  await trx.updateTable('file').set({ published }).where('congress_id', '=', congress).where('id', 'in', ids).execute();
}

/** The files with these ids, without their content. */
export async function describeFiles(
  trx: Transaction,
  congress: CongressId,
  ids: readonly FileId[],
): Promise<StoredFile[]> {
  if (ids.length === 0) return [];
  const rows = await trx
    .selectFrom('file')
    .select(['id', 'name', 'type', 'size', 'sha256'])
    .where('congress_id', '=', congress)
    .where('id', 'in', ids)
    .execute();
  return ids.flatMap((id) => rows.find((row) => row.id === id) ?? []);
}

import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { type Problem, problem } from '../../core/contract/problems.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { BadRows } from '../documents/fields.ts';
import { SHEET_LIMITS, type SheetProblem } from '../documents/sheet-types.ts';
import { languageOf } from '../http/caller.ts';
import { bytes } from '../http/errors.ts';

/** The uploaded part named `file`, read into memory up to the limit of a spreadsheet. */
export async function uploadedFile(request: FastifyRequest): Promise<Result<Buffer, Problem>> {
  const part = await uploadedPart(request, SHEET_LIMITS.fileBytes);
  return part.ok ? ok(part.value.content) : part;
}

/** The uploaded part named `file` with the name it had, read into memory up to so many bytes. */
export async function uploadedPart(
  request: FastifyRequest,
  limit: number,
): Promise<Result<{ readonly name: string; readonly content: Buffer }, Problem>> {
  const missing = problem('bad-request', {
    detail:
      languageOf(request) === 'en'
        ? 'multipart/form-data with a part named `file` is needed'
        : '需要以 multipart/form-data 上传名为 file 的文件',
  });
  if (!request.isMultipart()) return err(missing);
  const tooLarge = problem('too-large', { limit: bytes(limit) });
  try {
    const part = await request.file({ limits: { fileSize: limit, files: 1, fields: 5 } });
    if (!part) return err(missing);
    const content = await part.toBuffer();
    // The plugin looks for a file cut at the limit only while bytes still come; half a list must never be imported as a whole one.
    if (part.file.truncated) return err(tooLarge);
    return part.fieldname === 'file' ? ok({ name: part.filename, content }) : err(missing);
  } catch (error) {
    if ((error as { code?: string }).code === 'FST_REQ_FILE_TOO_LARGE') return err(tooLarge);
    throw error;
  }
}

const codes = {
  'not-a-spreadsheet': 'not-a-spreadsheet',
  'too-large': 'spreadsheet-too-large',
  'too-many-rows': 'too-many-rows',
  'wrong-columns': 'wrong-columns',
  empty: 'empty-table',
} as const;

/** Why a spreadsheet cannot be imported, as a problem of the contract; the reader's own words say more than the code's. */
export function importProblem(found: SheetProblem | BadRows): Problem {
  const { zh, en } = found;
  if (found.code === 'bad-rows')
    return { code: 'bad-rows', params: { count: found.rows.length }, words: { zh, en }, rows: found.rows };
  return { code: codes[found.code], words: { zh, en } };
}

/** Lower-case hex SHA-256 of a file: the record says which one was imported. */
export const fileHash = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');

import type { FastifyRequest } from 'fastify';
import { type Problem, problem } from '../../core/contract/problems.ts';
import { err, type Result } from '../../core/result.ts';
import { uploadedPart } from '../congress/upload.ts';
import { FILE_BYTES, type Prepared, prepare } from './keep.ts';
import { Line } from './line.ts';

/**
 * Photos of people without an account are decoded one at a time: decoding shares the process's few threads with passwords and the
 * database's sign-in, and anybody may send. Each that waits holds its file in memory.
 */
export const publicLine = new Line(8);

/** A photo uploaded by the public, made fit to be kept; refused in words while too many wait. */
export async function publicPhoto(request: FastifyRequest): Promise<Result<Prepared, Problem>> {
  // Before megabytes are read for nothing.
  if (publicLine.full) return err(problem('photos-busy'));
  const part = await uploadedPart(request, FILE_BYTES);
  if (!part.ok) return part;
  return (await publicLine.through(() => prepare(part.value, 'photos'))) ?? err(problem('photos-busy'));
}

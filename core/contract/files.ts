import { z } from 'zod';
import { may } from '../workflow/permissions.ts';
import { FileId } from './common.ts';
import { route } from './route.ts';

/** An uploaded file, without its content. */
export const StoredFile = z.object({
  id: FileId,
  name: z.string(),
  type: z.string(),
  /** bytes */
  size: z.int(),
  /** Lower-case hex, of what is kept. */
  sha256: z.string(),
});
export type StoredFile = z.output<typeof StoredFile>;

const one = z.object({ file: FileId });

export const files = {
  file: route({
    method: 'GET',
    path: '/api/files/:file',
    access: may('file.read'),
    summary: 'An uploaded file of the congress',
    params: one,
    response: z.any(),
  }),
  publishedFile: route({
    method: 'GET',
    path: '/api/public/files/:file',
    access: 'public',
    summary: 'An uploaded file that was published',
    params: one,
    response: z.any(),
  }),
} as const;

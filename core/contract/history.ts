import { z } from 'zod';
import { may } from '../workflow/permissions.ts';
import { Instant } from './common.ts';
import { route } from './route.ts';

/** What has a history: a closed list. */
export const historyKinds = [
  'cycle',
  'suggestion',
  'candidate',
  'screening',
  'deliberation',
  'project',
  'problem',
  'change',
  'document',
  'rectification',
] as const;
export const HistoryKind = z.enum(historyKinds);
export type HistoryKind = z.output<typeof HistoryKind>;

export const HistoryEntry = z.object({
  at: Instant,
  name: z.string(),
  role: z.string(),
  /** What was done, in Chinese as the record keeps it, e.g. 合并. */
  act: z.string(),
  reason: z.string(),
  /** Only what changed: field → value, as they were and as they are. */
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
});
export type HistoryEntry = z.output<typeof HistoryEntry>;

export const history = {
  history: route({
    method: 'GET',
    path: '/api/history/:kind/:subject',
    access: may('history.read'),
    summary: 'Who changed this object, when and what; newest first, at most 500',
    params: z.object({ kind: HistoryKind, subject: z.uuid() }),
    response: z.array(HistoryEntry),
  }),
} as const;

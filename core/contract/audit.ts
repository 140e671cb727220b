import { z } from 'zod';
import { may } from '../workflow/permissions.ts';
import { Instant } from './common.ts';
import { route } from './route.ts';

export const AuditEntry = z.object({
  seq: z.int(),
  at: Instant,
  kind: z.string(),
  /** In words. */ zh: z.string(),
  en: z.string(),
  actor: z.string(),
  subject: z.string(),
  disposition: z.string(),
  hash: z.string(),
});
export type AuditEntry = z.output<typeof AuditEntry>;

export const audit = {
  entries: route({
    method: 'GET',
    path: '/api/audit',
    access: may('audit.read'),
    summary: 'The record, newest first',
    query: z.object({
      before: z.coerce.number().int().optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    response: z.array(AuditEntry),
  }),
  check: route({
    method: 'GET',
    path: '/api/audit/check',
    access: may('audit.read'),
    summary: 'Check that the chain is whole',
    response: z.object({
      whole: z.boolean(),
      entries: z.int(),
      head: z.string(),
      /** First broken entry. */ broken: z.object({ seq: z.int(), zh: z.string(), en: z.string() }).nullable(),
    }),
  }),
} as const;

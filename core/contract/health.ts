import { z } from 'zod';
import { route } from './route.ts';

/** For whoever watches the server, and for comparing the build between machines; says nothing about a congress. */
export const Health = z.object({ database: z.literal(true), build: z.string(), version: z.string() });
export type Health = z.output<typeof Health>;

export const health = {
  health: route({
    method: 'GET',
    path: '/api/health',
    access: 'public',
    summary: 'Whether the server and its database answer, and which build this is',
    response: Health,
    problems: ['database-unavailable'],
  }),
} as const;

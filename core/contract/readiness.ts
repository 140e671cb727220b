import { z } from 'zod';
import { may } from '../workflow/permissions.ts';
import { Instant, SessionId } from './common.ts';
import { route } from './route.ts';

/** What the evaluation of readiness needs beside the overview: the machine, the tablets, the rehearsal. */
export const ReadinessFacts = z.object({
  tablets: z.object({
    paired: z.int(),
    /** Heard within the last half minute. */ online: z.int(),
    suspended: z.int(),
    /** On line with another program than this server's. */ otherBuild: z.int(),
    lowBattery: z.int(),
    onlyPaired: z.boolean(),
  }),
  /** A rehearsal of this session was held and wiped; one is still there; or there was none. */
  rehearsal: z.enum(['held', 'running', 'none']),
  /** Free bytes where the data lies; null for a database of one's own elsewhere. */
  freeBytes: z.int().nullable(),
  /** When the newest backup was made; null: there is none. Absent where another congress makes them. */
  lastBackup: Instant.nullable().optional(),
  /** The session's scrutineers whose page is open now. */
  scrutineersOnline: z.int(),
  /** The server's clock, to be compared with the reader's. */
  now: Instant,
  /** The newest entry of the record: a clock behind it is wrong. */
  lastRecord: Instant.nullable(),
});
export type ReadinessFacts = z.output<typeof ReadinessFacts>;

export const readiness = {
  facts: route({
    method: 'GET',
    path: '/api/sessions/:session/readiness',
    access: may('readiness.read'),
    summary: 'What the evaluation of readiness needs to know of machine, tablets and rehearsal',
    params: z.object({ session: SessionId }),
    response: ReadinessFacts,
  }),
} as const;

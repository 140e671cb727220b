import { z } from 'zod';
import { Day } from './common.ts';
import { Cycle } from './cycle.ts';
import { route } from './route.ts';

export const WaitingItem = z.object({
  code: z.string(),
  zh: z.string(),
  en: z.string(),
  /** Page of the console where it is done. */
  page: z.string(),
  late: z.boolean(),
  due: Day.nullable(),
});
export type WaitingItem = z.output<typeof WaitingItem>;

export const Desk = z.object({
  waiting: z.array(WaitingItem),
  /** The years in hand, newest first. */
  cycles: z.array(Cycle),
});
export type Desk = z.output<typeof Desk>;

export const waiting = {
  desk: route({
    method: 'GET',
    path: '/api/desk',
    access: 'staff',
    summary: 'What waits for the caller, what is late, and where the years in hand stand',
    response: Desk,
  }),
} as const;

import { z } from 'zod';
import { may } from '../workflow/permissions.ts';
import { CongressId, Level, text } from './common.ts';
import { Cycle } from './cycle.ts';
import { Login, Password } from './identity.ts';
import { route } from './route.ts';

export const Town = z.object({
  id: CongressId,
  name: z.string(),
  level: Level,
  /** The years in hand, newest first. */
  cycles: z.array(Cycle),
});
export type Town = z.output<typeof Town>;

export const county = {
  towns: route({
    method: 'GET',
    path: '/api/towns',
    access: may('towns.read'),
    summary: 'The congresses below this one, with the stages and deadlines of their years',
    response: z.array(Town),
  }),
  makeTown: route({
    method: 'PUT',
    path: '/api/towns/:congress',
    access: may('towns.make'),
    summary:
      'Make a congress below this one under a client-made id, with its first administrator; the same again changes nothing',
    params: z.object({ congress: CongressId }),
    body: z.object({ name: text(60), administrator: z.object({ login: Login, name: text(40), password: Password }) }),
    response: z.array(Town),
    problems: ['no-towns-below', 'login-taken', 'conflict'],
  }),
} as const;

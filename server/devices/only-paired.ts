import type { FastifyRequest } from 'fastify';
import { type Problem, problem } from '../../core/contract/problems.ts';
import type { CongressId } from '../../core/ids.ts';
import type { Registry } from './registry.ts';

/** Decides whether a device may check a card or cast in a congress; the problem where it may not. */
export type Doorkeeper = (request: FastifyRequest, congress: CongressId) => Promise<Problem | undefined>;

/** Where only paired tablets may vote (仅限已配对平板): a tablet of this congress that is not suspended. Elsewhere everybody. */
export const onlyPaired =
  (registry: Registry): Doorkeeper =>
  async ({ device }, congress) => {
    if (!(await registry.onlyPaired(congress))) return undefined;
    if (device?.congress.id !== congress) return problem('tablet-not-paired');
    return device.suspended ? problem('tablet-suspended') : undefined;
  };

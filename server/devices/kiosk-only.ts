import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { OwnDevice } from '../../core/contract/devices.ts';
import { problem } from '../../core/contract/problems.ts';
import { languageOf } from '../http/caller.ts';
import { refuse } from '../http/problem.ts';
import type { Registry } from './registry.ts';
import { tokenOf } from './token.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The paired tablet the request comes from; null for anything else. */
    device: OwnDevice | null;
  }
  interface FastifyContextConfig {
    /** Whether a paired tablet may call the route. */
    kiosk?: boolean | undefined;
  }
}

const pages = ['/kiosk/', '/assets/'];

/**
 * Knows paired tablets by their cookie and keeps them to the kiosk's pages and API: whatever else they ask for is refused, and another page
 * leads back to the kiosk. Whoever stands at a tablet in the hall reaches nothing but the ballot.
 */
export function keepTablets(app: FastifyInstance, registry: Registry): void {
  app.decorateRequest('device', null);
  app.addHook('onRequest', async (request, reply) => {
    const token = tokenOf(request);
    if (!token) return undefined;
    request.device = (await registry.find(token.congress, token.hash)) ?? null;
    return request.device ? keep(request, reply) : undefined;
  });
}

function keep(request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined {
  if (request.routeOptions.config.kiosk) return undefined;
  const { pathname } = new URL(request.url, 'http://localhost');
  const reads = request.method === 'GET' || request.method === 'HEAD';
  if (pathname === '/api' || pathname.startsWith('/api/') || !reads)
    return refuse(reply, problem('kiosk-only'), languageOf(request));
  if (pages.some((page) => pathname.startsWith(page)) || pathname === '/favicon.ico') return undefined;
  return reply.header('cache-control', 'no-store').redirect('/kiosk/', 302);
}

import type { FastifyInstance } from 'fastify';
import { problem } from '../../core/contract/problems.ts';
import { languageOf } from '../http/caller.ts';
import { refuse } from '../http/problem.ts';
import { isThisMachine } from './hosts.ts';

/** What plain http serves to the hall: the certificate, and how to install it. */
export const certificatePaths = { page: '/certificate', file: '/ca.crt' } as const;

/**
 * Keeps everything but the certificate off plain http, where a tablet has neither camera nor encryption and anybody on the Wi-Fi reads along.
 * This machine's own browser is exempt: nothing of `localhost` crosses the network. So is a proxy here, or one that says it was HTTPS.
 */
export function guardPlainHttp(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    const [pathname = ''] = request.url.split('?');
    const open: readonly string[] = Object.values(certificatePaths);
    if (request.protocol === 'https' || isThisMachine(request.raw.socket.localAddress) || open.includes(pathname))
      return undefined;
    const asksForPage = ['GET', 'HEAD'].includes(request.method) && !pathname.startsWith('/api/');
    if (!asksForPage) return refuse(reply, problem('https-needed'), languageOf(request));
    // Not kept by the browser: the same address may serve without HTTPS another day.
    reply.header('cache-control', 'no-store');
    const wanted = request.url === '/' ? '' : `?${new URLSearchParams({ to: request.url })}`;
    return reply.redirect(certificatePaths.page + wanted, 307);
  });
}

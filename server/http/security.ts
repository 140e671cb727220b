import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';
import { problem } from '../../core/contract/problems.ts';
import { languageOf } from './caller.ts';
import { refuse } from './problem.ts';

/**
 * Headers for our own pages: scripts, styles and data come from this server only. wasm-unsafe-eval because the group arithmetic of the
 * kiosk and scrutineer pages may be WebAssembly; blob: for workers and for files made in the page (cards, key backup).
 */
export async function secureHeaders(app: FastifyInstance): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        baseUri: ["'none'"],
        connectSrc: ["'self'", 'ws:', 'wss:'],
        fontSrc: ["'self'", 'data:'],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        objectSrc: ["'none'"],
        scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
        // Style attributes set by components for bar lengths and the like.
        styleSrc: ["'self'", "'unsafe-inline'"],
        workerSrc: ["'self'", 'blob:'],
      },
    },
    crossOriginEmbedderPolicy: false,
    // Both need HTTPS; a hall without a certificate is served over HTTP, and a certificate of its own must stay replaceable.
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
    strictTransportSecurity: false,
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
  });
}

const safe = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses requests that change something and come from a page of another site: the browser says so in Origin and Sec-Fetch-Site. The
 * cookie's SameSite=strict already keeps other sites from using a sign-in; this holds for public routes and older browsers too.
 * Programs send neither header and carry nobody's cookie by accident.
 */
export function refuseOtherOrigins(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    if (safe.has(request.method)) return undefined;
    const { origin } = request.headers;
    const foreign =
      origin === undefined ? request.headers['sec-fetch-site'] === 'cross-site' : hostOf(origin) !== request.host;
    return foreign ? refuse(reply, problem('other-origin'), languageOf(request)) : undefined;
  });
}

function hostOf(origin: string): string | undefined {
  try {
    return new URL(origin).host;
  } catch {
    return undefined;
  }
}

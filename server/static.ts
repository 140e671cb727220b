import { existsSync } from 'node:fs';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { problem } from '../core/contract/problems.ts';
import { projectRoot } from './database/project-root.ts';
import { languageOf } from './http/caller.ts';
import { refuse } from './http/problem.ts';

/** The pages of the client beside `/`, one per person in the hall; each is an index.html that finds its own way below its prefix. */
const pages = ['kiosk', 'console', 'scrutineer', 'screen', 'public', 'deputy'];

/**
 * Serves the built client; a path nobody knows below a page's prefix is that page. Without a build, only the API answers.
 * Names with a hash of their content may be kept for ever, everything else is asked for again.
 */
export async function serveClient(
  app: FastifyInstance,
  root = path.join(projectRoot(), 'dist', 'client'),
): Promise<void> {
  const built = existsSync(path.join(root, 'index.html'));
  if (built)
    await app.register(fastifyStatic, {
      root,
      cacheControl: false,
      // Relative addresses in a page need its slash.
      redirect: true,
      setHeaders: (reply, file) => {
        const hashed = /^(kiosk[\\/])?assets[\\/]/.test(path.relative(root, file));
        reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  app.setNotFoundHandler((request, reply) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    const page = pages.find((name) => pathname === `/${name}` || pathname.startsWith(`/${name}/`));
    const wantsPage = request.method === 'GET' && (pathname === '/' || page !== undefined) && !path.extname(pathname);
    if (!wantsPage) return refuse(reply, problem('not-found'), languageOf(request));
    if (!built) return notBuilt(reply);
    return reply.sendFile(page ? `${page}/index.html` : 'index.html');
  });
}

const notBuilt = (reply: FastifyReply) =>
  reply
    .status(503)
    .type('text/plain; charset=utf-8')
    .send('页面尚未构建，请先运行 npm run build。\nThe pages are not built yet: run npm run build.\n');

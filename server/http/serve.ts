import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Language, type Problem, problem } from '../../core/contract/problems.ts';
import type { AnyRoute, OutputOf, Route } from '../../core/contract/route.ts';
import type { AccountId, CongressId } from '../../core/ids.ts';
import type { Role } from '../../core/contract/common.ts';
import type { Result } from '../../core/result.ts';
import { nameRoles } from '../../core/workflow/ballot.ts';
import { refuse } from './problem.ts';

/** Who asks. Deputies at a kiosk and the public have no account and therefore no caller. */
export interface Caller {
  readonly congress: CongressId;
  readonly id: AccountId;
  readonly login: string;
  readonly name: string;
  readonly role: Role;
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Reads the sign-in cookie; null where there is none or it is no longer good. Provided by identity. */
    authenticate(request: FastifyRequest): Promise<Caller | null>;
  }
}

type Parsed<R> = R extends Route<infer P, infer Q, infer B, z.ZodType>
  ? {
      params: P extends z.ZodUndefined ? undefined : z.output<P>;
      query: Q extends z.ZodUndefined ? undefined : z.output<Q>;
      body: B extends z.ZodUndefined ? undefined : z.output<B>;
    }
  : never;

/** What a handler is given. `caller` is there exactly where the route is not public. */
export type Call<R extends AnyRoute> = Parsed<R> & {
  caller: R['access'] extends 'public' ? null : Caller;
  language: Language;
  request: FastifyRequest;
  reply: FastifyReply;
};

export const languageOf = (request: FastifyRequest): Language => (/^\s*en\b/i.test(request.headers['accept-language'] ?? '') ? 'en' : 'zh-CN');

/**
 * Serves one route of the contract: parses, permits, calls the handler, replies. A handler returns a Result; its problem becomes
 * application/problem+json in the caller's language. With `raw` the handler sends the reply itself (files, archives).
 */
export function serve<R extends AnyRoute>(
  app: FastifyInstance,
  route: R,
  handler: (call: Call<R>) => Promise<Result<OutputOf<R>, Problem>>,
  options: { raw?: boolean; bodyLimit?: number; config?: Record<string, unknown>; keepBody?: boolean } = {},
): void {
  const present = (schema: unknown) => schema !== undefined;
  app.route({
    method: route.method,
    url: route.path,
    ...(options.bodyLimit ? { bodyLimit: options.bodyLimit } : {}),
    ...(options.config ? { config: options.config } : {}),
    schema: {
      summary: route.summary,
      tags: [route.path.split('/')[2] ?? 'api'],
      ...(present(route.params) ? { params: route.params } : {}),
      ...(present(route.query) ? { querystring: route.query } : {}),
      ...(present(route.body) ? { body: route.body } : {}),
      ...(options.raw ? {} : { response: { 200: route.response } }),
      description: [
        route.access === 'public' ? 'Open to anybody.' : route.access === 'signed-in' ? 'Any signed-in account.' : `Roles: ${nameRoles(route.access, 'en')}.`,
        route.problems.length ? `Problems: ${route.problems.join(', ')}.` : '',
      ].join(' '),
    },
    handler: async (request, reply) => {
      const language = languageOf(request);
      const caller = route.access === 'public' ? null : await app.authenticate(request);
      if (route.access !== 'public') {
        if (!caller) return refuse(reply, problem('not-signed-in'), language);
        if (route.access !== 'signed-in' && !route.access.includes(caller.role))
          return refuse(reply, problem('not-permitted', { roles: nameRoles(route.access, language === 'en' ? 'en' : 'zh') }), language);
      }
      const { params, query, body } = request;
      const outcome = await handler({ params, query, body, caller, language, request, reply } as unknown as Call<R>);
      if (!outcome.ok) return refuse(reply, outcome.error, language);
      return options.raw ? reply : reply.send(outcome.value);
    },
  });
}

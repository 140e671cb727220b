import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Language, Problem } from '../../core/contract/problems.ts';
import type { AnyRoute, OutputOf, Route } from '../../core/contract/route.ts';
import type { Result } from '../../core/result.ts';
import { nameRoles } from '../../core/workflow/ballot.ts';
import { staffRoles } from '../../core/workflow/permissions.ts';
import { type Caller, languageOf, permit } from './caller.ts';
import type { Documented } from './openapi.ts';
import { refuse } from './problem.ts';

export { type Caller, languageOf } from './caller.ts';

type Parsed<R> =
  R extends Route<infer P, infer Q, infer B, z.ZodType>
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

export interface ServeOptions {
  /** The handler sends the reply itself (files, archives); the text names the media type for OpenAPI. */
  raw?: boolean | string;
  /** The body is multipart/form-data with one part named `file`; read it with `uploadedFile`. */
  upload?: boolean;
  /** `request.body` is the body's text itself, byte for byte, whatever its media type; the text names the media type for OpenAPI. */
  keepBody?: boolean | string;
  bodyLimit?: number;
  /** Route config of plugins, such as `rateLimit`. */
  config?: Record<string, unknown>;
}

/**
 * Serves one route of the contract: permits, parses, calls the handler, replies. A handler returns a Result; its problem becomes
 * application/problem+json in the caller's language.
 */
export function serve<R extends AnyRoute>(
  app: FastifyInstance,
  route: R,
  handler: (call: Call<R>) => Promise<Result<OutputOf<R>, Problem>>,
  options: ServeOptions = {},
): void {
  if (options.keepBody) {
    // In a scope of its own: how a body is read is a property of the scope, not of the route.
    app.register(async (scope) => {
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
      add(scope, route, handler, options);
    });
  } else add(app, route, handler, options);
}

function add<R extends AnyRoute>(
  app: FastifyInstance,
  route: R,
  handler: (call: Call<R>) => Promise<Result<OutputOf<R>, Problem>>,
  options: ServeOptions,
): void {
  const documented: Documented = {
    problems: route.problems,
    ...(options.raw ? { produces: typeof options.raw === 'string' ? options.raw : 'application/octet-stream' } : {}),
    ...(options.upload ? { upload: true } : {}),
    ...(options.keepBody
      ? { consumes: typeof options.keepBody === 'string' ? options.keepBody : 'application/json' }
      : {}),
  };
  app.route({
    method: route.method,
    url: route.path,
    ...(options.bodyLimit ? { bodyLimit: options.bodyLimit } : {}),
    config: { ...options.config, documented, kiosk: route.kiosk },
    schema: {
      summary: route.summary,
      tags: [route.path.split('/')[2] ?? 'api'],
      ...(route.params ? { params: route.params } : {}),
      ...(route.query ? { querystring: route.query } : {}),
      ...(route.body ? { body: route.body } : {}),
      ...(options.raw ? {} : { response: { 200: route.response } }),
      description: who(route),
    },
    onRequest: permit(route),
    handler: async (request, reply) => {
      const { params, query, body, caller } = request;
      const language = languageOf(request);
      // News is never older than the question.
      reply.header('cache-control', 'no-store');
      const outcome = await handler({ params, query, body, caller, language, request, reply } as unknown as Call<R>);
      if (!outcome.ok) return refuse(reply, outcome.error, language);
      return options.raw ? reply : reply.send(outcome.value);
    },
  });
}

const who = ({ access }: AnyRoute): string =>
  access === 'public'
    ? 'Open to anybody.'
    : access === 'signed-in'
      ? 'Any signed-in account.'
      : `Roles: ${nameRoles(access === 'staff' ? staffRoles : access, 'en')}.`;

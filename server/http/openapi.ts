import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import { type ProblemCode, problems } from '../../core/contract/problems.ts';

/** What the contract's zod schemas cannot say about a route: files that come and go, and its problems. */
export interface Documented {
  readonly problems: readonly ProblemCode[];
  readonly produces?: string;
  readonly consumes?: string;
  readonly upload?: boolean;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    documented?: Documented;
  }
}

const problemSchema = {
  type: 'object',
  required: ['type', 'code', 'status', 'title'],
  properties: {
    type: { type: 'string' },
    code: { type: 'string', description: 'Stable; never renamed.' },
    status: { type: 'integer' },
    title: { type: 'string', description: 'What is wrong and what to do next, in the language asked for.' },
    params: { type: 'object', additionalProperties: true },
    rows: { type: 'array', items: {} },
  },
};

const binary = { type: 'string', format: 'binary' };

/** One entry per status the route's problems have. */
function refusals(codes: readonly ProblemCode[]): Record<string, unknown> {
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of codes) byStatus.set(problems[code].status, [...(byStatus.get(problems[code].status) ?? []), code]);
  const described = [...byStatus].map(([status, list]) => [
    status,
    {
      description: list.map((code) => `\`${code}\`: ${problems[code].en}`).join('\n\n'),
      content: { 'application/problem+json': { schema: problemSchema } },
    },
  ]);
  return Object.fromEntries(described);
}

/** OpenAPI 3.1 from the contract, at /docs for people and /docs/json for programs. Register before the routes. */
export async function serveOpenApi(app: FastifyInstance, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: '票决 Piaojue',
        version,
        description:
          'The API of the ballot system. Sign in with POST /api/sign-in: the sign-in travels in an httpOnly cookie.',
      },
      components: { securitySchemes: { signIn: { type: 'apiKey', in: 'cookie', name: 'piaojue' } } },
    },
    transform: (document) => {
      const { schema, url } = jsonSchemaTransform(document);
      const documented = document.route.config?.documented;
      if (!documented || !schema) return { schema: { ...schema, hide: true }, url };
      const { produces, consumes, upload } = documented;
      const file = { type: 'object', required: ['file'], properties: { file: binary } };
      return {
        url,
        schema: {
          ...schema,
          ...(upload ? { consumes: ['multipart/form-data'], body: file } : {}),
          ...(consumes ? { consumes: [consumes], body: { type: 'object', additionalProperties: true } } : {}),
          response: {
            ...(produces
              ? { 200: { description: 'The file', content: { [produces]: { schema: binary } } } }
              : (schema.response as object | undefined)),
            ...refusals(documented.problems),
          },
        },
      };
    },
  });
  await app.register(swaggerUi, { routePrefix: '/docs', staticCSP: false, uiConfig: { docExpansion: 'list' } });
}

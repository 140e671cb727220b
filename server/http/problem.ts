import type { FastifyInstance, FastifyReply } from 'fastify';
import { hasZodFastifySchemaValidationErrors, isResponseSerializationError } from 'fastify-type-provider-zod';
import { describe, type Language, type Problem, problem, problems } from '../../core/contract/problems.ts';
import { isUnreachable } from '../database/pool.ts';
import { languageOf } from './serve.ts';

/** Sends a problem as application/problem+json (RFC 9457) in the caller's language, under its stable code. */
export function refuse(reply: FastifyReply, value: Problem, language: Language): FastifyReply {
  const { status } = problems[value.code];
  return reply
    .status(status)
    .type('application/problem+json')
    .serializer(JSON.stringify)
    .send({ type: `urn:piaojue:problem:${value.code}`, code: value.code, status, title: describe(value, language), ...(value.params ? { params: value.params } : {}), ...(value.rows ? { rows: value.rows } : {}) });
}

/** The one error handler: expected problems in words, everything else as `internal` with its text only in the log. */
export function handleErrors(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => {
    const language = languageOf(request);
    if (hasZodFastifySchemaValidationErrors(error)) {
      const detail = error.validation.map((issue) => `${issue.instancePath.slice(1).replaceAll('/', '.')} ${issue.message ?? ''}`.trim()).join('; ');
      return refuse(reply, problem('bad-request', { detail }), language);
    }
    if (isResponseSerializationError(error)) request.log.error(error.cause ?? error, 'response does not fit the contract');
    const { statusCode, code } = error as { statusCode?: number; code?: string };
    if (code === 'FST_ERR_CTP_BODY_TOO_LARGE' || code === 'FST_REQ_FILE_TOO_LARGE') return refuse(reply, problem('too-large', { limit: '' }), language);
    if (statusCode === 429) return refuse(reply, problem('too-many-requests', { seconds: Number(reply.getHeader('retry-after') ?? 60) }), language);
    if (isUnreachable(error)) return refuse(reply.header('retry-after', '2'), problem('database-unavailable'), language);
    if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) return refuse(reply, problem('bad-request', { detail: (error as Error).message }), language);
    request.log.error(error);
    return refuse(reply, problem('internal'), language);
  });
  app.setNotFoundHandler((request, reply) => refuse(reply, problem('not-found'), languageOf(request)));
}

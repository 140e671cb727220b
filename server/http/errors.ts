import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors, isResponseSerializationError } from 'fastify-type-provider-zod';
import { type Problem, problem } from '../../core/contract/problems.ts';
import { isUnreachable } from '../database/pool.ts';
import { languageOf } from './caller.ts';
import { describeIssues, placesOf } from './issues.ts';
import { refuse } from './problem.ts';

const tooLarge = new Set(['FST_ERR_CTP_BODY_TOO_LARGE', 'FST_REQ_FILE_TOO_LARGE']);

/** The one error handler: expected problems in words, everything else as `internal` with its text only in the log. */
export function handleErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: Error, request, reply) => {
    const value = asProblem(error, request, reply);
    if (value.code === 'internal') request.log.error(error, 'unexpected error');
    if (value.code === 'database-unavailable') reply.header('retry-after', '2');
    return refuse(reply, value, languageOf(request));
  });
}

function asProblem(error: Error, request: FastifyRequest, reply: FastifyReply): Problem {
  if (hasZodFastifySchemaValidationErrors(error))
    return problem('bad-request', {
      detail: describeIssues(error.validation, languageOf(request)),
      places: placesOf(error.validation),
    });
  if (isResponseSerializationError(error)) {
    request.log.error(error.cause, 'a response does not fit the contract');
    return problem('internal');
  }
  const { statusCode, code } = error as { statusCode?: number; code?: string };
  if (code && tooLarge.has(code)) return problem('too-large', { limit: bytes(request.routeOptions.bodyLimit) });
  if (statusCode === 429)
    return problem('too-many-requests', { seconds: Number(reply.getHeader('retry-after') ?? 60) });
  if (isUnreachable(error)) return problem('database-unavailable');
  // Fastify's and its plugins' own words about a request they cannot read; they repeat nothing of ours.
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return problem('bad-request', { detail: error.message });
  return problem('internal');
}

/** A size as people write it: `10 MB`, `64 kB`. */
export const bytes = (count: number): string =>
  count >= 1_048_576 ? `${Math.floor(count / 1_048_576)} MB` : `${Math.max(1, Math.floor(count / 1024))} kB`;

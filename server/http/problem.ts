import type { FastifyReply } from 'fastify';
import { describe, type Language, type Problem, problems } from '../../core/contract/problems.ts';

/** Sends a problem as application/problem+json (RFC 9457) in the caller's language, under its stable code. */
export function refuse(reply: FastifyReply, value: Problem, language: Language): FastifyReply {
  const { status } = problems[value.code];
  return reply
    .status(status)
    .type('application/problem+json')
    .header('cache-control', 'no-store')
    .serializer(JSON.stringify)
    .send({
      type: `urn:piaojue:problem:${value.code}`,
      code: value.code,
      status,
      title: describe(value, language),
      ...(value.params ? { params: value.params } : {}),
      ...(value.rows ? { rows: value.rows } : {}),
    });
}

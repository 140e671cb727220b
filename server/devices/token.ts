import { createHash, randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CongressId } from '../../core/ids.ts';

const COOKIE = 'piaojue-tablet';
/** 400 days: as long as a browser keeps one at most. A tablet stays paired until staff un-pair it. */
const LIFETIME = 400 * 24 * 3600;
const FORM = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([\w-]{43})$/;

/** Only this of a token or code is stored. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** 256 random bits. */
export const makeToken = (): string => randomBytes(32).toString('base64url');

/** What a request's cookie says it is, by the hash of its token; undefined where there is none. */
export function tokenOf(request: FastifyRequest): { congress: CongressId; hash: string } | undefined {
  const [, congress, token] = FORM.exec(request.cookies[COOKIE] ?? '') ?? [];
  return congress && token ? { congress: congress as CongressId, hash: hashOf(token) } : undefined;
}

export function giveToken(request: FastifyRequest, reply: FastifyReply, congress: CongressId, token: string): void {
  const secure = request.protocol === 'https';
  reply.setCookie(COOKIE, `${congress}.${token}`, {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure,
    maxAge: LIFETIME,
  });
}

/** Takes a token that is no longer good out of the tablet's browser. */
export function takeToken(request: FastifyRequest, reply: FastifyReply): void {
  if (request.cookies[COOKIE] !== undefined) reply.clearCookie(COOKIE, { path: '/' });
}

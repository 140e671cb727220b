import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { AccountId, CongressId } from '../../core/ids.ts';
import { inTransaction, type Transaction } from '../database/pool.ts';
import type { Caller } from '../http/caller.ts';
import type { Services } from '../services.ts';
import { extendSignIn, findSignIn, insertSignIn } from './store.ts';
import { readToken, signToken, type Token } from './token.ts';

/**
 * Over HTTPS under a name of its own, which browsers take from this very host by HTTPS alone. One name for both would not do: cookies do not
 * know ports, and a secure one from `https://localhost:8443` would keep `http://localhost:8080` from setting its own.
 */
const cookieOf = (request: FastifyRequest) => (request.protocol === 'https' ? '__Host-piaojue' : 'piaojue');
/** A sign-in ends after so long without a request, … */
const IDLE_MINUTES = 30;
/** … is renewed by a request when this much of it has passed, … */
const RENEW_AFTER_MINUTES = 5;
/** … and ends in any case after a long day of session. */
const LONGEST_HOURS = 14;

declare module 'fastify' {
  interface FastifyRequest {
    /** The sign-in the request came with, once authenticated. */
    signIn: Token | null;
    /** A renewed token for the reply's cookie. */
    renewed: string | null;
  }
}

/** Provides `app.authenticate`, and renews the cookie of who is at work. */
export function provideAuthentication(app: FastifyInstance, services: Services): void {
  app.decorateRequest('caller', null);
  app.decorateRequest('signIn', null);
  app.decorateRequest('renewed', null);
  app.decorate('authenticate', (request: FastifyRequest) => authenticate(services, request));
  app.addHook('onSend', async (request, reply) => {
    if (request.renewed) setCookie(request, reply, request.renewed);
  });
}

async function authenticate(services: Services, request: FastifyRequest): Promise<Caller | null> {
  const text = request.cookies[cookieOf(request)];
  const token = text ? await readToken(services.signInKey, text) : undefined;
  if (!token) return null;
  const age = Date.now() / 1000 - token.issued;
  const renew = age > RENEW_AFTER_MINUTES * 60 && Date.now() / 1000 - token.began < LONGEST_HOURS * 3600;
  const account = await inTransaction(services.db, async (trx) => {
    const found = await findSignIn(trx, token.congress, token.signIn);
    if (found && renew) await extendSignIn(trx, token.congress, token.signIn, IDLE_MINUTES);
    return found;
  });
  if (!account) return null;
  request.signIn = token;
  if (renew) request.renewed = await signToken(services.signInKey, token, IDLE_MINUTES);
  const { id, login, name, role, passwordGiven } = account;
  return { congress: token.congress, id, login, name, role, passwordGiven };
}

/** Records a sign-in. @returns what `giveCookie` needs once the transaction is committed. */
export async function beginSignIn(trx: Transaction, congress: CongressId, account: AccountId): Promise<Token> {
  const token: Token = { congress, account, signIn: randomUUID(), began: Math.floor(Date.now() / 1000) };
  await insertSignIn(trx, congress, account, token.signIn, IDLE_MINUTES);
  return token;
}

/** Puts the sign-in into the caller's browser. */
export async function giveCookie(
  services: Services,
  request: FastifyRequest,
  reply: FastifyReply,
  token: Token,
): Promise<void> {
  request.renewed = null;
  setCookie(request, reply, await signToken(services.signInKey, token, IDLE_MINUTES));
}

function setCookie(request: FastifyRequest, reply: FastifyReply, text: string): void {
  const secure = request.protocol === 'https';
  reply.setCookie(cookieOf(request), text, {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure,
    maxAge: IDLE_MINUTES * 60,
  });
}

/** Takes the sign-in out of the caller's browser. */
export function takeCookie(request: FastifyRequest, reply: FastifyReply): void {
  request.renewed = null;
  // With the attributes it was set with: a browser refuses a __Host- cookie without Secure, even one that ends it.
  reply.clearCookie(cookieOf(request), { path: '/', secure: request.protocol === 'https' });
}

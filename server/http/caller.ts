import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Role } from '../../core/contract/common.ts';
import { type Language, problem } from '../../core/contract/problems.ts';
import type { AnyRoute } from '../../core/contract/route.ts';
import type { AccountId, CongressId } from '../../core/ids.ts';
import { nameRoles } from '../../core/workflow/ballot.ts';
import { staffRoles } from '../../core/workflow/permissions.ts';
import { refuse } from './problem.ts';

/** Who asks. Deputies at a kiosk and the public have no account and therefore no caller. */
export interface Caller {
  readonly congress: CongressId;
  readonly id: AccountId;
  readonly login: string;
  readonly name: string;
  readonly role: Role;
  /** Signed in with a password that somebody else set: lets nobody do more than set one's own. */
  readonly passwordGiven?: boolean;
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Reads the sign-in cookie; null where there is none or it is no longer good. Provided by identity. */
    authenticate(request: FastifyRequest): Promise<Caller | null>;
  }
  interface FastifyRequest {
    /** Who asks, on routes that are not public. */
    caller: Caller | null;
  }
}

/** The language a caller reads: Chinese, unless the browser asks for English first. */
export const languageOf = (request: FastifyRequest): Language =>
  /^\s*en\b/i.test(request.headers['accept-language'] ?? '') ? 'en' : 'zh-CN';

/** The roles a route is for; null: any account. */
export const permittedTo = ({ access }: Pick<AnyRoute, 'access'>): readonly Role[] | null =>
  access === 'staff' ? staffRoles : typeof access === 'string' ? null : access;

/**
 * A hook that lets a request to `route` through only for those it is for. It runs before the body is read, so that nobody without the
 * right can make the server parse an upload, and what is wrong with a body is told only to those who may send it.
 */
export const permit =
  (route: Pick<AnyRoute, 'access'>) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    if (route.access === 'public') return undefined;
    const language = languageOf(request);
    const caller = await request.server.authenticate(request);
    if (!caller) return refuse(reply, problem('not-signed-in'), language);
    if (caller.passwordGiven && route.access !== 'signed-in') return refuse(reply, problem('password-given'), language);
    const permitted = permittedTo(route);
    if (permitted && !permitted.includes(caller.role))
      return refuse(
        reply,
        problem('not-permitted', { roles: nameRoles(permitted, language === 'en' ? 'en' : 'zh') }),
        language,
      );
    request.caller = caller;
    return undefined;
  };

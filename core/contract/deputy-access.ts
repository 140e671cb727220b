import { z } from 'zod';
import { may } from '../workflow/permissions.ts';
import { CongressId, DeputyId, Instant } from './common.ts';
import { Me, Password } from './identity.ts';
import { route } from './route.ts';

/** A one-time code as it is handed out: shown this once, stored only as a hash. */
export const DeputyCode = z.object({
  deputy: DeputyId,
  number: z.string(),
  name: z.string(),
  delegation: z.string(),
  /** In fours: `7K3Q-9M4T`. */
  code: z.string(),
  expires: Instant,
});
export type DeputyCode = z.output<typeof DeputyCode>;

export const DeputyAccess = z.object({
  deputy: DeputyId,
  /** none: no account and no code; code: handed out and not used; active: has an account; closed: the account was closed. */
  state: z.enum(['none', 'code', 'active', 'closed']),
  /** When a code that is handed out ends. */
  expires: Instant.nullable(),
});
export type DeputyAccess = z.output<typeof DeputyAccess>;

/** A deputy by telephone number, name or number in the roster; `congress` where the installation has several. */
const who = { who: z.string().trim().min(1).max(60), congress: CongressId.optional() };

export const deputyAccess = {
  access: route({
    method: 'GET',
    path: '/api/deputies/access',
    access: may('deputies.codes'),
    summary: 'Which deputies have an account or a code',
    response: z.array(DeputyAccess),
  }),
  issueCodes: route({
    method: 'POST',
    path: '/api/deputies/codes',
    access: may('deputies.codes'),
    summary: 'Make one-time codes by which deputies set their password; earlier codes of theirs end. Told this once',
    body: z.object({ deputies: z.array(DeputyId).min(1).max(500) }),
    response: z.array(DeputyCode),
    problems: ['not-in-office', 'deputy-account-closed'],
  }),
  setPassword: route({
    method: 'POST',
    path: '/api/deputy/password',
    access: 'public',
    summary: 'Set the password of a deputy’s account with the one-time code; signs the deputy in',
    body: z.object({ ...who, code: z.string().trim().min(1).max(20), password: Password }),
    response: Me,
    problems: ['deputy-code-wrong', 'deputy-account-closed', 'too-many-requests'],
  }),
  signIn: route({
    method: 'POST',
    path: '/api/deputy/sign-in',
    access: 'public',
    summary: 'Sign in as a deputy by telephone number or name; sets an httpOnly cookie',
    body: z.object({ ...who, password: z.string().max(200) }),
    response: Me,
    problems: ['wrong-password', 'too-many-requests'],
  }),
} as const;

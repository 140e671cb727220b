import { z } from 'zod';
import { may } from '../workflow/permissions.ts';
import { AccountId, CongressId, Done, Level, optionalText, Role, SessionId, text } from './common.ts';
import { route } from './route.ts';

export const Congress = z.object({ id: CongressId, level: Level, name: z.string(), county: z.string() });
export type Congress = z.output<typeof Congress>;
export const Account = z.object({
  id: AccountId,
  login: z.string(),
  name: z.string(),
  role: Role,
  active: z.boolean(),
  /** The password is the one that somebody else set: nothing but setting one's own is open to the account until that is done. */
  passwordGiven: z.boolean(),
});
export type Account = z.output<typeof Account>;
export const Me = z.object({ account: Account, congress: Congress });
export type Me = z.output<typeof Me>;

export const Login = z
  .string()
  .trim()
  .regex(/^[\p{L}\p{N}._-]{2,40}$/u);
export const Password = z.string().min(8).max(200);
/** An account as the sample town or an administrator hands it out: the password is shown this once and stored only as a hash. */
export const NewAccount = z.object({ login: z.string(), name: z.string(), role: Role, password: z.string() });
export type NewAccount = z.output<typeof NewAccount>;

export const identity = {
  setupState: route({
    method: 'GET',
    path: '/api/setup',
    access: 'public',
    kiosk: true,
    summary: 'Whether this installation still needs its first start',
    response: z.object({ needed: z.boolean(), congresses: z.array(Congress) }),
  }),
  setup: route({
    method: 'POST',
    path: '/api/setup',
    access: 'public',
    summary: 'First start: the congress and its first administrator; signs the administrator in',
    body: z.object({
      congress: z.object({ id: CongressId, level: Level, name: text(60), county: optionalText(60) }),
      administrator: z.object({ login: Login, name: text(40), password: Password }),
    }),
    response: Me,
    problems: ['already-set-up'],
  }),
  setupSample: route({
    method: 'POST',
    path: '/api/setup/sample',
    access: 'public',
    summary: 'First start: load the sample town; its accounts are answered this once',
    response: z.object({ congress: Congress, session: SessionId, accounts: z.array(NewAccount) }),
    problems: ['already-set-up'],
  }),
  signIn: route({
    method: 'POST',
    path: '/api/sign-in',
    access: 'public',
    summary: 'Sign in; sets an httpOnly cookie',
    body: z.object({ login: z.string().trim().min(1).max(60), password: z.string().max(200) }),
    response: Me,
    problems: ['wrong-password', 'too-many-requests'],
  }),
  signOut: route({
    method: 'POST',
    path: '/api/sign-out',
    access: 'public',
    summary: 'Sign out and revoke the sign-in',
    response: Done,
  }),
  me: route({ method: 'GET', path: '/api/me', access: 'signed-in', summary: 'Who is signed in', response: Me }),
  changePassword: route({
    method: 'POST',
    path: '/api/me/password',
    access: 'signed-in',
    summary: "Change one's own password; other sign-ins of the account end",
    body: z.object({ old: z.string().max(200), new: Password }),
    response: Done,
    problems: ['wrong-password', 'password-same'],
  }),
  accounts: route({
    method: 'GET',
    path: '/api/accounts',
    access: may('accounts.read'),
    summary: 'All staff accounts',
    response: z.array(Account),
  }),
  saveAccount: route({
    method: 'PUT',
    path: '/api/accounts/:account',
    access: may('accounts.save'),
    summary: 'Create or change a staff account under a client-made id',
    params: z.object({ account: AccountId }),
    body: z.object({ login: Login, name: text(40), role: Role, active: z.boolean(), password: Password.optional() }),
    response: Account,
    problems: ['login-taken', 'last-administrator', 'weak-password', 'deputy-account-role'],
  }),
} as const;

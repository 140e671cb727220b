import { z } from 'zod';
import { may } from '../workflow/permissions.ts';
import { DeviceId, SessionId } from './common.ts';
import { route } from './route.ts';
import { CardCounts } from './session.ts';

/** A tablet's public credentials, one for each of the session's elections in their order. */
const Credentials = z.array(z.string().max(700)).min(1).max(20);

/** How the credential a tablet made stands: the desk has not approved it, it can vote, or it was revoked and never can. */
export const tabletStates = ['waiting', 'active', 'revoked'] as const;
export const TabletState = z.enum(tabletStates);
export type TabletState = z.output<typeof TabletState>;

/** A tablet that makes or made a credential for the session. It says nothing of who holds it. */
export const TabletCredential = z.object({
  device: DeviceId,
  /** As the tablet's own screen shows it. */
  name: z.string(),
  /** Of the credential that was approved last; null: none was. */
  approved: z.enum(['active', 'revoked']).nullable(),
  /** What its screen shows a code of now and the desk has not approved. */
  waiting: Credentials.nullable(),
});
export type TabletCredential = z.output<typeof TabletCredential>;

const inSession = z.object({ session: SessionId });
const ofTablet = inSession.extend({ device: DeviceId });

/** Tablet credentials (平板凭证): a paired personal tablet makes its deputy's credential itself, and the desk approves what its screen shows. */
export const tablets = {
  offer: route({
    method: 'PUT',
    path: '/api/device/credential',
    access: 'public',
    kiosk: true,
    summary:
      'A paired personal tablet says which public credentials it has for the session in the hall, in place of what it said before, and hears how they stand',
    body: z.object({ session: SessionId, credentials: Credentials }),
    response: z.object({ state: TabletState }),
    problems: ['tablet-not-paired', 'tablet-shared', 'cards-instead', 'tablet-bad-credentials', 'conflict'],
  }),
  list: route({
    method: 'GET',
    path: '/api/sessions/:session/tablets',
    access: may('cards.activate'),
    summary: 'Tablets with a credential for the session, approved or waiting, by name',
    params: inSession,
    response: z.array(TabletCredential),
  }),
  approve: route({
    method: 'POST',
    path: '/api/sessions/:session/tablets/:device/approve',
    access: may('cards.activate'),
    summary:
      'Let a tablet vote with exactly these public credentials, whose code the desk read from its screen; one it had before is revoked. Again is the same',
    params: ofTablet,
    body: z.object({ credentials: Credentials }),
    response: CardCounts,
    problems: [
      'tablet-unknown',
      'tablet-changed',
      'cards-instead',
      'card-revoked',
      'cards-exceed-present',
      'method-frozen',
      'motion-open',
    ],
  }),
  revoke: route({
    method: 'POST',
    path: '/api/sessions/:session/tablets/:device/revoke',
    access: may('cards.activate'),
    summary: 'Revoke the credential of a lost or broken tablet before the ballot opens',
    params: ofTablet,
    response: CardCounts,
    problems: ['tablet-unknown', 'method-frozen', 'motion-open'],
  }),
} as const;

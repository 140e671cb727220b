import type { Credential } from '../../../core/belenios/index.ts';
import { tablets as routes } from '../../../core/contract/tablets.ts';
import { call } from '../../api/call.ts';
import { Signer } from '../motion/signer.ts';
import { openOwnCard } from '../own-card.ts';
import { type CredentialHost, OwnCredential } from './own-credential.svelte.ts';

/** Joined to the server, to a worker that computes, and to this tablet's storage. */
export const openCredential = (host: Omit<CredentialHost, 'publicParts' | 'offer'>): OwnCredential =>
  new OwnCredential(
    {
      ...host,
      publicParts: async ({ uuids, group }, credential: Credential) => {
        const worker = new Signer();
        try {
          return await Promise.all(uuids.map((uuid) => worker.credential({ uuid, group }, credential)));
        } finally {
          worker.stop();
        }
      },
      offer: (session, credentials) => call(routes.offer, { body: { session, credentials: [...credentials] } }),
    },
    openOwnCard('piaojue.unapproved'),
  );

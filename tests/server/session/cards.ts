import { randomUUID } from 'node:crypto';
import { makeCredential, portableGroups, publicCredential } from '../../../core/belenios/index.ts';
import { session as routes } from '../../../core/contract/index.ts';
import type { CardSerial, ElectionUuid } from '../../../core/ids.ts';
import { random } from '../../../server/random.ts';
import type { Person, Town } from '../../support/server.ts';

export const serialOf = (n: number) => `A-${String(n).padStart(3, '0')}` as CardSerial;

/** A batch as the tellers' page makes it. */
export function makeBatch(
  count: number,
  uuids: readonly ElectionUuid[],
  group: 'Ed25519' | 'BELENIOS-2048' = 'Ed25519',
) {
  return Array.from({ length: count }, (_, i) => {
    const credential = makeCredential(random);
    return {
      serial: serialOf(i + 1),
      credentials: uuids.map((uuid) => publicCredential(portableGroups(group), uuid, credential)),
    };
  });
}

/** Registers a batch for the town's session. */
export async function registerBatch(town: Town, count: number) {
  const teller = await town.as('teller');
  const params = { session: town.session };
  const { electionUuids } = await teller.call(routes.overview, { params });
  const cards = makeBatch(count, electionUuids);
  await teller.call(routes.registerCards, { params, body: { cards } });
  return cards;
}

/** Signs so many deputies in. */
export async function signIn(town: Town, count: number): Promise<void> {
  const teller = await town.as('teller');
  const deputies = await teller.call(routes.attendance, { params: { session: town.session } });
  for (const { id } of deputies.slice(0, count))
    await teller.call(routes.signDeputyIn, { params: { session: town.session, deputy: id }, body: { present: true } });
}

export const activate = (person: Person, town: Town, serial: string, request: string = randomUUID()) =>
  person.call(routes.activateCard, { params: { session: town.session, serial }, body: { request } });

import { randomUUID } from 'node:crypto';
import { type Credential, makeCredential } from '../../core/belenios/index.ts';
import { session as sessionRoutes } from '../../core/contract/index.ts';
import type { CardSerial } from '../../core/ids.ts';
import { random } from '../random.ts';
import type { BallotOptions } from './options.ts';
import type { Staff } from './staff.ts';
import type { Tablets } from './tablets.ts';

export interface RehearsalCard {
  readonly serial: CardSerial;
  readonly credential: Credential;
}

/** The tellers make one card a deputy: private credentials stay here, serials and public credentials go to the server. */
export async function makeCards(
  staff: Staff,
  options: BallotOptions,
  count: number,
  tablets: Tablets,
  tick: () => void,
): Promise<RehearsalCard[]> {
  const params = { session: staff.session };
  const { electionUuids } = await staff.teller.call(sessionRoutes.overview, { params });
  const cards = Array.from({ length: count }, (_, i) => ({
    serial: `${staff.serials}-${String(i + 1).padStart(3, '0')}` as CardSerial,
    credential: makeCredential(random),
  }));
  const publicCards = await Promise.all(
    cards.map(async ({ serial, credential }) => {
      const credentials = await tablets.card({ group: options.group, uuids: electionUuids, credential });
      tick();
      return { serial, credentials };
    }),
  );
  await staff.teller.call(sessionRoutes.registerCards, { params, body: { cards: publicCards } });
  return cards;
}

/** The sign-in desk: a deputy for each card is marked present, then a drawn card is activated; nothing joins the two. */
export async function signIn(staff: Staff, cards: readonly RehearsalCard[], tick: () => void): Promise<void> {
  const params = { session: staff.session };
  const deputies = await staff.presidium.call(sessionRoutes.attendance, { params });
  for (const [i, deputy] of deputies.slice(0, cards.length).entries()) {
    await staff.presidium.call(sessionRoutes.signDeputyIn, {
      params: { ...params, deputy: deputy.id },
      body: { present: true },
    });
    await staff.teller.call(sessionRoutes.activateCard, {
      params: { ...params, serial: cards[i]!.serial },
      body: { request: randomUUID() },
    });
    tick();
  }
}

import type { z } from 'zod';
import type { Card, CardCounts, PublicCard } from '../../core/contract/session.ts';
import type { CardSerial, CongressId, ElectionUuid, SessionId } from '../../core/ids.ts';
import type { Transaction } from '../database/pool.ts';

export type Cards = readonly z.output<typeof PublicCard>[];

const CHUNK = 5000;

/** By serial: the order of the tray, not of use. */
export const listCards = (trx: Transaction, congress: CongressId, session: SessionId): Promise<Card[]> =>
  trx
    .selectFrom('card')
    .select((eb) => ['serial', 'state', eb('purpose', '=', 'paper').$castTo<boolean>().as('paper')])
    .where('congress_id', '=', congress)
    .where('session_id', '=', session)
    .orderBy('serial')
    .execute();

/** `activated` are the deputies'; those set aside for papers are counted by `countSetAside`. */
export const countCards = (trx: Transaction, congress: CongressId, session: SessionId): Promise<CardCounts> =>
  trx
    .selectFrom('card')
    .where('congress_id', '=', congress)
    .where('session_id', '=', session)
    .select((eb) => [
      eb.fn.countAll<number>().as('made'),
      eb.fn
        .countAll<number>()
        .filterWhere((row) => row.and([row('state', '=', 'activated'), row('purpose', '=', 'deputy')]))
        .as('activated'),
      eb.fn.countAll<number>().filterWhere('state', '=', 'revoked').as('revoked'),
    ])
    .executeTakeFirstOrThrow();

/** Cards that are set aside for paper ballots. */
export const countSetAside = async (trx: Transaction, congress: CongressId, session: SessionId): Promise<number> =>
  (
    await trx
      .selectFrom('card')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('congress_id', '=', congress)
      .where('session_id', '=', session)
      .where('state', '=', 'activated')
      .where('purpose', '=', 'paper')
      .executeTakeFirstOrThrow()
  ).count;

/** One card, with the request that activated it. */
export const findCard = (trx: Transaction, congress: CongressId, session: SessionId, serial: CardSerial) =>
  trx
    .selectFrom('card')
    .select(['state', 'request', 'purpose'])
    .where('congress_id', '=', congress)
    .where('session_id', '=', session)
    .where('serial', '=', serial)
    .executeTakeFirst();

export async function updateCard(
  trx: Transaction,
  congress: CongressId,
  session: SessionId,
  serial: CardSerial,
  values: { state: Card['state']; request: string | null; purpose?: 'deputy' | 'paper' },
): Promise<void> {
  await trx
    .updateTable('card')
    .set(values)
    .where('congress_id', '=', congress)
    .where('session_id', '=', session)
    .where('serial', '=', serial)
    .execute();
}

/** Puts every activated card of a deputy back. */
export async function putCardsBack(trx: Transaction, congress: CongressId, session: SessionId): Promise<void> {
  await trx
    .updateTable('card')
    .set({ state: 'printed', request: null })
    .where('congress_id', '=', congress)
    .where('session_id', '=', session)
    .where('state', '=', 'activated')
    .where('purpose', '=', 'deputy')
    .execute();
}

/** Stores a batch; `uuids` are the session's, one for each credential of a card. */
export async function insertCards(
  trx: Transaction,
  congress: CongressId,
  session: SessionId,
  uuids: readonly ElectionUuid[],
  cards: Cards,
): Promise<void> {
  const key = { congress_id: congress, session_id: session };
  const credentials = cards.flatMap(({ serial, credentials }) =>
    credentials.map((credential, index) => ({ ...key, serial, credential, uuid: uuids[index]! })),
  );
  for (let at = 0; at < cards.length; at += CHUNK)
    await trx
      .insertInto('card')
      .values(
        cards.slice(at, at + CHUNK).map(({ serial }) => ({ ...key, serial, state: 'printed' as const, request: null })),
      )
      .execute();
  for (let at = 0; at < credentials.length; at += CHUNK)
    await trx
      .insertInto('card_credential')
      .values(credentials.slice(at, at + CHUNK))
      .execute();
}

/** Serial and credentials of every card, as one text each that two batches can be compared by. */
export async function storedBatch(
  trx: Transaction,
  congress: CongressId,
  session: SessionId,
  uuids: readonly ElectionUuid[],
): Promise<Set<string>> {
  const rows = await trx
    .selectFrom('card_credential')
    .select(['serial', 'uuid', 'credential'])
    .where('congress_id', '=', congress)
    .where('session_id', '=', session)
    .execute();
  const bySerial = new Map<CardSerial, Map<ElectionUuid, string>>();
  for (const { serial, uuid, credential } of rows)
    bySerial.set(serial, (bySerial.get(serial) ?? new Map()).set(uuid, credential));
  return new Set(
    [...bySerial].map(([serial, credentials]) =>
      cardText(
        serial,
        uuids.map((uuid) => credentials.get(uuid) ?? ''),
      ),
    ),
  );
}

/** One card of a batch as text. */
export const cardText = (serial: CardSerial, credentials: readonly string[]): string =>
  [serial, ...credentials].join(' ');

/** Removes the session's cards with their credentials. */
export async function deleteCards(trx: Transaction, congress: CongressId, session: SessionId): Promise<void> {
  await trx.deleteFrom('card').where('congress_id', '=', congress).where('session_id', '=', session).execute();
}

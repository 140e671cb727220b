import type { Receipt } from '../../core/contract/hall.ts';
import { hall, identity } from '../../core/contract/index.ts';
import type { OutputOf } from '../../core/contract/route.ts';
import type { CongressId, ElectionUuid } from '../../core/ids.ts';
import type { Result } from '../../core/result.ts';
import { addressOf, call, type Refusal, send } from '../api/call.ts';
import { within } from '../api/within.ts';
import { language } from '../i18n/index.ts';
import type { Outgoing } from './outbox.ts';

export const setup = () => call(identity.setupState, {});
export const hallOf = (congress: CongressId) => call(hall.kiosk, { params: { congress } });
/** A deputy stands and waits for this: a network that swallows everything is called gone after a few seconds. */
const PATIENCE = 8000;
export const cardState = (uuid: ElectionUuid, credential: string) =>
  send('POST', addressOf(hall.card, { params: { uuid } }), { credential }, PATIENCE) as Promise<
    Result<OutputOf<typeof hall.card>, Refusal>
  >;
export const receiptsOf = (uuid: string) => call(hall.receipts, { params: { uuid: uuid as ElectionUuid } });

/** The ballot goes out byte for byte as it was kept. */
export const cast = ({ uuid, json }: Outgoing): Promise<Result<Receipt, Refusal>> =>
  send('POST', addressOf(hall.cast, { params: { uuid } }), json, PATIENCE) as Promise<Result<Receipt, Refusal>>;

/** The election's own bytes: its fingerprint is of these, so they must not pass through a parser. Undefined when no such answer came. */
export async function electionText(uuid: ElectionUuid): Promise<string | undefined> {
  try {
    const response = await fetch(addressOf(hall.election, { params: { uuid } }), {
      headers: { 'accept-language': language },
      signal: within(PATIENCE),
    });
    return response.ok ? await response.text() : undefined;
  } catch {
    return undefined;
  }
}

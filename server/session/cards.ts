import { createHash } from 'node:crypto';
import { type Problem, problem } from '../../core/contract/problems.ts';
import type { CardCounts } from '../../core/contract/session.ts';
import type { CardSerial, SessionId } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { actorOf, append } from '../audit/append.ts';
import { ballotOf } from '../ballot/store.ts';
import { command } from '../database/command.ts';
import { inTransaction, type Transaction } from '../database/pool.ts';
import type { Caller } from '../http/caller.ts';
import { openMotionOf } from '../motion/store.ts';
import type { Services } from '../services.ts';
import { fastGroups } from '../verification/fast-groups.ts';
import { countPresent } from './attendance.ts';
import { checkBatch } from './card-batch.ts';
import {
  type Cards,
  cardText,
  countCards,
  deleteCards,
  findCard,
  insertCards,
  putCardsBack,
  storedBatch,
  updateCard,
} from './card-store.ts';
import { beforeOpening } from './frozen.ts';
import { effectiveMethod } from './method.ts';
import { findSession, lockSession, type SessionRow } from './store.ts';
import { forgetApproved } from './tablet-store.ts';

/** Runs a change of the session's cards: one at a time, and none once the ballot has opened. */
export function change(
  services: Services,
  caller: Caller,
  id: SessionId,
  run: (trx: Transaction, session: SessionRow) => Promise<Result<void, Problem>>,
): Promise<Result<CardCounts, Problem>> {
  return command(services.db, async (trx) => {
    const session = await lockSession(trx, caller.congress, id);
    if (!session) return err(problem('not-found'));
    if (!beforeOpening(await ballotOf(trx, caller.congress, id, 'share'))) return err(problem('method-frozen'));
    const outcome = await run(trx, session);
    return outcome.ok ? ok(await countCards(trx, caller.congress, id)) : outcome;
  });
}

/**
 * Registers the public part of a session's cards, once: the same batch again changes nothing, another one is refused until this one is
 * discarded. The credentials are checked before anything is locked, for that takes time.
 */
export async function registerCards(
  services: Services,
  caller: Caller,
  id: SessionId,
  cards: Cards,
): Promise<Result<CardCounts, Problem>> {
  const found = await inTransaction(services.db, async (trx) => {
    const session = await findSession(trx, caller.congress, id);
    return session && { uuids: session.election_uuids, method: await effectiveMethod(trx, session) };
  });
  if (!found) return err(problem('not-found'));
  if (found.method.credentials === 'tablets') return err(problem('tablets-instead'));
  const fault = await checkBatch(cards, found.uuids.length, fastGroups(found.method.group));
  if (fault) return err(fault);
  const batch = new Set(cards.map(({ serial, credentials }) => cardText(serial, credentials)));
  return change(services, caller, id, async (trx, session) => {
    const stored = await storedBatch(trx, caller.congress, id, session.election_uuids);
    if (stored.size > 0)
      return stored.size === batch.size && [...batch].every((card) => stored.has(card))
        ? ok(undefined)
        : err(problem('cards-exist', { count: stored.size }));
    const method = await effectiveMethod(trx, session);
    if (method.group !== found.method.group || method.credentials !== 'cards') return err(problem('conflict'));
    await insertCards(trx, caller.congress, id, session.election_uuids, cards);
    await services.live.publish(trx, caller.congress, 'session');
    const sha256 = createHash('sha256')
      .update([...batch].sort().join('\n'))
      .digest('hex');
    await append(trx, caller.congress, actorOf(caller), {
      kind: 'cards-registered',
      subject: { type: 'session', id },
      detail: { cards: cards.length, sha256 },
    });
    return ok(undefined);
  });
}

/** While a motion is open no card leaves: its deputy could vote on it again with another. */
export async function motionHolds(trx: Transaction, session: SessionRow): Promise<Problem | undefined> {
  const motion = await openMotionOf(trx, session.congress_id, session.id);
  return motion && problem('motion-open', { title: motion.title });
}

/** Discards the whole batch, active cards too: every card in the room is void after it. */
export function discardCards(services: Services, caller: Caller, id: SessionId): Promise<Result<CardCounts, Problem>> {
  return change(services, caller, id, async (trx, session) => {
    const held = await motionHolds(trx, session);
    if (held) return err(held);
    const { made } = await countCards(trx, caller.congress, id);
    if (made === 0) return ok(undefined);
    await deleteCards(trx, caller.congress, id);
    await forgetApproved(trx, caller.congress, id);
    // Tablets whose credential this was make another.
    await services.live.publish(trx, caller.congress, 'devices');
    await services.live.publish(trx, caller.congress, 'session');
    await services.live.publish(trx, caller.congress, 'turnout');
    await append(trx, caller.congress, actorOf(caller), {
      kind: 'cards-discarded',
      subject: { type: 'session', id },
      detail: { cards: made },
    });
    return ok(undefined);
  });
}

/**
 * Activates a drawn card. Never more cards than deputies present; which deputy drew it is asked by nobody, and the record says neither
 * which card it was. A repeated request is told from a second deputy's by its id.
 */
export function activateCard(
  services: Services,
  caller: Caller,
  id: SessionId,
  serial: CardSerial,
  request: string,
): Promise<Result<CardCounts, Problem>> {
  return change(services, caller, id, async (trx) => {
    const card = await findCard(trx, caller.congress, id, serial);
    if (!card) return err(problem('card-serial-unknown', { serial }));
    if (card.state === 'revoked') return err(problem('card-revoked', { serial }));
    if (card.purpose === 'paper') return err(problem('card-set-aside', { serial }));
    if (card.state === 'activated')
      return card.request === request.toLowerCase() ? ok(undefined) : err(problem('card-already-active', { serial }));
    const { activated } = await countCards(trx, caller.congress, id);
    const present = await countPresent(trx, caller.congress, id);
    if (activated >= present) return err(problem('cards-exceed-present', { activated, present }));
    await updateCard(trx, caller.congress, id, serial, { state: 'activated', request: request.toLowerCase() });
    await services.live.publish(trx, caller.congress, 'turnout');
    await append(trx, caller.congress, actorOf(caller), { kind: 'card-activated', subject: { type: 'session', id } });
    return ok(undefined);
  });
}

/**
 * Puts all activated cards back before a ballot opens, so that the desk activates those afresh that present deputies hold: the way out when
 * somebody left with a card whose serial nobody knows. A card that nobody shows votes in no further ballot.
 */
export function recheckCards(
  services: Services,
  caller: Caller,
  id: SessionId,
  seen: number,
): Promise<Result<CardCounts, Problem>> {
  return change(services, caller, id, async (trx, session) => {
    if ((await effectiveMethod(trx, session)).credentials === 'tablets') return err(problem('tablets-instead'));
    const held = await motionHolds(trx, session);
    if (held) return err(held);
    const { activated } = await countCards(trx, caller.congress, id);
    if (activated === 0) return ok(undefined);
    if (activated !== seen) return err(problem('conflict'));
    await putCardsBack(trx, caller.congress, id);
    await services.live.publish(trx, caller.congress, 'session');
    await services.live.publish(trx, caller.congress, 'turnout');
    await append(trx, caller.congress, actorOf(caller), {
      kind: 'cards-rechecked',
      subject: { type: 'session', id },
      detail: { cards: activated },
    });
    return ok(undefined);
  });
}

/** Revokes a lost or spoilt card. Named in the record, for a revoked card votes nowhere. */
export function revokeCard(
  services: Services,
  caller: Caller,
  id: SessionId,
  serial: CardSerial,
): Promise<Result<CardCounts, Problem>> {
  return change(services, caller, id, async (trx, session) => {
    const card = await findCard(trx, caller.congress, id, serial);
    if (!card) return err(problem('card-serial-unknown', { serial }));
    if (card.state === 'revoked') return ok(undefined);
    const held = await motionHolds(trx, session);
    if (held) return err(held);
    await updateCard(trx, caller.congress, id, serial, { state: 'revoked', request: null });
    await services.live.publish(trx, caller.congress, 'turnout');
    await append(trx, caller.congress, actorOf(caller), {
      kind: 'card-revoked',
      subject: { type: 'card', id: serial },
      detail: { session: id },
    });
    return ok(undefined);
  });
}

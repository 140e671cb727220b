import { type Problem, problem } from '../../core/contract/problems.ts';
import type { CardCounts } from '../../core/contract/session.ts';
import type { CardSerial, SessionId } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { actorOf, append } from '../audit/append.ts';
import type { Caller } from '../http/caller.ts';
import type { Services } from '../services.ts';
import { countSetAside, findCard, updateCard } from './card-store.ts';
import { change } from './cards.ts';
import { effectiveMethod } from './method.ts';

/**
 * Sets a spare card aside for papers, or takes it back (domain.md section 3, Device failure). It is active but no deputy's: it counts against
 * nobody present, and no tablet takes it. How many there are the two people who open the ballot see, one of whom is a scrutineer.
 */
export function setPurpose(
  services: Services,
  caller: Caller,
  id: SessionId,
  serial: CardSerial,
  purpose: 'deputy' | 'paper',
): Promise<Result<CardCounts, Problem>> {
  return change(services, caller, id, async (trx, session) => {
    const { congress } = caller;
    const method = await effectiveMethod(trx, session);
    if (method.credentials === 'tablets') return err(problem('tablets-instead'));
    const card = await findCard(trx, congress, id, serial);
    if (!card) return err(problem('card-serial-unknown', { serial }));
    if (card.state === 'revoked') return purpose === 'paper' ? err(problem('card-revoked', { serial })) : ok(undefined);
    if (card.purpose === purpose) return ok(undefined);
    if (purpose === 'paper') {
      if (method.deviceFailure !== 'paper') return err(problem('paper-not-in-method'));
      if (card.state === 'activated') return err(problem('card-already-active', { serial }));
      if ((await countSetAside(trx, congress, id)) >= method.spareCards)
        return err(problem('paper-cards-full', { limit: method.spareCards }));
    }
    await updateCard(trx, congress, id, serial, {
      state: purpose === 'paper' ? 'activated' : 'printed',
      request: null,
      purpose,
    });
    await services.live.publish(trx, congress, 'session');
    await append(trx, congress, actorOf(caller), {
      kind: purpose === 'paper' ? 'paper-card-set-aside' : 'paper-card-taken-back',
      subject: { type: 'card', id: serial },
      detail: { session: id },
    });
    return ok(undefined);
  });
}

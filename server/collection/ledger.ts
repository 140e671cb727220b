import type { z } from 'zod';
import { maskName, maskPhone } from '../../core/collection/mask.ts';
import { type SuggestionState, suggestionStateWords } from '../../core/collection/suggestion.ts';
import type { collection, Demand, SuggestionDetail } from '../../core/contract/collection.ts';
import { type Problem, problem } from '../../core/contract/problems.ts';
import type { Suggestion } from '../../core/contract/suggestions.ts';
import type { CongressId, CycleId, SuggestionId } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { actorOf, append } from '../audit/append.ts';
import type { Transaction } from '../database/pool.ts';
import { describeFiles, publishFiles } from '../files/keep.ts';
import { recordChange } from '../history/record.ts';
import type { Caller } from '../http/caller.ts';
import { ledgerOpen } from './collections.ts';
import { stepsOf } from './follow.ts';
import { freeReceipt } from './receipts.ts';
import { countChannels, demandBy, findCollection, findContact, putContact, setState } from './settings-store.ts';
import { similarTo } from './similar-store.ts';
import { findSuggestion, placesKnown, suggestionsById } from './store.ts';
import { deputiesSeconding, insertSuggestions, lockSuggestion, photosOf, updateSuggestion } from './write-store.ts';

type Wanted = z.output<typeof collection.save.body>;

/** What a suggestion says, as its history keeps it. The contact is never in it. */
const kept = (one: Omit<Suggestion, 'receipt'>) => {
  const { title, content, reason, village, place, category, channel, heardOn, people } = one;
  return { title, content, reason, village, place, category, channel, heardOn, people };
};

/** Enters a suggestion under the client's id, or corrects one. What staff enter is published at once: they have looked at it. */
export async function saveSuggestion(
  trx: Transaction,
  caller: Caller,
  cycle: CycleId,
  id: SuggestionId,
  { contact, ...wanted }: Wanted,
): Promise<Result<Suggestion, Problem>> {
  const { congress } = caller;
  const row = await findCollection(trx, congress, cycle);
  if (!row) return err(problem('not-found'));
  if (!ledgerOpen(row)) return err(problem('ledger-closed'));
  await lockSuggestion(trx, congress, id);
  const before = await findSuggestion(trx, congress, id);
  if (before && before.cycle !== cycle) return err(problem('conflict'));
  // What it has already may be a village that is offered no more.
  const village = wanted.village === before?.villageId ? null : wanted.village;
  const category = wanted.category === before?.categoryId ? null : wanted.category;
  if (!(await placesKnown(trx, congress, village, category))) return err(problem('place-unknown'));
  if (before) {
    // How the public's and deputies' own suggestions came in is not for staff to rewrite.
    const own = before.channel === 'web' || before.deputyId !== null || before.channel === 'reserve';
    await updateSuggestion(trx, congress, id, { ...wanted, channel: own ? before.channel : wanted.channel });
  } else
    await insertSuggestions(trx, congress, cycle, [
      {
        id,
        receipt: await freeReceipt(trx),
        ...wanted,
        state: 'published',
        deputy: null,
        account: caller.id,
        importKey: null,
        carriedFrom: null,
      },
    ]);
  if (contact) await putContact(trx, congress, id, contact);
  const after = (await findSuggestion(trx, congress, id))!;
  await recordChange(trx, congress, caller, {
    kind: 'suggestion',
    subject: id,
    act: before ? '更正' : '登记建议',
    before: before ? kept(before) : null,
    after: kept(after),
  });
  const { cycle: _, ...saved } = after;
  return ok(saved);
}

/** Publishes suggestions, or withholds them with a reason. Those that stand so already are left. */
export async function lookAt(
  trx: Transaction,
  caller: Caller,
  ids: readonly SuggestionId[],
  act: 'publish' | 'withhold',
  reason: string,
  seen?: SuggestionState,
): Promise<Result<number, Problem>> {
  const { congress } = caller;
  if (act === 'withhold' && reason === '') return err(problem('reason-needed'));
  const state = act === 'publish' ? 'published' : 'withheld';
  const why = act === 'publish' ? '' : reason;
  const changed: Suggestion[] = [];
  const cycles = new Set<CycleId>();
  for (const id of [...ids].sort()) {
    await lockSuggestion(trx, congress, id);
    const one = await findSuggestion(trx, congress, id);
    if (!one) return err(problem('not-found'));
    if (one.state === state && one.withheldReason === why) continue;
    if (seen !== undefined && one.state !== seen)
      return err(
        problem('looked-meanwhile', {
          number: one.number,
          state: suggestionStateWords[one.state].zh,
          stateEn: suggestionStateWords[one.state].en,
        }),
      );
    const row = await findCollection(trx, congress, one.cycle);
    if (!row || !ledgerOpen(row)) return err(problem('ledger-closed'));
    cycles.add(one.cycle);
    changed.push(one);
    await recordChange(trx, congress, caller, {
      kind: 'suggestion',
      subject: id,
      act: act === 'publish' ? '公开' : '不予公开',
      reason: why,
      before: { state: one.state },
      after: { state },
    });
    await publishFiles(trx, congress, await photosOf(trx, congress, id), act === 'publish');
  }
  if (changed.length === 0) return ok(0);
  if (cycles.size > 1) return err(problem('conflict'));
  await setState(
    trx,
    congress,
    changed.map(({ id }) => id),
    state,
    why,
    caller.id,
  );
  const subject = { type: 'cycle', id: [...cycles][0]! } as const;
  const numbers = changed.map(({ number }) => number).sort((a, b) => a - b);
  await append(
    trx,
    congress,
    actorOf(caller),
    act === 'publish'
      ? { kind: 'suggestions-published', subject, detail: { numbers } }
      : { kind: 'suggestions-withheld', subject, detail: { numbers, reason } },
  );
  return ok(changed.length);
}

/** One suggestion with all that staff see of it. */
export async function seeSuggestion(
  trx: Transaction,
  congress: CongressId,
  id: SuggestionId,
): Promise<Result<SuggestionDetail, Problem>> {
  const found = await findSuggestion(trx, congress, id);
  if (!found) return err(problem('not-found'));
  const { cycle, ...suggestion } = found;
  const contact = await findContact(trx, congress, id);
  const similar = await similarTo(trx, congress, cycle, found.title, { all: true, except: id, most: 5 });
  return ok({
    suggestion,
    cycle,
    photos: await describeFiles(trx, congress, await photosOf(trx, congress, id)),
    contact: contact ? { name: maskName(contact.name), phone: maskPhone(contact.phone) } : null,
    deputies: await deputiesSeconding(trx, congress, id),
    steps: await stepsOf(trx, congress, found),
    similar: await suggestionsById(
      trx,
      congress,
      similar.map((one) => one.id),
    ),
  });
}

/** How demand lies over villages, categories and channels. */
export async function seeDemand(trx: Transaction, congress: CongressId, cycle: CycleId): Promise<Demand> {
  return {
    villages: await demandBy(trx, congress, cycle, 'village'),
    categories: await demandBy(trx, congress, cycle, 'category'),
    channels: await countChannels(trx, congress, cycle),
  };
}

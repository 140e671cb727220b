import { createHash } from 'node:crypto';
import type { Receipt } from '../../core/contract/hall.ts';
import { type Problem, problem } from '../../core/contract/problems.ts';
import type { AccountId, ElectionUuid, PaperEntryId, SessionId } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { unsettledPapers } from '../../core/rules/single-paper.ts';
import { actorOf, append } from '../audit/append.ts';
import { command } from '../database/command.ts';
import type { Transaction } from '../database/pool.ts';
import type { Caller } from '../http/caller.ts';
import type { Services } from '../services.ts';
import type { Boxes } from './boxes.ts';
import { type Checker, cast, trackerOf } from './cast.ts';
import { openForPapers } from './single-paper.ts';
import { countClaimed, findEntry, papersOf, putEntry } from './single-paper-store.ts';
import { type BallotRow, ballotOf } from './store.ts';

/**
 * Casts what two people keyed from the same paper. The paper is claimed for exactly this ballot first, so that a page which sends twice, or two
 * pages, make one ballot of it; then it is cast as any other, in a transaction of its own; then the paper is settled. Whatever ends in
 * between is taken up by the same request again.
 */
export async function castPaper(
  services: Services,
  boxes: Boxes,
  checker: Checker,
  caller: Caller,
  session: SessionId,
  id: PaperEntryId,
  body: unknown,
): Promise<Result<Receipt, Problem>> {
  const { db, live } = services;
  if (typeof body !== 'string') return err(problem('ballot-malformed'));
  const hash = createHash('sha256').update(body).digest('hex');
  const claimed = await command<{ uuid: ElectionUuid; first: AccountId } | null>(db, async (trx) => {
    const found = await openForPapers(trx, caller, session);
    if (found.ok) return claim(trx, caller, found.value, id, hash);
    // The reply was lost and the box closed meanwhile.
    const ballot = await ballotOf(trx, caller.congress, session);
    return ballot && (await inBox(trx, ballot, hash)) ? ok(null) : found;
  });
  if (!claimed.ok) return claimed;
  if (claimed.value === null) return ok({ tracker: trackerOf(hash) });
  const { uuid, first } = claimed.value;
  const receipt = await cast(db, boxes, uuid, body, checker, 'paper');
  if (!receipt.ok) {
    await command(db, (trx) => unclaim(trx, caller, session, id, hash));
    return receipt;
  }
  const settled = await command(db, async (trx) => {
    const done = await settle(trx, caller, session, id, hash, first);
    if (done.ok)
      for (const topic of ['session', 'hall', 'turnout'] as const) await live.publish(trx, caller.congress, topic);
    return done;
  });
  return settled.ok ? receipt : settled;
}

/** Makes this ballot the paper's own, if the paper is one that is still out. */
async function claim(
  trx: Transaction,
  caller: Caller,
  ballot: BallotRow,
  id: PaperEntryId,
  hash: string,
): Promise<Result<{ uuid: ElectionUuid; first: AccountId }, Problem>> {
  const entry = await findEntry(trx, ballot, id);
  if (!entry) return err(problem('paper-entry-gone'));
  if (entry.first === caller.id) return err(problem('same-person'));
  if (entry.kind !== 'vote' || (entry.claim !== null && entry.claim !== hash)) return err(problem('paper-entry-taken'));
  // Settled: only the same ballot gets its receipt again, which the box knows.
  if (entry.second !== null)
    return (await inBox(trx, ballot, hash))
      ? ok({ uuid: ballot.uuid, first: entry.first })
      : err(problem('paper-entry-taken'));
  const left = unsettledPapers(await papersOf(trx, ballot)) - (await countClaimed(trx, ballot, id));
  if (left <= 0 && !(await inBox(trx, ballot, hash)))
    return err(problem('no-paper-left', { issued: ballot.paper_issued }));
  await putEntry(trx, ballot, id, { kind: 'vote', first_account: entry.first, second_account: null, claim: hash });
  return ok({ uuid: ballot.uuid, first: entry.first });
}

const inBox = async (trx: Transaction, ballot: BallotRow, hash: string): Promise<boolean> =>
  (await trx
    .selectFrom('cast_ballot')
    .select('hash')
    .where('congress_id', '=', ballot.congress_id)
    .where('ballot_id', '=', ballot.id)
    .where('hash', '=', hash)
    .executeTakeFirst()) !== undefined;

/** What was refused is not in the box: the paper is free for another try, e.g. with another card. */
async function unclaim(
  trx: Transaction,
  caller: Caller,
  session: SessionId,
  id: PaperEntryId,
  hash: string,
): Promise<Result<void, Problem>> {
  const found = await openForPapers(trx, caller, session);
  if (!found.ok) return ok(undefined);
  const entry = await findEntry(trx, found.value, id);
  if (entry?.claim === hash && entry.second === null && !(await inBox(trx, found.value, hash)))
    await putEntry(trx, found.value, id, {
      kind: 'vote',
      first_account: entry.first,
      second_account: null,
      claim: null,
    });
  return ok(undefined);
}

/** Two people have vouched for it and it is in the box. The ballot is no longer named. */
async function settle(
  trx: Transaction,
  caller: Caller,
  session: SessionId,
  id: PaperEntryId,
  hash: string,
  first: AccountId,
): Promise<Result<void, Problem>> {
  const found = await openForPapers(trx, caller, session);
  // The box has closed over it meanwhile: it is counted all the same.
  if (!found.ok) return found.error.code === 'wrong-state' ? ok(undefined) : found;
  const entry = await findEntry(trx, found.value, id);
  if (entry?.claim !== hash) return ok(undefined);
  await putEntry(trx, found.value, id, { kind: 'vote', first_account: first, second_account: caller.id, claim: null });
  await append(trx, caller.congress, actorOf(caller), {
    kind: 'paper-ballot-settled',
    subject: { type: 'ballot', id: found.value.id },
    detail: { void: false, accounts: [first, caller.id].sort() },
  });
  return ok(undefined);
}

import { type BallotCode, checkBallot } from '../../core/belenios/index.ts';
import { isObject, parseJson } from '../../core/belenios/json.ts';
import type { Receipt } from '../../core/contract/hall.ts';
import { type Problem, type ProblemCode, problem } from '../../core/contract/problems.ts';
import type { ElectionUuid } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { BallotState } from '../../core/workflow/ballot.ts';
import type { Medium } from '../../core/workflow/medium.ts';
import { type Db, inTransaction, type Transaction } from '../database/pool.ts';
import type { Box, Boxes } from './boxes.ts';
import { ballotInBox, cardState, putIntoBox, stateOf } from './cast-store.ts';

/** The receipt is the ballot's hash in base64 (spec section 3, item 6). */
export const trackerOf = (hash: string): string => Buffer.from(hash, 'hex').toString('base64').replace(/=+$/, '');

const codes: Record<BallotCode, ProblemCode> = {
  too_large: 'ballot-oversized',
  not_canonical: 'ballot-non-canonical',
  wrong_election: 'ballot-other-election',
  credential_invalid: 'card-unknown',
  shape: 'ballot-malformed',
  encoding: 'ballot-bad-encoding',
  signature: 'ballot-bad-signature',
  element: 'ballot-malformed',
  identity_alpha: 'ballot-malformed',
  individual_proof: 'ballot-bad-proof',
  overall_proof: 'ballot-bad-proof',
  blank_proof: 'ballot-bad-proof',
};

const closedStates: readonly (BallotState | null)[] = ['closed', 'tallied', 'certified', 'published', 'annulled'];

/** A ballot now in the box for the first time, whose proofs are still to be checked. */
export interface Fresh {
  readonly box: Box;
  readonly hash: string;
  readonly credential: string;
  readonly body: string;
}

/** How a ballot comes: from a tablet, or keyed by two people from a paper. */
export type Way = 'tablet' | 'paper';

/** What casting needs of whoever checks the proofs. */
export interface Checker {
  admits(fresh: Fresh): Promise<'yes' | 'no' | 'busy'>;
  check(fresh: Fresh): void;
}

/**
 * Casts a ballot: cheap checks in memory (size, form, election, credential, signature, encoding C equality), then one durable statement. The
 * same ballot again gets the same receipt, also after the close, so that a lost reply is never a lost or second ballot; another one by the
 * same card is refused (our policy, spec section 10.5), and so is one sent again after its proofs failed. Nothing is kept or logged of when,
 * where and in which order.
 * @param way a credential of a card set aside for papers enters the box by the tellers' way and no other, and no deputy's by it
 * @param checker told of a ballot that was not in the box before, after it is committed; and asked first whether it may go in unchecked
 */
export async function cast(
  db: Db,
  boxes: Boxes,
  uuid: ElectionUuid,
  body: unknown,
  checker: Checker,
  way: Way = 'tablet',
): Promise<Result<Receipt, Problem>> {
  const box = await boxes.find(uuid);
  if (!box) return err(await inTransaction(db, (trx) => notOpen(trx, uuid)));
  if (typeof body !== 'string') return err(problem('ballot-malformed'));
  if (body.length > box.maxBytes || Buffer.byteLength(body) > box.maxBytes) return err(problem('ballot-oversized'));
  const checked = checkBallot(box.election, body);
  if (!checked.ok) return err(problem(isForm(body) ? codes[checked.error.code] : 'ballot-malformed'));
  const { credential, hash } = checked.value;
  // Who may cast is frozen at the opening, so it is known without the box's row: strangers hold up no close and no other cast.
  if (!box.issued.has(credential)) return err(await strangerProblem(db, boxes, box, uuid, credential));
  if (box.papers.has(credential) !== (way === 'paper'))
    return err(problem(way === 'paper' ? 'not-a-paper-card' : 'paper-card'));
  const fresh: Fresh = { box, hash, credential, body };
  const admitted = await checker.admits(fresh);
  if (admitted !== 'yes')
    return err(admitted === 'no' ? problem('ballot-bad-proof') : problem('too-many-requests', { seconds: 1 }));
  const put = await putIntoBox(db, box, credential, hash, body);
  if (put.inserted) {
    checker.check(fresh);
    return ok({ tracker: trackerOf(hash) });
  }
  if (put.state === null) {
    boxes.forget(uuid);
    return err(problem('not-found'));
  }
  return inTransaction(db, async (trx) => {
    // The statement does not see a ballot of the same card that was committed while it ran; it is there now.
    const existing = put.existing ?? (await ballotInBox(trx, box, credential));
    if (existing === hash) return ok({ tracker: trackerOf(hash) });
    if (existing !== undefined) return err(problem('card-used'));
    if (put.aside) return err(problem('ballot-bad-proof'));
    if (closedStates.includes(put.state)) return err(problem('ballot-closed'));
    // Its proofs failed in this very moment and the card is free again.
    return err(problem('ballot-bad-proof'));
  });
}

/** A ballot at least in outline: anything else is malformed, however it came to be. */
function isForm(body: string): boolean {
  const value = parseJson(body);
  return (
    isObject(value) &&
    typeof value.election_uuid === 'string' &&
    typeof value.credential === 'string' &&
    Array.isArray(value.answers)
  );
}

/** Whether a card may vote now, and its receipt if it has voted (spec section 11). */
export async function checkCard(
  trx: Transaction,
  uuid: ElectionUuid,
  credential: string,
): Promise<Result<{ receipt: Receipt | null }, Problem>> {
  const ballot = await stateOf(trx, uuid);
  if (!ballot) return err(problem('not-found'));
  if (ballot.election === null) return err(unopened(ballot));
  const issued = await trx
    .selectFrom('issued_credential')
    .select('paper')
    .where('congress_id', '=', ballot.congress_id)
    .where('ballot_id', '=', ballot.id)
    .where('credential', '=', credential)
    .executeTakeFirst();
  if (!issued)
    return err(
      await cardProblem(trx, { congress_id: ballot.congress_id, session: ballot.session_id }, uuid, credential),
    );
  if (issued.paper) return err(problem('paper-card'));
  const hash = await ballotInBox(trx, ballot, credential);
  if (hash !== undefined) return ok({ receipt: { tracker: trackerOf(hash) } });
  return ballot.state === 'open' ? ok({ receipt: null }) : err(problem('ballot-closed'));
}

/** Why a credential outside the Setup event may not vote. */
async function cardProblem(
  trx: Transaction,
  where: Pick<Box, 'congress_id' | 'session'>,
  uuid: ElectionUuid,
  credential: string,
): Promise<Problem> {
  const state = await cardState(trx, where.congress_id, where.session, uuid, credential);
  if (state === undefined) return problem('card-unknown');
  if (state === 'printed') return problem('card-not-active');
  if (state === 'paper') return problem('paper-card');
  return problem(state === 'revoked' ? 'card-is-revoked' : 'card-late');
}

/** The same for a cast, which may be into a rehearsal that was wiped meanwhile. */
async function strangerProblem(
  db: Db,
  boxes: Boxes,
  box: Box,
  uuid: ElectionUuid,
  credential: string,
): Promise<Problem> {
  return inTransaction(db, async (trx) => {
    if (await stateOf(trx, uuid)) return cardProblem(trx, box, uuid, credential);
    boxes.forget(uuid);
    return problem('not-found');
  });
}

async function notOpen(trx: Transaction, uuid: ElectionUuid): Promise<Problem> {
  const ballot = await stateOf(trx, uuid);
  return ballot ? unopened(ballot) : problem('not-found');
}

/** Why there is no box: not open yet, or the ballot is on paper. */
const unopened = ({ medium }: { readonly medium: Medium }): Problem =>
  problem(medium === 'paper' ? 'voting-on-paper' : 'ballot-not-open');

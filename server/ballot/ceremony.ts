import type { Ceremony } from '../../core/contract/ceremony.ts';
import { type Problem, problem } from '../../core/contract/problems.ts';
import type { SessionId } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { Method } from '../../core/rules/method.ts';
import { after } from '../../core/workflow/ballot.ts';
import { actorOf, append } from '../audit/append.ts';
import type { Transaction } from '../database/pool.ts';
import type { Caller } from '../http/caller.ts';
import { lockSession, updateSession } from '../session/store.ts';
import { appointed, seatTrustees, sharesOf, unseatTrustees } from './ceremony-store.ts';
import { effectiveMethod } from './facts.ts';
import { dropStale } from './proposals.ts';
import { type BallotRow, ballotOf, saveBallot, saveTrustee, type TrusteeRow, trusteesOf } from './store.ts';

/** A scrutineer in the ceremony: the ballot, the method that sets t and n, all trustees, and which of them is asking. */
export interface Seat {
  readonly ballot: BallotRow;
  readonly method: Method;
  readonly trustees: readonly TrusteeRow[];
  readonly own: TrusteeRow;
}

/**
 * Starts the key ceremony (spec section 2.4): the appointed scrutineers become trustees 1…n. With `restart` everything of the attempt of
 * that number is forgotten and the number goes up, so that keys kept from it are known to be of no use. Repeating either changes nothing: an
 * attempt that was replaced already is not replaced again.
 */
export async function startCeremony(
  trx: Transaction,
  caller: Caller,
  session: SessionId,
  restart: number | false,
): Promise<Result<void, Problem>> {
  const place = await lockSession(trx, caller.congress, session);
  const ballot = place && (await ballotOf(trx, caller.congress, session, 'update'));
  if (!ballot) return err(problem('not-found'));
  if (restart === false && ballot.state === 'ceremony') return ok(undefined);
  if (restart !== false && restart < ballot.attempt) return ok(undefined);
  if (restart !== false && restart > ballot.attempt) return err(problem('conflict'));
  const act = restart !== false && ballot.state !== 'preparing' ? 'restart-ceremony' : 'start-ceremony';
  const state = after(act, ballot.state);
  if (!state.ok) return state;
  const method = ballot.method ?? (await effectiveMethod(trx, caller.congress, session));
  const people = await appointed(trx, caller.congress, session);
  if (people.length !== method.scrutineers)
    return err(problem('scrutineers-missing', { needed: method.scrutineers, appointed: people.length }));
  await seatTrustees(
    trx,
    ballot,
    people.map(({ account }) => account),
  );
  // Counted in the session: its ballots may share a key, and a number is never used for two.
  const attempt = place.ceremonies + 1;
  await updateSession(trx, caller.congress, session, { ceremonies: attempt });
  await saveBallot(trx, ballot, {
    state: state.value,
    attempt,
    trustees: null,
    public_key: null,
    key_fingerprint: null,
  });
  await dropStale(trx, { ...ballot, state: state.value });
  const subject = { type: 'ballot', id: ballot.id } as const;
  await append(
    trx,
    caller.congress,
    actorOf(caller),
    act === 'start-ceremony'
      ? { kind: 'ceremony-started', subject, detail: { attempt, trustees: people.length, threshold: method.threshold } }
      : { kind: 'ceremony-restarted', subject, detail: { attempt } },
  );
  return ok(undefined);
}

/**
 * Before another scrutineer is named: the attempt under way, or the key it made, is forgotten and the ballot is being prepared again. In a ballot
 * that is being prepared already there is nothing to forget; in an open one it is refused, for its key is in the election. The caller holds the row.
 */
export async function dropKey(trx: Transaction, caller: Caller, ballot: BallotRow): Promise<Result<void, Problem>> {
  if (ballot.state === 'preparing') return ok(undefined);
  const state = after('drop-key', ballot.state);
  if (!state.ok) return state;
  await unseatTrustees(trx, ballot);
  await saveBallot(trx, ballot, { state: state.value, trustees: null, public_key: null, key_fingerprint: null });
  await dropStale(trx, { ...ballot, state: state.value });
  await append(trx, caller.congress, actorOf(caller), {
    kind: 'key-dropped',
    subject: { type: 'ballot', id: ballot.id },
    detail: { attempt: ballot.attempt },
  });
  return ok(undefined);
}

/** Finds the caller's seat; refused for whoever is no scrutineer of this session, and before the ceremony has begun. */
export async function takeSeat(
  trx: Transaction,
  caller: Caller,
  session: SessionId,
  lock?: 'update',
): Promise<Result<Seat, Problem>> {
  const ballot = await ballotOf(trx, caller.congress, session, lock);
  if (!ballot) return err(problem('not-found'));
  const trustees = await trusteesOf(trx, ballot);
  const own = trustees.find((trustee) => trustee.account_id === caller.id);
  if (!own) {
    const people = await appointed(trx, caller.congress, session);
    const here = trustees.length === 0 && people.some(({ account }) => account === caller.id);
    return err(problem(here ? 'ceremony-not-started' : 'not-a-scrutineer-here'));
  }
  const method = ballot.method ?? (await effectiveMethod(trx, caller.congress, session));
  return ok({ ballot, method, trustees, own });
}

/** The round under way: everybody must be done with one before the next begins; 4 when the key is made. */
export function roundOf(trustees: readonly TrusteeRow[]): 1 | 2 | 3 | 4 {
  if (trustees.some(({ cert }) => cert === null)) return 1;
  if (trustees.some(({ commitment }) => commitment === null)) return 2;
  return trustees.some(({ verification }) => verification === null) ? 3 : 4;
}

/** The ceremony as this scrutineer's page needs it to take the next step. */
export async function ceremonyState(trx: Transaction, seat: Seat): Promise<Ceremony> {
  const { ballot, method, trustees, own } = seat;
  const shares = await sharesOf(trx, ballot, { recipient: own.position });
  return {
    index: own.position,
    size: trustees.length,
    threshold: method.threshold,
    group: method.group,
    round: roundOf(trustees),
    attempt: ballot.attempt,
    certs: trustees.map(({ cert }) => cert),
    commitments: trustees.map(({ commitment }) => commitment),
    verifications: trustees.map(({ verification }) => verification),
    shares: trustees.map(({ position }) => shares.find(({ sender }) => sender === position)?.sealed ?? null),
    trustees: ballot.trustees,
    publicKey: ballot.public_key,
  };
}

/** The ceremony for a GET. */
export async function seeCeremony(
  trx: Transaction,
  caller: Caller,
  session: SessionId,
): Promise<Result<Ceremony, Problem>> {
  const seat = await takeSeat(trx, caller, session);
  return seat.ok ? ok(await ceremonyState(trx, seat.value)) : seat;
}

/** A scrutineer confirms that the fingerprint on their own page equals the projector's. */
export async function confirmFingerprint(
  trx: Transaction,
  caller: Caller,
  session: SessionId,
  fingerprint: string,
): Promise<Result<void, Problem>> {
  const seat = await takeSeat(trx, caller, session, 'update');
  if (!seat.ok) return seat;
  const { ballot, own } = seat.value;
  if (ballot.key_fingerprint === null) return err(problem('wrong-round'));
  if (ballot.key_fingerprint !== fingerprint) return err(problem('conflict'));
  if (own.compared) return ok(undefined);
  await saveTrustee(trx, ballot, own.position, { compared: true });
  await append(trx, caller.congress, actorOf(caller), {
    kind: 'fingerprint-confirmed',
    subject: { type: 'ballot', id: ballot.id },
    detail: { position: own.position, fingerprint },
  });
  return ok(undefined);
}

import { assembleTrustees, keyFingerprint, type TrusteeContext } from '../../core/belenios/index.ts';
import type { Ceremony } from '../../core/contract/ceremony.ts';
import { type Problem, problem } from '../../core/contract/problems.ts';
import type { SessionId } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { after } from '../../core/workflow/ballot.ts';
import { actorOf, append, system } from '../audit/append.ts';
import type { Transaction } from '../database/pool.ts';
import type { Caller } from '../http/caller.ts';
import { fastGroups } from '../verification/fast-groups.ts';
import { ceremonyState, roundOf, type Seat, takeSeat } from './ceremony.ts';
import { appointed, dropShares, saveShares, sharesOf } from './ceremony-store.ts';
import { saveBallot, saveTrustee } from './store.ts';
import {
  checkCert,
  checkCommitment,
  checkVerification,
  parseCert,
  parseCommitment,
  parseShare,
  parseVerification,
  stored,
} from './trustee-messages.ts';

const bad = (index: number, detail: string) => err(problem('bad-trustee-data', { index, detail }));

const contextOf = ({ method, trustees, own }: Seat): TrusteeContext => ({
  group: method.group,
  size: trustees.length,
  threshold: method.threshold,
  index: own.position,
});

interface Step {
  readonly session: SessionId;
  readonly attempt: number;
  readonly round: 1 | 2 | 3;
  /** Whether what is stored is what was sent now. */
  same(seat: Seat, trx: Transaction): Promise<boolean> | boolean;
  /** Checks what was sent and stores it. */
  take(seat: Seat, trx: Transaction): Promise<Result<void, Problem>>;
}

/**
 * What every round does around its own check: the seat, the attempt, an identical repeat (answered as the first was, so that a lost reply
 * costs nothing), the order of rounds. Trustees submit one after the other: the ballot's row is locked.
 */
async function take(trx: Transaction, caller: Caller, step: Step): Promise<Result<Ceremony, Problem>> {
  const { session, attempt, round } = step;
  const seat = await takeSeat(trx, caller, session, 'update');
  if (!seat.ok) return seat;
  const { ballot, own, trustees } = seat.value;
  if (ballot.attempt !== attempt) return err(problem('conflict'));
  const submitted = [own.cert, own.commitment, own.verification][round - 1];
  if (submitted !== null) {
    if (!(await step.same(seat.value, trx))) return err(problem('already-submitted'));
    return ok(await ceremonyState(trx, seat.value));
  }
  if (ballot.state !== 'ceremony') return err(problem('ceremony-over'));
  if (roundOf(trustees) !== round) return err(problem('wrong-round'));
  const taken = await step.take(seat.value, trx);
  if (!taken.ok) return taken;
  await append(trx, caller.congress, actorOf(caller), {
    kind: 'trustee-round',
    subject: { type: 'ballot', id: ballot.id },
    detail: { attempt, position: own.position, round },
  });
  const now = await takeSeat(trx, caller, session);
  if (!now.ok || roundOf(now.value.trustees) !== 4) return now.ok ? ok(await ceremonyState(trx, now.value)) : now;
  const made = await makeKey(trx, caller, now.value);
  if (!made.ok) return made;
  const after = await takeSeat(trx, caller, session);
  return after.ok ? ok(await ceremonyState(trx, after.value)) : after;
}

/** Round 1: the certificate, with the trustee's signing and encryption keys. */
export const submitCert = (
  trx: Transaction,
  caller: Caller,
  session: SessionId,
  body: { attempt: number; cert: string },
) =>
  take(trx, caller, {
    session,
    attempt: body.attempt,
    round: 1,
    same: ({ own }) => own.cert === body.cert,
    take: async (seat) => {
      const { ballot, method, trustees, own } = seat;
      const cert = parseCert(body.cert);
      if (!cert) return bad(own.position, 'format');
      const others = trustees.flatMap((other) =>
        other.cert === null ? [] : [{ position: other.position, cert: stored(parseCert, other.cert) }],
      );
      const checked = checkCert(fastGroups(method.group), contextOf(seat), cert, others);
      if (!checked.ok) return bad(own.position, checked.error);
      await saveTrustee(trx, ballot, own.position, { cert: body.cert });
      return ok(undefined);
    },
  });

/** Round 2: the commitment to the trustee's polynomial, and a share sealed for each trustee that only that one can open. */
export const submitCommitment = (
  trx: Transaction,
  caller: Caller,
  session: SessionId,
  body: { attempt: number; commitment: string; shares: readonly string[] },
) =>
  take(trx, caller, {
    session,
    attempt: body.attempt,
    round: 2,
    same: async ({ ballot, own }) => {
      if (own.commitment !== body.commitment) return false;
      if (ballot.state !== 'ceremony') return true; // the shares are gone by then
      const shares = await sharesOf(trx, ballot, { sender: own.position });
      return shares.length === body.shares.length && shares.every(({ sealed }, i) => sealed === body.shares[i]);
    },
    take: async (seat) => {
      const { ballot, method, trustees, own } = seat;
      const commitment = parseCommitment(body.commitment);
      if (!commitment) return bad(own.position, 'format');
      const shares = body.shares.flatMap((text) => parseShare(text) ?? []);
      if (shares.length !== trustees.length || body.shares.length !== trustees.length)
        return bad(own.position, 'share');
      const certs = trustees.map(({ cert }) => stored(parseCert, cert));
      const checked = checkCommitment(fastGroups(method.group), contextOf(seat), certs, commitment, shares);
      if (!checked.ok) return bad(own.position, checked.error);
      await saveTrustee(trx, ballot, own.position, { commitment: body.commitment });
      await saveShares(trx, ballot, own.position, body.shares);
      return ok(undefined);
    },
  });

/** Round 3: the verification key. The last one to come makes the election's key. */
export const submitVerification = (
  trx: Transaction,
  caller: Caller,
  session: SessionId,
  body: { attempt: number; verification: string },
) =>
  take(trx, caller, {
    session,
    attempt: body.attempt,
    round: 3,
    same: ({ own }) => own.verification === body.verification,
    take: async (seat) => {
      const { ballot, method, trustees, own } = seat;
      const key = parseVerification(body.verification);
      if (!key) return bad(own.position, 'format');
      const certs = trustees.map(({ cert }) => stored(parseCert, cert));
      const commitments = trustees.map(({ commitment }) => stored(parseCommitment, commitment));
      const checked = checkVerification(fastGroups(method.group), contextOf(seat), certs, commitments, key);
      if (!checked.ok) return bad(own.position, checked.error);
      await saveTrustee(trx, ballot, own.position, { verification: body.verification });
      return ok(undefined);
    },
  });

/** Everybody is done: the trustees record is put together and checked whole, the key made, the sealed shares forgotten. */
async function makeKey(
  trx: Transaction,
  caller: Caller,
  { ballot, method, trustees, own }: Seat,
): Promise<Result<void, Problem>> {
  const state = after('make-key', ballot.state);
  if (!state.ok) return state;
  const people = await appointed(trx, caller.congress, ballot.session_id);
  const assembled = assembleTrustees(
    fastGroups(method.group),
    trustees.map(({ cert }) => stored(parseCert, cert)),
    trustees.map(({ commitment }) => ({ ...stored(parseCommitment, commitment), shares: [] })),
    trustees.map(({ verification }) => stored(parseVerification, verification)),
    trustees.map((trustee) => people.find(({ account }) => account === trustee.account_id)?.name ?? ''),
  );
  if (!assembled.ok) return bad(assembled.error.trustee ?? own.position, assembled.error.kind);
  const fingerprint = keyFingerprint(assembled.value.publicKeyText);
  await saveBallot(trx, ballot, {
    state: state.value,
    trustees: assembled.value.json,
    public_key: assembled.value.publicKeyText,
    key_fingerprint: fingerprint,
  });
  await dropShares(trx, ballot);
  await append(trx, caller.congress, system, {
    kind: 'key-made',
    subject: { type: 'ballot', id: ballot.id },
    detail: { fingerprint, trustees: trustees.length, threshold: method.threshold },
  });
  return ok(undefined);
}

import { type Problem, problem } from '../../core/contract/problems.ts';
import type { MakeBallot, Next } from '../../core/contract/rounds.ts';
import type { BallotId, SessionId } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { choiceText } from '../../core/rules/final-words.ts';
import { needsBallot, runOff, secondBallot } from '../../core/rules/rounds.ts';
import { stateWords } from '../../core/workflow/ballot.ts';
import { actorOf, append, system } from '../audit/append.ts';
import type { Transaction } from '../database/pool.ts';
import type { Caller } from '../http/caller.ts';
import { beforeOpening } from '../session/frozen.ts';
import { lockSession } from '../session/store.ts';
import { chainOf, nextOf, unused } from './chain.ts';
import type { ChainRow } from './chain-store.ts';
import { addBallot, ballotExists, copyPaper, deleteBallot, type NewBallot } from './further-store.ts';
import { settleProposal, waitingProposal } from './proposal-store.ts';
import { type BallotRow, ballotOf } from './store.ts';

type Kind = MakeBallot['kind'];

/** What was asked for when this ballot was made; undefined for the session's first. */
const askedFor = ({ kind, repeats, ordinal }: ChainRow): Kind | undefined => {
  if (repeats !== null) return 'again';
  return ordinal === 0 || kind === 'projects' || kind === 'evaluation' ? undefined : kind;
};

/**
 * Makes the session's next ballot under a client-made id: the run-off of the newest result's tie, the second ballot for its shortfall, or the
 * newest one again where it was annulled. Refused unless the method or the presidium's decision says so. It takes the next of the session's
 * elections, for which every card carries a credential already, so that the deputies keep their cards.
 *
 * It takes the scrutineers' key too, so that nobody holds a ceremony in a waiting hall. That is sound: what the key protects is tied to one
 * election and not to the key. Every proof of a ballot, its signature and every proof of a decryption hash φ, the fingerprint of the election
 * record (spec sections 4 and 7), which has a uuid of its own; credentials are derived from that uuid; so nothing of one ballot can be put into or taken for part of
 * another; no ballot is in two tallies, so that the difference of two says nothing of any (a scrutineer's device decrypts one tally of each
 * election). ElGamal under one key stays secret for any number of messages, with fresh randomness in each, and the key itself never comes
 * together: a decryption shows one factor for each total and nothing of the share. Whoever could misuse it for the second ballot, t
 * scrutineers against the rules, could have done so in the first. They can still make a new one before it opens (`startCeremony` with restart).
 */
export async function makeBallot(
  trx: Transaction,
  caller: Caller,
  session: SessionId,
  id: BallotId,
  kind: Kind,
): Promise<Result<void, Problem>> {
  const place = await lockSession(trx, caller.congress, session);
  const newest = place && (await ballotOf(trx, caller.congress, session, 'update'));
  if (!newest) return err(problem('not-found'));
  const chain = await chainOf(trx, caller.congress, session);
  const before = chain.rows.find((row) => row.id === id);
  if (before) return askedFor(before) === kind ? ok(undefined) : err(problem('conflict'));
  if (await ballotExists(trx, caller.congress, id)) return err(problem('conflict'));
  const may = mayMake(newest, nextOf(chain, place.election_uuids), kind, place.election_uuids.length);
  if (!may.ok) return may;
  const { ballot, codes, from } = derive(newest, kind, chain.rows);
  const uuid = unused(chain, place.election_uuids)[0]!;
  await addBallot(trx, newest, { ...ballot, id, uuid });
  const key = { congress_id: caller.congress, id };
  const projects = codes === null ? null : await copyPaper(trx, key, from, codes);
  await append(trx, caller.congress, actorOf(caller), {
    kind: 'further-ballot-made',
    subject: { type: 'ballot', id },
    detail: {
      kind: ballot.kind,
      follows: ballot.follows,
      repeats: ballot.repeats,
      projects,
      seats: ballot.method?.seats ?? null,
      election: uuid,
    },
  });
  return ok(undefined);
}

/** Whether this kind of ballot is what comes next; else what stands in its way. */
function mayMake(newest: BallotRow, next: Next | null, kind: Kind, uuids: number): Result<void, Problem> {
  if (newest.state !== 'published' && newest.state !== 'annulled')
    return err(problem('ballot-not-finished', { state: stateWords[newest.state].zh }));
  const wanted = { 'run-off': 'tie', second: 'shortfall', again: 'annulled' } as const;
  const refused = { 'run-off': 'no-tie', second: 'no-shortfall', again: 'not-annulled' } as const;
  if (next?.matter !== wanted[kind]) return err(problem(refused[kind]));
  if (next.make === kind) return ok(undefined);
  if (next.settled !== null && !needsBallot(next.settled)) return err(otherwise(next.settled));
  if (next.left === 0) return err(problem('no-ballots-left', { count: uuids }));
  return err(problem('presidium-to-decide'));
}

function otherwise(choice: NonNullable<Next['settled']>): Problem {
  const { zh, en } = choiceText(choice);
  return {
    code: 'decided-otherwise',
    params: { choice: zh },
    words: {
      zh: `已经确定的处理方式是“${zh}”，不再票决。如主席团改变决定，请先修改登记的决定。`,
      en: `What has been settled is "${en}", so there is no further ballot. If the presidium changes its decision, record that first.`,
    },
  };
}

interface Derived {
  readonly ballot: Omit<NewBallot, 'id' | 'uuid'>;
  /** What of the paper of `from` is on the new one; null: its paper is the session's list until it opens. */
  readonly codes: readonly string[] | 'all' | null;
  readonly from: BallotId;
}

/** The further ballot as core/rules derives it; its method and paper are frozen from now on, whatever becomes of the session's. */
function derive(newest: BallotRow, kind: Kind, chain: readonly ChainRow[]): Derived {
  if (kind === 'again') {
    const first = newest.kind === 'projects';
    return {
      ballot: {
        kind: newest.kind,
        follows: newest.follows,
        repeats: newest.id,
        method: first ? null : newest.method,
      },
      codes: first ? null : 'all',
      from: newest.id,
    };
  }
  const { result } = newest.outcome!;
  // The first one counts as it was last held.
  const first = chain.findLast((row) => row.kind === 'projects')?.method ?? undefined;
  const further = kind === 'run-off' ? runOff(newest.method!, result) : secondBallot(newest.method!, result, first);
  if (!further.ok) throw new Error(`no ${kind} follows from this outcome: ${further.error}`);
  const { method, codes } = further.value;
  return { ballot: { kind, follows: newest.id, repeats: null, method }, codes, from: newest.id };
}

/**
 * Takes back a further ballot that has not opened: its election and the presidium's decision are free again. One that is not there was taken
 * back before.
 */
export async function withdrawBallot(
  trx: Transaction,
  caller: Caller,
  session: SessionId,
  id: BallotId,
): Promise<Result<void, Problem>> {
  const place = await lockSession(trx, caller.congress, session);
  const newest = place && (await ballotOf(trx, caller.congress, session, 'update'));
  if (!newest) return err(problem('not-found'));
  const { rows } = await chainOf(trx, caller.congress, session);
  if (!rows.some((row) => row.id === id)) return ok(undefined);
  if (newest.id !== id || newest.ordinal === 0 || !beforeOpening(newest))
    return err(problem('ballot-not-withdrawable'));
  const waiting = await waitingProposal(trx, newest);
  if (waiting) {
    await settleProposal(trx, waiting, 'withdrawn');
    await append(trx, caller.congress, system, {
      kind: 'proposal-withdrawn',
      subject: { type: 'proposal', id: waiting.id },
      detail: { ballot: id, act: waiting.act, reason: 'stale' },
    });
  }
  await deleteBallot(trx, newest);
  await append(trx, caller.congress, actorOf(caller), {
    kind: 'further-ballot-withdrawn',
    subject: { type: 'ballot', id },
    detail: { kind: newest.kind, election: newest.uuid },
  });
  return ok(undefined);
}

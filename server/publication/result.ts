import type { Tally } from '../../core/contract/ceremony.ts';
import type { PublicResult } from '../../core/contract/hall.ts';
import { type Problem, problem } from '../../core/contract/problems.ts';
import type { CongressId, ElectionUuid, SessionId } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { trackerOf } from '../ballot/cast.ts';
import { chainOf, finalOf, recordsOf, whichOf } from '../ballot/chain.ts';
import { chainRows } from '../ballot/chain-store.ts';
import { hashesOf } from '../ballot/close-store.ts';
import { frozenProjects } from '../ballot/open-store.ts';
import { scansOf } from '../ballot/paper-store.ts';
import { type BallotRow, ballotOf } from '../ballot/store.ts';
import type { Transaction } from '../database/pool.ts';
import { findCongress } from '../identity/store.ts';
import { findSession } from '../session/store.ts';
import { archiveBytes } from './archive.ts';
import { ballotBody, ballotByUuid, publishedBallots, scrutineersOf } from './store.ts';

/** A ballot whose result is public. */
export async function publishedBallot(trx: Transaction, uuid: ElectionUuid): Promise<Result<BallotRow, Problem>> {
  const ballot = await ballotByUuid(trx, uuid);
  return ballot?.state === 'published' ? ok(ballot) : err(problem(ballot ? 'not-published' : 'not-found'));
}

/** The archive's ballot: published, and not on paper. */
export async function archivedBallot(trx: Transaction, uuid: ElectionUuid): Promise<Result<BallotRow, Problem>> {
  const found = await publishedBallot(trx, uuid);
  return found.ok && found.value.medium === 'paper' ? err(problem('on-paper')) : found;
}

/** The published result with everything needed to check it. */
export async function resultOf(trx: Transaction, uuid: ElectionUuid): Promise<Result<PublicResult, Problem>> {
  const found = await publishedBallot(trx, uuid);
  if (!found.ok) return found;
  const ballot = found.value;
  const session = (await findSession(trx, ballot.congress_id, ballot.session_id))!;
  const chain = await chainOf(trx, ballot.congress_id, ballot.session_id);
  const ballots = recordsOf(chain, { seats: 0, projects: 0 }).filter(
    ({ state }) => state === 'published' || state === 'annulled',
  );
  const own = ballots.find(({ id }) => id === ballot.id)!;
  return ok({
    congress: (await findCongress(trx, ballot.congress_id))!,
    session: { name: session.name, year: session.year, rehearsal: session.rehearsal_of !== null },
    uuid,
    which: own.which,
    method: ballot.method!,
    projects: await frozenProjects(trx, ballot),
    outcome: ballot.outcome!,
    openedAt: ballot.opened_at!.toISOString(),
    closedAt: ballot.closed_at!.toISOString(),
    publishedAt: ballot.published_at!.toISOString(),
    medium: ballot.medium,
    scans: await scansOf(trx, ballot),
    electionHash: ballot.election_hash,
    keyFingerprint: ballot.key_fingerprint,
    closingEvent: ballot.closing_event,
    lastEvent: ballot.last_event,
    archiveBytes: ballot.medium === 'paper' ? null : await archiveBytes(trx, ballot),
    decision: own.decision,
    ballots,
    final: finalOf(chain)!,
    scrutineers: await scrutineersOf(trx, ballot),
  });
}

/** The result from the decryption on, for those who vouch for it before it is public; an annulled ballot keeps it on record. */
export async function tallyOf(
  trx: Transaction,
  congress: CongressId,
  session: SessionId,
): Promise<Result<Tally, Problem>> {
  const ballot = await ballotOf(trx, congress, session);
  if (!ballot) return err(problem('not-found'));
  if (ballot.outcome === null) return err(problem('not-tallied'));
  return ok({ projects: await frozenProjects(trx, ballot), outcome: ballot.outcome });
}

/** All receipts in the box in the order of the archive, from the close on; earlier they would show who has just voted. */
export async function receiptsOf(trx: Transaction, uuid: ElectionUuid): Promise<Result<string[], Problem>> {
  const ballot = await ballotByUuid(trx, uuid);
  if (!ballot) return err(problem('not-found'));
  if (ballot.medium === 'paper') return err(problem('on-paper'));
  if (ballot.closed_at === null) return err(problem('ballot-not-closed'));
  return ok((await hashesOf(trx, ballot)).map(trackerOf));
}

/** One published ballot's text as it stands in the archive, by the hash that is its receipt. */
export async function ballotTextOf(
  trx: Transaction,
  uuid: ElectionUuid,
  hash: string,
): Promise<Result<string, Problem>> {
  const published = await archivedBallot(trx, uuid);
  if (!published.ok) return published;
  const body = await ballotBody(trx, published.value, hash);
  return body === undefined ? err(problem('not-found')) : ok(body);
}

/** The election record, byte for byte, from the opening on. */
export async function electionOf(
  trx: Transaction,
  uuid: ElectionUuid,
): Promise<Result<{ json: string; fingerprint: string }, Problem>> {
  const ballot = await ballotByUuid(trx, uuid);
  if (!ballot) return err(problem('not-found'));
  if (ballot.election === null && ballot.medium === 'paper') return err(problem('on-paper'));
  if (ballot.election === null) return err(problem('ballot-not-open'));
  return ok({ json: ballot.election, fingerprint: ballot.election_hash! });
}

/** What a congress has published, newest first. */
export async function publishedOf(trx: Transaction, congress: CongressId) {
  const rows = await publishedBallots(trx, congress);
  const chains = new Map<SessionId, Awaited<ReturnType<typeof chainRows>>>();
  for (const { session_id } of rows)
    if (!chains.has(session_id)) chains.set(session_id, await chainRows(trx, congress, session_id));
  return rows.map(({ uuid, session_id, session, year, rehearsal_of, published_at }) => {
    const chain = chains.get(session_id)!;
    return {
      uuid,
      which: whichOf(chain, chain.find((row) => row.uuid === uuid)!),
      session,
      year,
      rehearsal: rehearsal_of !== null,
      publishedAt: published_at!.toISOString(),
    };
  });
}

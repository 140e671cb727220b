import type { BallotProject } from '../../core/contract/hall.ts';
import type { Congress } from '../../core/contract/identity.ts';
import type { CongressId, ElectionUuid, SessionId } from '../../core/ids.ts';
import { evaluationMethod } from '../../core/rules/evaluation.ts';
import type { Method } from '../../core/rules/method.ts';
import type { OpeningFacts } from '../../core/workflow/opening.ts';
import { listCandidates, lockLists } from '../congress/store.ts';
import type { Transaction } from '../database/pool.ts';
import { type EvaluationPaper, evaluationPaper } from '../evaluation/paper.ts';
import { findCongress } from '../identity/store.ts';
import { countEntitledIn, countPresent } from '../session/attendance.ts';
import { countCards } from '../session/card-store.ts';
import { effectiveMethod as methodOf } from '../session/method.ts';
import { findSession, lockSession, type SessionRow } from '../session/store.ts';
import { frozenProjects } from './open-store.ts';
import { type BallotRow, ballotOf } from './store.ts';

/** What the ballot takes from the session, the roster and the candidate list, as they stand in this transaction. */
export interface SessionFacts {
  readonly congress: Congress;
  readonly session: { readonly name: string; readonly year: number; readonly rehearsal: boolean };
  /** The saved method, else the defaults for this many candidates. */
  readonly method: Method;
  readonly candidates: readonly BallotProject[];
  /** Where the ballot is an evaluation of the candidates. */
  readonly evaluation?: EvaluationPaper;
}

/** Names, method and candidates of an existing session. */
export async function sessionFacts(trx: Transaction, congress: CongressId, session: SessionId): Promise<SessionFacts> {
  const row = await findSession(trx, congress, session);
  const place = await findCongress(trx, congress);
  if (!row || !place) throw new Error('a ballot without its session');
  return {
    congress: place,
    session: { name: row.name, year: row.year, rehearsal: row.rehearsal_of !== null },
    method: await methodOf(trx, row),
    candidates: await listCandidates(trx, congress, row.cycle_id),
  };
}

/** The same for one ballot: what it has frozen counts and not the session's, which for a further ballot is from the beginning. */
export async function ballotFacts(trx: Transaction, ballot: BallotRow): Promise<SessionFacts> {
  const { congress_id: congress, session_id: session } = ballot;
  const facts = await sessionFacts(trx, congress, session);
  const evaluation = ballot.kind === 'evaluation' ? { evaluation: await evaluationPaper(trx, congress, session) } : {};
  if (ballot.method !== null)
    return { ...facts, ...evaluation, method: ballot.method, candidates: await frozenProjects(trx, ballot) };
  if (!evaluation.evaluation) return facts;
  const { projects } = evaluation.evaluation;
  return { ...facts, ...evaluation, method: evaluationMethod(facts.method, projects.length), candidates: projects };
}

/** The method and the projects of a ballot as they stand: frozen, or as the session, or its evaluation, would have them now. */
export async function paperNow(
  trx: Transaction,
  session: SessionRow,
  ballot: BallotRow,
): Promise<{ readonly method: Method; readonly projects: readonly BallotProject[] }> {
  if (ballot.method !== null) return { method: ballot.method, projects: await frozenProjects(trx, ballot) };
  const { congress_id: congress, id, cycle_id: cycle } = session;
  const method = await methodOf(trx, session);
  if (ballot.kind !== 'evaluation') return { method, projects: await listCandidates(trx, congress, cycle) };
  const { projects } = await evaluationPaper(trx, congress, id);
  return { method: evaluationMethod(method, projects.length), projects };
}

/** The method that will be frozen: the saved one, else the defaults. */
export const effectiveMethod = async (trx: Transaction, congress: CongressId, session: SessionId): Promise<Method> =>
  (await sessionFacts(trx, congress, session)).method;

/**
 * The session's ballot, locked with everything its opening counts: roster and candidates, attendance and cards, in the order in which others
 * take these locks.
 */
export async function lockEverything(
  trx: Transaction,
  congress: CongressId,
  session: SessionId,
): Promise<BallotRow | undefined> {
  await lockLists(trx, congress);
  await lockSession(trx, congress, session);
  return ballotOf(trx, congress, session, 'update');
}

/** 应到 and 实到. */
export async function countHeads(
  trx: Transaction,
  congress: CongressId,
  session: SessionId,
): Promise<{ entitled: number; present: number }> {
  return {
    entitled: await countEntitledIn(trx, congress, session),
    present: await countPresent(trx, congress, session),
  };
}

/** Public credentials of the activated cards for one election, sorted, so that their order says nothing; `papers` are those set aside for papers. */
export async function activatedCredentials(
  trx: Transaction,
  congress: CongressId,
  session: SessionId,
  uuid: ElectionUuid,
): Promise<{ all: string[]; papers: string[] }> {
  const rows = await trx
    .selectFrom('card_credential as k')
    .innerJoin('card as c', (join) =>
      join
        .onRef('c.congress_id', '=', 'k.congress_id')
        .onRef('c.session_id', '=', 'k.session_id')
        .onRef('c.serial', '=', 'k.serial'),
    )
    .select(['k.credential', 'c.purpose'])
    .where('k.congress_id', '=', congress)
    .where('k.session_id', '=', session)
    .where('k.uuid', '=', uuid)
    .where('c.state', '=', 'activated')
    .execute();
  const sorted = (list: typeof rows) => list.map(({ credential }) => credential).sort();
  return { all: sorted(rows), papers: sorted(rows.filter(({ purpose }) => purpose === 'paper')) };
}

/** What `mayOpen` decides on. */
export async function openingFacts(trx: Transaction, ballot: BallotRow, candidates: number): Promise<OpeningFacts> {
  const { congress_id: congress, session_id: session } = ballot;
  const { activated } = await countCards(trx, congress, session);
  const onPaper = ballot.medium === 'paper';
  return {
    ...(await countHeads(trx, congress, session)),
    ...{ candidates, activated, onPaper, keyMade: ballot.public_key !== null },
  };
}

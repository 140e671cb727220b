import type { Candidate, Deputy } from '../../core/contract/congress.ts';
import type { CandidateId, CongressId, CycleId, DelegationId, DeputyId } from '../../core/ids.ts';
import type { BallotState } from '../../core/workflow/ballot.ts';
import type { Transaction } from '../database/pool.ts';
import { compareNatural } from './order.ts';

/** Rows per insert: well below the 65,535 parameters of one statement. */
const CHUNK = 1000;

/** Makes changes of one congress's roster and candidates wait for each other, without holding up those who only refer to the congress. */
export async function lockLists(trx: Transaction, congress: CongressId): Promise<void> {
  await trx.selectFrom('congress').select('congress_id').where('congress_id', '=', congress).forNoKeyUpdate().execute();
}

const deputyQuery = (trx: Transaction, congress: CongressId) =>
  trx
    .selectFrom('deputy')
    .innerJoin('delegation', (join) =>
      join
        .onRef('delegation.congress_id', '=', 'deputy.congress_id')
        .onRef('delegation.id', '=', 'deputy.delegation_id'),
    )
    .select([
      'deputy.id',
      'deputy.number',
      'deputy.name',
      'deputy.gender',
      'delegation.name as delegation',
      'deputy.delegation_id as delegationId',
      'deputy.in_office as inOffice',
      'deputy.phone',
      'deputy.pinyin',
      'deputy.initials',
    ])
    .where('deputy.congress_id', '=', congress);

/** A deputy with the telephone, which not everybody is shown. */
export type StoredDeputy = Deputy & { readonly phone: string };

/** The whole roster, by delegation and number. */
export async function listDeputies(trx: Transaction, congress: CongressId): Promise<StoredDeputy[]> {
  const rows = await deputyQuery(trx, congress).execute();
  return rows.sort((a, b) => compareNatural(a.delegation, b.delegation) || compareNatural(a.number, b.number));
}

export const findDeputy = (trx: Transaction, congress: CongressId, id: DeputyId): Promise<StoredDeputy | undefined> =>
  deputyQuery(trx, congress).where('deputy.id', '=', id).executeTakeFirst();

export const deputyByNumber = (
  trx: Transaction,
  congress: CongressId,
  number: string,
): Promise<StoredDeputy | undefined> =>
  deputyQuery(trx, congress).where('deputy.number', '=', number).executeTakeFirst();

/** Ids of the delegations by name, those that do not exist yet made. */
export async function ensureDelegations(
  trx: Transaction,
  congress: CongressId,
  names: readonly string[],
  makeId: () => DelegationId,
): Promise<Map<string, DelegationId>> {
  const rows = [...new Set(names)].map((name) => ({ congress_id: congress, id: makeId(), name }));
  if (rows.length > 0)
    await trx
      .insertInto('delegation')
      .values(rows)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  const all = await trx.selectFrom('delegation').select(['id', 'name']).where('congress_id', '=', congress).execute();
  return new Map(all.map(({ id, name }) => [name, id]));
}

/** Stores deputies whose delegations exist; an id that exists is overwritten. */
export async function putDeputies(
  trx: Transaction,
  congress: CongressId,
  deputies: readonly StoredDeputy[],
): Promise<void> {
  for (let at = 0; at < deputies.length; at += CHUNK) {
    const rows = deputies.slice(at, at + CHUNK).map(({ delegation: _, delegationId, inOffice, ...rest }) => ({
      congress_id: congress,
      ...rest,
      delegation_id: delegationId,
      in_office: inOffice,
    }));
    await trx
      .insertInto('deputy')
      .values(rows)
      .onConflict((conflict) =>
        conflict.columns(['congress_id', 'id']).doUpdateSet((eb) => ({
          number: eb.ref('excluded.number'),
          name: eb.ref('excluded.name'),
          gender: eb.ref('excluded.gender'),
          delegation_id: eb.ref('excluded.delegation_id'),
          in_office: eb.ref('excluded.in_office'),
          phone: eb.ref('excluded.phone'),
          pinyin: eb.ref('excluded.pinyin'),
          initials: eb.ref('excluded.initials'),
        })),
      )
      .execute();
  }
}

/** The candidates of a cycle that are on the list, in the order of the ballot paper. */
export const listCandidates = (trx: Transaction, congress: CongressId, cycle: CycleId): Promise<Candidate[]> =>
  trx
    .selectFrom('candidate')
    .select(['id', 'code', 'title', 'content', 'place', 'budget', 'unit', 'finish', 'position'])
    .where('congress_id', '=', congress)
    .where('cycle_id', '=', cycle)
    .where('standing', '=', 'listed')
    .orderBy('position')
    .orderBy('code')
    .execute();

export async function putCandidates(
  trx: Transaction,
  congress: CongressId,
  cycle: CycleId,
  candidates: readonly Candidate[],
): Promise<void> {
  for (let at = 0; at < candidates.length; at += CHUNK) {
    await trx
      .insertInto('candidate')
      .values(
        candidates.slice(at, at + CHUNK).map((candidate) => ({ congress_id: congress, cycle_id: cycle, ...candidate })),
      )
      .onConflict((conflict) =>
        conflict.columns(['congress_id', 'id']).doUpdateSet((eb) => ({
          code: eb.ref('excluded.code'),
          title: eb.ref('excluded.title'),
          content: eb.ref('excluded.content'),
          place: eb.ref('excluded.place'),
          budget: eb.ref('excluded.budget'),
          unit: eb.ref('excluded.unit'),
          finish: eb.ref('excluded.finish'),
          position: eb.ref('excluded.position'),
        })),
      )
      .execute();
  }
}

/** Whether a candidate of this id exists in another cycle: ids are the client's and may be used once. */
export async function candidateElsewhere(
  trx: Transaction,
  congress: CongressId,
  cycle: CycleId,
  id: CandidateId,
): Promise<boolean> {
  const row = await trx
    .selectFrom('candidate')
    .select('id')
    .where('congress_id', '=', congress)
    .where('id', '=', id)
    .where('cycle_id', '!=', cycle)
    .executeTakeFirst();
  return row !== undefined;
}

export async function deleteCandidate(trx: Transaction, congress: CongressId, id: CandidateId): Promise<void> {
  await trx.deleteFrom('candidate').where('congress_id', '=', congress).where('id', '=', id).execute();
}

const standing = new Set<BallotState>(['open', 'closed', 'tallied', 'certified', 'published']);

/**
 * Whether the ballot of a real session of this cycle has opened: from then on the candidates stand. A rehearsal does not freeze them, and
 * neither does a ballot that was annulled, for it is held again. No ballot of the cycle opens before the transaction ends.
 */
export async function candidatesFrozen(trx: Transaction, congress: CongressId, cycle: CycleId): Promise<boolean> {
  const ballots = await trx
    .selectFrom('ballot')
    .innerJoin('session', (join) =>
      join.onRef('session.congress_id', '=', 'ballot.congress_id').onRef('session.id', '=', 'ballot.session_id'),
    )
    .select('ballot.state')
    .where('session.congress_id', '=', congress)
    .where('session.cycle_id', '=', cycle)
    .where('session.rehearsal_of', 'is', null)
    // An evaluation has a paper of its own.
    .where('ballot.kind', '<>', 'evaluation')
    .forShare('ballot')
    .execute();
  return ballots.some(({ state }) => standing.has(state));
}

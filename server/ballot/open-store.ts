import { sql } from 'kysely';
import type { BallotProject } from '../../core/contract/hall.ts';
import type { CongressId, SessionId } from '../../core/ids.ts';
import type { Transaction } from '../database/pool.ts';
import { forgetApprovalOrder } from '../session/tablet-store.ts';
import type { BallotKey } from './store.ts';

/** Copies the candidate list onto the ballot paper, in its order. */
export async function freezeProjects(
  trx: Transaction,
  ballot: BallotKey,
  projects: readonly BallotProject[],
): Promise<void> {
  const rows = projects.map(({ code, title, content, place, budget, unit, finish }, position) => ({
    congress_id: ballot.congress_id,
    ballot_id: ballot.id,
    position,
    ...{ code, title, content, place, budget, unit, finish },
  }));
  await trx.insertInto('ballot_project').values(rows).execute();
}

/** The projects on the ballot paper, in its order; none before a first ballot opened. */
export async function frozenProjects(trx: Transaction, ballot: BallotKey): Promise<BallotProject[]> {
  return trx
    .selectFrom('ballot_project')
    .select(['code', 'title', 'content', 'place', 'budget', 'unit', 'finish'])
    .where('congress_id', '=', ballot.congress_id)
    .where('ballot_id', '=', ballot.id)
    .orderBy('position')
    .execute();
}

/** Who may cast: exactly the credentials of the Setup event, in their sorted order. */
export async function issueCredentials(
  trx: Transaction,
  ballot: BallotKey,
  { all, papers }: { readonly all: readonly string[]; readonly papers: readonly string[] },
): Promise<void> {
  await sql`
    insert into issued_credential (congress_id, ballot_id, credential, paper)
    select ${ballot.congress_id}, ${ballot.id}, c, c = any (${papers}::text[]) from unnest(${all}::text[]) with ordinality as t (c, n) order by n`.execute(
    trx,
  );
}

/**
 * Writes the session's cards anew in the order of their serials, without the requests that activated them. A row keeps its place in the file
 * and the number of the transaction that wrote it; both told in which order, and so next to whom at the desk, cards were activated.
 */
export async function forgetActivationOrder(trx: Transaction, congress: CongressId, session: SessionId): Promise<void> {
  await sql`create temporary table kept_credential on commit drop as
    select uuid, credential, serial from card_credential where congress_id = ${congress} and session_id = ${session}`.execute(
    trx,
  );
  await sql`create temporary table kept_card on commit drop as
    select serial, state, purpose from card where congress_id = ${congress} and session_id = ${session}`.execute(trx);
  // The credentials go with their cards.
  await sql`delete from card where congress_id = ${congress} and session_id = ${session}`.execute(trx);
  await sql`insert into card (congress_id, session_id, serial, state, purpose)
    select ${congress}, ${session}, serial, state, purpose from kept_card order by serial collate "C"`.execute(trx);
  await sql`insert into card_credential (congress_id, session_id, uuid, credential, serial)
    select ${congress}, ${session}, uuid, credential, serial from kept_credential order by uuid collate "C", credential collate "C"`.execute(
    trx,
  );
  await forgetApprovalOrder(trx, congress, session);
}

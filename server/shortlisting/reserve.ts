import { sql } from 'kysely';
import { type Problem, problem } from '../../core/contract/problems.ts';
import type { ReserveItem } from '../../core/contract/shortlisting.ts';
import type { CandidateId, CongressId, CycleId, SuggestionId } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { nextCode } from '../../core/shortlisting/standing.ts';
import { actorOf, append } from '../audit/append.ts';
import { freeReceipt } from '../collection/receipts.ts';
import { findSuggestion } from '../collection/store.ts';
import { insertSuggestions } from '../collection/write-store.ts';
import { lockLists, putCandidates } from '../congress/store.ts';
import { findCycle } from '../cycle/store.ts';
import type { Transaction } from '../database/pool.ts';
import { mayChange } from '../deliberation/gate.ts';
import { recordChange } from '../history/record.ts';
import type { Caller } from '../http/caller.ts';
import { candidateRows } from './store.ts';
import { putSheet } from './write-store.ts';

/** What the years before `cycle` left in the reserve bank (储备库), newest year first, and where it was brought in. */
export async function reserveOf(trx: Transaction, congress: CongressId, cycle: CycleId): Promise<ReserveItem[]> {
  const { rows } = await sql<ReserveItem>`
    select 'candidate' as kind, c.id, y.year, c.title, c.content, f.reserve_reason as reason,
      (select coalesce(sum(s.people + s.seconds), 0)::int4 from suggestion_answer a
        join suggestion s on s.congress_id = a.congress_id and s.id = a.suggestion_id
        where a.congress_id = c.congress_id and a.candidate_id = c.id) as demand,
      (select ny.year from candidate_sheet n join candidate nc on nc.congress_id = n.congress_id and nc.id = n.candidate_id
        join cycle ny on ny.congress_id = nc.congress_id and ny.id = nc.cycle_id
        where n.congress_id = c.congress_id and n.carried_from = c.id) as "carriedTo"
    from candidate c
    join candidate_sheet f on f.congress_id = c.congress_id and f.candidate_id = c.id
    join cycle y on y.congress_id = c.congress_id and y.id = c.cycle_id
    where c.congress_id = ${congress} and f.reserve_reason <> ''
      and y.year < (select year from cycle where congress_id = ${congress} and id = ${cycle})
    union all
    select 'suggestion' as kind, s.id, y.year, s.title, s.content, a.reason, s.people + s.seconds as demand,
      (select ny.year from suggestion n join cycle ny on ny.congress_id = n.congress_id and ny.id = n.cycle_id
        where n.congress_id = s.congress_id and n.carried_from = s.id) as "carriedTo"
    from suggestion_answer a
    join suggestion s on s.congress_id = a.congress_id and s.id = a.suggestion_id
    join cycle y on y.congress_id = s.congress_id and y.id = s.cycle_id
    where a.congress_id = ${congress} and a.kind = 'reserve'
      and y.year < (select year from cycle where congress_id = ${congress} and id = ${cycle})
    order by year desc, demand desc, title
    limit 1000`.execute(trx);
  return rows;
}

/** Brings an entry of the reserve bank into the cycle, once: a candidate with its sheet, or a suggestion into the ledger. */
export async function bringIn(
  trx: Transaction,
  caller: Caller,
  cycle: CycleId,
  subject: string,
  { kind, id }: { kind: 'suggestion' | 'candidate'; id: string },
): Promise<Result<void, Problem>> {
  const { congress } = caller;
  await lockLists(trx, congress);
  if (!(await findCycle(trx, congress, cycle))) return err(problem('not-found'));
  const free = await mayChange(trx, congress, cycle);
  if (!free.ok) return free;
  const entry = (await reserveOf(trx, congress, cycle)).find((one) => one.id === subject && one.kind === kind);
  if (!entry) return err(problem('not-found'));
  const repeated = await carriedAs(trx, congress, kind, subject);
  if (repeated) return repeated === id ? ok(undefined) : err(problem('carried-already'));
  if (kind === 'candidate') await carryCandidate(trx, congress, cycle, subject as CandidateId, id as CandidateId);
  else await carrySuggestion(trx, caller, cycle, subject as SuggestionId, id as SuggestionId);
  await recordChange(trx, congress, caller, {
    kind,
    subject: id,
    act: '从储备库调入',
    reason: entry.reason,
    after: { title: entry.title, year: entry.year },
  });
  await append(trx, congress, actorOf(caller), {
    kind: 'reserve-brought-in',
    subject: { type: 'cycle', id: cycle },
    detail: { title: entry.title, year: entry.year, as: kind },
  });
  return ok(undefined);
}

/** Under which id an entry was brought in. */
export async function carriedAs(
  trx: Transaction,
  congress: CongressId,
  kind: 'suggestion' | 'candidate',
  subject: string,
): Promise<string | undefined> {
  if (kind === 'candidate') {
    const row = await trx
      .selectFrom('candidate_sheet')
      .select('candidate_id')
      .where('congress_id', '=', congress)
      .where('carried_from', '=', subject as CandidateId)
      .executeTakeFirst();
    return row?.candidate_id;
  }
  const row = await trx
    .selectFrom('suggestion')
    .select('id')
    .where('congress_id', '=', congress)
    .where('carried_from', '=', subject as SuggestionId)
    .executeTakeFirst();
  return row?.id;
}

async function carryCandidate(
  trx: Transaction,
  congress: CongressId,
  cycle: CycleId,
  from: CandidateId,
  id: CandidateId,
): Promise<void> {
  const { cycle_id } = await trx
    .selectFrom('candidate')
    .select('cycle_id')
    .where('congress_id', '=', congress)
    .where('id', '=', from)
    .executeTakeFirstOrThrow();
  const old = (await candidateRows(trx, congress, cycle_id)).find((one) => one.id === from)!;
  const here = await candidateRows(trx, congress, cycle);
  const { title, content, place, budget, unit } = old;
  const position = Math.max(-1, ...here.map((one) => one.position)) + 1;
  const code = nextCode(here.map((one) => one.code));
  // Its dates belonged to the year in which it was proposed.
  await putCandidates(trx, congress, cycle, [
    { id, code, title, content, place, budget, unit, finish: null, position },
  ]);
  await putSheet(trx, congress, id, { ...old, starts: null, milestones: [] }, from);
}

async function carrySuggestion(
  trx: Transaction,
  caller: Caller,
  cycle: CycleId,
  from: SuggestionId,
  id: SuggestionId,
): Promise<void> {
  const old = (await findSuggestion(trx, caller.congress, from))!;
  await insertSuggestions(trx, caller.congress, cycle, [
    {
      id,
      receipt: await freeReceipt(trx),
      title: old.title,
      content: old.content,
      reason: old.reason,
      village: old.villageId,
      place: old.place,
      category: old.categoryId,
      channel: 'reserve',
      state: 'published',
      deputy: old.deputyId,
      account: caller.id,
      heardOn: null,
      people: old.people + old.seconds,
      importKey: null,
      carriedFrom: from,
    },
  ]);
}

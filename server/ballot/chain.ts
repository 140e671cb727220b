import type { BallotRecord, Decision, FinalList, Next, Which } from '../../core/contract/rounds.ts';
import type { BallotId, CongressId, ElectionUuid, SessionId } from '../../core/ids.ts';
import { finalOutcome } from '../../core/rules/final.ts';
import type { Outcome } from '../../core/rules/outcome.ts';
import type { BallotFacts } from '../../core/workflow/further.ts';
import { nextAfter } from '../../core/workflow/further.ts';
import type { Transaction } from '../database/pool.ts';
import { type ChainRow, chainRows, decisionsOf, paperTitles } from './chain-store.ts';

/** A session's ballots with what was decided about them and what is on their papers. */
export interface Chain {
  readonly rows: readonly ChainRow[];
  readonly decisions: ReadonlyMap<BallotId, Decision>;
  readonly papers: ReadonlyMap<BallotId, readonly { readonly code: string; readonly title: string }[]>;
}

export async function chainOf(trx: Transaction, congress: CongressId, session: SessionId): Promise<Chain> {
  return {
    rows: await chainRows(trx, congress, session),
    decisions: await decisionsOf(trx, congress, session),
    papers: await paperTitles(trx, congress, session),
  };
}

/** Which ballot of its session one is. */
export function whichOf(rows: readonly ChainRow[], { kind, ordinal, follows, repeats }: ChainRow): Which {
  const uuidOf = (id: BallotId | null) => rows.find((row) => row.id === id)?.uuid ?? null;
  const round = rows.filter((row) => row.kind === kind && row.repeats === null && row.ordinal <= ordinal).length;
  return {
    kind,
    round,
    again: repeats !== null,
    ordinal,
    follows: uuidOf(follows),
    repeats: uuidOf(repeats),
  };
}

/** Which ballot of its session the one with this id is. */
export async function whichBallot(
  trx: Transaction,
  ballot: { congress_id: CongressId; session_id: SessionId; id: BallotId },
): Promise<Which> {
  const rows = await chainRows(trx, ballot.congress_id, ballot.session_id);
  return whichOf(rows, rows.find(({ id }) => id === ballot.id)!);
}

/** Nothing follows from a result, and nobody is told of it, before it is public. */
const publicResult = ({ state, outcome }: Pick<ChainRow, 'state' | 'outcome'>): Outcome | null =>
  state === 'published' ? (outcome?.result ?? null) : null;

const instant = (date: Date | null): string | null => date?.toISOString() ?? null;

/** The history of the session's ballots. `unfrozen` stands in for a ballot whose paper is still the session's own. */
export const recordsOf = (
  { rows, decisions, papers }: Chain,
  unfrozen: { readonly seats: number; readonly projects: number },
): BallotRecord[] =>
  rows.map((row) => ({
    id: row.id,
    uuid: row.uuid,
    which: whichOf(rows, row),
    state: row.state,
    follows: row.follows,
    repeats: row.repeats,
    annulledReason: row.annulled_reason,
    seats: row.method?.seats ?? unfrozen.seats,
    projects: row.method ? (papers.get(row.id)?.length ?? 0) : unfrozen.projects,
    filled: publicResult(row)?.filled ?? null,
    issued: row.issued === null ? null : row.issued + row.paper_issued,
    returned: row.returned === null ? null : row.returned + row.paper_void,
    presentAtOpen: row.present_at_open,
    presentAtClose: row.present_at_close,
    openedAt: instant(row.opened_at),
    closedAt: instant(row.closed_at),
    publishedAt: instant(row.published_at),
    decision: decisions.get(row.id) ?? null,
  }));

const factsOf = ({ decisions }: Chain, { id, state, outcome }: ChainRow): BallotFacts => ({
  id,
  state,
  result: publicResult({ state, outcome }),
  decision: decisions.get(id)?.choice ?? null,
});

/** What comes after the session's newest ballot. `uuids` are those its cards carry credentials for. */
export function nextOf(chain: Chain, uuids: readonly ElectionUuid[]): Next | null {
  const newest = chain.rows.at(-1);
  if (!newest) return null;
  const followed = chain.rows.find(({ id }) => id === newest.follows);
  return nextAfter(factsOf(chain, newest), followed ? factsOf(chain, followed) : null, unused(chain, uuids).length);
}

/** The session's elections that no ballot has been held in. */
export const unused = ({ rows }: Chain, uuids: readonly ElectionUuid[]): ElectionUuid[] =>
  uuids.filter((uuid) => !rows.some((row) => row.uuid === uuid));

/** The session's final list, of the results that are public. Null while there is none. */
export function finalOf({ rows, decisions, papers }: Chain): FinalList | null {
  const published = rows.flatMap((row) => {
    const result = publicResult(row);
    return result ? [{ ...row, result }] : [];
  });
  const uuidOf = (id: BallotId | null) => rows.find((row) => row.id === id)?.uuid ?? null;
  const list = finalOutcome(
    published.map(({ id, uuid, follows, result }) => ({
      id: uuid,
      follows: uuidOf(follows),
      result,
      decision: decisions.get(id)?.choice ?? null,
    })),
  );
  if (!list) return null;
  const titles = new Map(published.flatMap(({ id }) => (papers.get(id) ?? []).map(({ code, title }) => [code, title])));
  return {
    list,
    titles: list.projects.map(({ code }) => ({ code, title: titles.get(code) ?? code })),
  };
}

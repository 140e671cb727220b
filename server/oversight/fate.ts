import type { Fate } from '../../core/collection/became-of.ts';
import type { CongressId, CycleId, SuggestionId } from '../../core/ids.ts';
import { changeKindWords } from '../../core/workflow/change.ts';
import { today } from '../cycle/store.ts';
import type { Transaction } from '../database/pool.ts';
import { mergedInto } from '../shortlisting/fate.ts';
import { changesOfProject } from './change-store.ts';
import { votesOf } from './elected.ts';
import { lineOf } from './standing.ts';
import { listProjects, recordsOf } from './store.ts';

/** How the ballot and what followed went for the candidates that suggestions were merged into: of what is public only. */
export async function oversightFate(
  trx: Transaction,
  congress: CongressId,
  suggestions: readonly SuggestionId[],
): Promise<ReadonlyMap<SuggestionId, Fate>> {
  const merged = await mergedInto(trx, congress, suggestions);
  const fates = new Map<SuggestionId, Fate>();
  for (const cycle of new Set(merged.map((one) => one.cycle))) {
    const votes = await votesOf(trx, congress, cycle);
    const projects = await underway(trx, congress, cycle);
    for (const { id, code, candidate } of merged.filter((one) => one.cycle === cycle)) {
      const [vote, oversight] = [votes.get(code), projects.get(candidate)];
      const ballot = vote && { elected: vote.elected, for: vote.votesFor, entitled: vote.entitled };
      fates.set(id, { ...(ballot ? { ballot } : {}), ...(oversight ? { oversight } : {}) });
    }
  }
  return fates;
}

/** The year's public projects by their candidates. */
async function underway(
  trx: Transaction,
  congress: CongressId,
  cycle: CycleId,
): Promise<ReadonlyMap<string, NonNullable<Fate['oversight']>>> {
  const day = await today(trx);
  const rows = (await listProjects(trx, congress, cycle)).filter(({ published }) => published);
  const records = await recordsOf(
    trx,
    congress,
    rows.map(({ id }) => id),
  );
  const projects = new Map<string, NonNullable<Fate['oversight']>>();
  for (const row of rows) {
    const own = records.filter(({ project_id }) => project_id === row.id);
    const { percent, unit, finish, light } = lineOf(row, own, day, 0, false);
    const changes = await changesOfProject(trx, congress, row.id);
    const last = changes.filter(({ state }) => state === 'noticed' || state === 'reported').at(-1);
    projects.set(row.candidate_id, {
      unit,
      finish,
      progress: percent,
      finished: light === 'done',
      change: last ? changeKindWords[last.kind].zh : '',
    });
  }
  return projects;
}

import type { EvaluationSource } from '../../core/contract/evaluation.ts';
import type { BallotProject } from '../../core/contract/hall.ts';
import type { CongressId, CycleId, SessionId } from '../../core/ids.ts';
import { chainOf, finalOf } from '../ballot/chain.ts';
import { frozenProjects } from '../ballot/open-store.ts';
import type { Transaction } from '../database/pool.ts';
import { listProjects, recordsOf } from '../oversight/store.ts';
import { listSessions } from '../session/store.ts';

/** What a session chose by its published ballots, in the order of the first paper; none while there is no result, or for an evaluation. */
export async function electedBy(
  trx: Transaction,
  congress: CongressId,
  session: SessionId,
): Promise<readonly BallotProject[]> {
  const chain = await chainOf(trx, congress, session);
  const first = chain.rows.find(({ kind, state }) => kind === 'projects' && state === 'published');
  const final = first && finalOf(chain);
  if (!final) return [];
  const elected = new Set(final.list.projects.filter((project) => project.elected).map(({ code }) => code));
  const paper = await frozenProjects(trx, first);
  return paper.filter(({ code }) => elected.has(code));
}

/** The sessions whose projects can be evaluated, newest first; rehearsals choose nothing. */
export async function sourcesOf(trx: Transaction, congress: CongressId): Promise<EvaluationSource[]> {
  const sources: EvaluationSource[] = [];
  for (const { id, name, year, rehearsal_of, cycle_id } of await listSessions(trx, congress)) {
    const projects = rehearsal_of === null ? await electedBy(trx, congress, id) : [];
    if (projects.length === 0) continue;
    const reports = await newestReports(trx, congress, cycle_id);
    sources.push({ session: id, name, year, projects: [...projects], reports });
  }
  return sources;
}

async function newestReports(
  trx: Transaction,
  congress: CongressId,
  cycle: CycleId,
): Promise<EvaluationSource['reports']> {
  const projects = await listProjects(trx, congress, cycle);
  const records = await recordsOf(
    trx,
    congress,
    projects.map(({ id }) => id),
  );
  return projects.flatMap(({ id, code }) => {
    const newest = records
      .filter((one) => one.project_id === id && one.kind === 'report' && one.withdrawn_reason === '')
      .sort((a, b) => a.on_day.localeCompare(b.on_day) || a.number - b.number)
      .at(-1);
    return newest ? [{ code, text: newest.content }] : [];
  });
}

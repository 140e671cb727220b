import type { EvaluationSource } from '../../core/contract/evaluation.ts';
import type { BallotProject } from '../../core/contract/hall.ts';
import type { CongressId, SessionId } from '../../core/ids.ts';
import { chainOf, finalOf } from '../ballot/chain.ts';
import { frozenProjects } from '../ballot/open-store.ts';
import type { Transaction } from '../database/pool.ts';
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
  for (const { id, name, year, rehearsal_of } of await listSessions(trx, congress)) {
    const projects = rehearsal_of === null ? await electedBy(trx, congress, id) : [];
    if (projects.length > 0) sources.push({ session: id, name, year, projects: [...projects] });
  }
  return sources;
}

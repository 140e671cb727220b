import type { Portal, PublicProject, PublicProjectLine } from '../../core/contract/portal.ts';
import { type Problem, problem } from '../../core/contract/problems.ts';
import { dayOf } from '../../core/day.ts';
import type { CongressId, ProjectId } from '../../core/ids.ts';
import { byUrgency, doneOn } from '../../core/oversight/project.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { listCycles, today } from '../cycle/store.ts';
import type { Transaction } from '../database/pool.ts';
import { standingFreeze } from '../deliberation/gate.ts';
import { gradesOfProject } from '../evaluation/published.ts';
import { findCongress } from '../identity/store.ts';
import { suggestionsBehind } from '../shortlisting/store.ts';
import { changesOfProject } from './change-store.ts';
import { electedVotes, votesOf } from './elected.ts';
import { counted, lineOf } from './standing.ts';
import { type ProjectRow, photosOf, publicProjects, type RecordRow, recordsOf } from './store.ts';

const publicLine = (row: ProjectRow, records: readonly RecordRow[], day: string): PublicProjectLine => {
  const { id, code, title, place, unit, finish, state, light, percent } = lineOf(row, records, day, 0, false);
  return { id, code, title, place, unit, finish, state, light, percent };
};

/** The list of a year in deliberation or ballot, as it was frozen; nothing while it can still change, and nothing beside a result. */
async function listedNow(trx: Transaction, congress: CongressId): Promise<Portal['candidates']> {
  const years = (await listCycles(trx, congress)).filter(({ stage }) => stage === 'deliberation' || stage === 'ballot');
  for (const { id, year } of years) {
    const freeze = await standingFreeze(trx, congress, id);
    if (!freeze) continue;
    if ((await votesOf(trx, congress, id)).size > 0) return null;
    return { year, frozenOn: dayOf(freeze.frozen_at), list: freeze.list.map(({ id: _, ...shown }) => shown) };
  }
  return null;
}

/** The public projects of a congress, the newest year first; before the ballot also the list it is held on. */
export async function portalOf(trx: Transaction, congress: CongressId): Promise<Result<Portal, Problem>> {
  const found = await findCongress(trx, congress);
  if (!found) return err(problem('not-found'));
  const day = await today(trx);
  const rows = await publicProjects(trx, congress);
  const records = await recordsOf(
    trx,
    congress,
    rows.map(({ id }) => id),
  );
  const years = [...new Set(rows.map(({ year }) => year))];
  return ok({
    congress: { id: congress, name: found.name, county: found.county },
    candidates: await listedNow(trx, congress),
    years: years.map((year) => ({
      year,
      projects: rows
        .filter((row) => row.year === year)
        .map((row) =>
          publicLine(
            row,
            records.filter(({ project_id }) => project_id === row.id),
            day,
          ),
        )
        .sort((a, b) => byUrgency(a.light, b.light)),
    })),
  });
}

/** One public project. Of its records only published ones, of its changes only those with a notice. */
export async function publicProject(
  trx: Transaction,
  congress: CongressId,
  id: ProjectId,
): Promise<Result<PublicProject, Problem>> {
  const row = (await publicProjects(trx, congress)).find((one) => one.id === id);
  if (!row) return err(problem('project-not-public'));
  const day = await today(trx);
  const records = await recordsOf(trx, congress, [id]);
  const open = records.filter(({ published, withdrawn_reason }) => published && withdrawn_reason === '');
  const photos = await photosOf(
    trx,
    congress,
    open.map((one) => one.id),
  );
  const days = doneOn(counted(records));
  const line = lineOf(row, records, day, 0, false);
  const votes = row.elected ? await electedVotes(trx, congress, row.cycle_id) : null;
  const changes = (await changesOfProject(trx, congress, id)).filter(
    ({ state }) => state === 'noticed' || state === 'reported',
  );
  return ok({
    ...publicLine(row, records, day),
    year: row.year,
    content: row.content,
    budget: row.budget,
    spent: line.spent,
    today: day,
    from: await suggestionsBehind(trx, congress, row.candidate_id),
    vote: votes?.get(row.code) ?? null,
    plan: row.plan && {
      responsible: row.plan.responsible,
      target: row.plan.target,
      money: row.plan.money,
      milestones: row.plan.milestones.map((one) => ({ ...one, doneOn: days.get(one.id) ?? null })),
    },
    records: open
      .map((one) => ({
        id: one.id,
        kind: one.kind,
        on: one.on_day,
        content: one.content,
        photos: photos.get(one.id) ?? [],
      }))
      .sort((a, b) => b.on.localeCompare(a.on)),
    changes: changes.map((one) => ({
      kind: one.kind,
      state: one.state,
      reason: one.reason,
      content: one.content,
      finish: one.finish,
      budget: one.budget,
      before: one.before,
      decidedBy: one.decided_by,
      decidedOn: one.decided_on,
      noticeOn: one.notice_on,
      noticeNumber: one.notice_number,
    })),
    ...(await gradesOfProject(trx, congress, { cycle: row.cycle_id, code: row.code })),
  });
}

import type { CongressId, CycleId } from '../../core/ids.ts';
import type { AtHand } from '../../core/workflow/at-hand.ts';
import { mayConfirm } from '../../core/workflow/ballot.ts';
import { findCycle, today } from '../cycle/store.ts';
import type { Transaction } from '../database/pool.ts';
import { standingFreeze } from '../deliberation/gate.ts';
import { listDocuments } from '../documents/official/store.ts';
import { seeEvaluations } from '../evaluation/see.ts';
import type { Caller } from '../http/caller.ts';
import { findAccount } from '../identity/store.ts';
import { changesOfCycle, countReports } from '../oversight/change-store.ts';
import { mattersAtHand } from '../oversight/matter-store.ts';
import { lineOf } from '../oversight/standing.ts';
import { listProjects, recordsOf } from '../oversight/store.ts';

/** What is in hand in the running years, as the caller may have to do with it. */
export async function atHand(trx: Transaction, caller: Caller, cycles: readonly CycleId[]): Promise<AtHand> {
  const { congress } = caller;
  const day = await today(trx);
  const parts = [];
  for (const cycle of cycles) parts.push(await ofCycle(trx, caller, cycle, day));
  return {
    projects: parts.flatMap(({ projects }) => projects),
    matters: parts.flatMap(({ matters }) => matters),
    newReports: parts.reduce((sum, { newReports }) => sum + newReports, 0),
    changes: parts.flatMap(({ changes }) => changes),
    rectifications: await rectificationsOf(trx, congress),
    proposed: (await listDocuments(trx, congress))
      .filter(({ state, proposed_by }) => state === 'proposed' && proposed_by !== caller.id)
      .map(({ kind, proposer, proposer_role }) => ({ kind, by: proposer!, byRole: proposer_role! })),
    lifts: parts.flatMap(({ lifts }) => lifts),
  };
}

async function ofCycle(trx: Transaction, caller: Caller, cycle: CycleId, day: string) {
  const { congress } = caller;
  const rows = await listProjects(trx, congress, cycle);
  const records = await recordsOf(
    trx,
    congress,
    rows.map(({ id }) => id),
  );
  const mine = new Set(
    rows.filter(({ reporters }) => reporters.length === 0 || reporters.includes(caller.id)).map(({ id }) => id),
  );
  return {
    projects: rows.map((row) => {
      const own = records.filter(({ project_id }) => project_id === row.id);
      return { title: row.title, mine: mine.has(row.id), next: lineOf(row, own, day, 0, false).next };
    }),
    matters: (await mattersAtHand(trx, congress, cycle)).map(({ kind, number, title, project_id, state, due }) => ({
      ...{ kind, number, title, state, due, mine: mine.has(project_id), late: due < day },
    })),
    newReports: await countReports(trx, congress, cycle, { state: 'received' }),
    changes: (await changesOfCycle(trx, congress, cycle)).map(({ title, kind, state }) => ({ title, kind, state })),
    lifts: await liftsOf(trx, caller, cycle),
  };
}

async function liftsOf(trx: Transaction, caller: Caller, cycle: CycleId) {
  const freeze = await standingFreeze(trx, caller.congress, cycle);
  const asker = freeze?.lift_asked_by && (await findAccount(trx, caller.congress, freeze.lift_asked_by));
  if (!asker?.active || !mayConfirm('open', asker, caller).ok) return [];
  return [{ year: (await findCycle(trx, caller.congress, cycle))!.year, by: asker.name }];
}

const rectificationsOf = async (trx: Transaction, congress: CongressId) =>
  (await seeEvaluations(trx, congress)).rectifications.map(({ title, state, deadline, late }) => ({
    ...{ title, state, deadline, late },
  }));

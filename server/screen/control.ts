import type { z } from 'zod';
import { type Problem, problem } from '../../core/contract/problems.ts';
import type { Agenda, Countdown, ScreenControl, ScreenView } from '../../core/contract/screen.ts';
import type { CongressId, MotionId, SessionId } from '../../core/ids.ts';
import { err, ok, type Result, unreachable } from '../../core/result.ts';
import type { BallotState } from '../../core/workflow/ballot.ts';
import { type BallotRow, ballotOf } from '../ballot/store.ts';
import type { Transaction } from '../database/pool.ts';
import { motionById } from '../motion/store.ts';
import { findSession } from '../session/store.ts';
import { type ControlRow, findControl, saveControl } from './store.ts';

/**
 * How far the session is, as coarsely as the hall notices it. A view that staff fixed holds until this changes: then the projector follows
 * the session again by itself, so that an agenda forgotten on the screen never hides a ballot.
 */
export function stageOf(ballot: Pick<BallotRow, 'uuid' | 'state'> | undefined): string {
  return ballot ? `${ballot.uuid} ${moment(ballot.state)}` : '';
}

function moment(state: BallotState): string {
  switch (state) {
    case 'preparing':
    case 'ceremony':
    case 'keyed':
      return 'before';
    case 'closed':
    case 'tallied':
    case 'certified':
      return 'closed';
    case 'open':
    case 'published':
    case 'annulled':
      return state;
    default:
      return unreachable(state);
  }
}

/** What the projector is told to show. */
export async function controlOf(trx: Transaction, congress: CongressId, session: SessionId): Promise<ScreenControl> {
  const row = await findControl(trx, congress, session);
  const stage = stageOf(await ballotOf(trx, congress, session));
  const chosen = row?.view ?? 'auto';
  const view = row?.stage === stage ? chosen : 'auto';
  return {
    chosen,
    view,
    motion: row?.motion_id ?? null,
    agenda: { lines: row?.agenda ?? [], index: row?.agenda_index ?? 0 },
    countdown: countdownOf(row),
  };
}

/** Counted here, so that the clocks of laptop and projector need not agree. An hour after its end it is forgotten. */
function countdownOf(row: ControlRow | undefined): z.output<typeof Countdown> | null {
  if (!row?.countdown_ends || row.countdown_minutes === null) return null;
  const left = (row.countdown_ends.getTime() - Date.now()) / 1000;
  return left < -3600 ? null : { minutes: row.countdown_minutes, left: Math.max(0, left) };
}

/** Fixes the view, or lets the projector follow the session. */
export async function chooseView(
  trx: Transaction,
  congress: CongressId,
  session: SessionId,
  view: ScreenView,
  motion: MotionId | null,
): Promise<Result<ScreenControl, Problem>> {
  if (!(await findSession(trx, congress, session))) return err(problem('not-found'));
  if (view === 'motion') {
    const shown = motion && (await motionById(trx, motion));
    if (!shown || shown.congress_id !== congress || shown.session_id !== session || shown.state === 'draft')
      return err(problem('not-found'));
  }
  const stage = stageOf(await ballotOf(trx, congress, session));
  await saveControl(trx, congress, session, { view, stage, motion_id: view === 'motion' ? motion : null });
  return ok(await controlOf(trx, congress, session));
}

/** A motion that opens or closes is on the projector at once. */
export async function showMotion(
  trx: Transaction,
  congress: CongressId,
  session: SessionId,
  motion: MotionId,
): Promise<void> {
  const stage = stageOf(await ballotOf(trx, congress, session));
  await saveControl(trx, congress, session, { view: 'motion', motion_id: motion, stage });
}

/** The agenda's lines and the item in hand; an index beyond the end is the last. */
export async function saveAgenda(
  trx: Transaction,
  congress: CongressId,
  session: SessionId,
  { lines, index }: Agenda,
): Promise<Result<ScreenControl, Problem>> {
  if (!(await findSession(trx, congress, session))) return err(problem('not-found'));
  const last = Math.max(0, lines.length - 1);
  await saveControl(trx, congress, session, { agenda: [...lines], agenda_index: Math.min(index, last) });
  return ok(await controlOf(trx, congress, session));
}

/** Starts a countdown or ends it; the request that started the one that runs changes nothing. */
export async function countDown(
  trx: Transaction,
  congress: CongressId,
  session: SessionId,
  request: string,
  minutes: number | null,
): Promise<Result<ScreenControl, Problem>> {
  if (!(await findSession(trx, congress, session))) return err(problem('not-found'));
  const running = await findControl(trx, congress, session);
  if (running?.countdown_request !== request.toLowerCase())
    await saveControl(trx, congress, session, {
      countdown_request: request.toLowerCase(),
      countdown_minutes: minutes,
      countdown_ends: minutes === null ? null : new Date(Date.now() + minutes * 60_000),
    });
  return ok(await controlOf(trx, congress, session));
}

import type { Kiosk, Screen } from '../../core/contract/hall.ts';
import type { CongressId } from '../../core/ids.ts';
import { approvalLimit } from '../../core/rules/method.ts';
import { quorum } from '../../core/rules/quorum.ts';
import { withPapers } from '../../core/rules/single-paper.ts';
import { chainOf, finalOf, recordsOf, whichBallot } from '../ballot/chain.ts';
import { countHeads, paperNow } from '../ballot/facts.ts';
import { papersOf } from '../ballot/single-paper-store.ts';
import { ballotOf } from '../ballot/store.ts';
import type { Transaction } from '../database/pool.ts';
import { findCongress } from '../identity/store.ts';
import { countActivated, countVoters, motionById, motionOf, openMotionOf } from '../motion/store.ts';
import { signingOf } from '../motion/vote.ts';
import { controlOf } from '../screen/control.ts';
import { effectiveMethod } from '../session/method.ts';
import { type SessionRow, sessionInHall } from '../session/store.ts';
import { countDecrypted, countReturned } from './store.ts';

const nameOf = (session: SessionRow) => ({ name: session.name, rehearsal: session.rehearsal_of !== null });

/** The ballot in the hall for a kiosk: what to show and what to check before voting; no counts. Undefined: no such congress. */
export async function kioskOf(trx: Transaction, id: CongressId): Promise<Kiosk | undefined> {
  const congress = await findCongress(trx, id);
  if (!congress) return undefined;
  const session = await sessionInHall(trx, id);
  if (!session) return { congress, session: null, ballot: null, motion: null };
  const ballot = await ballotOf(trx, id, session.id);
  const motion = await kioskMotion(trx, session);
  const paper = ballot && (await paperNow(trx, session, ballot));
  const method = paper?.method ?? (await effectiveMethod(trx, session));
  const tablets = method.credentials === 'tablets' ? { uuids: session.election_uuids, group: method.group } : null;
  const named = { id: session.id, ...nameOf(session), tablets };
  if (!ballot || !paper) return { congress, session: named, ballot: null, motion };
  const projects = paper.projects.map(({ code, title, content, place, budget, unit, finish }) => ({
    ...{ code, title, content, place, budget, unit, finish },
  }));
  return {
    congress,
    session: named,
    ballot: {
      uuid: ballot.uuid,
      which: await whichBallot(trx, ballot),
      state: ballot.state,
      medium: ballot.medium,
      keyFingerprint: ballot.key_fingerprint,
      electionHash: ballot.election_hash,
      seats: method.seats,
      limit: approvalLimit(method, projects.length),
      projects,
    },
    motion,
  };
}

/** The motion that tablets offer: one that is open and not by show of hands. */
async function kioskMotion(trx: Transaction, session: SessionRow): Promise<Kiosk['motion']> {
  const motion = await openMotionOf(trx, session.congress_id, session.id);
  if (!motion || motion.way === 'hands') return null;
  return { id: motion.id, title: motion.title, way: motion.way, ...(await signingOf(trx, motion)) };
}

/** What staff let the projector show. */
async function showsOf(trx: Transaction, session: SessionRow): Promise<Screen['shows']> {
  const { view, motion: id, agenda, countdown } = await controlOf(trx, session.congress_id, session.id);
  const row = view === 'motion' && id !== null ? await motionById(trx, id) : undefined;
  if (!row || row.state === 'void') return { view: view === 'motion' ? 'auto' : view, motion: null, agenda, countdown };
  const voted = await countVoters(trx, row);
  const cards = await countActivated(trx, session.congress_id, session.id);
  return { view, motion: motionOf(row, voted, cards), agenda, countdown };
}

/** What the projector shows: counts only, and the outcome only once it is published. */
export async function screenOf(trx: Transaction, id: CongressId): Promise<Screen | undefined> {
  const congress = await findCongress(trx, id);
  if (!congress) return undefined;
  const session = await sessionInHall(trx, id);
  if (!session) return { congress, session: null, attendance: null, ballot: null, shows: null };
  const shows = await showsOf(trx, session);
  const ballot = await ballotOf(trx, id, session.id);
  const paper = ballot && (await paperNow(trx, session, ballot));
  const method = paper?.method ?? (await effectiveMethod(trx, session));
  const heads = await countHeads(trx, id, session.id);
  const entitled = ballot?.entitled ?? heads.entitled;
  const attendance = { entitled, present: heads.present, quorum: quorum(entitled, method) };
  if (!ballot || !paper) return { congress, session: nameOf(session), attendance, ballot: null, shows };
  const chain = await chainOf(trx, id, session.id);
  const records = recordsOf(chain, { seats: method.seats, projects: paper.projects.length });
  const present = records.at(-1)!;
  const papers = await papersOf(trx, ballot);
  return {
    congress,
    session: nameOf(session),
    attendance,
    shows,
    ballot: {
      uuid: ballot.uuid,
      which: present.which,
      state: ballot.state,
      medium: ballot.medium,
      keyFingerprint: ballot.key_fingerprint,
      electionHash: ballot.election_hash,
      ...withPapers(
        { issued: ballot.issued ?? 0, returned: ballot.returned ?? (await countReturned(trx, ballot)) },
        papers,
      ),
      papers,
      lastEvent: ballot.last_event ?? ballot.closing_event,
      openedAt: ballot.opened_at?.toISOString() ?? null,
      decrypted: await countDecrypted(trx, ballot),
      threshold: method.threshold,
      outcome: ballot.state === 'published' ? ballot.outcome : null,
      method,
      projects: present.projects,
      annulledReason: ballot.annulled_reason,
      decision: present.decision,
      final: ballot.state === 'published' && records.length > 1 ? finalOf(chain) : null,
    },
  };
}

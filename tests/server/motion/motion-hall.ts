// What the tests of motions do as the console and the tablets do.
import { randomUUID } from 'node:crypto';
import { signMotionVote } from '../../../core/belenios/index.ts';
import { type MotionVote, motion as routes } from '../../../core/contract/motion.ts';
import type { MotionId } from '../../../core/ids.ts';
import type { MotionChoice, MotionMark } from '../../../core/rules/motion.ts';
import type { MotionWay } from '../../../core/workflow/motion.ts';
import { random } from '../../../server/random.ts';
import type { Hall, HallCard } from '../ballot/hall.ts';

export interface MotionWish {
  readonly title?: string;
  readonly rule?: MotionMark;
  readonly repeats?: MotionId | null;
}

export const at = (hall: Hall, motion: MotionId) => ({ params: { session: hall.session, motion } });

/** Makes a draft. */
export async function draft(hall: Hall, way: MotionWay, wish: MotionWish = {}): Promise<MotionId> {
  const id = randomUUID() as string as MotionId;
  const { title = '通过监票人名单', rule = 'majority-of-all', repeats = null } = wish;
  await hall.presidium.call(routes.saveMotion, {
    ...at(hall, id),
    body: { subject: 'other', title, way, rule, repeats },
  });
  return id;
}

/** Makes a motion and opens it. */
export async function opened(hall: Hall, way: MotionWay, wish: MotionWish = {}): Promise<MotionId> {
  const id = await draft(hall, way, wish);
  await hall.presidium.call(routes.openMotion, at(hall, id));
  return id;
}

export const close = (hall: Hall, id: MotionId) => hall.presidium.call(routes.closeMotion, at(hall, id));

export const find = async (hall: Hall, id: MotionId) => {
  const all = await hall.presidium.call(routes.motions, { params: hall.in });
  return all.find((one) => one.id === id)!;
};

/** What a tablet sends. */
export function signed(hall: Hall, id: MotionId, card: HallCard, choice: MotionChoice): MotionVote {
  return { choice, ...signMotionVote(hall.group, hall.uuid, card.secret, id, choice, random) };
}

export const send = (hall: Hall, id: MotionId, body: MotionVote) =>
  hall.kiosk.call(routes.voteMotion, { params: { motion: id }, body });

export const vote = (hall: Hall, id: MotionId, card: HallCard, choice: MotionChoice) =>
  send(hall, id, signed(hall, id, card, choice));

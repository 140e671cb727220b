import { type Problem, problem } from '../contract/problems.ts';
import { err, ok, type Result } from '../result.ts';

/** Where a procedural motion stands. A void one stays on record; to vote again a new motion is made that names it. */
export const motionStates = ['draft', 'open', 'closed', 'void'] as const;
export type MotionState = (typeof motionStates)[number];

export type MotionAct = 'save' | 'remove' | 'open' | 'close' | 'record' | 'void';

/** `record` enters a show of hands and closes at once. */
export const motionTransitions: Record<MotionAct, { readonly from: readonly MotionState[]; readonly to: MotionState }> =
  {
    save: { from: ['draft'], to: 'draft' },
    remove: { from: ['draft'], to: 'draft' },
    open: { from: ['draft'], to: 'open' },
    close: { from: ['open'], to: 'closed' },
    record: { from: ['open'], to: 'closed' },
    void: { from: ['open', 'closed'], to: 'void' },
  };

export const motionStateWords: Record<MotionState, { zh: string; en: string }> = {
  draft: { zh: '未开始', en: 'not begun' },
  open: { zh: '正在表决', en: 'open' },
  closed: { zh: '表决结束', en: 'closed' },
  void: { zh: '已作废', en: 'void' },
};

/** How the hall votes on it: by tablet, openly or secretly, or by show of hands recorded by the chair. */
export const motionWays = ['open', 'secret', 'hands'] as const;
export type MotionWay = (typeof motionWays)[number];

export const motionWayWords: Record<MotionWay, { zh: string; en: string }> = {
  open: { zh: '平板公开表决', en: 'by tablet, open' },
  secret: { zh: '平板无记名表决', en: 'by tablet, secret' },
  hands: { zh: '举手表决', en: 'show of hands' },
};

/** What is usually moved; anything else is `other`, in its own words. */
export const motionSubjects = ['method', 'scrutineers', 'agenda', 'other'] as const;
export type MotionSubject = (typeof motionSubjects)[number];

export const motionSubjectWords: Record<MotionSubject, { zh: string; en: string }> = {
  method: { zh: '通过票决办法', en: 'Adopt the ballot method' },
  scrutineers: { zh: '通过监票人名单', en: 'Pass the scrutineers' },
  agenda: { zh: '通过议程', en: 'Adopt the agenda' },
  other: { zh: '其他事项', en: 'Something else' },
};

/** The state after the act, or `motion-wrong-state` naming where the motion stands. */
export function motionAfter(act: MotionAct, state: MotionState): Result<MotionState, Problem> {
  const { from, to } = motionTransitions[act];
  return from.includes(state) ? ok(to) : err(problem('motion-wrong-state', { state: motionStateWords[state].zh }));
}

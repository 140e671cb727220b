import { type Problem, problem } from '../contract/problems.ts';
import { err, ok, type Result } from '../result.ts';

/**
 * Where a candidate stands. `listed` ones are those that deliberation and the ballot see; the others are kept with their reason, which whoever
 * suggested them reads.
 */
export const standings = ['listed', 'rejected', 'reserve', 'withdrawn'] as const;
export type Standing = (typeof standings)[number];

export const standingWords: Record<Standing, { zh: string; en: string }> = {
  listed: { zh: '拟列入候选', en: 'on the list' },
  rejected: { zh: '不列入', en: 'not taken up' },
  reserve: { zh: '转入储备库', en: 'in the reserve bank' },
  withdrawn: { zh: '已撤回', en: 'withdrawn' },
};

export type StandingAct = 'list' | 'reject' | 'reserve' | 'withdraw';

/** A withdrawn candidate stays so: it was withdrawn in deliberation, before the deputies. */
export const standingTransitions: Record<StandingAct, { readonly from: readonly Standing[]; readonly to: Standing }> = {
  list: { from: ['listed', 'rejected', 'reserve'], to: 'listed' },
  reject: { from: ['listed', 'rejected', 'reserve'], to: 'rejected' },
  reserve: { from: ['listed', 'rejected', 'reserve'], to: 'reserve' },
  withdraw: { from: ['listed', 'withdrawn'], to: 'withdrawn' },
};

/** The standing after the act. All but listing need the reason that is told to whoever suggested it. */
export function standingAfter(act: StandingAct, standing: Standing, reason: string): Result<Standing, Problem> {
  const { from, to } = standingTransitions[act];
  if (!from.includes(standing)) {
    const words = standingWords[standing];
    return err(problem('candidate-standing', { state: words.zh, stateEn: words.en }));
  }
  return act !== 'list' && reason.trim() === '' ? err(problem('reason-needed')) : ok(to);
}

/** What shortlisting answers to one suggestion. */
export const answerKinds = ['merged', 'rejected', 'reserve'] as const;
export type AnswerKind = (typeof answerKinds)[number];

/** The code of the next candidate: two figures, above all that were given. */
export function nextCode(codes: readonly string[]): string {
  const highest = Math.max(0, ...codes.map((code) => (/^\d{1,6}$/.test(code) ? Number(code) : 0)));
  return String(highest + 1).padStart(2, '0');
}

/** How the sum of the listed candidates stands to the year's envelope (年度资金盘子), in yuan; null where none is set. */
export const overEnvelope = (envelope: number | null, budgets: readonly number[]): number =>
  envelope === null ? 0 : Math.max(0, budgets.reduce((sum, one) => sum + one, 0) - envelope);

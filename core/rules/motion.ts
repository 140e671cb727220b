/**
 * Procedural motions (程序性表决): adopt the method, pass the scrutineers, adopt the agenda. What passes them, and the words and legal basis
 * of the two pass marks.
 */
import { unreachable } from '../result.ts';
import { majorityOf, requireCount } from './quorum.ts';
import type { Bilingual } from './reasons.ts';

export const motionChoices = ['for', 'against', 'abstain'] as const;
export type MotionChoice = (typeof motionChoices)[number];

/** More than half of all deputies, or of those present. */
export const motionMarks = ['majority-of-all', 'majority-of-present'] as const;
export type MotionMark = (typeof motionMarks)[number];

export type MotionCounts = Readonly<Record<MotionChoice, number>>;

export interface MotionHeads {
  /** 应到: all deputies in office. */
  readonly entitled: number;
  /** 实到 */
  readonly present: number;
}

export interface MotionOutcome {
  readonly passed: boolean;
  /** The fewest 赞成 with which it passes. */
  readonly mark: number;
  /** What more than half is taken of. */
  readonly base: number;
  /** 未按: present, but neither 赞成 nor 反对 nor 弃权. */
  readonly notPressed: number;
}

export const sumOf = (counts: MotionCounts): number => counts.for + counts.against + counts.abstain;

/**
 * Whether a motion passes: more than half of the base in 赞成 (domain section 3, Elected). Who abstains, did not press or is absent does not
 * count as 赞成; who is absent counts in the base only under a majority of all.
 * @throws RangeError when more voted than are present: the caller refuses that before.
 */
export function motionOutcome(heads: MotionHeads, counts: MotionCounts, rule: MotionMark): MotionOutcome {
  requireCount(heads.entitled, 'entitled');
  requireCount(heads.present, 'present');
  for (const choice of motionChoices) requireCount(counts[choice], choice);
  const notPressed = heads.present - sumOf(counts);
  requireCount(notPressed, 'not pressed');
  const base = baseOf(heads, rule);
  const mark = majorityOf(base);
  return { passed: counts.for >= mark, mark, base, notPressed };
}

function baseOf(heads: MotionHeads, rule: MotionMark): number {
  switch (rule) {
    case 'majority-of-all':
      return heads.entitled;
    case 'majority-of-present':
      return heads.present;
    default:
      return unreachable(rule);
  }
}

/** Each pass mark in words, with what it rests on. */
export const motionMarkWords: Record<MotionMark, { readonly label: Bilingual; readonly basis: Bilingual }> = {
  'majority-of-all': {
    label: { zh: '全体代表过半数', en: 'majority of all deputies' },
    basis: {
      zh: '地方组织法：进行选举和通过决议，以全体代表的过半数通过。缺席、弃权、未按的都不算赞成。',
      en: 'Local Organic Law: elections and resolutions pass by a majority of all deputies. Absent, abstaining and not pressed are not 赞成.',
    },
  },
  'majority-of-present': {
    label: { zh: '到会代表过半数', en: 'majority of those present' },
    basis: {
      zh: '法律没有这样规定，只在本级人大的议事规则或者本次会议的表决办法对这类事项有明文规定时选用。',
      en: 'Not in the law: choose it only where the rules of procedure or the adopted method say so for such a motion.',
    },
  },
};

import type { MethodKey } from '../../../core/rules/method.ts';

/** Where each setting stands in the form; a setting without a section does not compile. */
export const sectionOf: Record<MethodKey, Section> = {
  seats: 'seats',
  contest: 'seats',
  approvalLimit: 'seats',
  fixedLimit: 'seats',
  elected: 'seats',
  surplus: 'seats',
  tie: 'undecided',
  shortfall: 'undecided',
  secondPassMark: 'undecided',
  secrecy: 'voting',
  credentials: 'voting',
  quorum: 'voting',
  proxy: 'voting',
  papersDays: 'voting',
  voidPaper: 'voting',
  deviceFailure: 'voting',
  scrutineers: 'key',
  threshold: 'key',
  group: 'key',
  spareCards: 'key',
};

export const sections = ['seats', 'undecided', 'voting', 'key'] as const;
export type Section = (typeof sections)[number];

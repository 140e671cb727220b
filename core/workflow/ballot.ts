import type { Role } from '../contract/common.ts';
import { type Problem, problem } from '../contract/problems.ts';
import { err, ok, type Result } from '../result.ts';

/** Where one ballot stands. A state is entered only by a person's act; the clock opens and closes nothing (domain.md section 2). */
export const ballotStates = [
  'preparing',
  'ceremony',
  'keyed',
  'open',
  'closed',
  'tallied',
  'certified',
  'published',
  'annulled',
] as const;
export type BallotState = (typeof ballotStates)[number];

export const stateWords: Record<BallotState, { zh: string; en: string }> = {
  preparing: { zh: '筹备', en: 'preparing' },
  ceremony: { zh: '密钥仪式', en: 'key ceremony' },
  keyed: { zh: '密钥已生成', en: 'key made' },
  open: { zh: '正在票决', en: 'open' },
  closed: { zh: '票决结束，等待计票', en: 'closed, waiting for the count' },
  tallied: { zh: '已计票，等待签认', en: 'tallied, waiting for certification' },
  certified: { zh: '已签认，等待公布', en: 'certified, waiting for publication' },
  published: { zh: '已公布', en: 'published' },
  annulled: { zh: '已宣布无效', en: 'annulled' },
};

export type BallotAct =
  | 'start-ceremony'
  | 'restart-ceremony'
  | 'make-key'
  | 'drop-key'
  | 'open'
  | 'open-paper'
  | 'close'
  | 'tally'
  | 'certify'
  | 'publish'
  | 'annul';

interface Transition {
  readonly from: readonly BallotState[];
  readonly to: BallotState;
  /** Who acts, or proposes where two people are needed. */
  readonly by: readonly Role[];
  /** Four-eyes: who confirms, always another person of another role (domain.md section 1). */
  readonly confirmedBy?: readonly Role[];
}

const scrutineers: readonly Role[] = ['chief-scrutineer', 'scrutineer'];
const officers = ['presidium', 'chief-scrutineer', 'scrutineer'] as const;

export const transitions: Record<BallotAct, Transition> = {
  'start-ceremony': { from: ['preparing'], to: 'ceremony', by: ['presidium', 'chief-scrutineer'] },
  'restart-ceremony': { from: ['ceremony', 'keyed'], to: 'ceremony', by: ['presidium', 'chief-scrutineer'] },
  'make-key': { from: ['ceremony'], to: 'keyed', by: scrutineers },
  // The scrutineers change before the opening: their key goes, and the ceremony begins anew with the others.
  'drop-key': { from: ['ceremony', 'keyed'], to: 'preparing', by: ['presidium'] },
  open: { from: ['keyed'], to: 'open', by: officers, confirmedBy: officers },
  // On paper there is no key to wait for.
  'open-paper': { from: ['preparing', 'ceremony', 'keyed'], to: 'open', by: officers, confirmedBy: officers },
  close: { from: ['open'], to: 'closed', by: officers, confirmedBy: officers },
  tally: { from: ['closed'], to: 'tallied', by: scrutineers },
  certify: { from: ['tallied'], to: 'certified', by: scrutineers },
  publish: { from: ['certified'], to: 'published', by: officers, confirmedBy: officers },
  annul: { from: ['open', 'closed', 'tallied', 'certified'], to: 'annulled', by: officers, confirmedBy: officers },
};

/** The acts that take two people. */
export const fourEyes = ['open', 'close', 'publish', 'annul'] as const;
export type FourEyesAct = (typeof fourEyes)[number];

/** The state after the act, or `wrong-state` naming where the ballot stands. */
export function after(act: BallotAct, state: BallotState): Result<BallotState, Problem> {
  const transition = transitions[act];
  return transition.from.includes(state)
    ? ok(transition.to)
    : err(problem('wrong-state', { state: stateWords[state].zh }));
}

export interface Person {
  readonly id: string;
  readonly role: Role;
}

export const roleWords: Record<Role, { zh: string; en: string }> = {
  administrator: { zh: '系统管理员', en: 'administrator' },
  presidium: { zh: '主席团工作人员', en: 'presidium staff' },
  'chief-scrutineer': { zh: '总监票人', en: 'chief scrutineer' },
  scrutineer: { zh: '监票人', en: 'scrutineer' },
  teller: { zh: '计票人', en: 'teller' },
  government: { zh: '镇政府', en: 'government office' },
  county: { zh: '县人大常委会', en: 'county standing committee' },
  deputy: { zh: '代表', en: 'deputy' },
};

/** Role names for a sentence, e.g. 主席团工作人员、监票人. */
export const nameRoles = (list: readonly Role[], language: 'zh' | 'en' = 'zh'): string =>
  list.map((role) => roleWords[role][language]).join(language === 'zh' ? '、' : ', ');

/**
 * Whether the person has a part in the ballots of a session whose scrutineers these are. An account of the role alone is not enough: whoever makes
 * accounts could then open a ballot.
 */
export function hasPart(person: Person, appointed: readonly string[]): Result<void, Problem> {
  return !scrutineers.includes(person.role) || appointed.includes(person.id)
    ? ok(undefined)
    : err(problem('not-a-scrutineer-here'));
}

/** Whether `confirmer` may confirm what `proposer` proposed: another person, of another role (domain.md section 1). */
export function mayConfirm(act: FourEyesAct, proposer: Person, confirmer: Person): Result<void, Problem> {
  return secondPerson(transitions[act].confirmedBy ?? [], proposer, confirmer);
}

/** Four-eyes wherever it is asked for: whether `confirmer` is another person than `proposer`, of another role, and one of those allowed. */
export function secondPerson(allowed: readonly Role[], proposer: Person, confirmer: Person): Result<void, Problem> {
  if (!allowed.includes(confirmer.role)) return err(problem('not-permitted', { roles: nameRoles(allowed) }));
  if (proposer.id === confirmer.id) return err(problem('same-person'));
  if (proposer.role === confirmer.role) {
    const others = allowed.filter((role) => role !== proposer.role);
    return err(problem('same-role', { proposer: roleWords[proposer.role].zh, confirmers: nameRoles(others) }));
  }
  return ok(undefined);
}

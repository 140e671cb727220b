import type { Level, Role } from '../contract/common.ts';
import type { ProjectState } from '../oversight/project.ts';

/**
 * A change (调整) of a project in hand (domain.md section 2 row 7): major change, pause, end [SN]; and the end of a pause, which is decided by
 * the body that decided the pause [OURS].
 */
export const changeKinds = ['content', 'pause', 'resume', 'end'] as const;
export type ChangeKind = (typeof changeKinds)[number];
export const changeCauses = ['force-majeure', 'policy', 'land', 'money', 'other'] as const;
export type ChangeCause = (typeof changeCauses)[number];
export const changeStates = ['requested', 'approved', 'refused', 'withdrawn', 'noticed', 'reported'] as const;
export type ChangeState = (typeof changeStates)[number];
export const changeActs = ['approve', 'refuse', 'withdraw', 'notice', 'report'] as const;
export type ChangeAct = (typeof changeActs)[number];

type Words<K extends string> = Record<K, { readonly zh: string; readonly en: string }>;
export const changeKindWords: Words<ChangeKind> = {
  content: { zh: '重大调整', en: 'major change' },
  pause: { zh: '暂停实施', en: 'pause' },
  resume: { zh: '恢复实施', en: 'resume' },
  end: { zh: '终止实施', en: 'end' },
};
export const changeCauseWords: Words<ChangeCause> = {
  'force-majeure': { zh: '不可抗力', en: 'force majeure' },
  policy: { zh: '政策调整', en: 'change of policy' },
  land: { zh: '用地、规划原因', en: 'land or planning' },
  money: { zh: '资金原因', en: 'money' },
  other: { zh: '其他原因', en: 'other' },
};
export const changeStateWords: Words<ChangeState> = {
  requested: { zh: '待决定', en: 'to be decided' },
  approved: { zh: '已同意，待公告', en: 'approved, notice to follow' },
  refused: { zh: '未同意', en: 'refused' },
  withdrawn: { zh: '已撤回', en: 'withdrawn' },
  noticed: { zh: '已公告', en: 'notice issued' },
  reported: { zh: '已公告并向代表大会报告', en: 'notice issued and reported to the plenary' },
};

/** Who decides [SN]: the town congress; in a county or city the standing committee, which reports to the next plenary. */
export const decidedBy = (level: Level): { readonly zh: string; readonly en: string; readonly reports: boolean } =>
  level === 'town'
    ? { zh: '镇人民代表大会', en: 'the town congress', reports: false }
    : { zh: '人大常委会', en: 'the standing committee', reports: true };

const table: Record<
  ChangeAct,
  { readonly from: readonly ChangeState[]; readonly to: ChangeState; readonly by: readonly Role[] }
> = {
  approve: { from: ['requested'], to: 'approved', by: ['presidium'] },
  refuse: { from: ['requested'], to: 'refused', by: ['presidium'] },
  withdraw: { from: ['requested'], to: 'withdrawn', by: ['government'] },
  notice: { from: ['approved'], to: 'noticed', by: ['presidium'] },
  report: { from: ['noticed'], to: 'reported', by: ['presidium'] },
};

/** The state after the act; null when it is not possible from here. */
export const afterChange = (state: ChangeState, act: ChangeAct, level: Level): ChangeState | null =>
  table[act].from.includes(state) && (act !== 'report' || decidedBy(level).reports) ? table[act].to : null;
export const changeActsFor = (state: ChangeState, role: Role, level: Level): readonly ChangeAct[] =>
  changeActs.filter((act) => table[act].by.includes(role) && afterChange(state, act, level) !== null);

/** Whether something is still to be done about it. */
export const changeIsOpen = (state: ChangeState, level: Level): boolean =>
  changeActs.some((act) => act !== 'withdraw' && afterChange(state, act, level) !== null);

/** Which changes a project in this state can ask for. */
export function possibleChanges(state: ProjectState): readonly ChangeKind[] {
  switch (state) {
    case 'underway':
      return ['content', 'pause', 'end'];
    case 'paused':
      return ['content', 'resume', 'end'];
    case 'ended':
      return [];
    default:
      return state satisfies never;
  }
}

/** What an approved change makes of the project's state. */
export function stateAfterChange(state: ProjectState, kind: ChangeKind): ProjectState {
  switch (kind) {
    case 'content':
      return state;
    case 'pause':
      return 'paused';
    case 'resume':
      return 'underway';
    case 'end':
      return 'ended';
    default:
      return kind satisfies never;
  }
}

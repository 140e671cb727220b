import type { Role } from '../contract/common.ts';

/** What supervision follows until it is closed: a problem (问题) of the list, or an opinion (意见). */
export const matterKinds = ['problem', 'opinion'] as const;
export type MatterKind = (typeof matterKinds)[number];
export const matterStates = ['open', 'answered', 'closed', 'withdrawn'] as const;
export type MatterState = (typeof matterStates)[number];
export const matterActs = ['answer', 'close', 'return', 'withdraw'] as const;
export type MatterAct = (typeof matterActs)[number];

export const matterStateWords: Record<MatterState, { readonly zh: string; readonly en: string }> = {
  open: { zh: '待办理', en: 'open' },
  answered: { zh: '已答复，待核查', en: 'answered, to be checked' },
  closed: { zh: '已办结', en: 'closed' },
  withdrawn: { zh: '已撤回', en: 'withdrawn' },
};
export const matterActWords: Record<MatterAct, { readonly zh: string; readonly en: string }> = {
  answer: { zh: '答复办理情况', en: 'answer' },
  close: { zh: '核查后办结', en: 'close after a check' },
  return: { zh: '退回继续办理', en: 'return for more work' },
  withdraw: { zh: '撤回', en: 'withdraw' },
};

const table: Record<
  MatterAct,
  { readonly from: readonly MatterState[]; readonly to: MatterState; readonly by: readonly Role[] }
> = {
  answer: { from: ['open', 'answered'], to: 'answered', by: ['government'] },
  close: { from: ['answered'], to: 'closed', by: ['presidium'] },
  return: { from: ['answered', 'closed'], to: 'open', by: ['presidium'] },
  withdraw: { from: ['open', 'answered'], to: 'withdrawn', by: ['presidium'] },
};

/** The state after the act; null when it is not possible from here. Whoever handles a matter never closes it. */
export const afterMatter = (state: MatterState, act: MatterAct): MatterState | null =>
  table[act].from.includes(state) ? table[act].to : null;
export const matterActsFor = (state: MatterState, role: Role): readonly MatterAct[] =>
  matterActs.filter((act) => table[act].from.includes(state) && table[act].by.includes(role));

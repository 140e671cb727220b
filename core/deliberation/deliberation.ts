import type { Level } from '../contract/common.ts';
import { type Problem, problem } from '../contract/problems.ts';
import { err, ok, type Result } from '../result.ts';

/** Deputies who must sign a joint motion to add a candidate (domain.md section 2 row 3, [LAW]): 5 in a town, 10 above. */
export const signaturesNeeded = (level: Level): number => (level === 'town' ? 5 : 10);

/** The law a joint motion stands on, as it is printed on it. */
export const motionClause = (level: Level): { zh: string; en: string } =>
  level === 'town'
    ? {
        zh: '依照《中华人民共和国地方各级人民代表大会和地方各级人民政府组织法》：乡、民族乡、镇的人民代表大会代表五人以上联名，可以向本级人民代表大会提出属于本级人民代表大会职权范围内的议案，由主席团决定是否列入大会议程。',
        en: 'Organic Law of Local People’s Congresses: five or more deputies of a town congress may jointly submit a motion within its powers; the presidium decides whether it is put on the agenda.',
      }
    : {
        zh: '依照《中华人民共和国地方各级人民代表大会和地方各级人民政府组织法》：县级以上的地方各级人民代表大会代表十人以上联名，可以向本级人民代表大会提出属于本级人民代表大会职权范围内的议案，由主席团决定是否列入大会议程。',
        en: 'Organic Law of Local People’s Congresses: ten or more deputies of a congress at county level or above may jointly submit a motion within its powers; the presidium decides whether it is put on the agenda.',
      };

/** What is asked of the presidium: a change of a candidate, a joint motion, a withdrawal. */
export const requestKinds = ['amendment', 'withdrawal', 'motion'] as const;
export type RequestKind = (typeof requestKinds)[number];

export const requestKindWords: Record<RequestKind, { zh: string; en: string }> = {
  amendment: { zh: '修改候选项目', en: 'amendment' },
  withdrawal: { zh: '撤回候选项目', en: 'withdrawal' },
  motion: { zh: '代表联名提出项目', en: 'joint motion' },
};

export const requestStates = ['collecting', 'asked', 'accepted', 'refused', 'dropped'] as const;
export type RequestState = (typeof requestStates)[number];

export const requestStateWords: Record<RequestState, { zh: string; en: string }> = {
  collecting: { zh: '正在征集联名', en: 'collecting signatures' },
  asked: { zh: '等待主席团决定', en: 'waits for the presidium' },
  accepted: { zh: '主席团同意', en: 'accepted by the presidium' },
  refused: { zh: '主席团未同意', en: 'not accepted by the presidium' },
  dropped: { zh: '提出人撤销', en: 'taken back by whoever made it' },
};

export type RequestAct = 'sign' | 'unsign' | 'submit' | 'accept' | 'refuse' | 'drop';

/** Amendments and withdrawals begin as asked, a joint motion by collecting its signatures. What is decided stays decided. */
export const requestTransitions: Record<
  RequestAct,
  { readonly from: readonly RequestState[]; readonly to: RequestState }
> = {
  sign: { from: ['collecting'], to: 'collecting' },
  unsign: { from: ['collecting'], to: 'collecting' },
  submit: { from: ['collecting'], to: 'asked' },
  accept: { from: ['asked'], to: 'accepted' },
  refuse: { from: ['asked'], to: 'refused' },
  drop: { from: ['collecting', 'asked'], to: 'dropped' },
};

/** The state after the act, or `request-state` naming where it stands. */
export function requestAfter(act: RequestAct, state: RequestState): Result<RequestState, Problem> {
  const { from, to } = requestTransitions[act];
  const words = requestStateWords[state];
  return from.includes(state) ? ok(to) : err(problem('request-state', { state: words.zh, stateEn: words.en }));
}

/** Whether something still waits for an answer: the list is not frozen over it. */
export const isOpen = (state: RequestState): boolean => state === 'collecting' || state === 'asked';

/** The fields of a candidate that an amendment may change. */
export const amendable = ['title', 'content', 'place', 'budget', 'unit', 'finish'] as const;
export type Amendable = (typeof amendable)[number];

export const amendableWords: Record<Amendable, { zh: string; en: string }> = {
  title: { zh: '项目名称', en: 'title' },
  content: { zh: '建设内容', en: 'content' },
  place: { zh: '建设地点', en: 'place' },
  budget: { zh: '预算', en: 'budget' },
  unit: { zh: '责任单位', en: 'unit' },
  finish: { zh: '完成时限', en: 'finish' },
};

type Values = Readonly<Record<Amendable, string | number | null>>;

/** What an amendment changes, each as it was and as it would be. */
export const changesOf = (before: Values, after: Values) =>
  amendable
    .filter((field) => before[field] !== after[field])
    .map((field) => ({ field, before: before[field], after: after[field] }));

export interface FreezeFacts {
  readonly candidates: number;
  readonly requestsOpen: number;
  readonly frozen: boolean;
}

/** Whether the list can be frozen: the first thing that is missing. */
export function mayFreeze(facts: FreezeFacts): Result<void, Problem> {
  if (facts.frozen) return err(problem('list-frozen'));
  if (facts.candidates === 0) return err(problem('no-candidates'));
  if (facts.requestsOpen > 0) return err(problem('requests-open', { count: facts.requestsOpen }));
  return ok(undefined);
}

export interface ListedProject {
  readonly id: string;
  readonly code: string;
  readonly title: string;
  readonly content: string;
  readonly place: string;
  readonly budget: number;
  readonly unit: string;
  readonly finish: string | null;
}

/** The list as it is hashed: order, ids and every field that a ballot paper can show; nothing else decides whether two lists are the same. */
export const canonicalList = (list: readonly ListedProject[]): string =>
  JSON.stringify(
    list.map(({ id, code, title, content, place, budget, unit, finish }) => [
      id,
      code,
      title,
      content,
      place,
      budget,
      unit,
      finish,
    ]),
  );

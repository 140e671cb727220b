import type { Role } from '../contract/common.ts';

/** The stages of a year, in their order (domain.md section 2). A change (调整) is a matter within oversight, not a stage of the cycle. */
export const stages = [
  'collection',
  'shortlisting',
  'deliberation',
  'ballot',
  'publication',
  'oversight',
  'evaluation',
  'rectification',
  'closed',
] as const;
export type Stage = (typeof stages)[number];

export const cycleStageWords: Record<Stage, { zh: string; en: string }> = {
  collection: { zh: '征集', en: 'collection' },
  shortlisting: { zh: '初定', en: 'shortlisting' },
  deliberation: { zh: '审议', en: 'deliberation' },
  ballot: { zh: '票决', en: 'ballot' },
  publication: { zh: '公布', en: 'publication' },
  oversight: { zh: '监督', en: 'oversight' },
  evaluation: { zh: '测评', en: 'evaluation' },
  rectification: { zh: '整改', en: 'rectification' },
  closed: { zh: '本年度办结', en: 'closed' },
};

/** Who brings the cycle into a stage: always a person; the clock alone enters none (domain.md section 2). */
export const enteredBy: Record<Stage, readonly Role[]> = {
  collection: ['presidium', 'government'],
  shortlisting: ['presidium', 'government'],
  deliberation: ['presidium'],
  ballot: ['presidium'],
  publication: ['presidium'],
  oversight: ['presidium'],
  evaluation: ['presidium'],
  rectification: ['presidium'],
  closed: ['presidium'],
};

/** The stage after this one; null after the last. */
export const nextStage = (stage: Stage): Stage | null => stages[stages.indexOf(stage) + 1] ?? null;

/**
 * What can follow: the next stage; and the end of the year straight after an evaluation that left nothing to rectify.
 * A cycle not yet kept (null) may begin anywhere: a town that takes the system up in mid-year starts where it stands.
 */
export function possibleNext(stage: Stage | null, unsatisfied: number): readonly Stage[] {
  if (stage === null) return stages.filter((one) => one !== 'closed');
  if (stage === 'evaluation' && unsatisfied === 0) return ['closed'];
  const next = nextStage(stage);
  return next === null ? [] : [next];
}

/**
 * What the conditions are judged by. Each part is told by the server's folder of that stage; a part that is absent is not kept there and
 * sets no condition.
 */
export interface CycleFacts {
  readonly collection?: {
    /** Days since the collection was entered, the first counted. */
    readonly days: number;
    /** Setting: 30 for a county, 5 for a town (domain.md section 2 row 1). */
    readonly leastDays: number;
    /** Suggestions that nobody has looked at. */
    readonly unlooked: number;
  };
  readonly shortlisting?: {
    /** Suggestions neither merged into a candidate nor rejected with a reason nor put into the reserve bank. */
    readonly unanswered: number;
    readonly candidates: number;
    readonly seats: number;
    /** Whether the party committee's decision is recorded. */
    readonly decided: boolean;
    /** Candidates on the list with tests or bars not judged, or against them. */
    readonly unscreened?: number;
    /** Yuan by which the list exceeds the year's envelope; 0: it does not, or none is set. */
    readonly over?: number;
  };
  readonly deliberation?: {
    /** Whether the papers were published the set days before. */
    readonly papersPublished: boolean;
    readonly methodAdopted: boolean;
    /** Whether the list is frozen. */
    readonly frozen: boolean;
    readonly motionsOpen: number;
  };
  readonly ballot?: {
    readonly published: boolean;
    /** Whether every tie and shortfall of the published result is settled; until then some candidates have no answer. */
    readonly settled?: boolean;
  };
  readonly publication?: { readonly noticeIssued: boolean };
  readonly oversight?: { readonly projects: number; readonly withoutPlan: number; readonly unfinished: number };
  readonly evaluation?: { readonly published: boolean; readonly unsatisfied: number };
  readonly rectification?: { readonly open: number };
}

/** Every condition there is: each has somebody at whose desk it waits (core/workflow/waiting.ts). */
export const conditionCodes = [
  'collection-days',
  'collection-looked',
  'every-suggestion-answered',
  'contested',
  'screened',
  'envelope',
  'party-committee',
  'papers',
  'motions-settled',
  'method-adopted',
  'list-frozen',
  'ballot-published',
  'ballot-settled',
  'notice-issued',
  'plans',
  'finished',
  'evaluation-published',
  'rectified',
] as const;
export type ConditionCode = (typeof conditionCodes)[number];

export interface Condition {
  readonly code: ConditionCode;
  readonly met: boolean;
  /** What is needed, with the numbers as they are. */
  readonly zh: string;
  readonly en: string;
  /** May be passed over with a stated reason; otherwise the stage cannot be entered. */
  readonly waivable: boolean;
}

/** What must hold before the cycle leaves `stage` for the next; met or not, so that what is missing is always shown. */
export function conditionsToLeave(stage: Stage, facts: CycleFacts): readonly Condition[] {
  const list: Condition[] = [];
  const need = (code: ConditionCode, met: boolean, zh: string, en: string, waivable = false) =>
    list.push({ code, met, zh, en, waivable });
  switch (stage) {
    case 'collection': {
      const { collection: c } = facts;
      if (!c) break;
      need(
        'collection-days',
        c.days >= c.leastDays,
        `征集不少于 ${c.leastDays} 天（今天是第 ${c.days} 天）`,
        `Collection lasts at least ${c.leastDays} days (today is day ${c.days})`,
        true,
      );
      need(
        'collection-looked',
        c.unlooked === 0,
        c.unlooked === 0 ? '收到的建议均已查看' : `还有 ${c.unlooked} 条建议未查看`,
        c.unlooked === 0 ? 'Every suggestion has been looked at' : `${c.unlooked} suggestions not yet looked at`,
      );
      break;
    }
    case 'shortlisting': {
      const { shortlisting: s } = facts;
      if (!s) break;
      need(
        'every-suggestion-answered',
        s.unanswered === 0,
        s.unanswered === 0 ? '每条建议都有处理结果' : `还有 ${s.unanswered} 条建议没有处理结果`,
        s.unanswered === 0 ? 'Every suggestion has its answer' : `${s.unanswered} suggestions without an answer`,
      );
      need(
        'contested',
        s.candidates > s.seats,
        `候选项目多于应选数（候选 ${s.candidates} 个，应选 ${s.seats} 个）`,
        `More candidates than seats (${s.candidates} candidates, ${s.seats} seats)`,
        true,
      );
      const unscreened = s.unscreened ?? 0;
      need(
        'screened',
        unscreened === 0,
        unscreened === 0
          ? '候选项目均通过七项条件、三种情形的筛选'
          : `还有 ${unscreened} 个候选项目没有通过七项条件、三种情形的筛选`,
        unscreened === 0
          ? 'Every candidate passed the seven tests and three bars'
          : `${unscreened} candidates have not passed the seven tests and three bars`,
        true,
      );
      const over = s.over ?? 0;
      need(
        'envelope',
        over === 0,
        over === 0 ? '候选项目预算未超出年度资金盘子' : `候选项目预算超出年度资金盘子 ${over} 元`,
        over === 0
          ? 'The candidates keep within the year’s envelope'
          : `The candidates exceed the year’s envelope by ${over} yuan`,
        true,
      );
      need(
        'party-committee',
        s.decided,
        s.decided ? '党委研究意见已登记' : '尚未登记党委研究意见',
        s.decided ? 'The party committee’s decision is recorded' : 'The party committee’s decision is not recorded',
      );
      break;
    }
    case 'deliberation': {
      const { deliberation: d } = facts;
      if (!d) break;
      need(
        'papers',
        d.papersPublished,
        d.papersPublished ? '材料已按期送达代表' : '材料尚未按期送达代表',
        d.papersPublished ? 'Deputies have had the papers in time' : 'Deputies have not had the papers in time',
        true,
      );
      need(
        'motions-settled',
        d.motionsOpen === 0,
        d.motionsOpen === 0 ? '联名提出的项目均已处理' : `还有 ${d.motionsOpen} 件联名提案未处理`,
        d.motionsOpen === 0 ? 'Every joint motion is settled' : `${d.motionsOpen} joint motions not settled`,
      );
      need(
        'method-adopted',
        d.methodAdopted,
        d.methodAdopted ? '票决办法已通过' : '尚未登记票决办法通过',
        d.methodAdopted ? 'The method is adopted' : 'The adoption of the method is not recorded',
      );
      need(
        'list-frozen',
        d.frozen,
        d.frozen ? '候选项目名单已锁定' : '候选项目名单尚未锁定',
        d.frozen ? 'The list is frozen' : 'The list is not frozen yet',
      );
      break;
    }
    case 'ballot':
      if (facts.ballot)
        need(
          'ballot-published',
          facts.ballot.published,
          facts.ballot.published ? '票决结果已公布' : '票决结果尚未公布',
          facts.ballot.published ? 'The result is published' : 'The result is not published yet',
        );
      if (facts.ballot?.published) {
        const settled = facts.ballot.settled ?? true;
        need(
          'ballot-settled',
          settled,
          settled ? '得票相同、当选不足的情形已有处理结果' : '得票相同或者当选不足的情形尚未处理',
          settled ? 'Ties and shortfalls are settled' : 'A tie or a shortfall is not settled yet',
        );
      }
      break;
    case 'publication':
      if (facts.publication)
        need(
          'notice-issued',
          facts.publication.noticeIssued,
          facts.publication.noticeIssued ? '公告已印发' : '公告尚未印发',
          facts.publication.noticeIssued ? 'The notice is issued' : 'The notice is not issued yet',
          true,
        );
      break;
    case 'oversight': {
      const { oversight: o } = facts;
      if (!o) break;
      need(
        'plans',
        o.withoutPlan === 0,
        o.withoutPlan === 0 ? '每个项目都有实施方案' : `还有 ${o.withoutPlan} 个项目没有实施方案`,
        o.withoutPlan === 0 ? 'Every project has its plan' : `${o.withoutPlan} projects without a plan`,
        true,
      );
      need(
        'finished',
        o.unfinished === 0,
        o.unfinished === 0 ? '项目均已完成或依法调整' : `还有 ${o.unfinished} 个项目未完成`,
        o.unfinished === 0 ? 'Every project is finished or was changed' : `${o.unfinished} projects unfinished`,
        true,
      );
      break;
    }
    case 'evaluation':
      if (facts.evaluation)
        need(
          'evaluation-published',
          facts.evaluation.published,
          facts.evaluation.published ? '测评结果已公布' : '测评结果尚未公布',
          facts.evaluation.published ? 'The evaluation is published' : 'The evaluation is not published yet',
        );
      break;
    case 'rectification':
      if (facts.rectification)
        need(
          'rectified',
          facts.rectification.open === 0,
          facts.rectification.open === 0 ? '整改均已办结' : `还有 ${facts.rectification.open} 个项目在整改`,
          facts.rectification.open === 0
            ? 'Every rectification is closed'
            : `${facts.rectification.open} rectifications still open`,
        );
      break;
    case 'closed':
      break;
    default:
      return stage satisfies never;
  }
  return list;
}

/** How a stage stands against its deadline on `today` (both yyyy-mm-dd). A stage is late when its deadline is past and it is not left. */
export type Timeliness = 'none' | 'on-time' | 'soon' | 'late';

/** Days before its deadline from which a stage is called soon. */
export const SOON_DAYS = 7;

const dayNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`) / 86_400_000;

/** Whole days from `from` to `to` (yyyy-mm-dd), negative when `to` is earlier. */
export const daysBetween = (from: string, to: string): number => dayNumber(to) - dayNumber(from);

/** @param deadline the day by which the stage should be done; null: none set. */
export function timeliness(deadline: string | null, done: boolean, today: string): Timeliness {
  if (deadline === null || done) return 'none';
  const left = daysBetween(today, deadline);
  return left < 0 ? 'late' : left <= SOON_DAYS ? 'soon' : 'on-time';
}

/**
 * Deadlines to begin with, for the projects of `year` (domain.md section 2, [SPEECH] and [SN]): collection in the third quarter of the year
 * before, the ballot at the session early in the year, the evaluation at the year's last session.
 */
export function usualDeadlines(year: number): Partial<Record<Stage, string>> {
  return {
    collection: `${year - 1}-09-30`,
    shortlisting: `${year - 1}-11-30`,
    deliberation: `${year - 1}-12-31`,
    ballot: `${year}-03-31`,
    publication: `${year}-03-31`,
    oversight: `${year}-11-30`,
    evaluation: `${year}-12-15`,
    rectification: `${year + 1}-02-28`,
  };
}

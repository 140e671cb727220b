import type { Role } from '../contract/common.ts';
import { type FourEyesAct, mayConfirm } from './ballot.ts';
import {
  type Condition,
  type ConditionCode,
  cycleStageWords,
  daysBetween,
  enteredBy,
  type Stage,
  type Timeliness,
} from './cycle.ts';

/** One thing that waits for somebody. */
export interface Waiting {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  /** Page of the console where it is done. */
  readonly page: string;
  readonly late: boolean;
  /** yyyy-mm-dd */
  readonly due: string | null;
}

export interface CycleAtHand {
  readonly year: number;
  readonly stage: Stage;
  readonly next: readonly Stage[];
  readonly deadline: string | null;
  readonly timeliness: Timeliness;
  /** Of leaving the present stage. */
  readonly conditions: readonly Condition[];
}

export interface ProposalAtHand {
  readonly act: FourEyesAct;
  readonly proposer: { readonly id: string; readonly name: string; readonly role: Role };
  readonly session: string;
}

/** Who sees to a condition that is not met, and on which page; a condition without its line does not compile. */
const work: Readonly<Record<ConditionCode, { readonly roles: readonly Role[]; readonly page: string }>> = {
  'collection-days': { roles: [], page: 'year' },
  'collection-looked': { roles: ['government', 'presidium'], page: 'suggestions' },
  'every-suggestion-answered': { roles: ['government'], page: 'shortlisting' },
  contested: { roles: ['government'], page: 'shortlisting' },
  screened: { roles: ['government'], page: 'shortlisting' },
  envelope: { roles: ['government'], page: 'shortlisting' },
  'party-committee': { roles: ['government', 'presidium'], page: 'shortlisting' },
  papers: { roles: ['presidium'], page: 'deliberation' },
  'motions-settled': { roles: ['presidium'], page: 'deliberation' },
  'method-adopted': { roles: ['presidium'], page: 'deliberation' },
  'list-frozen': { roles: ['presidium'], page: 'deliberation' },
  'ballot-published': { roles: ['presidium'], page: 'session' },
  'ballot-settled': { roles: ['presidium'], page: 'session' },
  'notice-issued': { roles: ['presidium'], page: 'documents' },
  plans: { roles: ['government'], page: 'projects' },
  finished: { roles: ['government'], page: 'projects' },
  'evaluation-published': { roles: ['presidium'], page: 'evaluation' },
  rectified: { roles: ['government', 'presidium'], page: 'evaluation' },
};

const acts: Readonly<Record<FourEyesAct, { readonly zh: string; readonly en: string }>> = {
  open: { zh: '开始票决', en: 'opening the ballot' },
  close: { zh: '结束票决', en: 'closing the ballot' },
  publish: { zh: '公布结果', en: 'publishing the result' },
  annul: { zh: '宣布票决无效', en: 'annulling the ballot' },
};

/** What waits for this person, the late first. The county watches and is told of lateness only. `works` is what core/workflow/at-hand.ts says. */
export function waitingFor(
  person: { readonly id: string; readonly role: Role },
  cycles: readonly CycleAtHand[],
  proposals: readonly ProposalAtHand[],
  works: readonly Waiting[],
  today: string,
): readonly Waiting[] {
  const { role } = person;
  const list: Waiting[] = [];
  for (const { act, proposer, session } of proposals)
    if (mayConfirm(act, proposer, person).ok)
      list.push({
        code: 'confirm',
        zh: `${proposer.name}提出${acts[act].zh}，等您确认（${session}）`,
        en: `${proposer.name} proposes ${acts[act].en} and waits for your confirmation (${session})`,
        page: 'session',
        late: false,
        due: null,
      });
  for (const cycle of cycles) list.push(...ofCycle(role, cycle, today));
  list.push(...works);
  return list.sort((a, b) => Number(b.late) - Number(a.late) || (a.due ?? '9999').localeCompare(b.due ?? '9999'));
}

function ofCycle(role: Role, cycle: CycleAtHand, today: string): Waiting[] {
  const list: Waiting[] = [];
  const { year, stage, deadline, timeliness } = cycle;
  const words = cycleStageWords[stage];
  const mine = cycle.next.some((one) => enteredBy[one].includes(role));
  const late = timeliness === 'late';
  if (deadline !== null && (late || timeliness === 'soon') && (mine || role === 'county' || role === 'presidium')) {
    const days = Math.abs(daysBetween(today, deadline));
    list.push({
      code: late ? 'stage-late' : 'stage-soon',
      zh: late ? `${year} 年度“${words.zh}”已超过时限 ${days} 天` : `${year} 年度“${words.zh}”离时限还有 ${days} 天`,
      en: late ? `${year}: ${words.en} is ${days} days late` : `${year}: ${words.en} is due in ${days} days`,
      page: 'year',
      late,
      due: deadline,
    });
  }
  const missing = cycle.conditions.filter(({ met }) => !met);
  for (const { code, zh, en } of missing)
    if (work[code].roles.includes(role)) list.push({ code, zh, en, page: work[code].page, late, due: deadline });
  if (mine && cycle.conditions.length > 0 && missing.length === 0)
    for (const next of cycle.next.filter((one) => enteredBy[one].includes(role)))
      list.push({
        code: 'stage-ready',
        zh: `条件已具备，可以进入“${cycleStageWords[next].zh}”阶段`,
        en: `The conditions are met: ${cycleStageWords[next].en} can be entered`,
        page: 'year',
        late,
        due: deadline,
      });
  return list;
}

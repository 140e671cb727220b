import type { Role } from '../contract/common.ts';
import { type FourEyesAct, mayConfirm } from './ballot.ts';
import { type Condition, cycleStageWords, daysBetween, enteredBy, type Stage, type Timeliness } from './cycle.ts';
import { mayDo } from './permissions.ts';

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

/** What the supervision of projects in hand has open, in numbers. */
export interface SupervisionAtHand {
  /** Problems and opinions that the government has not answered; `due`: the earliest day by which one must be, yyyy-mm-dd. */
  readonly open: { readonly count: number; readonly due: string | null };
  /** Answered, to be checked. */
  readonly answered: number;
  /** What citizens said and nobody has answered or listed. */
  readonly reports: number;
  /** Changes that were asked for. */
  readonly requested: number;
  /** Changes agreed to, of which no notice was given. */
  readonly approved: number;
}

/** Who sees to a condition that is not met, and on which page. */
const work: Readonly<Record<string, { readonly roles: readonly Role[]; readonly page: string }>> = {
  'collection-days': { roles: [], page: 'year' },
  'collection-looked': { roles: ['government', 'presidium'], page: 'suggestions' },
  'every-suggestion-answered': { roles: ['government'], page: 'shortlisting' },
  contested: { roles: ['government'], page: 'shortlisting' },
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

/** What waits for this person, the late first. The county watches and is told of lateness only. */
export function waitingFor(
  person: { readonly id: string; readonly role: Role },
  cycles: readonly CycleAtHand[],
  proposals: readonly ProposalAtHand[],
  today: string,
  supervision: SupervisionAtHand | null = null,
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
  if (supervision) list.push(...ofSupervision(role, supervision, today));
  return list.sort((a, b) => Number(b.late) - Number(a.late) || (a.due ?? '9999').localeCompare(b.due ?? '9999'));
}

/** The government answers, the presidium checks, decides and handles what citizens say (the table of permissions). */
function ofSupervision(role: Role, at: SupervisionAtHand, today: string): Waiting[] {
  const { open, answered, reports, requested, approved } = at;
  const item = (code: string, count: number, page: string, zh: string, en: string, due: string | null = null) =>
    count > 0 ? [{ code, zh, en, page, due, late: due !== null && due < today }] : [];
  if (mayDo(role, 'projects.implement'))
    return item(
      'matters-open',
      open.count,
      'supervision',
      `有 ${open.count} 件问题或意见等待答复`,
      `Problems and opinions to answer: ${open.count}`,
      open.due,
    );
  if (!mayDo(role, 'projects.supervise')) return [];
  return [
    ...item(
      'reports-received',
      reports,
      'supervision',
      `有 ${reports} 件群众反映未处理`,
      `Reports of citizens to handle: ${reports}`,
    ),
    ...item(
      'matters-answered',
      answered,
      'supervision',
      `有 ${answered} 件问题或意见已答复，待核查`,
      `Answered problems and opinions to check: ${answered}`,
    ),
    ...item(
      'changes-requested',
      requested,
      'changes',
      `有 ${requested} 项调整申请待决定`,
      `Requested changes to decide: ${requested}`,
    ),
    ...item(
      'changes-approved',
      approved,
      'changes',
      `有 ${approved} 项调整已同意，待公告`,
      `Approved changes without a notice: ${approved}`,
    ),
  ];
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
    if (work[code]?.roles.includes(role)) list.push({ code, zh, en, page: work[code].page, late, due: deadline });
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

import type { Role } from '../contract/common.ts';
import { type DocumentKind, documentKinds, kindOf } from '../documents/kinds.ts';
import { DUE_SOON_DAYS } from '../oversight/project.ts';
import { type ChangeKind, type ChangeState, changeKindWords } from './change.ts';
import { type MatterKind, type MatterState, matterActsFor } from './matter.ts';
import type { RectificationState } from './rectification.ts';
import type { Waiting } from './waiting.ts';

/** What is being built, followed up and put right, as far as somebody may have to do something about it. `mine`: the caller reports on the project. */
export interface AtHand {
  readonly projects: readonly {
    readonly title: string;
    readonly mine: boolean;
    /** What is due next; `name` null: the whole project. */
    readonly next: { readonly name: string | null; readonly due: string; readonly left: number } | null;
  }[];
  readonly matters: readonly {
    readonly kind: MatterKind;
    readonly number: number;
    readonly title: string;
    readonly mine: boolean;
    readonly state: MatterState;
    readonly due: string;
    readonly late: boolean;
  }[];
  /** What citizens said and nobody has looked at. */
  readonly newReports: number;
  readonly changes: readonly { readonly title: string; readonly kind: ChangeKind; readonly state: ChangeState }[];
  readonly rectifications: readonly {
    readonly title: string;
    readonly state: RectificationState;
    readonly deadline: string;
    readonly late: boolean;
  }[];
  /** Documents whose issue somebody else of another role proposed. */
  readonly proposed: readonly { readonly kind: DocumentKind; readonly by: string; readonly byRole: Role }[];
  /** Frozen lists that somebody asked to lift, where the caller may be the second person. */
  readonly lifts: readonly { readonly year: number; readonly by: string }[];
}

/** What of it waits for this role, one by one. The presidium and the county are told of what is late as well. */
export function worksWaiting(role: Role, hand: AtHand): readonly Waiting[] {
  const list: Waiting[] = [];
  const say = (code: string, page: string, late: boolean, due: string | null, zh: string, en: string) =>
    list.push({ code, page, late, due, zh, en });
  const watches = role === 'presidium' || role === 'county';
  const works = role === 'government';
  for (const { title, mine, next } of hand.projects) {
    if (!next || next.left > DUE_SOON_DAYS || !(works ? mine : watches && next.left < 0)) continue;
    const days = Math.abs(next.left);
    const [what, whatEn] = next.name === null ? ['全部完工', 'completion'] : [next.name, `“${next.name}”`];
    if (next.left < 0)
      say(
        'project-late',
        'projects',
        true,
        next.due,
        `“${title}”${what}已逾期 ${days} 天`,
        `“${title}”: ${whatEn} is ${days} days late`,
      );
    else
      say(
        'project-soon',
        'projects',
        false,
        next.due,
        `“${title}”${what}还有 ${days} 天到期，请及时报告进展`,
        `“${title}”: ${whatEn} is due in ${days} days; report on it in time`,
      );
  }
  for (const { kind, number, title, mine, state, due, late } of hand.matters) {
    const [noun, nounEn] =
      kind === 'problem' ? [`问题 ${number}`, `problem ${number}`] : [`意见 ${number}`, `opinion ${number}`];
    const acts = matterActsFor(state, role);
    if (state === 'open' && acts.includes('answer') && mine)
      say(
        'matter-answer',
        'supervision',
        late,
        due,
        `${noun}（${title}）待办理、答复`,
        `${nounEn} (${title}) waits for its answer`,
      );
    else if (state === 'answered' && acts.includes('close'))
      say(
        'matter-check',
        'supervision',
        late,
        due,
        `${noun}（${title}）已答复，待核查办结`,
        `${nounEn} (${title}) is answered and waits to be checked`,
      );
    else if (late && watches)
      say('matter-late', 'supervision', true, due, `${noun}（${title}）逾期未办结`, `${nounEn} (${title}) is late`);
  }
  if (hand.newReports > 0 && role === 'presidium')
    say(
      'citizens',
      'supervision',
      false,
      null,
      `有 ${hand.newReports} 条群众反映待查看`,
      `${hand.newReports} citizens’ reports have not been looked at`,
    );
  if (role === 'presidium')
    for (const { title, kind, state } of hand.changes) {
      const words = changeKindWords[kind];
      if (state === 'requested')
        say(
          'change-decide',
          'changes',
          false,
          null,
          `“${title}”申请${words.zh}，待提请决定`,
          `“${title}”: a ${words.en} waits for its decision`,
        );
      else if (state === 'approved')
        say(
          'change-notice',
          'changes',
          false,
          null,
          `“${title}”${words.zh}已决定，待公告`,
          `“${title}”: the notice of its ${words.en} is to follow`,
        );
    }
  for (const { title, state, deadline, late } of hand.rectifications) {
    if (works && state === 'opened')
      say(
        'rectify-plan',
        'evaluation',
        late,
        deadline,
        `“${title}”测评不满意，请报整改方案`,
        `“${title}” was graded 不满意: its rectification plan is due`,
      );
    else if (works && state === 'planned')
      say(
        'rectify-report',
        'evaluation',
        late,
        deadline,
        `“${title}”正在整改，请按期报整改结果`,
        `“${title}”: the rectification’s result is due`,
      );
    else if (role === 'presidium' && state === 'reported')
      say(
        'rectify-again',
        'evaluation',
        false,
        null,
        `“${title}”已报整改结果，请安排再次测评`,
        `“${title}” is reported put right: arrange the second evaluation`,
      );
    else if (late && watches)
      say('rectify-late', 'evaluation', true, deadline, `“${title}”整改逾期`, `“${title}”: the rectification is late`);
  }
  for (const { year, by } of hand.lifts)
    say(
      'lift-confirm',
      'deliberation',
      false,
      null,
      `${by}提出解除 ${year} 年度名单的锁定，等您确认`,
      `${by} proposes to lift the freeze of the list of ${year}; it waits for your confirmation`,
    );
  for (const { kind, by, byRole } of hand.proposed)
    if (byRole !== role && kindOf(kind).issues.includes(role)) {
      const { zh, en } = documentKinds[kind];
      say(
        'document-confirm',
        'documents',
        false,
        null,
        `${by}提请签发“${zh}”，等您确认`,
        `${by} proposes to issue: ${en}; it waits for your confirmation`,
      );
    }
  return list;
}

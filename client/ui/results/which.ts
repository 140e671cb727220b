import type { FinalList, Which } from '../../../core/contract/rounds.ts';
import type { FinalProject } from '../../../core/rules/final.ts';
import { finalReason } from '../../../core/rules/final-words.ts';
import type { ProjectState } from '../../../core/rules/outcome.ts';
import { stateLabel } from '../../../core/rules/reasons.ts';
import { ballotName, ballotTask } from '../../../core/rules/rounds.ts';
import { inWords } from './rows.ts';

/** 项目票决, 再次票决, 第二次票决（重新举行） … in the reader's language. */
export const nameOf = ({ kind, round, again }: Which): string => inWords(ballotName(kind, round, again));

/** Whether a page must say which ballot this is: a session's ordinary first ballot explains itself. */
export const isFurther = ({ ordinal }: Which): boolean => ordinal > 0;

/** Whether a page says which ballot this is: a further one, or an evaluation. */
export const isNamed = (which: Which): boolean => isFurther(which) || which.kind === 'evaluation';

/** What a run-off or second ballot is about, e.g. 从 2 个票数相等的项目中选 1 个; empty for a ballot on all projects. */
export function taskOf({ kind }: Which, projects: number, seats: number): string {
  const task = ballotTask(kind, projects, seats);
  return task ? inWords(task) : '';
}

/** One project of the final list in the reader's language. */
export interface FinalRow {
  readonly code: string;
  readonly title: string;
  readonly elected: boolean;
  readonly state: ProjectState;
  readonly word: string;
  /** The ballot that decided it. */
  readonly ballot: string;
  readonly for: number;
  readonly reason: string;
}

/** The final list as a table shows it. `ballots` are those it names. */
export function finalRows(
  { list, titles }: FinalList,
  ballots: readonly { readonly uuid: string; readonly which: Which }[],
): FinalRow[] {
  return list.projects.map((project): FinalRow => {
    const which = ballots.find(({ uuid }) => uuid === project.ballot)?.which;
    const name = which ? ballotName(which.kind, which.round, which.again) : { zh: '', en: '' };
    return {
      code: project.code,
      title: titles.find(({ code }) => code === project.code)?.title ?? project.code,
      elected: project.elected,
      state: project.state,
      word: inWords(finalLabel(project)),
      ballot: inWords(name),
      for: project.outcome.for,
      reason: inWords(finalReason(project, name)),
    };
  });
}

/** How a project came out in the end: equal votes whose seat stays empty are no longer undecided. */
function finalLabel({ state, settlement }: FinalProject): { readonly zh: string; readonly en: string } {
  return settlement?.choice === 'leave-empty'
    ? { zh: '票数相等，名额空缺', en: 'Tied, seat left empty' }
    : stateLabel(state);
}

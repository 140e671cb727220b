import type { Changed } from '../../../core/contract/projects.ts';
import { day, yuan } from '../../i18n/index.ts';
import { clause } from '../clause.ts';

type Parts = { readonly [Part in 'content' | 'finish' | 'budget']: Changed[Part] };
const inWords = ({ content, finish, budget }: Parts): string =>
  [content && clause(content), finish && day(finish), budget !== null && yuan(budget)].filter(Boolean).join('；');

/** What becomes of a project by a change, and what that was before, each as one line; empty where nothing is known or changed. */
export function changedParts({ before, ...after }: Changed): { was: string; now: string } {
  const was = before && {
    content: after.content === null ? null : before.content,
    finish: after.finish === null ? null : before.finish,
    budget: after.budget === null ? null : before.budget,
  };
  return { was: was ? inWords(was) : '', now: inWords(after) };
}

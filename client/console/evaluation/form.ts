import type {
  EvaluationSource,
  Evaluations,
  EvaluationView,
  PrepareEvaluation,
} from '../../../core/contract/evaluation.ts';
import type { Session } from '../../../core/contract/session.ts';
import type { DeputyId, SessionId } from '../../../core/ids.ts';
import { defaultEvaluationMethod, type EvaluationMethod } from '../../../core/rules/grade.ts';

/** What the dialog is filled in with. */
export interface EvaluationForm {
  session: SessionId | '';
  source: SessionId;
  secondOf: SessionId | null;
  body: EvaluationMethod['body'];
  exactHalf: EvaluationMethod['exactHalf'];
  days: string;
  members: DeputyId[];
  chosen: string[];
  reports: Record<string, string>;
}

const rulesOf = ({ body, exactHalf, rectificationDays }: EvaluationMethod) => ({
  body,
  exactHalf,
  days: String(rectificationDays),
});

/** What the units reported last: the final reports begin from it. */
export const reportsOf = ({ reports }: EvaluationSource): Record<string, string> =>
  Object.fromEntries(reports.map(({ code, text }) => [code, text.slice(0, 2000)]));

/** A first evaluation of everything the newest source chose. */
export const newForm = (source: EvaluationSource): EvaluationForm => ({
  ...{ session: '', source: source.session, secondOf: null, members: [] },
  reports: reportsOf(source),
  ...rulesOf(defaultEvaluationMethod),
  chosen: source.projects.map(({ code }) => code),
});

/** The evaluation again of what this one graded 不满意, by the same rules; the units' reports are its text. */
export function secondForm(first: EvaluationView, { rectifications }: Evaluations): EvaluationForm {
  const opened = rectifications.filter(({ session }) => session === first.session);
  return {
    ...{ session: '', source: first.source, secondOf: first.session, members: [...first.members] },
    ...rulesOf(first.rules),
    chosen: opened.map(({ code }) => code),
    reports: Object.fromEntries(opened.map(({ code, report }) => [code, report.slice(0, 2000)])),
  };
}

/** One that is prepared, to be changed. */
export const formOf = (view: EvaluationView): EvaluationForm => ({
  ...{ session: view.session, source: view.source, secondOf: view.secondOf, members: [...view.members] },
  ...rulesOf(view.rules),
  chosen: view.projects.map(({ code }) => code),
  reports: Object.fromEntries(view.projects.map(({ code, content }) => [code, content])),
});

/** Sessions that could hold it: neither rehearsals nor those that chose projects or evaluate already. */
export const placesFor = (sessions: readonly Session[], { sources, evaluations }: Evaluations): Session[] =>
  sessions.filter(
    ({ id, rehearsal }) =>
      !rehearsal &&
      !sources.some(({ session }) => session === id) &&
      !evaluations.some(({ session, editable }) => session === id && !editable),
  );

/** The days, if they are such. */
export function daysOf(text: string): number | null {
  const days = Number(text);
  return Number.isInteger(days) && days >= 1 && days <= 365 ? days : null;
}

/** What is sent, once the days have been found right. */
export const bodyOf = (form: EvaluationForm, days: number): PrepareEvaluation => ({
  source: form.source,
  secondOf: form.secondOf,
  rules: { body: form.body, exactHalf: form.exactHalf, rectificationDays: days },
  members: form.body === 'congress' ? [] : form.members,
  projects: form.chosen.map((code) => ({ code, report: form.reports[code] ?? '' })),
});

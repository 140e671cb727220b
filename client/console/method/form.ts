import type { Result } from '../../../core/result.ts';
import { type Method, type MethodKey, type MethodProblem, parseMethod } from '../../../core/rules/method.ts';
import { METHOD_SETTINGS, settingApplies } from '../../../core/rules/settings.ts';
import { parseCount } from '../format.ts';

/** The method as typed: every value is text, so that nothing a person typed is changed or lost. */
export type MethodForm = Record<MethodKey, string>;

export const formOf = (method: Method): MethodForm =>
  Object.fromEntries(Object.entries(method).map(([key, value]) => [key, String(value)])) as MethodForm;

/** The method that was typed, or everything that is wrong with it. */
export function readForm(form: MethodForm): Result<Method, readonly MethodProblem[]> {
  const values = METHOD_SETTINGS.map(({ key, control }) => [
    key,
    control.kind === 'number'
      ? (parseCount(form[key], control.min, control.max) ?? (settingApplies(key, form) ? Number.NaN : control.min))
      : form[key],
  ]);
  return parseMethod(Object.fromEntries(values));
}

/** The setting that a problem is shown at. */
export function keyOf(problem: MethodProblem): string {
  switch (problem.code) {
    case 'invalid-setting':
      return problem.key;
    case 'threshold-above-scrutineers':
      return 'threshold';
    case 'uncontested-plurality':
      return 'elected';
    default:
      return 'seats';
  }
}

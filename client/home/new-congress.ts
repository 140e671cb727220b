import { Login } from '../../core/contract/identity.ts';

export interface NewCongressForm {
  readonly name: string;
  readonly county: string;
  readonly login: string;
  readonly person: string;
  readonly password: string;
  readonly again: string;
}
export type NewCongressError = 'name' | 'county' | 'login' | 'person' | 'password' | 'again';

/** What must be corrected before the form is sent, in the order of the form. */
export function formErrors(form: NewCongressForm): NewCongressError[] {
  const errors: NewCongressError[] = [];
  const length = (text: string) => text.trim().length;
  if (length(form.name) < 1 || length(form.name) > 60) errors.push('name');
  if (length(form.county) > 60) errors.push('county');
  if (!Login.safeParse(form.login).success) errors.push('login');
  if (length(form.person) < 1 || length(form.person) > 40) errors.push('person');
  if (form.password.length < 8 || form.password.length > 200) errors.push('password');
  if (form.again !== form.password) errors.push('again');
  return errors;
}

import type { Role } from '../../../core/contract/common.ts';
import { roleWords } from '../../../core/workflow/ballot.ts';
import { language } from '../../i18n/index.ts';
import { t } from './texts.ts';

const lang = language === 'en' ? 'en' : 'zh';

/** A text that exists in both languages, in the reader's. */
export const inWords = (text: { readonly zh: string; readonly en: string }): string => text[lang];
export const roleName = (role: Role): string => roleWords[role][lang];
export const roleNames = (roles: readonly Role[]): string => roles.map(roleName).join(lang === 'zh' ? '、' : ', ');
/** 冉文华（主席团工作人员） */
export const personOf = (person: { readonly name: string; readonly role: Role }): string =>
  t('person.of', { name: person.name, role: roleName(person.role) });

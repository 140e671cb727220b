import type { ZodFastifySchemaValidationError } from 'fastify-type-provider-zod';
import { en, zhCN } from 'zod/locales';
import type { Language } from '../../core/contract/problems.ts';

const locales = { en: en().localeError, 'zh-CN': zhCN().localeError };

/** What does not fit the contract, place by place, in the caller's language: `name：…; cards.3.serial：…`. */
export function describeIssues(issues: readonly ZodFastifySchemaValidationError[], language: Language): string {
  return issues
    .slice(0, 5)
    .map(({ keyword, params, instancePath, message }) => {
      const place = instancePath.slice(1).replaceAll('/', '.');
      const words = locales[language]({ ...params, code: keyword } as Parameters<(typeof locales)['en']>[0]);
      const text = (typeof words === 'string' ? words : words?.message) ?? message ?? keyword;
      return place ? `${place}: ${text}` : text;
    })
    .join('; ');
}

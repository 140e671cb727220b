import type { ZodFastifySchemaValidationError } from 'fastify-type-provider-zod';
import type { Language } from '../../core/contract/problems.ts';

interface Words {
  readonly zh: string;
  readonly en: string;
}

/** What is wrong with one value, in words for whoever filled in a form: forms ask for what they need, this is for what they let through. */
function wordsOf({ keyword, params }: ZodFastifySchemaValidationError): Words {
  const { minimum, maximum, origin, format } = params as Readonly<Record<string, unknown>>;
  const long = origin === 'string';
  switch (keyword) {
    case 'too_small':
      if (long) return { zh: '有必填的内容没有填写', en: 'something that is required is empty' };
      if (origin === 'array') return { zh: '有必选的内容没有选', en: 'something that is required is not chosen' };
      return { zh: `数字不能小于 ${minimum}`, en: `a number is less than ${minimum}` };
    case 'too_big':
      if (long) return { zh: `文字超过 ${maximum} 个字`, en: `a text is longer than ${maximum} characters` };
      if (origin === 'array') return { zh: `超过 ${maximum} 项`, en: `there are more than ${maximum} items` };
      return { zh: `数字不能大于 ${maximum}`, en: `a number is more than ${maximum}` };
    case 'invalid_format':
      if (format === 'date') return { zh: '日期没有填写或者写法不对', en: 'a date is missing or not written as one' };
      return { zh: '有内容的写法不对', en: 'something is not written as it must be' };
    case 'invalid_type':
      return {
        zh: '有内容没有填写，或者不是所要求的数字、日期',
        en: 'something is missing, or no number or date as required',
      };
    case 'unrecognized_keys':
      return { zh: '有系统不认识的内容', en: 'something is not known here' };
    default:
      return { zh: '有内容不符合要求', en: 'something does not fit' };
  }
}

/** What does not fit the contract, in the caller's language, each kind once: for people, who know no names of fields. */
export function describeIssues(issues: readonly ZodFastifySchemaValidationError[], language: Language): string {
  const all = issues.map((issue) => wordsOf(issue)[language === 'en' ? 'en' : 'zh']);
  return [...new Set(all)].slice(0, 5).join(language === 'en' ? '; ' : '；');
}

/** Where, for programs: `name, cards.3.serial`. */
export const placesOf = (issues: readonly ZodFastifySchemaValidationError[]): string =>
  [...new Set(issues.map(({ instancePath }) => instancePath.slice(1).replaceAll('/', '.')))].slice(0, 5).join(', ');

import { limits } from '../../../core/collection/suggestion.ts';
import type { CategoryId, VillageId } from '../../../core/ids.ts';

/** The whole town, in a list of villages. */
export const WHOLE = 'whole';

/** What somebody types: text as it stands in the fields. */
export interface Typed {
  title: string;
  content: string;
  reason: string;
  /** '' nothing chosen yet. */
  village: string;
  place: string;
  category: string;
}

export const emptyForm = (): Typed => ({ title: '', content: '', reason: '', village: '', place: '', category: '' });

/** Characters as people count them: rare Chinese characters are one each. */
export const lengthOf = (text: string): number => [...text.trim()].length;

export type Missing = 'title' | 'content' | 'village';

/** The first fields that are missing or too long, in their order on the page. */
export function missing(typed: Typed): Missing[] {
  const list: Missing[] = [];
  if (!fits(typed.title, limits.title)) list.push('title');
  if (!fits(typed.content, limits.content)) list.push('content');
  if (typed.village === '') list.push('village');
  return list;
}

const fits = (text: string, max: number): boolean => lengthOf(text) > 0 && text.trim().length <= max;

/** Whether somebody can be called by this: figures, and what stands between them; a short number of the town's own network is one too. */
export const isTelephone = (text: string): boolean =>
  /^[\d\s+\-()转,，]+$/.test(text.normalize('NFKC')) && text.normalize('NFKC').replace(/\D/g, '').length >= 5;

/** The form as the server takes it. */
export const bodyOf = ({ title, content, reason, village, place, category }: Typed) => ({
  title: title.trim(),
  content: content.trim(),
  reason: reason.trim(),
  village: village === WHOLE || village === '' ? null : (village as VillageId),
  place: place.trim(),
  category: category === '' ? null : (category as CategoryId),
});

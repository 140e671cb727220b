import { dayOf } from '../../../core/day.ts';

/** Today's date in China, yyyy-mm-dd. */
export const today = (): string => dayOf(new Date());

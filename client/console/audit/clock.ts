import { language } from '../../i18n/index.ts';

const format = new Intl.DateTimeFormat(language, {
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
  timeZone: 'Asia/Shanghai',
});

/** A moment to the second, for tables. */
export const clock = (iso: string): string => format.format(new Date(iso));

/** Figures and dates as official Chinese writes them. */

import { dayOf } from '../day.ts';

/** 2027-01-05 → 2027年1月5日 (GB/T 9704 7.3.5.4: Arabic figures, no leading zeros). */
export function dateWords(day: string): string {
  const [year, month, date] = day.split('-').map(Number);
  return `${year}年${month}月${date}日`;
}

/** 2027-10-31 → 2027年10月, for a time by which something is to be done. */
export function monthWords(day: string): string {
  const [year, month] = day.split('-').map(Number);
  return `${year}年${month}月`;
}

/** The wall clock of a moment there: 2027年1月5日9时05分. */
export function momentWords(iso: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Asia/Shanghai',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(new Date(iso));
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  return `${dateWords(dayOf(iso))}${Number(part('hour'))}时${part('minute')}分`;
}

/** Yuan → 万元, exact to the yuan: 1230000 → 123, 695500 → 69.55. */
export const wanYuan = (yuan: number): string => String(Number((yuan / 10_000).toFixed(4)));

const digits = '零一二三四五六七八九';
/** 1 … 99 in Chinese, for heads like 一、 and （十二）. */
export function numeral(n: number): string {
  if (!Number.isInteger(n) || n < 1 || n > 99) throw new RangeError(`numeral of ${n}`);
  const [tens, ones] = [Math.floor(n / 10), n % 10];
  return `${tens > 1 ? digits[tens] : ''}${tens > 0 ? '十' : ''}${ones > 0 ? digits[ones] : ''}`;
}

/** The place a congress is of: 青溪镇人民代表大会 → 青溪镇. */
export const placeOf = (congress: string): string => congress.replace(/人民代表大会(常务委员会)?$/, '');

/** A text that people wrote, ended as a sentence is. */
export const sentence = (text: string, stop: '。' | '.' = '。'): string =>
  text === '' || /[。！？；.!?]$/.test(text) ? text : `${text}${stop}`;

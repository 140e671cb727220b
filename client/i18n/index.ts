import i18next from 'i18next';
import type { Language } from '../../core/contract/problems.ts';

const STORED = 'piaojue.language';

function preferred(): Language {
  const asked = new URLSearchParams(location.search).get('lang') ?? localStorage.getItem(STORED);
  if (asked) return asked.startsWith('en') ? 'en' : 'zh-CN';
  return 'zh-CN';
}

/** The reader's language: Chinese unless English was chosen on this device. */
export const language: Language = preferred();
document.documentElement.lang = language;

/** Keeps the choice on this device and shows the page again in it. */
export function chooseLanguage(next: Language): void {
  localStorage.setItem(STORED, next);
  const url = new URL(location.href);
  url.searchParams.delete('lang');
  // An address with a part behind the # is not loaded again by going to it.
  history.replaceState(null, '', url);
  location.reload();
}

export const texts = i18next.createInstance();
void texts.init({
  lng: language,
  fallbackLng: 'zh-CN',
  initAsync: false,
  resources: {},
  keySeparator: false,
  nsSeparator: false,
  interpolation: { escapeValue: false, prefix: '{', suffix: '}' },
  returnNull: false,
});

/**
 * One page's texts: a flat table of sentences in Chinese, and the same keys in English (a missing one does not compile).
 * Parameters stand in single braces: `t('cast.left', { count: 3 })`.
 */
export function defineTexts<T extends Record<string, string>>(
  namespace: string,
  zh: T,
  en: { [K in keyof T]: string },
) {
  texts.addResourceBundle('zh-CN', namespace, zh);
  texts.addResourceBundle('en', namespace, en);
  const fixed = texts.getFixedT(null, namespace) as (key: string, params?: Record<string, unknown>) => string;
  return (key: keyof T & string, params?: Record<string, string | number>): string => fixed(key, params);
}

/** Amounts in yuan as people read them: 1,200,000 元 → 120 万元 where that is exact to the hundred. */
export function yuan(amount: number): string {
  if (language === 'en') return `¥${amount.toLocaleString('en')}`;
  return amount >= 10_000 && amount % 100 === 0
    ? `${(amount / 10_000).toLocaleString('zh-CN', { maximumFractionDigits: 2 })} 万元`
    : `${amount.toLocaleString('zh-CN')} 元`;
}

/** A moment as the hall's wall clock shows it. */
export const moment = (iso: string): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short', timeZone: 'Asia/Shanghai' }).format(
    new Date(iso),
  );
/** The same in short, for lists: the time, and the day where it is not today's. */
export function shortTime(iso: string): string {
  const at = new Date(iso);
  const zone = { timeZone: 'Asia/Shanghai' } as const;
  const today = new Intl.DateTimeFormat('en-CA', zone);
  const format = new Intl.DateTimeFormat(language, {
    ...zone,
    ...(today.format(at) === today.format(new Date()) ? {} : { month: 'numeric', day: 'numeric' }),
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return format.format(at);
}
/** How a calendar day, yyyy-mm-dd, is written. */
const calendar =
  (parts: Intl.DateTimeFormatOptions) =>
  (iso: string): string =>
    new Intl.DateTimeFormat(language, { ...parts, timeZone: 'UTC' }).format(new Date(`${iso}T00:00:00Z`));
export const day = calendar({ dateStyle: 'long' });
/** The month and the year of a day, for scales. */
export const month = calendar({ month: 'short' });
export const year = calendar({ year: 'numeric' });

import { defineTexts } from '../i18n/index.ts';

const t = defineTexts(
  'verify',
  {
    estimating: '正在估算所需时间……',
    soon: '马上完成',
    seconds: '大约还需 {count} 秒',
    minutes: '大约还需 {count} 分钟',
  },
  {
    estimating: 'working out how long it takes…',
    soon: 'nearly done',
    seconds: 'about {count} seconds left',
    minutes: 'about {count} minutes left',
  },
);

/** What is left to do, at the pace so far, in words: rounded up, so that nobody is promised too much. */
export function remainingWords(elapsedMs: number, done: number, total: number): string {
  if (done === 0 || elapsedMs < 1000) return t('estimating');
  const seconds = ((elapsedMs / done) * (total - done)) / 1000;
  if (seconds < 3) return t('soon');
  if (seconds <= 90) return t('seconds', { count: Math.ceil(seconds / 5) * 5 });
  return t('minutes', { count: Math.ceil(seconds / 60) });
}

import type { Motion } from '../../../core/contract/motion.ts';
import { motionMarkWords } from '../../../core/rules/motion.ts';
import { motionWayWords } from '../../../core/workflow/motion.ts';
import { inWords } from '../shell/words.ts';
import { t } from './texts.ts';

/** The sentence for the minutes, with every number; undefined while there is no result. */
export function minutesLine(motion: Motion): string | undefined {
  const { result } = motion;
  if (!result || motion.state !== 'closed') return undefined;
  const { counts, passed, entitled, present, notPressed, mark } = result;
  return t('minutes.text', {
    title: motion.title,
    way: inWords(motionWayWords[motion.way]),
    rule: inWords(motionMarkWords[motion.rule].label),
    outcome: t(passed ? 'passed' : 'failed'),
    entitled,
    present,
    notPressed,
    mark,
    ...counts,
  });
}

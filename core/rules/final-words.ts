/** The final list in plain words, each sentence naming the ballot that decided. */
import { unreachable } from '../result.ts';
import type { FinalProject, Settlement } from './final.ts';
import { type Bilingual, reasonText } from './reasons.ts';
import type { Choice } from './rounds.ts';

/** What a tie or shortfall comes to, as the choice itself is called. */
export function choiceText(choice: Choice): Bilingual {
  switch (choice) {
    case 'run-off':
      return { zh: '就票数相等的项目再次票决', en: 'a run-off among the tied projects' };
    case 'leave-empty':
      return { zh: '名额空缺', en: 'the seats stay empty' };
    case 'second-now':
      return { zh: '在本次会议上进行第二次票决', en: 'a second ballot at this session' };
    case 'next-session':
      return { zh: '缺额留待下一次会议票决', en: 'the missing seats are voted on at the next session' };
    case 'stand':
      return { zh: '缺额不再补选', en: 'the shortfall stands' };
    default:
      return unreachable(choice);
  }
}

/** Who settled it and how; or that it is still to be decided. */
export function settlementText({ choice, by, matter }: Settlement): Bilingual {
  if (choice === null)
    return matter === 'tie'
      ? { zh: '如何处理，待主席团决定', en: 'the presidium still has to decide how to settle it' }
      : { zh: '缺额如何处理，待主席团决定', en: 'the presidium still has to decide on the missing seats' };
  const { zh, en } = choiceText(choice);
  return by === 'presidium'
    ? { zh: `主席团决定：${zh}`, en: `decided by the presidium: ${en}` }
    : { zh: `按票决办法：${zh}`, en: `by the method: ${en}` };
}

/** Why a project is elected or not in the end. `ballot` is the name of the one that decided it (`ballotName`). */
export function finalReason(project: FinalProject, ballot: Bilingual): Bilingual {
  const reason = reasonText(project.outcome.reason);
  const then = project.settlement && settlementText(project.settlement);
  return {
    zh: `${ballot.zh}：${reason.zh}${then ? `；${then.zh}` : ''}`,
    en: `${ballot.en}: ${reason.en}${then ? `; ${then.en}` : ''}`,
  };
}

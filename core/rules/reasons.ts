/** Reasons in plain words. Each sentence carries the numbers, so that a reader can check it with a pencil. */
import { unreachable } from '../result.ts';
import type { Method } from './method.ts';
import type { Mark, Outcome, ProjectState, Reason, TallyFault, Validity } from './outcome.ts';

/** One text in both languages. */
export interface Bilingual {
  readonly zh: string;
  readonly en: string;
}

/** Short label of a project's state, for tables and bars. */
export function stateLabel(state: ProjectState): Bilingual {
  switch (state) {
    case 'elected':
      return { zh: '当选', en: 'Elected' };
    case 'not-passed':
      return { zh: '未通过', en: 'Not passed' };
    case 'passed-no-seat':
      return { zh: '通过但未当选', en: 'Passed, no seat' };
    case 'tied':
      return { zh: '票数相等待定', en: 'Tied, undecided' };
    case 'no-result':
      return { zh: '无结果', en: 'No result' };
    default:
      return unreachable(state);
  }
}

/** Why one project is elected or not. */
export function reasonText(reason: Reason): Bilingual {
  switch (reason.kind) {
    case 'elected': {
      const passed = passedText(reason.for, reason);
      const rank = reason.shared
        ? { zh: `得票并列第 ${reason.rank} 名，均在应选数以内`, en: `joint rank ${reason.rank}, all within the seats` }
        : { zh: `得票第 ${reason.rank} 名`, en: `rank ${reason.rank}` };
      return {
        zh: `${passed.zh}，${rank.zh}，当选`,
        en: `${passed.en}; elected by number of votes, ${rank.en}`,
      };
    }
    case 'below-mark':
      return belowText(reason.for, reason);
    case 'no-seat': {
      const passed = passedText(reason.for, reason);
      return {
        zh: `${passed.zh}，得票第 ${reason.rank} 名，应选 ${reason.seats} 项已满，未当选`,
        en: `${passed.en}; rank ${reason.rank} by number of votes, and the ${reason.seats} seats went to projects with more votes: not elected`,
      };
    }
    case 'tied': {
      const passed = passedText(reason.for, reason);
      const next = tieNext(reason.next);
      return {
        zh: `${passed.zh}，与其他 ${reason.tied - 1} 个项目票数相等，只余 ${reason.seatsAtStake} 个名额，不能确定是否当选，${next.zh}`,
        en: `${passed.en}; equal with ${plural(reason.tied - 1, 'other project')} for the last ${plural(reason.seatsAtStake, 'seat')}, so undecided: ${next.en}`,
      };
    }
    case 'no-result':
      return validityText(reason.validity);
    default:
      return unreachable(reason);
  }
}

/** Whether the ballot as a whole is valid, with the figures that decide it; `graded`: it was an evaluation. */
export function validityText(validity: Validity, graded = false): Bilingual {
  const held = graded ? '测评' : '票决';
  switch (validity.kind) {
    case 'valid':
      return {
        zh: `收回票数不多于发出票数，本次${held}有效`,
        en: 'No more ballots were returned than issued: the ballot is valid',
      };
    case 'annulled':
      return {
        zh: `收回 ${validity.returned} 张，多于发出 ${validity.issued} 张，本次${held}无效，应当重新${held}`,
        en: `${validity.returned} ballots were returned but only ${validity.issued} issued: the ballot is annulled and must be held again`,
      };
    case 'no-quorum':
      return {
        zh: `实到代表 ${validity.present} 人，不足法定人数 ${validity.quorum} 人，不能进行${held}`,
        en: `${validity.present} deputies are present and the quorum is ${validity.quorum}: the ballot cannot be held`,
      };
    case 'inconsistent':
      return faultText(validity.fault, validity.code);
    default:
      return unreachable(validity);
  }
}

/** What is open after the count: seats tied, seats unfilled, and who decides. Empty when the ballot settled everything. */
export function openPoints(result: Outcome): readonly Bilingual[] {
  const points: Bilingual[] = [];
  if (result.tie !== null) {
    const { codes, seatsAtStake, for: votes, next } = result.tie;
    const then = tieNext(next);
    points.push({
      zh: `${codes.length} 个项目（${codes.join('、')}）均得赞成 ${votes} 票，只余 ${seatsAtStake} 个名额，${then.zh}`,
      en: `${codes.length} projects (${codes.join(', ')}) each have ${plural(votes, 'vote')} for the last ${plural(seatsAtStake, 'seat')}: ${then.en}`,
    });
  }
  if (result.shortfall !== null) {
    const then = shortfallNext(result.shortfall.next);
    points.push({
      zh: `应选 ${result.seats} 项，当选 ${result.filled} 项，缺 ${result.shortfall.seats} 项，${then.zh}`,
      en: `${result.filled} of ${plural(result.seats, 'seat')} filled, ${result.shortfall.seats} missing: ${then.en}`,
    });
  }
  return points;
}

function passedText(votes: number, mark: Mark): Bilingual {
  switch (mark.rule) {
    case 'majority-of-all':
      return {
        zh: `赞成 ${votes} 票，超过全体代表 ${mark.base} 人的半数（须 ${mark.mark} 票）`,
        en: `${votes} in favour, more than half of all ${mark.base} deputies (${mark.mark} needed)`,
      };
    case 'majority-of-present':
      return {
        zh: `赞成 ${votes} 票，超过到会代表 ${mark.base} 人的半数（须 ${mark.mark} 票）`,
        en: `${votes} in favour, more than half of the ${mark.base} deputies present (${mark.mark} needed)`,
      };
    case 'plurality':
      return { zh: `赞成 ${votes} 票`, en: `${votes} in favour` };
    default:
      return unreachable(mark.rule);
  }
}

function belowText(votes: number, mark: Mark): Bilingual {
  switch (mark.rule) {
    case 'majority-of-all':
      return {
        zh: `赞成 ${votes} 票，未超过全体代表 ${mark.base} 人的半数（须 ${mark.mark} 票），未当选`,
        en: `${votes} in favour, not more than half of all ${mark.base} deputies (${mark.mark} needed): not elected`,
      };
    case 'majority-of-present':
      return {
        zh: `赞成 ${votes} 票，未超过到会代表 ${mark.base} 人的半数（须 ${mark.mark} 票），未当选`,
        en: `${votes} in favour, not more than half of the ${mark.base} deputies present (${mark.mark} needed): not elected`,
      };
    case 'plurality':
      return { zh: '没有赞成票，未当选', en: 'No vote in favour: not elected' };
    default:
      return unreachable(mark.rule);
  }
}

function tieNext(next: Method['tie']): Bilingual {
  switch (next) {
    case 'run-off':
      return { zh: '应当就票数相等的项目再次票决', en: 'a run-off among the tied projects' };
    case 'presidium':
      return { zh: '由主席团提出处理意见', en: 'the presidium proposes how to settle it' };
    case 'leave-empty':
      return { zh: '按票决办法名额空缺', en: 'by the method the seats stay empty' };
    default:
      return unreachable(next);
  }
}

function shortfallNext(next: Method['shortfall']): Bilingual {
  switch (next) {
    case 'presidium':
      return { zh: '由主席团提出处理意见', en: 'the presidium proposes what to do' };
    case 'second-now':
      return { zh: '在本次会议上第二次票决', en: 'a second ballot at this session' };
    case 'next-session':
      return { zh: '在下一次会议上第二次票决', en: 'a second ballot at the next session' };
    case 'stand':
      return { zh: '缺额不再补选', en: 'the shortfall stands' };
    default:
      return unreachable(next);
  }
}

function faultText(fault: TallyFault, code: string | null): Bilingual {
  switch (fault) {
    case 'more-present-than-entitled':
      return {
        zh: '实到人数多于应到人数，请核对签到',
        en: 'More deputies are present than entitled: check the attendance',
      };
    case 'more-returned-than-entitled':
      return {
        zh: '收回票数多于应到人数，请核对发出和收回的票数',
        en: 'More ballots are returned than deputies are entitled: check how many were issued and returned',
      };
    case 'duplicate-code':
      return {
        zh: `项目 ${code} 出现两次，计票数据有误，请重新计票`,
        en: `Project ${code} appears twice: count again`,
      };
    case 'more-votes-than-returned':
      return {
        zh: `项目 ${code} 的赞成、反对、弃权合计多于收回票数，请重新计票`,
        en: `The votes on project ${code} are more than the ballots returned: count again`,
      };
    case 'more-for-than-limit':
      return {
        zh: '赞成票总数超过每票限额与收回票数之积，请重新计票',
        en: 'There are more votes in favour than the returned ballots may hold: count again',
      };
    default:
      return unreachable(fault);
  }
}

/** English count with its noun. */
function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

import { dateWords, sentence } from '../documents/words.ts';
import { cycleStageWords, type Stage, stages } from '../workflow/cycle.ts';
import type { SuggestionState } from './suggestion.ts';

/**
 * What the stages after collection know of one suggestion. Each part is told by the server's folder of that stage (server/collection/fate.ts joins
 * them); an absent part has not come to pass.
 */
export interface Fate {
  readonly shortlisting?:
    | { readonly kind: 'merged'; readonly code: string; readonly title: string; readonly suggestions: number }
    | { readonly kind: 'rejected'; readonly reason: string }
    | { readonly kind: 'reserve'; readonly reason: string };
  /** The candidate after deliberation: on the list that is voted on, or taken off it. */
  readonly deliberation?: { readonly kind: 'listed' } | { readonly kind: 'withdrawn'; readonly reason: string };
  /** Not elected, and kept for a later year. */
  readonly bank?: { readonly reason: string };
  /** The year into which it was brought from the reserve bank. */
  readonly carriedTo?: number;
  readonly ballot?: { readonly elected: boolean; readonly for: number; readonly entitled: number };
  /** The project under way. `progress` in per cent. */
  readonly oversight?: {
    readonly unit: string;
    readonly finish: string | null;
    readonly progress: number;
    readonly finished: boolean;
    /** A decided change in plain words, e.g. 延期至 2028 年 6 月; empty for none. */
    readonly change: string;
  };
  readonly evaluation?: { readonly grade: 'satisfied' | 'basically' | 'unsatisfied' };
  readonly rectification?: { readonly finished: boolean };
}

/** What collection itself knows. */
export interface Received {
  /** yyyy-mm-dd */
  readonly madeOn: string;
  readonly state: SuggestionState;
  readonly withheldReason: string;
  readonly people: number;
  readonly seconds: number;
  /** Where the cycle stands. */
  readonly stage: Stage | null;
}

export interface BecameStep {
  readonly stage: Stage;
  /** done: this is what happened; now: it is waited for; ended: here it went no further. */
  readonly mark: 'done' | 'now' | 'ended';
  readonly zh: string;
  readonly en: string;
}

const grades = {
  satisfied: { zh: '满意', en: 'satisfied' },
  basically: { zh: '基本满意', en: 'basically satisfied' },
  unsatisfied: { zh: '不满意', en: 'not satisfied' },
} as const;

/**
 * What became of a suggestion, step by step in plain words, for whoever made it. The last step is where it stands. The steps go as far as
 * something is known, and then say what it waits for; after `ended` nothing follows.
 */
export function becameOf(received: Received, fate: Fate): readonly BecameStep[] {
  const steps: BecameStep[] = [];
  const say = (stage: Stage, mark: BecameStep['mark'], zh: string, en: string) => steps.push({ stage, mark, zh, en });
  const past = (stage: Stage) => received.stage !== null && stages.indexOf(received.stage) > stages.indexOf(stage);
  const { madeOn, people, seconds, withheldReason } = received;

  say('collection', 'done', `${dateWords(madeOn)}收到您的建议。`, `Your suggestion was received on ${madeOn}.`);
  if (received.state === 'received') {
    say('collection', 'now', '工作人员正在查看，查看后公开。', 'Staff will look at it; then it is published.');
    return steps;
  }
  if (received.state === 'withheld') {
    say(
      'collection',
      'ended',
      `经查看，不予公开，不再转办。原因：${sentence(withheldReason)}`,
      `It was looked at and is not published, and goes no further. Reason: ${sentence(withheldReason, '.')}`,
    );
    return steps;
  }
  const demand = people + seconds;
  say(
    'collection',
    'done',
    seconds > 0 ? `已公开并登记入台账，附议 ${seconds} 人，共 ${demand} 人提出。` : '已公开并登记入台账。',
    seconds > 0
      ? `It is published and in the ledger; ${seconds} seconded it, ${demand} people stand behind it.`
      : 'It is published and in the ledger.',
  );

  const { shortlisting: s, deliberation: d, ballot, oversight: o, evaluation: e, rectification: r } = fate;
  if (!s) {
    if (past('shortlisting'))
      say(
        'shortlisting',
        'now',
        '初定阶段已结束，处理结果尚未登记。',
        'Shortlisting is over; its answer to this one is not recorded yet.',
      );
    else
      say(
        'shortlisting',
        'now',
        '等待镇政府研究，提出候选项目。',
        'It waits for the government office, which proposes the candidates.',
      );
    return steps;
  }
  if (s.kind === 'rejected') {
    say(
      'shortlisting',
      'ended',
      `经研究，未列入候选项目。理由：${sentence(s.reason)}`,
      `It was considered and is not among the candidates. Reason: ${sentence(s.reason, '.')}`,
    );
    return steps;
  }
  const carried = () =>
    say(
      'shortlisting',
      'now',
      `已从储备库调入 ${fate.carriedTo} 年度，继续研究。`,
      `It was brought from the reserve bank into ${fate.carriedTo} and is considered again.`,
    );
  const kept = fate.carriedTo === undefined ? 'ended' : 'done';
  if (s.kind === 'reserve') {
    say(
      'shortlisting',
      kept,
      `转入储备库，留待以后年度研究。说明：${sentence(s.reason)}`,
      `It is in the reserve bank for a later year. Note: ${sentence(s.reason, '.')}`,
    );
    if (kept === 'done') carried();
    return steps;
  }
  say(
    'shortlisting',
    'done',
    s.suggestions > 1
      ? `与另外 ${s.suggestions - 1} 条相近建议合并，列为候选项目 ${s.code}“${s.title}”。`
      : `列为候选项目 ${s.code}“${s.title}”。`,
    s.suggestions > 1
      ? `Merged with ${s.suggestions - 1} suggestions like it into candidate ${s.code}, “${s.title}”.`
      : `It became candidate ${s.code}, “${s.title}”.`,
  );

  if (d?.kind === 'withdrawn') {
    say(
      'deliberation',
      'ended',
      `候选项目已撤回，不提交票决。原因：${sentence(d.reason)}`,
      `The candidate was withdrawn before the ballot. Reason: ${sentence(d.reason, '.')}`,
    );
    return steps;
  }
  if (d)
    say(
      'deliberation',
      'done',
      '经代表审议，列入提交票决的名单。',
      'Deputies deliberated on it; it is on the list to be voted on.',
    );
  if (!ballot) {
    if (d)
      say('ballot', 'now', '等待人民代表大会会议票决。', 'It waits for the ballot at the session of the congress.');
    else say('deliberation', 'now', '等待代表审议。', 'It waits for the deputies to deliberate.');
    return steps;
  }
  if (!ballot.elected) {
    say(
      'ballot',
      fate.bank ? 'done' : 'ended',
      `代表票决未当选：全体代表 ${ballot.entitled} 人，赞成 ${ballot.for} 票。`,
      `It was not elected in the ballot: ${ballot.for} in favour of ${ballot.entitled} deputies.`,
    );
    if (fate.bank) {
      say(
        'ballot',
        kept,
        `转入储备库，留待以后年度研究。说明：${sentence(fate.bank.reason)}`,
        `It is in the reserve bank for a later year. Note: ${sentence(fate.bank.reason, '.')}`,
      );
      if (kept === 'done') carried();
    }
    return steps;
  }
  say(
    'ballot',
    'done',
    `代表票决当选为正式项目：全体代表 ${ballot.entitled} 人，赞成 ${ballot.for} 票。`,
    `Elected in the ballot: ${ballot.for} in favour of ${ballot.entitled} deputies.`,
  );

  if (!o) {
    say('oversight', 'now', '等待制定实施方案。', 'Its implementation plan is being made.');
    return steps;
  }
  const change = o.change ? { zh: `调整情况：${o.change}。`, en: ` Changed: ${o.change}.` } : { zh: '', en: '' };
  if (!o.finished) {
    const by = o.finish
      ? { zh: `，计划${dateWords(o.finish)}前完成`, en: `, to be finished by ${o.finish}` }
      : { zh: '', en: '' };
    say(
      'oversight',
      'now',
      `由${o.unit}实施，已完成 ${o.progress}%${by.zh}。${change.zh}`,
      `Being built by ${o.unit}: ${o.progress}% done${by.en}.${change.en}`,
    );
    return steps;
  }
  say('oversight', 'done', `由${o.unit}实施，已经完成。${change.zh}`, `Built by ${o.unit} and finished.${change.en}`);

  if (!e) {
    say('evaluation', 'now', '等待代表测评。', 'It waits for the deputies’ evaluation.');
    return steps;
  }
  say(
    'evaluation',
    'done',
    `代表测评结果：${grades[e.grade].zh}。`,
    `The deputies’ evaluation: ${grades[e.grade].en}.`,
  );
  if (e.grade === 'unsatisfied' && !r?.finished)
    say('rectification', 'now', '正在整改，整改后再次测评。', 'It is being put right and will be evaluated again.');
  else if (r?.finished) say('rectification', 'done', '整改已经完成。', 'It has been put right.');
  return steps;
}

/** The stage of a step in words. */
export const stageOf = (step: BecameStep) => cycleStageWords[step.stage];

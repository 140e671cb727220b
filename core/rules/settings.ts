/**
 * Every setting of the ballot method in words, with its legal basis, so that a page can render the whole form from data.
 * The object below is keyed by `MethodKey`: a setting without words does not compile.
 */
import { unreachable } from '../result.ts';
import { METHOD_LIMITS, type Method, type MethodKey, type MethodProblem } from './method.ts';
import type { Bilingual } from './reasons.ts';

/** LAW national statute; SN the Shaanxi rule of 2025; REG another local rule; OURS our own choice, no source found. */
export interface Basis extends Bilingual {
  readonly label: 'LAW' | 'SN' | 'REG' | 'OURS';
}

/** Words of one setting in one language; `options` has a label for each value of a choice and is empty for a number. */
export interface SettingWords {
  readonly label: string;
  /** One line: what the setting does. */
  readonly explain: string;
  readonly options: Readonly<Record<string, string>>;
}

/** How the setting is entered. A choice with a single value is shown as fixed. */
export type SettingControl =
  | { readonly kind: 'choice'; readonly values: readonly string[] }
  | { readonly kind: 'number'; readonly min: number; readonly max: number };

export interface Setting {
  readonly key: MethodKey;
  readonly control: SettingControl;
  readonly zh: SettingWords;
  readonly en: SettingWords;
  readonly basis: Basis;
}

/** A setting as written below: a choice gives a pair of labels for each of its values, a number gives none. */
interface Written<Value> {
  readonly zh: readonly [label: string, explain: string];
  readonly en: readonly [label: string, explain: string];
  readonly basis: readonly [label: Basis['label'], zh: string, en: string];
  readonly options: Value extends string ? Readonly<Record<Value, readonly [zh: string, en: string]>> : null;
}

/** In the order of the form. */
const written: { readonly [K in MethodKey]: Written<Method[K]> } = {
  seats: {
    zh: ['应选数', '本次会议票决产生的项目个数。'],
    en: ['Seats', 'How many projects this session elects.'],
    basis: [
      'SN',
      '陕西省规定：票决办法应当明确正式项目的数量。',
      'Shaanxi rule: the method fixes the number of projects.',
    ],
    options: null,
  },
  contest: {
    zh: ['差额或等额', '差额票决时候选项目多于应选数；等额票决时二者相等。'],
    en: ['Contested or not', 'Contested: more candidates than seats. Uncontested: as many candidates as seats.'],
    basis: ['SN', '陕西省规定：实行差额票决。', 'Shaanxi rule: the ballot is contested.'],
    options: {
      contested: ['差额', 'Contested'],
      uncontested: ['等额', 'Uncontested'],
    },
  },
  secrecy: {
    zh: ['投票方式', '项目票决采用无记名投票；举手或者按键表决只用于程序性事项。'],
    en: [
      'Way of voting',
      'Projects are decided by secret ballot; a show of hands or keypad serves procedural motions only.',
    ],
    basis: [
      'LAW',
      '地方组织法：选举采用无记名投票方式，票决参照执行。',
      'Organic Law: elections are by secret ballot; the project ballot follows it.',
    ],
    options: { secret: ['无记名投票', 'Secret ballot'] },
  },
  credentials: {
    zh: [
      '投票凭证',
      '票卡由代表随机抽取，系统不知道哪张属于谁；用平板凭证时，系统能知道哪张加密选票来自哪位代表的平板，但不能知道票上选了什么。',
    ],
    en: [
      'Credentials',
      'Cards are drawn at random and nobody knows whose is whose. With tablet credentials the system can know which encrypted ballot came from which deputy’s tablet, never what is in it.',
    ],
    basis: [
      'OURS',
      '本系统默认票卡；每位代表一台平板、没有打印机的会议可以用平板凭证。法律要求无记名投票，选票内容在两种方式下都不可知。',
      'Default of this system: cards. Tablet credentials serve sessions with a tablet for each deputy and no printer; the choices on a ballot stay unknown either way, as the secret ballot of the law requires.',
    ],
    options: {
      cards: ['票卡', 'Ballot cards'],
      tablets: ['平板凭证', 'Tablet credentials'],
    },
  },
  quorum: {
    zh: ['法定人数', '实到代表达到法定人数，方可开始票决。'],
    en: ['Quorum', 'The ballot opens only when so many deputies are present.'],
    basis: [
      'LAW',
      '地方组织法：会议有三分之二以上的代表出席，始得举行。',
      'Organic Law: a session needs two thirds of the deputies present.',
    ],
    options: {
      'two-thirds': ['全体代表的三分之二以上', 'At least two thirds of all deputies'],
      majority: ['全体代表的过半数', 'More than half of all deputies'],
    },
  },
  approvalLimit: {
    zh: ['赞成限额', '每张票赞成的项目不得多于限额；等额票决不设限额。'],
    en: [
      'Limit of approvals',
      'One ballot may approve no more projects than the limit; an uncontested ballot has none.',
    ],
    basis: [
      'LAW',
      '参照选举法：所选人数多于应选名额的选票作废。',
      'After the Electoral Law: a ballot that chooses more than the seats is void.',
    ],
    options: {
      seats: ['不多于应选数', 'No more than the seats'],
      fixed: ['另定限额', 'A number of its own'],
      none: ['不限', 'No limit'],
    },
  },
  fixedLimit: {
    zh: ['另定的赞成限额', '仅在“另定限额”时有效：每张票最多可以赞成的项目个数。'],
    en: ['That number', 'Used only with “a number of its own”: the most projects one ballot may approve.'],
    basis: [
      'OURS',
      '本系统设定：供限额不等于应选数的会议使用。',
      'Ours: for sessions whose limit is not the number of seats.',
    ],
    options: null,
  },
  elected: {
    zh: ['当选条件', '按全体代表过半数计算时，缺席代表计入基数。'],
    en: ['Elected by', 'Under a majority of all deputies, those absent count in the base.'],
    basis: [
      'LAW',
      '地方组织法：进行选举和通过决议，以全体代表的过半数通过。',
      'Organic Law: elections and resolutions need more than half of all deputies.',
    ],
    options: {
      'majority-of-all': ['赞成票超过全体代表的半数', 'More than half of all deputies'],
      'majority-of-present': ['赞成票超过到会代表的半数', 'More than half of those present'],
      plurality: ['得赞成票多的当选', 'Most approvals'],
    },
  },
  surplus: {
    zh: ['过半数项目多于应选数时', '按得赞成票多少确定。'],
    en: ['More pass than seats', 'Those with the most approvals are elected.'],
    basis: [
      'LAW',
      '地方组织法：获得过半数选票的人数超过应选名额时，以得票多的当选。',
      'Organic Law: when more pass than there are seats, those with the most votes are elected.',
    ],
    options: { 'most-for-first': ['得赞成票多的当选', 'Most approvals first'] },
  },
  tie: {
    zh: ['末位票数相等时', '票数相等、不能确定末位当选项目时的处理方式；系统不以编号先后代为确定。'],
    en: [
      'Tie across the last seat',
      'What happens when equal votes leave the last seat undecided; the order of entry never decides.',
    ],
    basis: [
      'LAW',
      '地方组织法：票数相等不能确定当选人时，就票数相等的再次投票，以得票多的当选。',
      'Organic Law: those tied are voted on again and the one with more votes is elected.',
    ],
    options: {
      'run-off': ['就票数相等的项目再次票决', 'Run-off among the tied'],
      presidium: ['由主席团提出处理意见', 'The presidium proposes'],
      'leave-empty': ['名额空缺', 'The seat stays empty'],
    },
  },
  shortfall: {
    zh: ['过半数项目少于应选数时', '不足名额的处理方式，每次处理均记录在案。'],
    en: ['Fewer pass than seats', 'What becomes of the seats left over; each decision is recorded.'],
    basis: [
      'LAW',
      '地方组织法：不足的名额另行选举，可以在本次会议上进行，也可以在下一次会议上进行。',
      'Organic Law: the missing seats are voted on again, at this session or the next.',
    ],
    options: {
      presidium: ['由主席团提出处理意见', 'The presidium proposes'],
      'second-now': ['在本次会议上第二次票决', 'Second ballot at this session'],
      'next-session': ['在下一次会议上第二次票决', 'Second ballot at the next session'],
      stand: ['缺额不再补选', 'The shortfall stands'],
    },
  },
  secondPassMark: {
    zh: ['第二次票决的当选条件', '第二次票决时项目当选所需的赞成票。'],
    en: ['Pass mark of a second ballot', 'The approvals a project needs in a second ballot.'],
    basis: [
      'LAW',
      '地方组织法：另行选举仍以全体代表的过半数当选。',
      'Organic Law: a second ballot needs the same majority.',
    ],
    options: {
      same: ['与第一次相同', 'The same as in the first'],
      'majority-of-present': ['赞成票超过到会代表的半数', 'More than half of those present'],
      plurality: ['得赞成票多的当选', 'Most approvals'],
    },
  },
  voidPaper: {
    zh: ['纸质废票', '赞成超过限额或者无法辨认的纸质票的处理方式；电子票不会产生废票。'],
    en: [
      'Void paper ballots',
      'How a paper ballot over the limit or unreadable counts; an electronic ballot cannot be void.',
    ],
    basis: [
      'REG',
      '参照各地选举办法：多于应选名额的选票无效，无法辨认的由监票人认定。',
      'After local election methods: a ballot over the limit is void; scrutineers judge what cannot be read.',
    ],
    options: {
      whole: ['全票作废', 'The whole ballot is void'],
      row: [
        '仅无法辨认的项目作废，超过限额的全票作废',
        'Only the unreadable row is void; over the limit, the whole ballot',
      ],
    },
  },
  deviceFailure: {
    zh: ['设备故障时', '投票设备不能使用时改用的方式，由主席团宣布并记录。'],
    en: [
      'When devices fail',
      'The way of voting when devices cannot be used, announced by the presidium and recorded.',
    ],
    basis: [
      'REG',
      '参照各地人大表决办法：表决器发生故障时，改用其他表决方式。',
      'After local voting rules: when the devices fail, another way of voting is used.',
    ],
    options: {
      paper: ['改用纸质票，计票人在监票人监督下录入', 'Paper ballots, entered by tellers under a scrutineer’s eye'],
      'show-of-hands': ['改为举手表决', 'Show of hands'],
    },
  },
  proxy: {
    zh: ['委托投票', '代表本人到会投票，不得委托他人。'],
    en: ['Proxy', 'Deputies vote in person.'],
    basis: ['REG', '参照各地票决办法：代表不得委托他人投票。', 'After local methods: no deputy votes through another.'],
    options: { none: ['不允许', 'Not allowed'] },
  },
  papersDays: {
    zh: ['会议材料提前发送天数', '候选项目材料至少在票决前多少日送达代表。'],
    en: ['Papers ahead, days', 'Papers on the candidates reach the deputies at least so many days before the ballot.'],
    basis: [
      'OURS',
      '本系统默认 1 日，可以由票决办法另行规定。',
      'Default of this system: one day; the method may say otherwise.',
    ],
    options: null,
  },
  scrutineers: {
    zh: ['监票人数', '含总监票人，每人持有一份解密密钥；由全体会议通过，不得来自候选项目的责任单位。'],
    en: [
      'Scrutineers',
      'The chief included; each holds one share of the key. Passed by the plenary, none from a unit that sponsors a candidate.',
    ],
    basis: [
      'REG',
      '参照各地选举办法：设总监票人 1 名、监票人若干名。',
      'After local election methods: one chief scrutineer and several others.',
    ],
    options: null,
  },
  threshold: {
    zh: ['开票所需监票人数', '须有多少名监票人共同到场方可解密计票；不少于 2 名，任何一人都不能单独开票。'],
    en: [
      'Scrutineers needed to open',
      'So many act together to decrypt; at least 2, so that nobody opens the box alone.',
    ],
    basis: [
      'OURS',
      '本系统默认 3 名中的 2 名，一人缺席仍可开票。',
      'Default of this system: 2 of 3, so that one absence does not block the count.',
    ],
    options: null,
  },
  spareCards: {
    zh: ['备用票卡数', '在代表每人一张之外另备的票卡，用于更换损坏票卡和录入纸质票。'],
    en: ['Spare cards', 'Cards beyond one for each deputy, to replace spoilt ones and to enter paper ballots.'],
    basis: [
      'OURS',
      '本系统默认 10 张；未使用的票卡会后清点封存。',
      'Default of this system: 10; unused cards are counted and sealed afterwards.',
    ],
    options: null,
  },
  group: {
    zh: ['加密算法', '选票加密所用的数学群；两种均可由第三方验票程序核验。'],
    en: [
      'Encryption group',
      'The mathematical group of the encryption; ballots in either can be checked by outside verifiers.',
    ],
    basis: ['OURS', '本系统默认 Ed25519，运算较快。', 'Default of this system: Ed25519, the faster one.'],
    options: {
      Ed25519: ['Ed25519（椭圆曲线）', 'Ed25519 (elliptic curve)'],
      'BELENIOS-2048': ['BELENIOS-2048（2048 位整数群）', 'BELENIOS-2048 (integers, 2048 bits)'],
    },
  },
};

/** What every reader of a result should know where no cards were used: on the public page and in the archive. */
export const TABLETS_USED: Bilingual = {
  zh: '本次票决使用平板凭证：系统能知道哪张加密选票来自哪台平板，不能知道票上选了什么',
  en: 'This ballot used tablet credentials: the system could know which encrypted ballot came from which tablet, never what is in it',
};

/** Every setting in the order of the form. */
export const METHOD_SETTINGS: readonly Setting[] = (Object.keys(written) as MethodKey[]).map(describe);

/** Whether a setting has a meaning beside the others, as typed or as they are; one that has none is not shown. */
export const settingApplies = (
  key: MethodKey,
  { credentials, approvalLimit, contest }: { readonly [Key in 'credentials' | 'approvalLimit' | 'contest']: string },
): boolean =>
  key === 'spareCards'
    ? credentials === 'cards'
    : key !== 'fixedLimit' || (approvalLimit === 'fixed' && contest === 'contested');

/** The words of one chosen value, e.g. for the record of the adopted method: `10`, `差额`. */
export function settingValueText(setting: Setting, value: Method[MethodKey]): Bilingual {
  const key = String(value);
  return { zh: setting.zh.options[key] ?? key, en: setting.en.options[key] ?? key };
}

function describe(key: MethodKey): Setting {
  const { zh, en, basis, options } = written[key] as Written<string> | Written<number>;
  const entries = Object.entries(options ?? {}) as [string, readonly [string, string]][];
  return {
    key,
    control:
      options === null
        ? { kind: 'number', ...METHOD_LIMITS[key as keyof typeof METHOD_LIMITS] }
        : { kind: 'choice', values: entries.map(([value]) => value) },
    zh: {
      label: zh[0],
      explain: zh[1],
      options: Object.fromEntries(entries.map(([value, words]) => [value, words[0]])),
    },
    en: {
      label: en[0],
      explain: en[1],
      options: Object.fromEntries(entries.map(([value, words]) => [value, words[1]])),
    },
    basis: { label: basis[0], zh: basis[1], en: basis[2] },
  };
}

/** Why a method is refused and what to change. */
export function methodProblemText(problem: MethodProblem): Bilingual {
  switch (problem.code) {
    case 'invalid-setting': {
      const setting = METHOD_SETTINGS.find((candidate) => candidate.key === problem.key);
      const range = setting?.control.kind === 'number' ? setting.control : undefined;
      return {
        zh: `“${setting?.zh.label ?? problem.key}”的设定无效${range ? `，应当为 ${range.min} 至 ${range.max} 的整数` : '，请重新选择'}`,
        en: `“${setting?.en.label ?? problem.key}” is not valid: ${range ? `a whole number from ${range.min} to ${range.max} is needed` : 'choose again'}`,
      };
    }
    case 'threshold-above-scrutineers':
      return {
        zh: `开票所需监票人数 ${problem.threshold} 名多于监票人数 ${problem.scrutineers} 名，将无法开票，请减少前者或者增加后者`,
        en: `${problem.threshold} scrutineers would be needed to open but there are only ${problem.scrutineers}: lower the first or raise the second`,
      };
    case 'uncontested-plurality':
      return {
        zh: '等额票决不能采用“得赞成票多的当选”，否则任何项目都会当选，请改为过半数当选',
        en: 'An uncontested ballot cannot elect by most approvals, since every project would win: choose a majority',
      };
    case 'contested-needs-more-candidates':
      return {
        zh: `差额票决要求候选项目多于应选数：应选 ${problem.seats} 项，候选 ${problem.candidates} 项，请减少应选数或者增加候选项目`,
        en: `A contested ballot needs more candidates than seats: ${problem.seats} seats, ${problem.candidates} candidates. Lower the seats or add candidates`,
      };
    case 'uncontested-needs-equal':
      return {
        zh: `等额票决要求候选项目与应选数相等：应选 ${problem.seats} 项，候选 ${problem.candidates} 项，请调整应选数`,
        en: `An uncontested ballot needs as many candidates as seats: ${problem.seats} seats, ${problem.candidates} candidates. Change the seats`,
      };
    default:
      return unreachable(problem);
  }
}

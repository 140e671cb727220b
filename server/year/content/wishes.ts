import type { VillageId } from '../../../core/ids.ts';

/** What somebody wishes for, as they would write it. */
export interface Wish {
  readonly title: string;
  readonly content: string;
  readonly reason: string;
  readonly place: string;
  readonly village: { readonly id: VillageId; readonly name: string };
  /** One of the usual categories. */
  readonly category: string;
  readonly people: number;
  /** What it is about: suggestions of one theme can be joined. */
  readonly theme: Theme;
}

/** Themes, in the order in which they come up; each belongs to one candidate of content/candidates.ts or to an answer of content/answers.ts. */
export const themes = {
  water: {
    category: '饮水安全',
    act: '改造',
    things: ['自来水管网', '蓄水池', '水源地围栏', '净水设备'],
    why: '管道老化漏水，夏天经常停水',
  },
  lanes: {
    category: '公共照明',
    act: '安装',
    things: ['太阳能路灯', '背街小巷路灯', '村口路灯'],
    why: '晚上走路看不见，学生下晚自习不安全',
  },
  school: {
    category: '教育',
    act: '改造',
    things: ['幼儿园活动场地', '学校操场', '校门口人行道'],
    why: '设施陈旧，孩子们没有活动的地方',
  },
  road: {
    category: '就业增收',
    act: '拓宽硬化',
    things: ['产业路', '生产路', '茶园道路'],
    why: '路窄弯急，茶叶、蔬菜拉不出去',
  },
  parking: {
    category: '道路交通',
    act: '修建',
    things: ['停车场', '公交候车亭', '充电桩'],
    why: '赶场天车辆乱停，堵得过不去',
  },
  slope: {
    category: '农田水利',
    act: '治理',
    things: ['滑坡点排水沟', '河堤', '挡土墙'],
    why: '一下大雨就要转移，住户睡不安稳',
  },
  care: {
    category: '养老托幼',
    act: '建设',
    things: ['日间照料中心', '老年食堂', '互助幸福院'],
    why: '留守老人多，吃饭和照料都有困难',
  },
  clinic: {
    category: '医疗卫生',
    act: '改善',
    things: ['卫生院中医馆', '康复理疗设备', '卫生院诊室'],
    why: '看腰腿病要去县城，老年人尤其不便',
  },
  bridge: {
    category: '道路交通',
    act: '新建',
    things: ['便民桥', '漫水桥改桥', '过河便道'],
    why: '涨水就过不了河，要绕行七八里',
  },
  waste: {
    category: '环境卫生',
    act: '新建',
    things: ['垃圾分类收集点', '垃圾收集池', '垃圾转运点'],
    why: '垃圾没有地方倒，夏天气味很重',
  },
  tea: {
    category: '就业增收',
    act: '建设',
    things: ['茶叶初制所', '晾青棚', '冷藏保鲜库'],
    why: '鲜叶没有地方放，价格被压低',
  },
  square: {
    category: '文化体育',
    act: '建设',
    things: ['文化广场', '健身步道', '篮球场'],
    why: '群众跳舞、打球没有场地',
  },
  irrigation: {
    category: '农田水利',
    act: '修复',
    things: ['灌溉水渠', '提灌站'],
    why: '渠道垮塌多年，百亩稻田浇不上水',
  },
  toilets: { category: '环境卫生', act: '新建', things: ['公共厕所', '农贸市场公厕'], why: '赶场的人找不到厕所' },
  health: { category: '医疗卫生', act: '新建', things: ['村卫生室'], why: '看病要走十几里路' },
  lane: { category: '道路交通', act: '硬化', things: ['通组公路', '入户路'], why: '雨天泥泞，老人孩子出行不便' },
  signal: { category: '其他', act: '增设', things: ['通信基站', '快递服务点'], why: '手机没有信号，取快递要到镇上' },
} as const satisfies Record<string, { category: string; act: string; things: readonly string[]; why: string }>;
export type Theme = keyof typeof themes;
const order = Object.keys(themes) as Theme[];

const sizes = ['受益群众 60 户 210 人', '涉及三个村民小组，受益约 400 人', '受益群众 180 户', '全村 320 户都能用上'];

/** Wish `i` of a town: always the same words for the same number; several people wish for the same, as in life. */
export function wishOf(i: number, villages: readonly { readonly id: VillageId; readonly name: string }[]): Wish {
  const turn = (n: number, of: number) => Math.floor(i / n + i * 0.618 * n) % of;
  const theme = order[i % order.length]!;
  const { category, act, things, why } = themes[theme];
  const thing = things[turn(3, things.length)]!;
  const village = villages[turn(7, villages.length)]!;
  const group = turn(5, 9) + 1;
  return {
    title: `${village.name}${group}组${act}${thing}`,
    // The number keeps two wishes for the same thing from being the same to the letter, which an import would take for one.
    content: `建议在${village.name}第 ${group} 村民小组${act}${thing}，距村委会约 ${50 + (i % 977)} 米，${sizes[turn(17, sizes.length)]}。`,
    reason: `${why}。`,
    place: `${group}组`,
    village,
    category,
    people: i % 9 === 0 ? 1 + turn(23, 40) : 1,
    theme,
  };
}

/** The theme of a wish that is in the ledger. */
export const themeOf = (title: string): Theme | undefined =>
  order.find((theme) => themes[theme].things.some((thing) => title.endsWith(`${themes[theme].act}${thing}`)));

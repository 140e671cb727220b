import { randomUUID } from 'node:crypto';
import { makeReceipt } from '../../core/collection/receipt.ts';
import { type Channel, channels } from '../../core/collection/suggestion.ts';
import type { CategoryId, SuggestionId, VillageId } from '../../core/ids.ts';
import { random } from '../random.ts';
import type { NewSuggestion } from './write-store.ts';

/** What villages wish for: kind, what is done, to what, and why. */
const wishes = [
  [
    '道路交通',
    '硬化',
    ['通组公路', '入户路', '生产路', '断头路', '村道拐弯路段'],
    '雨天泥泞，老人孩子出行不便，农产品拉不出去',
  ],
  ['道路交通', '安装', ['防护栏', '减速带', '凸面镜', '公交候车亭'], '弯多坡陡，去年发生过事故'],
  ['饮水安全', '改造', ['自来水管网', '蓄水池', '水源地围栏', '净水设备'], '管道老化漏水，夏天经常停水'],
  ['农田水利', '修复', ['灌溉水渠', '山坪塘', '提灌站', '河堤'], '渠道垮塌多年，百亩稻田浇不上水'],
  ['环境卫生', '新建', ['垃圾收集点', '公共厕所', '污水处理设施', '化粪池'], '垃圾没有地方倒，夏天气味很重'],
  ['公共照明', '安装', ['太阳能路灯', '广场照明灯', '村口路灯'], '晚上走路看不见，学生上晚自习回家不安全'],
  ['教育', '改造', ['学校操场', '学生食堂', '幼儿园活动室', '校门口人行道'], '设施陈旧，孩子们活动没有地方'],
  ['医疗卫生', '新建', ['村卫生室', '康复活动室', '中医馆'], '看病要走十几里路，老年人尤其不便'],
  ['养老托幼', '建设', ['互助幸福院', '老年食堂', '日间照料中心', '儿童之家'], '留守老人多，吃饭和照料都有困难'],
  ['文化体育', '建设', ['文化广场', '健身步道', '农家书屋', '篮球场'], '群众跳舞、打球没有场地'],
  ['就业增收', '建设', ['产业路', '冷藏保鲜库', '电商服务站', '茶叶初制所'], '新鲜农产品卖不上价，缺少存放的地方'],
] as const;
const ends = ['', '项目', '工程', '的建议'];
const sizes = [
  '受益群众 60 户 210 人。',
  '涉及三个村民小组，受益约 400 人。',
  '受益群众 180 户。',
  '全村 320 户都能用上。',
];

/** Names of villages, as many as wanted, no two alike. */
export function villageNames(count: number): string[] {
  const first = '河东西南北上下高大小红白青双三龙凤金石竹';
  const second = '坪沟湾坝岭寨桥店坡岩溪塘垭梁林';
  return Array.from(
    { length: count },
    (_, i) =>
      `${first[i % first.length]}${second[Math.floor(i / first.length + i) % second.length]}${i >= 280 ? i : ''}村`,
  );
}

/** Suggestion `i` of a made-up ledger: always the same text for the same number, near-duplicates among them as in life. */
export function syntheticSuggestion(
  i: number,
  villages: readonly { id: VillageId; name: string }[],
  categories: ReadonlyMap<string, CategoryId>,
): NewSuggestion {
  const turn = (n: number, of: number) => Math.floor(i / n + i * 0.618 * n) % of;
  const [kind, act, things, why] = wishes[turn(1, wishes.length)]!;
  const thing = things[turn(3, things.length)]!;
  const village = villages[turn(7, villages.length)]!;
  const group = turn(5, 9) + 1;
  return {
    id: randomUUID() as SuggestionId,
    receipt: makeReceipt(random),
    title: `${village.name}${group < 7 ? `${group}组` : ''}${act}${thing}${ends[turn(11, ends.length)]}`,
    content: `建议在${village.name}第 ${group} 村民小组${act}${thing}，长度（规模）约 ${100 + turn(13, 40) * 50} 米，${sizes[turn(17, sizes.length)]}`,
    reason: `${why}。`,
    village: village.id,
    place: `${group}组`,
    category: categories.get(kind) ?? null,
    channel: channels[turn(19, channels.length - 1)]! as Channel,
    state: i % 50 === 0 ? 'received' : 'published',
    deputy: null,
    account: null,
    heardOn: null,
    people: i % 9 === 0 ? 1 + turn(23, 40) : 1,
    importKey: null,
    carriedFrom: null,
  };
}

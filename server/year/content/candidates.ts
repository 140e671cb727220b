import { sampleTown } from '../../congress/sample.ts';
import type { Theme } from './wishes.ts';

/** The theme of each of the sample town's twelve candidates, in their order. */
const order: readonly Theme[] = [
  ...(['water', 'lanes', 'school', 'road', 'parking', 'slope'] as const),
  ...(['care', 'clinic', 'bridge', 'waste', 'tea', 'square'] as const),
];

export interface CandidatePlan {
  readonly theme: Theme;
  readonly code: string;
  readonly title: string;
  readonly content: string;
  readonly place: string;
  /** yuan */
  readonly budget: number;
  readonly unit: string;
}

/** What the town government proposes: the sample town's candidates, and one that it takes back during deliberation. */
export const candidatePlans: readonly CandidatePlan[] = [
  ...sampleTown.candidates.map(({ code, title, content, place, budgetYuan, unit }, i) => ({
    ...{ theme: order[i]!, code, title, content, place, unit: unit ?? '' },
    budget: budgetYuan ?? 0,
  })),
  {
    theme: 'irrigation',
    code: '13',
    title: '红星片区灌溉水渠修复工程',
    content: '修复灌溉水渠 4.6 公里，整修提灌站 2 处，恢复灌溉面积 860 亩。',
    place: '青龙村、柳林村',
    budget: 920_000,
    unit: '镇农业综合服务站',
  },
];

export const withdrawal = {
  code: '13',
  reason: '该片区已列入今年县高标准农田建设项目，由县农业农村局统一实施，避免重复投资。',
} as const;

/** The project that deputies move jointly during deliberation. */
export const jointMotion = {
  title: '镇区公共厕所新建改造工程',
  content: '新建公共厕所 3 座，改造农贸市场公厕 1 座，配套无障碍设施和照明。',
  place: '镇区社区',
  budget: 460_000,
  unit: '镇村镇建设办公室',
  reason: '多名群众反映赶场日如厕困难，征集期间有关建议较多，候选项目中没有涉及。',
} as const;

/** How suggestions that no candidate takes up are answered, by their theme. */
export const answers: Readonly<Partial<Record<Theme, { kind: 'rejected' | 'reserve'; reason: string }>>> = {
  health: {
    kind: 'rejected',
    reason: '村卫生室由县卫生健康局统一规划建设，镇级无权审批；已转县卫生健康局研究。',
  },
  signal: { kind: 'rejected', reason: '通信基站、快递网点由企业投资建设，不属于财政投资项目；已转有关企业研究。' },
  lane: { kind: 'reserve', reason: '今年交通资金已排满，列入储备库，明年优先研究。' },
  toilets: { kind: 'reserve', reason: '选址尚未落实，列入储备库，选址确定后研究。' },
};

/** Every test passed, no bar: each with what it rests on. */
export const findings = {
  wish: { verdict: 'yes', note: '征集中多人提出、附议' },
  need: { verdict: 'yes', note: '现场查看属实' },
  feasibility: { verdict: 'yes', note: '方案已经初步论证' },
  money: { verdict: 'yes', note: '财政所已核对资金来源' },
  environment: { verdict: 'yes', note: '不涉及生态红线' },
  land: { verdict: 'yes', note: '用地已落实' },
  safety: { verdict: 'yes', note: '' },
  burdens: { verdict: 'no', note: '' },
  debt: { verdict: 'no', note: '不举债' },
  stability: { verdict: 'no', note: '' },
} as const;

/** What delegations say of the candidates. */
export const remarks: readonly { readonly code: string | null; readonly text: string }[] = [
  { code: '01', text: '河东村枯水季节停水多年，建议优先安排，并把河西村三组一并接入。' },
  { code: '02', text: '路灯建议选用质量好的，明确今后由谁维护，避免亮一年就坏。' },
  { code: '04', text: '产业道路要留足错车道，施工避开采茶季节。' },
  { code: '05', text: '停车场建成后请明确收费和管理办法，优先保障赶场群众。' },
  { code: '07', text: '日间照料中心要算好运营账，不能建好了没人管。' },
  { code: '09', text: '便民桥建议六月汛期前完成桥墩施工。' },
  { code: '10', text: '转运车的运行经费要列入每年预算。' },
  { code: null, text: '候选项目总体符合群众意愿，同意提交会议票决；建议每季度向代表通报进度。' },
];

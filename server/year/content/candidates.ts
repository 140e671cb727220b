import type { Theme } from './wishes.ts';

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

/** What the town government proposes, each for what many wished for; the last it takes back during deliberation. */
export const candidatePlans: readonly CandidatePlan[] = [
  {
    theme: 'water',
    code: '01',
    title: '河西村饮水安全巩固提升工程',
    content: '新建过滤池 1 座，更换供水主管 4.8 公里，安装入户水表 142 块。',
    place: '河西村',
    budget: 860_000,
    unit: '镇农业综合服务站',
  },
  {
    theme: 'lanes',
    code: '02',
    title: '白杨村等五村路灯安装工程',
    content: '在主干道和村口安装太阳能路灯 260 盏，明确各村管护人员。',
    place: '白杨村等 5 个村',
    budget: 740_000,
    unit: '镇村镇建设办公室',
  },
  {
    theme: 'school',
    code: '03',
    title: '镇中心小学运动场改造工程',
    content: '铺设 200 米环形跑道，改造篮球场 2 片，更新围网和照明。',
    place: '镇中心小学',
    budget: 620_000,
    unit: '镇教育工作办公室',
  },
  {
    theme: 'road',
    code: '04',
    title: '高坪村茶园道路硬化工程',
    content: '硬化茶园道路 2.9 公里，设错车道 7 处、安全护栏 420 米。',
    place: '高坪村',
    budget: 1_280_000,
    unit: '镇农业综合服务站',
  },
  {
    theme: 'parking',
    code: '05',
    title: '镇区赶场停车场扩建工程',
    content: '新增停车位 64 个、充电桩 6 个，增设公交候车亭 3 处。',
    place: '镇区社区',
    budget: 540_000,
    unit: '镇村镇建设办公室',
  },
  {
    theme: 'slope',
    code: '06',
    title: '杨家坝村河堤加固工程',
    content: '加固河堤 680 米，新建排水沟 500 米，保护 36 户和 120 亩耕地。',
    place: '杨家坝村',
    budget: 1_360_000,
    unit: '镇应急管理办公室',
  },
  {
    theme: 'care',
    code: '07',
    title: '双堰村老年食堂和互助幸福院建设',
    content: '改建老年食堂 1 处、互助幸福院 1 处，配置床位 12 张。',
    place: '双堰村',
    budget: 480_000,
    unit: '镇民政工作站',
  },
  {
    theme: 'clinic',
    code: '08',
    title: '镇卫生院康复理疗室建设',
    content: '改造诊室 4 间，添置康复理疗设备 12 台（件）。',
    place: '镇卫生院',
    budget: 390_000,
    unit: '镇卫生院',
  },
  {
    theme: 'bridge',
    code: '09',
    title: '五里坡村漫水桥改建工程',
    content: '将漫水桥改建为长 22 米、宽 4.5 米的便民桥，连接道路 90 米。',
    place: '五里坡村',
    budget: 1_180_000,
    unit: '镇村镇建设办公室',
  },
  {
    theme: 'waste',
    code: '10',
    title: '垃圾分类收集点一期建设',
    content: '新建分类收集点 28 处，购置密闭式转运车 1 辆、分类垃圾桶 560 个。',
    place: '全镇 11 个村（社区）',
    budget: 560_000,
    unit: '镇生态环境保护站',
  },
  {
    theme: 'tea',
    code: '11',
    title: '青龙村茶叶晾青棚建设',
    content: '新建晾青棚 520 平方米，架设动力电线路 0.8 公里。',
    place: '青龙村',
    budget: 640_000,
    unit: '镇产业发展服务中心',
  },
  {
    theme: 'square',
    code: '12',
    title: '柳林村文化广场建设',
    content: '新建文化广场 900 平方米，配套健身器材 16 件、照明和排水。',
    place: '柳林村',
    budget: 350_000,
    unit: '镇文化综合服务站',
  },
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
  { code: '01', text: '河西村枯水季节停水多年，建议优先安排，并把河东村三组一并接入。' },
  { code: '02', text: '路灯建议选用质量好的，明确今后由谁维护，避免亮一年就坏。' },
  { code: '04', text: '茶园道路要留足错车道，施工避开采茶季节。' },
  { code: '05', text: '停车场建成后请明确管理办法，优先保障赶场群众。' },
  { code: '07', text: '老年食堂要算好运营账，不能建好了没人管。' },
  { code: '09', text: '漫水桥建议六月汛期前完成桥墩施工。' },
  { code: '10', text: '转运车的运行经费要列入每年预算。' },
  { code: null, text: '候选项目总体符合群众意愿，同意提交会议票决；建议每季度向代表通报进度。' },
];

/**
 * The sample town: an invented town in southern Shaanxi with believable figures, for a first try, rehearsals and pictures.
 * Pure data; no person in it is real. Passwords are not here: they are made when the sample is loaded and shown once.
 */
import type { CandidateRecord } from '../documents/candidates.ts';
import type { DeputyRecord } from '../documents/roster.ts';

export type SampleRole =
  | 'administrator'
  | 'presidium'
  | 'chief-scrutineer'
  | 'scrutineer'
  | 'teller'
  | 'government'
  | 'county'
  | 'deputy';

export interface SampleAccount {
  readonly login: string;
  readonly name: string;
  readonly role: SampleRole;
  /** What the person does, shown beside the password. */
  readonly duty: string;
  /** Number of the deputy whose account it is. */
  readonly deputy?: string;
}

export interface SampleTown {
  readonly congress: { readonly name: string; readonly town: string; readonly level: 'town' };
  readonly session: { readonly name: string; readonly year: number };
  readonly delegations: readonly string[];
  readonly deputies: readonly Omit<DeputyRecord, 'row'>[];
  readonly candidates: readonly Omit<CandidateRecord, 'row'>[];
  /** 应选数: 10 of 12. */
  readonly seats: number;
  readonly accounts: readonly SampleAccount[];
}

/** Fifteen deputies each; `*` marks a woman. 王建军 is there twice, and some names have characters many fonts lack. */
const MEMBERS: Readonly<Record<string, string>> = {
  第一代表团:
    '王建军 李秀兰* 张德明 陈国强 刘䶮 杨春梅* 赵志远 黄永福 周丽华* 吴大勇 徐兴旺 孙桂芳* 马文斌 朱家富 胡晓燕*',
  第二代表团:
    '郭长青 何淑珍* 高明亮 林小龙 罗世平 郑玉琴* 梁先进 谢红霞* 宋家和 唐维国 许丹丹* 韩立新 冯光荣 邓仁义 曹雪莲*',
  第三代表团: '彭宝山 曾繁荣 肖桂英* 田万顺 董振华 袁野 潘月娥* 王建军 蔡景文 余水生 杜鹃* 叶茂盛 张㛃* 程远航 苏民安',
  第四代表团:
    '魏成林 吕芳* 丁一凡 任重远 沈秋菊* 姚远志 卢启明 单良玉* 钟声 仇正义 崔海燕* 谭福生 覃小妹* 欧阳建国 尹𠮷',
};

const delegations = Object.keys(MEMBERS);

const deputies = delegations.flatMap((delegation) =>
  (MEMBERS[delegation] ?? '')
    .split(' ')
    .map((entry) => ({ delegation, name: entry.replace('*', ''), female: entry.endsWith('*') })),
);

type Candidate = readonly [
  title: string,
  content: string,
  place: string,
  budgetYuan: number,
  unit: string,
  finishDate: string,
];

const CANDIDATES: readonly Candidate[] = [
  [
    '河东村安全饮水管网改造提升工程',
    '新建蓄水池 2 座，更换老旧管网 6.2 公里，安装入户水表 186 块，解决枯水季节供水不足。',
    '河东村',
    1_180_000,
    '镇农业综合服务站',
    '2027-09-30',
  ],
  [
    '镇区背街小巷路面硬化及路灯安装',
    '硬化背街小巷 1.8 公里，安装太阳能路灯 95 盏，整修排水沟 900 米。',
    '镇区社区',
    960_000,
    '镇村镇建设办公室',
    '2027-10-31',
  ],
  [
    '镇中心幼儿园活动场地改造',
    '改造室外活动场地 1200 平方米，更新游乐设施和安全围栏，增设遮阳棚。',
    '镇中心幼儿园',
    420_000,
    '镇教育工作办公室',
    '2027-08-25',
  ],
  [
    '白杨村产业道路拓宽硬化工程',
    '拓宽硬化茶园产业道路 3.5 公里，由 3 米拓至 4.5 米，设错车道 9 处、安全护栏 600 米。',
    '白杨村',
    1_650_000,
    '镇农业综合服务站',
    '2027-11-30',
  ],
  [
    '镇区公共停车场建设项目',
    '利用闲置地块新建停车位 82 个，配套充电桩 8 个、照明和标线。',
    '镇区社区',
    880_000,
    '镇村镇建设办公室',
    '2027-09-30',
  ],
  [
    '石门沟地质灾害点排水治理工程',
    '修建截排水沟 1100 米、挡土墙 160 米，设置监测预警点 4 处，保障 43 户居住安全。',
    '石门沟村',
    1_420_000,
    '镇应急管理办公室',
    '2027-06-30',
  ],
  [
    '农村老年人日间照料中心建设',
    '改建日间照料中心 3 处，配置床位 36 张、助餐设施和康复器材。',
    '河东村、双堰村、高坪村',
    760_000,
    '镇民政工作站',
    '2027-10-31',
  ],
  [
    '镇卫生院中医馆诊疗条件提升',
    '改造诊室 6 间，添置理疗设备 18 台（件），培训中医药服务人员 10 名。',
    '镇卫生院',
    580_000,
    '镇卫生院',
    '2027-07-31',
  ],
  [
    '双堰村便民桥新建工程',
    '新建跨河便民桥 1 座，长 28 米、宽 4.5 米，两端连接道路 120 米，解决 97 户出行绕路。',
    '双堰村',
    1_350_000,
    '镇村镇建设办公室',
    '2027-12-31',
  ],
  [
    '农村生活垃圾分类收集点建设',
    '新建分类收集点 46 处，购置密闭式转运车 2 辆、分类垃圾桶 920 个。',
    '全镇 11 个村（社区）',
    690_000,
    '镇生态环境保护站',
    '2027-08-31',
  ],
  [
    '高坪村茶叶加工厂房配套设施建设',
    '新建晾青棚 800 平方米，架设动力电线路 1.2 公里，配套烘干设备 4 台（套）。',
    '高坪村',
    1_080_000,
    '镇产业发展服务中心',
    '2027-04-30',
  ],
  [
    '村级文化广场及健身设施更新',
    '整修文化广场 5 处，更新健身器材 60 件，增设公厕 3 座和无障碍坡道。',
    '白杨村等 5 个村',
    530_000,
    '镇文化综合服务站',
    '2027-11-30',
  ],
];

export const sampleTown: SampleTown = {
  congress: { name: '青溪镇人民代表大会', town: '青溪镇', level: 'town' },
  session: { name: '青溪镇第二十届人民代表大会第二次会议', year: 2027 },
  delegations,
  deputies: deputies.map(({ delegation, name, female }, index) => ({
    number: String(index + 1).padStart(3, '0'),
    name,
    sex: female ? 'female' : 'male',
    delegation,
    inOffice: true,
    phone: null,
  })),
  candidates: CANDIDATES.map(([title, content, place, budgetYuan, unit, finishDate], index) => ({
    code: String(index + 1).padStart(2, '0'),
    title,
    content,
    place,
    budgetYuan,
    unit,
    finishDate,
  })),
  seats: 10,
  accounts: [
    { login: 'admin', name: '系统管理员', role: 'administrator', duty: '账号、设备、备份' },
    { login: 'zhuxituan1', name: '冉文华', role: 'presidium', duty: '提出开始、结束票决' },
    { login: 'zhuxituan2', name: '贺敏', role: 'presidium', duty: '会议、签到、公告' },
    { login: 'qiandao', name: '向小雨', role: 'presidium', duty: '签到台' },
    { login: 'zongjianpiao', name: '邹正刚', role: 'chief-scrutineer', duty: '总监票人：确认开始、结束，保管密钥份额' },
    { login: 'jianpiao1', name: '龚淑贤', role: 'scrutineer', duty: '监票人：保管密钥份额' },
    { login: 'jianpiao2', name: '柯志勤', role: 'scrutineer', duty: '监票人：保管密钥份额' },
    { login: 'jipiao', name: '储晓明', role: 'teller', duty: '计票人：发卡、录入纸质票' },
    { login: 'zhenzhengfu', name: '严建民', role: 'government', duty: '镇政府：候选项目材料' },
    { login: 'xianrenda', name: '晏平', role: 'county', duty: '县人大常委会：查看进度' },
    {
      login: 'daibiao',
      name: '王建军',
      role: 'deputy',
      deputy: '001',
      duty: '代表：提建议、看材料、联名（投票不用账号）',
    },
  ],
};

/** How the building of a project goes, and what is told of it. Days count from today. */
export interface Course {
  readonly milestones: readonly { readonly name: string; readonly weight: number; readonly due: number }[];
  /** The day by which the whole was promised at the vote. */
  readonly finish: number;
  /** A report on each of these days says the next milestones done. */
  readonly reports: readonly {
    readonly on: number;
    readonly done: number;
    readonly share: number;
    readonly text: string;
  }[];
}

const steps = (...due: readonly number[]): Course['milestones'] =>
  ['完成设计和招标', '完成主体工程', '竣工验收'].map((name, i) => ({ name, weight: [20, 60, 20][i]!, due: due[i]! }));
const begun = { on: -110, done: 1, share: 20, text: '施工图设计、招标已完成，施工队已进场，公示牌已立。' };
const halfway = { on: -45, done: 1, share: 70, text: '主体工程已完成，隐蔽工程有照片留存，监理已签认。' };
const finished = {
  on: -8,
  done: 1,
  share: 96,
  text: '已竣工验收，试运行正常，移交所在村管护，村民代表在验收单上签字。',
};

/** Courses that projects in hand take: their names say how they stand today. */
export const courses = {
  done: { milestones: steps(-105, -40, -5), finish: 10, reports: [begun, halfway, finished] },
  'on-time': { milestones: steps(-105, -40, 45), finish: 60, reports: [begun, halfway] },
  soon: { milestones: steps(-105, 6, 40), finish: 60, reports: [begun] },
  late: { milestones: steps(-105, -21, 30), finish: 45, reports: [begun] },
} as const satisfies Record<string, Course>;
export type CourseName = keyof typeof courses;

export const safeguards =
  '镇政府分管领导包联，每月现场调度一次；资金专账管理，按进度拨付；质量由监理和村民监督员共同把关。';

/** What an inspection finds and what follows from it. */
export const inspection = {
  topic: '民生实事项目推进情况集中视察',
  content: '现场查看工程进度和质量，听取责任单位汇报，走访附近群众。总体进展正常，施工安全措施到位。',
  people: '主席团成员 3 人、代表小组 6 人',
  problem: '施工便道与村道交叉处没有警示标志，雨天路面有泥。',
  answer: '已增设警示标志 4 处、安排专人清扫，每天收工前检查。',
  close: '现场复查属实，同意办结。',
  lateProblem: '主体工程比计划晚三周，施工人员不足，没有调整后的施工计划。',
  opinion: '建议完工前组织一次村民代表看现场，听取使用意见。',
  reply: '采纳，已列入验收程序。',
} as const;

export const citizenSays = {
  content: '新修的这段路下雨后积水，公示牌上写的边沟没有看到。',
  answer: '经现场核实，边沟属于下一步工序，计划两周内完成；已请施工队先行疏通。',
} as const;

export const citizenWaits = '施工围挡占了半边路，晚上没有灯，摩托车过不去，请管一管。';

/** A change that force majeure makes necessary. */
export const change = {
  reason: '七月两次洪水冲毁施工便道和部分基础，须重新勘测，工期顺延，增加护坡。',
  content: '增加护坡 160 米。',
  pause: '上游水库检修放水，河道水位持续偏高，桥头引道和护栏不具备施工条件，水位回落后复工。',
} as const;

/** What the unit reports before the deputies grade its project, and what it does about a bad grade. */
export const finalReport = '项目已按审定内容建成，完成竣工验收和资金决算，移交管护，群众已经受益。';
export const rectification = {
  plan: '一、一周内逐条核对代表意见，列出问题清单；二、一个月内整改到位，每条落实责任人；三、请代表和受益群众全程监督。责任人：单位主要负责人。',
  report: '问题清单所列事项已全部整改，请代表和受益群众现场查看并签字确认，管护责任已经落实。',
} as const;

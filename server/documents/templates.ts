/** The workbooks staff download, fill in and upload again. What they say here is what the readers accept. */
import writeXlsx, { type Cell, type SheetData } from 'write-excel-file/node';
import { CANDIDATE_COLUMNS, type CandidateKey } from './candidates.ts';
import { ROSTER_COLUMNS, type RosterKey } from './roster.ts';

export interface TemplateColumn {
  readonly width: number;
  readonly explain: string;
  /** Values of the two example rows. */
  readonly examples: readonly [string | number, string | number];
}

const ROSTER: Readonly<Record<RosterKey, TemplateColumn>> = {
  number: { width: 10, explain: '必填，不得重复；同名代表以编号区分。', examples: ['例1', '例2'] },
  name: { width: 14, explain: '必填，不超过 50 个字；生僻字照常填写。', examples: ['张三', '李四'] },
  sex: { width: 8, explain: '可不填；填“男”或者“女”。', examples: ['男', '女'] },
  delegation: { width: 20, explain: '必填；每行都要填写，不要合并单元格。', examples: ['第一代表团', '第二代表团'] },
  inOffice: { width: 8, explain: '填“是”或者“否”，不填为“是”；不在任的不计入应到人数。', examples: ['是', '否'] },
  phone: { width: 18, explain: '可不填；只用于会务联系。', examples: ['13800000000', '0915-0000000'] },
};

const CANDIDATES: Readonly<Record<CandidateKey, TemplateColumn>> = {
  code: { width: 8, explain: '必填，不得重复；即票面上的项目编号。', examples: ['例1', '例2'] },
  title: {
    width: 36,
    explain: '必填，不超过 100 个字；投票时显示。',
    examples: ['河东村安全饮水管网改造项目', '镇区公共停车场建设项目'],
  },
  content: {
    width: 60,
    explain: '必填，不超过 2000 个字；写明建设内容和规模。',
    examples: ['新建蓄水池 2 座，更换管网 6 公里，受益群众 180 户。', '新建停车位 80 个，配套照明和标线。'],
  },
  place: { width: 22, explain: '必填；写到村（社区）。', examples: ['河东村', '镇区社区'] },
  budget: { width: 16, explain: '必填；以元为单位的整数，不要填万元。', examples: [1_200_000, 860_000] },
  unit: { width: 22, explain: '必填；负责实施的单位。', examples: ['镇农业综合服务站', '镇村镇建设办公室'] },
  finish: {
    width: 16,
    explain: '必填；填到日或者月，如 2027-12-31、2027年12月，只填月的按月末计算。',
    examples: ['2027-10-31', '2027年12月'],
  },
};

/** Template of the deputy list: 代表名单 to fill in, 填写说明 to read. */
export function rosterTemplate(): Promise<Buffer> {
  return template('代表名单', ROSTER_COLUMNS, ROSTER);
}

/** Template of the list of candidates: 候选项目 to fill in, 填写说明 to read. */
export function candidatesTemplate(): Promise<Buffer> {
  return template('候选项目', CANDIDATE_COLUMNS, CANDIDATES);
}

const HEADING = { fontWeight: 'bold', backgroundColor: '#E8EEF7', alignVertical: 'center' } as const;

export function template<Key extends string>(
  name: string,
  specs: readonly { readonly key: Key; readonly heading: string }[],
  columns: Readonly<Record<Key, TemplateColumn>>,
): Promise<Buffer> {
  const heading = specs.map((spec): Cell => ({ value: spec.heading, ...HEADING }));
  const examples = ([0, 1] as const).map((index) =>
    specs.map((spec): Cell => example(columns[spec.key].examples[index])),
  );
  const notes: SheetData = [
    [
      { value: '栏目', ...HEADING },
      { value: '填写要求', ...HEADING },
    ],
    ...specs.map((spec): Cell[] => [spec.heading, { value: columns[spec.key].explain, wrap: true }]),
    ['示例行', { value: '编号为“例1”“例2”的两行是示例，导入时自动略去，可以删去，也可以保留。', wrap: true }],
    ['导入方式', { value: '整表一次导入：有一行需要更正，则全部不导入，并逐行列出需要更正之处。', wrap: true }],
  ];
  return writeXlsx([
    {
      data: [heading, ...examples],
      sheet: name,
      columns: specs.map((spec) => ({ width: columns[spec.key].width })),
      stickyRowsCount: 1,
    },
    { data: notes, sheet: '填写说明', columns: [{ width: 16 }, { width: 70 }] },
  ]).toBuffer();
}

/** Texts are written as text cells, so that 001 or a telephone number typed over them keeps its form. */
function example(value: string | number): Cell {
  return typeof value === 'number'
    ? { value, type: Number, format: '#,##0' }
    : { value, type: String, format: '@', wrap: value.length > 30 };
}

/** Suggestions as people fill them into a table. */
import { channelWords, limits, staffChannels } from '../../core/collection/suggestion.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { readDate } from './candidates.ts';
import { type ColumnSpec, readColumns } from './columns.ts';
import { type BadRows, badRows, isExample, Problems, plainOf, textOf } from './fields.ts';
import { readSheets } from './sheet.ts';
import { type Cell, emptySheet, type SheetData, type SheetProblem } from './sheet-types.ts';
import { type TemplateColumn, template } from './templates.ts';

type StaffChannel = (typeof staffChannels)[number];

/** One suggestion of an imported list. */
export interface SuggestionRecord {
  readonly row: number;
  readonly title: string;
  readonly content: string;
  readonly reason: string;
  /** Name of a village; null: the whole town. */
  readonly village: string | null;
  readonly place: string;
  readonly category: string | null;
  readonly channel: StaffChannel;
  readonly heardOn: string | null;
  readonly people: number;
  readonly contact: { readonly name: string; readonly phone: string };
}

type Key =
  | 'number'
  | 'title'
  | 'content'
  | 'reason'
  | 'village'
  | 'place'
  | 'category'
  | 'channel'
  | 'heardOn'
  | 'people'
  | 'contactName'
  | 'contactPhone';

export const SUGGESTION_COLUMNS: readonly ColumnSpec<Key>[] = [
  { key: 'number', heading: '序号', synonyms: ['编号', 'no', 'no.', 'number'], required: false },
  { key: 'title', heading: '标题', synonyms: ['建议名称', '建议标题', '项目名称', '名称', 'title'], required: true },
  { key: 'content', heading: '内容', synonyms: ['建议内容', '主要内容', '具体内容', 'content'], required: true },
  { key: 'reason', heading: '理由', synonyms: ['建议理由', '原因', '提出理由', 'reason'], required: false },
  { key: 'village', heading: '村（社区）', synonyms: ['村', '社区', '所在村', '涉及村', 'village'], required: true },
  { key: 'place', heading: '具体地点', synonyms: ['地点', '建设地点', 'place'], required: false },
  { key: 'category', heading: '类别', synonyms: ['分类', '项目类别', 'category'], required: false },
  { key: 'channel', heading: '来源', synonyms: ['渠道', '征集渠道', '来源渠道', 'channel', 'source'], required: true },
  { key: 'heardOn', heading: '日期', synonyms: ['收到日期', '提出日期', '时间', 'date'], required: false },
  { key: 'people', heading: '人数', synonyms: ['联名人数', '提出人数', 'people'], required: false },
  { key: 'contactName', heading: '联系人', synonyms: ['姓名', '提出人', '建议人', 'contact', 'name'], required: false },
  {
    key: 'contactPhone',
    heading: '联系电话',
    synonyms: ['电话', '手机', '手机号', 'phone', 'telephone'],
    required: false,
  },
];

/** Names that a list may use. */
export interface KnownNames {
  readonly villages: readonly string[];
  readonly categories: readonly string[];
}

/** Reads an uploaded list: all of it, or nothing and every bad cell. */
export async function readSuggestions(
  bytes: Uint8Array,
  known: KnownNames,
): Promise<Result<SuggestionRecord[], SheetProblem | BadRows>> {
  const sheets = await readSheets(bytes);
  return sheets.ok ? suggestionsOf(sheets.value, known) : sheets;
}

/** The same from sheets already read. */
export function suggestionsOf(
  sheets: readonly SheetData[],
  known: KnownNames,
): Result<SuggestionRecord[], SheetProblem | BadRows> {
  const list = readColumns(sheets, SUGGESTION_COLUMNS);
  if (!list.ok) return list;
  const problems = new Problems();
  const records: SuggestionRecord[] = [];
  const seen = new Map<string, number>();
  for (const { row, cells } of list.value) {
    if (isExample(cells.number)) continue;
    const before = problems.list.length;
    const record: SuggestionRecord = {
      row,
      title: long(problems, row, '标题', cells.title, limits.title) ?? '',
      content: long(problems, row, '内容', cells.content, limits.content) ?? '',
      reason: optional(problems, row, '理由', cells.reason, limits.reason),
      village: villageOf(problems, row, cells.village, known.villages),
      place: optional(problems, row, '具体地点', cells.place, limits.place),
      category: categoryOf(problems, row, cells.category, known.categories),
      channel: channelOf(problems, row, cells.channel) ?? 'letter',
      heardOn: plainOf(cells.heardOn) === '' ? null : readDate(problems, row, cells.heardOn, '日期'),
      people: peopleOf(problems, row, cells.people),
      contact: {
        name: optional(problems, row, '联系人', cells.contactName, limits.contactName),
        phone: optional(problems, row, '联系电话', cells.contactPhone, limits.contactPhone),
      },
    };
    if (problems.list.length > before) continue;
    const { row: _, ...rest } = record;
    const key = JSON.stringify(rest);
    const same = seen.get(key);
    if (same !== undefined)
      problems.add(
        row,
        '标题',
        record.title,
        'duplicate',
        `与第 ${same} 行完全相同，请删去一行；多人提出的，在“人数”一栏填写人数`,
        `is the same as row ${same}: remove one; where several people ask for it, write how many in 人数`,
      );
    else {
      seen.set(key, row);
      records.push(record);
    }
  }
  if (problems.list.length > 0) return err(badRows(problems.list));
  return records.length > 0 ? ok(records) : err(emptySheet);
}

/** What our own export put before a sign that a spreadsheet program might take for a formula. */
const plainText = (cell: Cell): Cell => (typeof cell === 'string' ? cell.replace(/^'(?=[=+\-@\t\r])/, '') : cell);

const long = (problems: Problems, row: number, column: string, cell: Cell, max: number) =>
  problems.text(row, column, plainText(cell), max);

const optional = (problems: Problems, row: number, column: string, cell: Cell, max: number): string =>
  textOf(cell) === '' ? '' : (long(problems, row, column, cell, max) ?? '');

function villageOf(problems: Problems, row: number, cell: Cell, names: readonly string[]): string | null {
  const value = textOf(cell).replace(/\s/g, '');
  if (['全镇', '全乡', '全县', '全市', '全域', '不限'].includes(value)) return null;
  const found = names.find((name) => name === value) ?? names.find((name) => bare(name) === bare(value));
  if (found) return found;
  return problems.add(
    row,
    '村（社区）',
    value,
    'unknown-name',
    value === ''
      ? '不能为空，请填写村（社区）名称；涉及全镇的填“全镇”'
      : '不在村（社区）名单里，请改为名单里的名称；涉及全镇的填“全镇”；缺少的村请先在征集设置里增加',
    value === ''
      ? 'is empty: write the village, or 全镇 for the whole town'
      : 'is not in the list of villages: use a name of the list, or 全镇; add missing villages in the settings first',
  );
}

/** 河东 and 河东村, 朝阳 and 朝阳社区 are the same place where only one of them is listed. */
const bare = (name: string): string => name.replace(/(行政村|村民委员会|村委会|村|社区|居委会)$/, '');

function categoryOf(problems: Problems, row: number, cell: Cell, names: readonly string[]): string | null {
  const value = textOf(cell).replace(/\s/g, '');
  if (value === '') return null;
  if (names.includes(value)) return value;
  return problems.add(
    row,
    '类别',
    value,
    'unknown-name',
    `没有这个类别，请填：${names.join('、')}，或者留空`,
    `is no category here: write one of ${names.join(', ')}, or leave it empty`,
  );
}

/** Other words for the channels, as ledgers of towns have them. */
const otherWords: Readonly<Record<string, StaffChannel>> = {
  来访: 'visit',
  走访: 'visit',
  入户走访: 'visit',
  接访: 'visit',
  信件: 'letter',
  书面: 'letter',
  意见箱: 'letter',
  热线: 'phone',
  网络: 'web',
  网上: 'web',
  微信: 'web',
  代表: 'deputy',
  人大代表: 'deputy',
  代表联络站: 'station',
  部门: 'department',
};

function channelOf(problems: Problems, row: number, cell: Cell): StaffChannel | null {
  const value = textOf(cell).replace(/\s/g, '');
  const found = staffChannels.find(
    (channel) => channelWords[channel].zh === value || channelWords[channel].en === value,
  );
  if (found) return found;
  const other = otherWords[value];
  if (other) return other;
  const words = staffChannels.map((channel) => channelWords[channel].zh).join('、');
  return problems.add(row, '来源', value, 'unknown-name', `请填：${words}`, `write one of: ${words}`);
}

function peopleOf(problems: Problems, row: number, cell: Cell): number {
  const value = plainOf(cell).replace(/[人名户]$/, '');
  if (value === '') return 1;
  const count = /^\d{1,6}$/.test(value) ? Number(value) : Number.NaN;
  if (count >= 1 && count <= 100_000) return count;
  problems.add(
    row,
    '人数',
    value,
    'not-a-count',
    '请填写 1 至 100000 的整数，不填为 1',
    'write a whole number from 1 to 100000; empty means 1',
  );
  return 1;
}

/** Template for importing: 建议 to fill in, 填写说明 with the names the congress uses. */
export function suggestionsTemplate({ villages, categories }: KnownNames): Promise<Buffer> {
  const village = villages[0] ?? '河东村';
  const channels = staffChannels.map((channel) => channelWords[channel].zh).join('、');
  const columns: Readonly<Record<Key, TemplateColumn>> = {
    number: { width: 8, explain: '可不填；只供核对。', examples: ['例1', '例2'] },
    title: { width: 36, explain: `必填，不超过 ${limits.title} 个字。`, examples: ['安装村口路灯', '修复灌溉水渠'] },
    content: {
      width: 56,
      explain: `必填，不超过 ${limits.content} 个字；写明要做什么、多大规模。`,
      examples: ['在村口至小学路段安装太阳能路灯 30 盏。', '修复垮塌水渠 800 米，可灌溉水田 120 亩。'],
    },
    reason: {
      width: 36,
      explain: `可不填，不超过 ${limits.reason} 个字。`,
      examples: ['学生晚上回家看不见路。', '近三年无法灌溉。'],
    },
    village: {
      width: 16,
      explain: `必填；用名单里的名称，涉及全镇的填“全镇”。名单：${villages.join('、') || '（还没有设置村名单）'}`,
      examples: [village, '全镇'],
    },
    place: { width: 16, explain: '可不填；写到组或者路段。', examples: ['三组', ''] },
    category: {
      width: 14,
      explain: `可不填；填：${categories.join('、')}`,
      examples: [categories[0] ?? '', categories[1] ?? ''],
    },
    channel: { width: 12, explain: `必填；填：${channels}`, examples: ['走访来访', '来信'] },
    heardOn: { width: 14, explain: '可不填；收到的日期，如 2026-08-05。', examples: ['2026-08-05', '2026年8月6日'] },
    people: { width: 8, explain: '可不填，不填为 1；联名信写联名人数。', examples: ['1', '26'] },
    contactName: {
      width: 12,
      explain: '可不填；只有经办人员按需查看，查看有记录，到期删除。',
      examples: ['', '李大山'],
    },
    contactPhone: { width: 16, explain: '可不填；同上。', examples: ['', '13800000000'] },
  };
  return template('建议', SUGGESTION_COLUMNS, columns);
}

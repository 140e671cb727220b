/** The ledger of suggestions (台账) as a workbook. */
import writeXlsx, { type Cell, type SheetData } from 'write-excel-file/node';
import { channelWords, suggestionStateWords } from '../../core/collection/suggestion.ts';
import type { Suggestion } from '../../core/contract/suggestions.ts';
import { dayOf } from '../../core/day.ts';
import { askThread } from '../thread.ts';
import { count, heading, title as titleCell, guarded as words } from './cells.ts';

const LEDGER: readonly [heading: string, width: number, cell: (one: Suggestion) => Cell][] = [
  ['序号', 8, (one) => count(one.number)],
  ['回执号', 14, (one) => words(one.receipt)],
  ['标题', 36, (one) => words(one.title)],
  ['内容', 60, (one) => words(one.content)],
  ['理由', 36, (one) => words(one.reason)],
  ['村（社区）', 14, (one) => words(one.village ?? '全镇')],
  ['具体地点', 14, (one) => words(one.place)],
  ['类别', 12, (one) => words(one.category ?? '')],
  ['来源', 12, (one) => words(channelWords[one.channel].zh)],
  ['代表', 12, (one) => words(one.deputy ?? '')],
  ['日期', 12, (one) => words(one.heardOn ?? dayOf(one.madeAt))],
  ['人数', 8, (one) => count(one.people)],
  ['附议', 8, (one) => count(one.seconds)],
  ['合计', 8, (one) => count(one.people + one.seconds)],
  ['状态', 10, (one) => words(suggestionStateWords[one.state].zh)],
  ['不予公开的原因', 24, (one) => words(one.withheldReason)],
];

export interface Ledger {
  readonly title: string;
  readonly list: readonly Suggestion[];
}

/** The ledger without contacts, made in a thread of its own: a hundred thousand rows take seconds. */
export const ledgerWorkbook = async (ledger: Ledger): Promise<Buffer> =>
  Buffer.from(await askThread<Uint8Array>('ledger-worker', ledger));

/** What that thread does. */
export function writeLedger({ title, list }: Ledger): Promise<Buffer> {
  const data: SheetData = [
    [titleCell(title)],
    LEDGER.map(([name]) => heading(name)),
    ...list.map((one) => LEDGER.map(([, , cell]) => cell(one))),
  ];
  return writeXlsx([
    { data, sheet: '建议台账', columns: LEDGER.map(([, width]) => ({ width })), stickyRowsCount: 2 },
  ]).toBuffer();
}

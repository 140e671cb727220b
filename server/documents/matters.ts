/** The problem list (问题清单) or the opinions of a year as a workbook. */
import writeXlsx, { type Cell, type SheetData } from 'write-excel-file/node';
import type { Matter } from '../../core/contract/projects.ts';
import { type MatterKind, matterStateWords } from '../../core/workflow/matter.ts';
import { count, heading, title, guarded as words } from './cells.ts';

export const listName: Record<MatterKind, string> = { problem: '问题清单', opinion: '意见清单' };

const foundAt = ({ inspection, citizenReport }: Matter): string =>
  inspection !== null ? `第${inspection}号记录（检查）` : citizenReport !== null ? '群众反映' : '';

const COLUMNS: readonly [heading: string, width: number, cell: (one: Matter) => Cell][] = [
  ['编号', 8, (one) => count(one.number)],
  ['项目', 28, (one) => words(one.projectTitle)],
  ['内容', 50, (one) => words(one.content)],
  ['来源', 14, (one) => words(foundAt(one))],
  ['提出日期', 12, (one) => words(one.raisedOn)],
  ['责任单位（人）', 20, (one) => words(one.owner)],
  ['办理期限', 12, (one) => words(one.due)],
  ['状态', 18, (one) => words(matterStateWords[one.state].zh)],
  ['是否逾期', 10, (one) => words(one.late ? '逾期' : '')],
  ['办理情况', 50, (one) => words(one.answer)],
  ['答复日期', 12, (one) => words(one.answeredOn ?? '')],
  ['核查意见', 30, (one) => words(one.note)],
  ['办结日期', 12, (one) => words(one.closedOn ?? '')],
];

/** @param head names the congress and the year */
export function mattersWorkbook(head: string, kind: MatterKind, list: readonly Matter[]): Promise<Buffer> {
  const data: SheetData = [
    [title(`${head}${listName[kind]}`)],
    COLUMNS.map(([name]) => heading(name)),
    ...list.map((one) => COLUMNS.map(([, , cell]) => cell(one))),
  ];
  return writeXlsx([
    { data, sheet: listName[kind], columns: COLUMNS.map(([, width]) => ({ width })), stickyRowsCount: 2 },
  ]).toBuffer();
}

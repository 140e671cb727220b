/**
 * A ballot counted on paper (domain.md section 3, Device failure): two people each key the count sheet on their own, without seeing the
 * other's figures, and only two equal sheets are a count. Pure: no clock, no order of entry.
 */
import { z } from 'zod';
import { approvalLimit, type Method } from './method.ts';
import type { ProjectTally } from './outcome.ts';

const count = z.int().min(0).max(10_000);

/** What stands on one count sheet (计票单). */
export const CountSheet = z.strictObject({
  /** 发出: paper ballots handed out. */
  issued: count,
  /** 收回: found in the box. */
  returned: count,
  /** 废票: of those returned, the ones that do not count. */
  void: count,
  /** One row for each project on the ballot paper, in its order. */
  rows: z.array(z.strictObject({ code: z.string().max(40), for: count, against: count, abstain: count })).max(200),
});
export type CountSheet = z.output<typeof CountSheet>;

/** Why a sheet cannot be right, whatever the votes were. `code` names the project's row. */
export type SheetFault =
  | { readonly kind: 'wrong-projects' }
  | { readonly kind: 'more-issued-than-present'; readonly issued: number; readonly present: number }
  | { readonly kind: 'more-void-than-returned'; readonly void: number; readonly returned: number }
  /** A row's 赞成, 反对 and 弃权 must add up to the valid ballots: an untouched row is 弃权. */
  | { readonly kind: 'row-sum'; readonly code: string; readonly sum: number; readonly valid: number }
  | { readonly kind: 'more-for-than-limit'; readonly sum: number; readonly most: number };

/** What the sheet is measured against. */
export interface SheetFrame {
  readonly present: number;
  /** Codes on the ballot paper. */
  readonly codes: readonly string[];
}

/**
 * Every fault of one sheet; empty when it could be right. More returned than issued is no fault of the sheet: it annuls the ballot, which
 * `outcome` says.
 */
export function sheetFaults(sheet: CountSheet, method: Method, frame: SheetFrame): SheetFault[] {
  const { issued, returned } = sheet;
  const { present, codes } = frame;
  const faults: SheetFault[] = [];
  if (issued > present) faults.push({ kind: 'more-issued-than-present', issued, present });
  if (sheet.void > returned) faults.push({ kind: 'more-void-than-returned', void: sheet.void, returned });
  if (sheet.rows.length !== codes.length || sheet.rows.some(({ code }, i) => code !== codes[i]))
    return [...faults, { kind: 'wrong-projects' }];
  const valid = Math.max(0, returned - sheet.void);
  // Where the method voids an unreadable row only, such a row counts for nobody: its sum may stay below, never above.
  const mayMiss = method.voidPaper === 'row';
  for (const row of sheet.rows) {
    const sum = row.for + row.against + row.abstain;
    if (sum > valid || (sum < valid && !mayMiss)) faults.push({ kind: 'row-sum', code: row.code, sum, valid });
  }
  const sum = sheet.rows.reduce((all, row) => all + row.for, 0);
  const most = valid * approvalLimit(method, codes.length);
  if (sum > most) faults.push({ kind: 'more-for-than-limit', sum, most });
  return faults;
}

/** One figure in which two sheets differ; `code` is null for the figures of the whole ballot. */
export interface SheetDifference {
  readonly code: string | null;
  readonly field: 'issued' | 'returned' | 'void' | 'for' | 'against' | 'abstain';
  readonly first: number;
  readonly second: number;
}

/** Where two sheets of the same ballot paper differ; empty when they agree, whoever keyed which. */
export function sheetDifferences(first: CountSheet, second: CountSheet): SheetDifference[] {
  const differences: SheetDifference[] = [];
  for (const field of ['issued', 'returned', 'void'] as const)
    if (first[field] !== second[field])
      differences.push({ code: null, field, first: first[field], second: second[field] });
  const others = new Map(second.rows.map((row) => [row.code, row]));
  for (const row of first.rows) {
    const other = others.get(row.code);
    for (const field of ['for', 'against', 'abstain'] as const)
      if (row[field] !== (other?.[field] ?? 0))
        differences.push({ code: row.code, field, first: row[field], second: other?.[field] ?? 0 });
  }
  return differences;
}

/** The sheet's rows as the tally that `outcome` decides on. */
export const tallyOf = (sheet: CountSheet): ProjectTally[] => sheet.rows.map((row) => ({ ...row }));

/** One vote on one paper ballot, as a teller reads it from the paper. */
export type PaperMark = 'for' | 'against' | 'abstain';

/** Whether one paper ballot counts at all: more 赞成 than the method allows voids it as a whole (废票). */
export const exceedsLimit = (marks: readonly PaperMark[], method: Method): boolean =>
  marks.filter((mark) => mark === 'for').length > approvalLimit(method, marks.length);

/** Rows, from 0, that two tellers read differently from the same paper ballot. */
export const markDifferences = (first: readonly PaperMark[], second: readonly PaperMark[]): number[] =>
  first.flatMap((mark, i) => (mark === second[i] ? [] : [i]));

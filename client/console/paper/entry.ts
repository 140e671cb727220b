import type { PaperState } from '../../../core/contract/paper.ts';
import { type CountSheet, type SheetFault, sheetFaults } from '../../../core/rules/paper.ts';
import { t } from './texts.ts';

export const wholeFields = ['issued', 'returned', 'void'] as const;
export const rowFields = ['for', 'against', 'abstain'] as const;

/** The figures as they are typed, by `keyOf`. */
export type Typed = Record<string, string>;

/** Names one figure of a sheet; of the whole ballot where there is no code. */
export const keyOf = (code: string | null, field: string): string => `${code ?? ''}|${field}`;

/** A saved sheet as it was typed. */
export function typedOf(sheet: CountSheet | null): Typed {
  if (!sheet) return {};
  const whole = wholeFields.map((field) => [keyOf(null, field), String(sheet[field])]);
  const rows = sheet.rows.flatMap((row) => rowFields.map((field) => [keyOf(row.code, field), String(row[field])]));
  return Object.fromEntries([...whole, ...rows]) as Typed;
}

const numberOf = (text: string | undefined): number | null => (/^\d{1,4}$/.test(text ?? '') ? Number(text) : null);

/** The keys that hold no number yet. */
export const unfilled = (typed: Typed, codes: readonly string[]): Set<string> =>
  new Set(
    [
      ...wholeFields.map((field) => keyOf(null, field)),
      ...codes.flatMap((code) => rowFields.map((field) => keyOf(code, field))),
    ].filter((key) => numberOf(typed[key]) === null),
  );

/** The sheet that was typed; every figure must be filled. */
export function sheetOf(typed: Typed, codes: readonly string[]): CountSheet {
  const at = (code: string | null, field: string) => numberOf(typed[keyOf(code, field)]) ?? 0;
  return {
    issued: at(null, 'issued'),
    returned: at(null, 'returned'),
    void: at(null, 'void'),
    rows: codes.map((code) => ({
      code,
      for: at(code, 'for'),
      against: at(code, 'against'),
      abstain: at(code, 'abstain'),
    })),
  };
}

/** What is impossible in it, in words, at the figure it is about: `null` for the sheet as a whole. */
export function faultsByKey(sheet: CountSheet, state: PaperState): Map<string, string> {
  const codes = state.projects.map(({ code }) => code);
  const found = sheetFaults(sheet, state.method, { present: state.present, codes });
  return new Map(found.map((fault) => [placeOf(fault), wordsOf(fault, state)]));
}

function placeOf(fault: SheetFault): string {
  switch (fault.kind) {
    case 'more-issued-than-present':
      return keyOf(null, 'issued');
    case 'more-void-than-returned':
      return keyOf(null, 'void');
    case 'row-sum':
      return keyOf(fault.code, 'row');
    case 'more-for-than-limit':
    case 'wrong-projects':
      return '';
  }
}

function wordsOf(fault: SheetFault, { method }: PaperState): string {
  const { kind, ...params } = fault;
  if (kind === 'row-sum' && method.voidPaper === 'row') return t('fault.row-sum.most', params);
  return t(`fault.${kind}`, params as Record<string, number>);
}

/** What can be wrong with a .pb file, in words that say what to do. */
export type PbCode =
  | 'empty'
  | 'unclosed-quote'
  | 'text-before-section'
  | 'duplicate-section'
  | 'missing-section'
  | 'missing-column'
  | 'duplicate-column'
  | 'short-row'
  | 'long-row'
  | 'missing-meta'
  | 'vote-type'
  | 'bad-number'
  | 'missing-value'
  | 'duplicate-project'
  | 'duplicate-voter'
  | 'unknown-project'
  | 'repeated-choice'
  | 'too-many-choices'
  | 'count-mismatch';

export interface PbProblem {
  readonly code: PbCode;
  /** Line of the file, from 1. */
  readonly line: number;
  readonly zh: string;
  readonly en: string;
}

/** Builds a problem; the words open with the line, which is where a person looks first. */
export function problem(code: PbCode, line: number, zh: string, en: string): PbProblem {
  return { code, line, zh: `第 ${line} 行：${zh}`, en: `Line ${line}: ${en}` };
}

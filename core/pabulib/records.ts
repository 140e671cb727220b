/** Splits text of `;`-separated records. Quotes as in CSV: only at the start of a field, `""` inside stands for one. */
import { err, ok, type Result } from '../result.ts';

export interface PbRecord {
  /** Line on which the record starts, from 1. */
  readonly line: number;
  readonly fields: readonly string[];
}

/** Reads all records, blank lines left out. A quoted field may run over several lines; one that never ends, or ends in the
 * middle of another, is reported with the line on which it begins. */
export function splitRecords(text: string): Result<PbRecord[], { readonly line: number }> {
  const records: PbRecord[] = [];
  let line = 1;
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  while (at < text.length) {
    const start = line;
    const fields: string[] = [];
    for (;;) {
      let field = '';
      let opened = 0;
      if (text[at] === '"') {
        opened = line;
        for (at++; ; at++) {
          if (at >= text.length) return err({ line: opened });
          if (text[at] === '"' && text[++at] !== '"') break;
          if (text[at] === '\n') line++;
          field += text[at];
        }
      }
      const end = endOfField(text, at);
      const rest = text.slice(at, end);
      // Text behind a closing quote means that a quote further up was left open and this one belongs to another field.
      if (opened !== 0 && rest.trim() !== '') return err({ line: opened });
      field += rest;
      at = end;
      fields.push(field.trim());
      if (text[at] !== ';') break;
      at++;
    }
    if (text[at] === '\r' && text[at + 1] === '\n') at++;
    if (at < text.length) {
      at++;
      line++;
    }
    if (fields.some((field) => field !== '')) records.push({ line: start, fields });
  }
  return ok(records);
}

function endOfField(text: string, from: number): number {
  let at = from;
  while (at < text.length && text[at] !== ';' && text[at] !== '\n' && text[at] !== '\r') at++;
  return at;
}

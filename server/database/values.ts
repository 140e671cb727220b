import { type RawBuilder, sql } from 'kysely';
import pg from 'pg';

const { builtins } = pg.types;
const INT8_ARRAY = 1016;
const DATE_ARRAY = 1182;
const TEXT_ARRAY = 1009;

/** An int8 as a number. @throws RangeError beyond ±(2^53 − 1), where a number would silently be another one. */
function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`int8 ${text} does not fit a number`);
  return value;
}

const elements = pg.types.getTypeParser(TEXT_ARRAY as number) as unknown as (text: string) => (string | null)[];
const arrayOf = (parse: (text: string) => unknown) => (text: string) =>
  elements(text).map((element) => (element === null ? null : parse(element)));

const parsers = new Map<number, (text: string) => unknown>([
  [builtins.INT8, safeInteger],
  [builtins.DATE, (text) => text],
  [builtins.TIMESTAMP, (text) => text],
  [INT8_ARRAY, arrayOf(safeInteger)],
  [DATE_ARRAY, elements],
]);

/**
 * How values come out of the database, for `types` of a pg client: int8 → number (safe, else an error), date → 'YYYY-MM-DD',
 * timestamptz → Date (milliseconds), numeric → string (so write `sum(x)::bigint`), bytea → Buffer, jsonb → parsed.
 */
export const valueTypes: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    (format !== 'binary' && parsers.get(oid)) ||
    pg.types.getTypeParser(oid, format as 'text')) as pg.CustomTypesConfig['getTypeParser'],
};

/** A value for a jsonb column: needed for arrays, strings and null, which pg would otherwise send as something else. */
export function json<T>(value: T): RawBuilder<T> {
  return sql<T>`${JSON.stringify(value)}::jsonb`;
}

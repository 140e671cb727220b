/**
 * A backup is one file: lines of JSON, gzipped, readable with `zcat`. First the header, then every table with its rows, then the files of the
 * hall's network, last the SHA-256 of all bytes before. Rows are in the order of their keys: the order in which the database keeps them would
 * tell the order in which ballots were cast, and a backup made as files of the database would keep that for good.
 */
import { z } from 'zod';

export const BACKUP_FORMAT = 1;

export const Header = z.object({
  'piaojue-backup': z.literal(BACKUP_FORMAT),
  /** ISO 8601 */ made: z.string(),
  /** Who or what made it, in words. */ by: z.string(),
  version: z.string(),
  /** Applied when it was made, in order. */
  migrations: z.array(z.object({ name: z.string(), sha256: z.string() })),
  congresses: z.array(z.object({ name: z.string(), deputies: z.int(), ballots: z.int() })),
});
export type Header = z.output<typeof Header>;

export const Line = z.union([
  z.object({ table: z.string(), columns: z.array(z.string()) }),
  /** A row as PostgreSQL writes a composite value. */
  z.object({ row: z.string() }),
  z.object({ end: z.string(), rows: z.int() }),
  /** Below the data folder, with slashes. */
  z.object({ file: z.string(), base64: z.string() }),
  z.object({ sha256: z.string() }),
]);
export type Line = z.output<typeof Line>;

/**
 * Not taken along: sign-ins end with the machine, and the key that signs them would let the holder of a backup sign in as anybody; so would
 * the one-time codes of deputies, which are short enough to be found out from what is kept of them. They are handed out anew.
 */
export const leftOut: ReadonlySet<string> = new Set(['sign_in', 'installation', 'schema_migration', 'deputy_code']);

/** The backup cannot be used; the message says why and what to do, in Chinese and English. */
export class BackupError extends Error {
  override name = 'BackupError';
}

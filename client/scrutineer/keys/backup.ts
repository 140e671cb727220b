import { err, ok, type Result } from '../../../core/result.ts';
import { KeyRecord } from './record.ts';

export type BackupFault = 'not-a-backup' | 'unfinished' | 'other-session';

/** The backup file: the record as it lies in the browser, its secrets still in the box under the PIN. */
export const backupText = (record: KeyRecord): string => `${JSON.stringify(record, null, 1)}\n`;

export const backupName = (record: KeyRecord): string =>
  `${record.rehearsal ? '演练-' : ''}监票密钥-${record.sessionName.replace(/[\\/:*?"<>|\s]+/g, '')}-${record.index}号.json`;

/** Reads a backup for the session at hand. The PIN is asked for when the key is used. */
export function readBackup(text: string, session: string): Result<KeyRecord, BackupFault> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return err('not-a-backup');
  }
  const record = KeyRecord.safeParse(value).data;
  if (!record) return err('not-a-backup');
  if (record.session !== session) return err('other-session');
  // A key of an unfinished ceremony cannot be carried on elsewhere without risk of two different answers in one round.
  return record.stage < 3 ? err('unfinished') : ok(record);
}

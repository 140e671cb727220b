import { z } from 'zod';
import { may } from '../workflow/permissions.ts';
import { Instant } from './common.ts';
import { route } from './route.ts';

/** Why a backup was made: by hand, or by the system around a ballot. */
export const backupReasons = ['manual', 'before-opening', 'after-close'] as const;

/** Name of a backup's file, e.g. piaojue-20270115-090500-manual.pjbak.gz: the wall clock of the congress, then why. */
export const BackupName = z.string().regex(/^piaojue-\d{8}-\d{6}-(manual|before-opening|after-close)\.pjbak\.gz$/);

export const Backup = z.object({
  name: BackupName,
  reason: z.enum(backupReasons),
  made: Instant,
  /** Who or what made it, in words. */
  by: z.string(),
  /** bytes */
  size: z.int(),
  sha256: z.string(),
});
export type Backup = z.output<typeof Backup>;

export const Backups = z.object({
  /** Newest first. */
  list: z.array(Backup),
  /** Folder on the server's machine. */
  folder: z.string(),
  /** How many of those made by the system are kept. */
  kept: z.int(),
  /** Whether the database is one of one's own: then its own tools belong beside this. */
  ownDatabase: z.boolean(),
});
export type Backups = z.output<typeof Backups>;

export const backup = {
  backups: route({
    method: 'GET',
    path: '/api/backups',
    access: may('backup.manage'),
    summary: 'The backups on the server’s machine, newest first',
    response: Backups,
    problems: ['backup-of-many'],
  }),
  makeBackup: route({
    method: 'POST',
    path: '/api/backups',
    access: may('backup.manage'),
    summary: 'Make a backup now',
    response: Backups,
    problems: ['backup-of-many', 'backup-while-open', 'backup-failed'],
  }),
  downloadBackup: route({
    method: 'GET',
    path: '/api/backups/:name',
    access: may('backup.manage'),
    summary: 'One backup’s file',
    params: z.object({ name: BackupName }),
    response: z.any(),
    problems: ['backup-of-many'],
  }),
} as const;

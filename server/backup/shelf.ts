import { createHash } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  createWriteStream,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import path from 'node:path';
import { type Backup, BackupName, backupReasons } from '../../core/contract/backup.ts';
import type { DatabaseAddress } from '../database/pool.ts';
import { readHeader } from './read.ts';
import { BallotOpen, writeBackup } from './write.ts';

type Reason = Backup['reason'];

/** How many of each kind of backup that the system makes by itself are kept; those made by hand stay until somebody removes them. */
export const KEPT = 10;

/** The folder of an installation's backups. */
export class Shelf {
  readonly folder: string;
  private making: Promise<Backup> = Promise.resolve(undefined as never);

  constructor(
    private readonly source: {
      readonly address: DatabaseAddress;
      readonly dataDir: string;
      readonly version: string;
      /** Whether it makes some by itself around every ballot. */
      readonly automatic: boolean;
    },
  ) {
    this.folder = path.join(source.dataDir, 'backups');
  }

  /** Makes one, after any other that is being made. @throws BallotOpen, or what the disk or the database says */
  make(reason: Reason, by: string): Promise<Backup> {
    this.making = this.making.catch(() => undefined).then(() => this.write(reason, by));
    return this.making;
  }

  /** By itself, before a ballot opens and after it closes; nobody waits for it, and a ballot never fails for it. */
  around(moment: 'before-opening' | 'after-close'): void {
    if (!this.source.automatic) return;
    this.make(moment, '系统自动').catch((error: unknown) => {
      if (!(error instanceof BallotOpen)) console.error(`backup: ${(error as Error).message}`);
    });
  }

  /** Once what is being made is done: before the database is closed. */
  async idle(): Promise<void> {
    await this.making.catch(() => undefined);
  }

  private async write(reason: Reason, by: string): Promise<Backup> {
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    for (const name of readdirSync(this.folder)) if (name.endsWith('.part')) rmSync(path.join(this.folder, name));
    const name = await this.freeName(reason);
    const file = path.join(this.folder, name);
    const part = `${file}.part`;
    try {
      await writeBackup({ ...this.source, by }, () => createWriteStream(part, { mode: 0o600 }));
      const handle = openSync(part, 'r');
      fsyncSync(handle);
      closeSync(handle);
      renameSync(part, file);
    } catch (error) {
      rmSync(part, { force: true });
      throw error;
    }
    this.prune();
    return (await this.describe(name))!;
  }

  /** A name of this second; where there is one already, of the next. */
  private async freeName(reason: Reason): Promise<string> {
    for (;;) {
      const name = nameOf(new Date(), reason);
      if (!existsSync(path.join(this.folder, name))) return name;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }

  private prune(): void {
    for (const reason of backupReasons.filter((one) => one !== 'manual')) {
      const own = this.names().filter((name) => reasonOf(name) === reason);
      for (const name of own.slice(KEPT)) rmSync(path.join(this.folder, name));
    }
  }

  private names(): string[] {
    if (!existsSync(this.folder)) return [];
    return readdirSync(this.folder)
      .filter((name) => BackupName.safeParse(name).success)
      .sort()
      .reverse();
  }

  /** Newest first; a file that cannot be read is left out. */
  async list(): Promise<Backup[]> {
    const all = await Promise.all(this.names().map((name) => this.describe(name)));
    return all.filter((one) => one !== undefined);
  }

  /** When the newest was made; null where there is none. */
  lastMade(): Date | null {
    const [newest] = this.names();
    return newest === undefined ? null : statSync(path.join(this.folder, newest)).mtime;
  }

  private hashes = new Map<string, string>();

  private async describe(name: string): Promise<Backup | undefined> {
    const file = path.join(this.folder, name);
    try {
      const { made, by } = await readHeader(file);
      const sha256 = this.hashes.get(name) ?? (await hashOf(file));
      this.hashes.set(name, sha256);
      return { name, reason: reasonOf(name), made, by, size: statSync(file).size, sha256 };
    } catch {
      return undefined;
    }
  }

  /** The file of a backup on the shelf; undefined where there is none of this name. */
  file(name: string): string | undefined {
    return this.names().includes(name) ? path.join(this.folder, name) : undefined;
  }
}

const reasonOf = (name: string): Reason => backupReasons.find((reason) => name.includes(`-${reason}.`)) ?? 'manual';

/** piaojue-20270115-090500-manual.pjbak.gz, by the wall clock of the congress. */
export function nameOf(now: Date, reason: Reason): string {
  const [day, time] = new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Asia/Shanghai',
    dateStyle: 'short',
    timeStyle: 'medium',
  })
    .format(now)
    .split(' ') as [string, string];
  return `piaojue-${day.replaceAll('-', '')}-${time.replaceAll(':', '')}-${reason}.pjbak.gz`;
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

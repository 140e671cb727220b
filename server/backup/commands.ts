import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { packageVersion } from '../build.ts';
import type { Config } from '../config.ts';
import { openDatabase } from '../database/open.ts';
import { BackupError } from './format.ts';
import { restoreBackup } from './restore.ts';
import { BallotOpen, writeBackup } from './write.ts';

/** `npm start -- --restore FILE`: says what was restored, or ends the program with 1 and the reason. */
export async function restoreOrExit(file: string, config: Config, force: boolean): Promise<void> {
  try {
    const { header, movedTo } = await restoreBackup(path.resolve(file), {
      dataDir: config.dataDir,
      databaseUrl: config.databaseUrl,
      force,
    });
    const congresses = header.congresses
      .map(({ name, deputies, ballots }) => `  ${name}：代表 ${deputies} 名，票决 ${ballots} 次`)
      .join('\n');
    console.log(`已恢复 ${header.made} 的备份（${header.by}） · restored the backup of that moment:\n${congresses}`);
    if (movedTo) console.log(`原有数据移到 · what was there is now in ${movedTo}`);
  } catch (error) {
    fail(error);
  }
}

/** `npm start -- --backup FILE`: writes it, beside a running server or without one, and ends the program. */
export async function backUpAndExit(file: string, config: Config): Promise<never> {
  try {
    const target = path.resolve(file);
    const { dataDir, databaseUrl } = config;
    const database = await openDatabase({ dataDir, ...(databaseUrl ? { databaseUrl } : {}) });
    try {
      const source = { address: database.address, dataDir, version: packageVersion(), by: '命令行' };
      // Not over a file that is there: it may be the only other backup.
      await writeBackup(source, () => createWriteStream(target, { flags: 'wx', mode: 0o600 }));
    } finally {
      await database.close();
    }
    console.log(`已备份到 · the backup is in ${target}`);
    process.exit(0);
  } catch (error) {
    return fail(error);
  }
}

function fail(error: unknown): never {
  const { message, stack, code } = error as Error & { code?: string };
  if (error instanceof BallotOpen)
    console.error('票决正在进行，此时不作备份。\nA ballot is open: no backup is made now.');
  else if (code === 'EEXIST') console.error('这个文件已存在，请换一个文件名。\nThat file exists: choose another name.');
  else console.error(error instanceof BackupError ? message : stack);
  process.exit(1);
}

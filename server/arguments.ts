import { parseArgs } from 'node:util';
import { err, ok, type Result } from '../core/result.ts';

/** What `npm start -- …` may be given. */
export interface Arguments {
  readonly hall: boolean;
  readonly sample: boolean;
  /** File to restore before the start. */
  readonly restore: string | undefined;
  /** File to write a backup to, instead of the start. */
  readonly backup: string | undefined;
  /** With `restore`: data that is there is moved aside. */
  readonly force: boolean;
}

const usage = `可用的参数：
  --hall            开启会场网络（HTTPS）
  --sample          载入示例镇
  --restore 文件    用备份恢复，然后启动；已有数据时加 --force，原有数据移到旁边
  --backup 文件     把全部数据备份到这个文件，然后退出
Arguments: --hall, the hall's network over HTTPS; --sample loads the sample town; --restore FILE restores a backup and starts (--force moves
data that is there aside); --backup FILE writes a backup and ends.`;

/** Reads the command line; the error is for the operator, in Chinese and English. */
export function readArguments(argv: readonly string[]): Result<Arguments, string> {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        hall: { type: 'boolean', default: false },
        sample: { type: 'boolean', default: false },
        restore: { type: 'string' },
        backup: { type: 'string' },
        force: { type: 'boolean', default: false },
      },
    });
    const { restore, backup } = values;
    if (restore === '' || backup === '' || (restore && backup) || (values.force && !restore)) return err(usage);
    return ok({ hall: values.hall, sample: values.sample, restore, backup, force: values.force });
  } catch (error) {
    return err(`${(error as Error).message}\n${usage}`);
  }
}

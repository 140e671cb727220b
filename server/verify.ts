import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { SingleBar } from 'cli-progress';
import { verifyArchive } from '../core/belenios/index.ts';
import { err, ok, type Result } from '../core/result.ts';
import { fastGroups } from './verification/fast-groups.ts';
import { createProofPool } from './verification/pool.ts';
import { chooseLanguage, type Language, reportLines } from './verification/report-text.ts';

// npm run verify -- FILE.bel [--last-event HASH] [--json] [--lang zh|en]
// Verifies an archive on all cores, without database or server. Exit status: 0 everything holds, 1 it does not, 2 no archive or wrong use.

const usage: Record<Language, string> = {
  zh: '用法：npm run verify -- 文件.bel [--last-event 校验码] [--json] [--lang zh|en]',
  en: 'usage: npm run verify -- FILE.bel [--last-event HASH] [--json] [--lang zh|en]',
};

const isGroup = (text: string): boolean => /^[0-9a-fA-F]{4}$/.test(text);

interface Asked {
  readonly file: string;
  /** The hash that was published, without the gaps that it is shown with. */
  readonly published: string | undefined;
  readonly json: boolean;
}

/** What is asked for, or what is wrong with how it is asked. */
function readArguments(): Result<Asked, Record<Language, string>> {
  const wrong = (zh: string, en: string) => err({ zh, en });
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse();
  } catch {
    return wrong('有不认识的选项。', 'There is an option that is not known.');
  }
  const { values, positionals } = parsed;
  const hash = values['last-event'];
  // As people see it, a hash is in groups of four, which the shell takes apart where it was not quoted.
  const groups = hash !== undefined && isGroup(hash) ? positionals.filter(isGroup) : [];
  const published = hash && [hash, ...groups].join('').replace(/\s/g, '');
  const [file, ...others] = positionals.filter((one) => !groups.includes(one));
  if (published !== undefined && !/^[0-9a-fA-F]{64}$/.test(published))
    return wrong(
      '--last-event 的校验码应当是 64 位十六进制数字，可以带空格。',
      'The hash of --last-event has 64 hex digits; spaces do not matter.',
    );
  if (values.lang !== undefined && values.lang !== 'zh' && values.lang !== 'en')
    return wrong('--lang 只能是 zh 或者 en。', '--lang is zh or en.');
  if (file === undefined) return wrong('没有写明要核验的文件。', 'No file is named.');
  if (others.length > 0) return wrong('一次只能核验一个文件。', 'One file at a time.');
  return ok({ file, published, json: values.json });
}

const parse = () =>
  parseArgs({
    allowPositionals: true,
    options: {
      'last-event': { type: 'string' },
      json: { type: 'boolean', default: false },
      lang: { type: 'string' },
    },
  });

/** The language asked for, also where the rest is wrong. */
const asked = (): string | undefined => process.argv[process.argv.indexOf('--lang') + 1];

function readFile(file: string): Uint8Array | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

async function main(): Promise<number> {
  const lang = chooseLanguage(process.argv.includes('--lang') ? asked() : undefined, process.env);
  const args = readArguments();
  if (!args.ok) {
    process.stderr.write(`${args.error[lang]}\n${usage[lang]}\n`);
    return 2;
  }
  const { file, published, json } = args.value;
  const bytes = readFile(file);
  if (!bytes) {
    process.stderr.write(lang === 'zh' ? `无法读取文件：${file}\n` : `cannot read ${file}\n`);
    return 2;
  }
  const bar = new SingleBar({
    format: lang === 'zh' ? '核验 {bar} {value}/{total} 票' : 'verifying {bar} {value}/{total} ballots',
    stream: process.stderr,
    clearOnComplete: true,
  });
  const pool = createProofPool();
  let drawn = false;
  const onProgress = (done: number, total: number) => {
    if (!process.stderr.isTTY || json) return;
    if (!drawn) bar.start(total, 0);
    drawn = true;
    bar.update(done);
  };
  const report = await verifyArchive(bytes, {
    groups: fastGroups,
    runner: pool.check,
    onProgress,
    lastEvent: published,
  });
  if (drawn) bar.stop();
  await pool.close();
  process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : `${reportLines(report, lang).join('\n')}\n`);
  if (report.valid) return 0;
  return report.failure?.code === 'not_archive' ? 2 : 1;
}

process.exitCode = await main();

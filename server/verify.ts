import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { SingleBar } from 'cli-progress';
import { verifyArchive } from '../core/belenios/index.ts';
import { fastGroups } from './verification/fast-groups.ts';
import { createProofPool } from './verification/pool.ts';
import { chooseLanguage, type Language, reportLines } from './verification/report-text.ts';

// npm run verify -- FILE.bel [--last-event HASH] [--json] [--lang zh|en]
// Verifies an archive on all cores, without database or server. Exit status: 0 everything holds, 1 it does not, 2 no archive or wrong use.

const usage: Record<Language, string> = {
  zh: '用法：npm run verify -- 文件.bel [--last-event 散列值] [--json] [--lang zh|en]',
  en: 'usage: npm run verify -- FILE.bel [--last-event HASH] [--json] [--lang zh|en]',
};

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        'last-event': { type: 'string' },
        json: { type: 'boolean', default: false },
        lang: { type: 'string' },
      },
    });
  } catch {
    return undefined;
  }
}

function readFile(file: string): Uint8Array | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

async function main(): Promise<number> {
  const args = readArguments();
  const lang = chooseLanguage(args?.values.lang, process.env);
  const file = args?.positionals[0];
  const published = args?.values['last-event'];
  const soundHash = published === undefined || /^[0-9a-fA-F]{64}$/.test(published.trim());
  if (!args || file === undefined || args.positionals.length > 1 || !soundHash) {
    process.stderr.write(`${usage[lang]}\n`);
    return 2;
  }
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
    if (!process.stderr.isTTY || args.values.json) return;
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
  process.stdout.write(
    args.values.json ? `${JSON.stringify(report, null, 2)}\n` : `${reportLines(report, lang).join('\n')}\n`,
  );
  if (report.valid) return 0;
  return report.failure?.code === 'not_archive' ? 2 : 1;
}

process.exitCode = await main();

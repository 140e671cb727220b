import { MultiBar, Presets } from 'cli-progress';
import { dayOf } from '../core/day.ts';
import { random } from './random.ts';
import { expectedTotals, makeElectorate } from './rehearsal/electorate.ts';
import type { Phase } from './rehearsal/hold.ts';
import { type RehearsalOptions, readOptions, usage } from './rehearsal/options.ts';
import { startOwnServer } from './rehearsal/own-server.ts';
import { differences, printReport } from './rehearsal/report.ts';
import { rehearse } from './rehearsal/run.ts';
import { printYear } from './year/report.ts';
import { rehearseYear } from './year/whole-year.ts';

/** `npm run rehearse`: 0 when everything held, 1 when something did not, 2 when the command line or the replayed file is wrong. */
async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (!options.ok) {
    process.stderr.write(`${options.error ? `${options.error}\n\n` : ''}${usage}`);
    return options.error ? 2 : 0;
  }
  if (options.value.year) return rehearseWholeYear(options.value, options.value.year);
  return rehearseBallot(options.value);
}

/** Shows each phase as a bar where somebody watches, else as a line with its time. */
function phases(): { readonly phase: Phase; stop(): void } {
  const bars = process.stderr.isTTY
    ? new MultiBar(
        { format: ' {bar} {value}/{total}  {name}', stream: process.stderr, hideCursor: true },
        Presets.shades_classic,
      )
    : null;
  const phase: Phase = async (name, total, work) => {
    const bar = bars?.create(total, 0, { name });
    const started = performance.now();
    const result = await work(() => bar?.increment());
    bar?.update(total);
    if (!bars) process.stderr.write(`${name} ${((performance.now() - started) / 1000).toFixed(1)} s\n`);
    return result;
  };
  return { phase, stop: () => bars?.stop() };
}

async function rehearseBallot(options: RehearsalOptions): Promise<number> {
  const electorate = makeElectorate(options, random);
  if (!electorate.ok) {
    process.stderr.write(`${electorate.error}\n`);
    return 2;
  }
  const bars = phases();
  const own = options.url === null ? await startOwnServer() : null;
  try {
    const { report, receipts } = await rehearse(own?.url ?? options.url!, options, electorate.value, bars.phase);
    bars.stop();
    const wrong = differences(report, electorate.value, expectedTotals(electorate.value));
    const text = [printReport(report, electorate.value, receipts.dropped), ...wrong, ''].join('\n');
    (options.json ? process.stderr : process.stdout).write(text);
    if (options.json) process.stdout.write(`${JSON.stringify(report)}\n`);
    return report.verified && report.lost === 0 && report.duplicated === 0 && wrong.length === 0 ? 0 : 1;
  } finally {
    bars.stop();
    await own?.stop();
  }
}

async function rehearseWholeYear(options: RehearsalOptions, { suggestions }: { suggestions: number }): Promise<number> {
  const bars = phases();
  const started = performance.now();
  // Every phone of the town has an address of its own, as behind a proxy: limits count by it.
  const own = await startOwnServer({ TRUST_PROXY: '1' });
  try {
    const year = Number(dayOf(new Date()).slice(0, 4));
    const report = await rehearseYear(own.url, { year, suggestions, out: options.out }, bars.phase);
    bars.stop();
    const text = printYear(report, (performance.now() - started) / 1000);
    (options.json ? process.stderr : process.stdout).write(`${text}\n`);
    if (options.json) process.stdout.write(`${JSON.stringify(report)}\n`);
    return report.wrong.length === 0 ? 0 : 1;
  } finally {
    bars.stop();
    await own.stop();
  }
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(
      `\n演练没有完成 · the rehearsal did not finish: ${error instanceof Error ? error.message : String(error)}\n`,
    );
    if ((error as { code?: string }).code === 'already-set-up')
      process.stderr.write(
        '这台服务器已设置。请对一台全新的服务器使用 --url，或在工作人员页面“演练”里用真实名册演练。\nThis server is set up already. Use --url with a fresh one, or rehearse with the real roster on the console page.\n',
      );
    process.exitCode = 1;
  },
);

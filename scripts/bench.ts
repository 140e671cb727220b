import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { type GroupName, groupNames, portableGroups } from '../core/belenios/index.ts';
import { measureLedger } from '../server/collection/measure.ts';
import { measureCasts, measureHall } from '../server/rehearsal/measure.ts';
import { type Measurement, measureElection } from '../server/verification/measure.ts';

/**
 * `npm run bench [-- --json] [--quick]`: what the issue of speed is decided by. Every figure stands beside a reference measured in the same run,
 * since machines differ and are noisy; the ratio is what counts. `--quick` leaves out the 1,000-ballot archives. `hall` measures only
 * casting, `suggestions` only the ledger of 100,000 suggestions (10,000 with `--quick`), `kiosk` only the tablet's page in a real browser.
 */
interface Row {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** The named reference in the same unit, where there is one; `ratio` above 1 means that we do better than it. */
  readonly reference?: string;
  readonly referenceValue?: number;
  readonly ratio?: number;
}

const json = process.argv.includes('--json');
const quick = process.argv.includes('--quick');
const rows: Row[] = [];

const round = (value: number) => Number(value.toPrecision(4));
function add(row: Row): void {
  const rounded = { ...row, value: round(row.value) };
  if (row.referenceValue !== undefined) rounded.referenceValue = round(row.referenceValue);
  if (row.ratio !== undefined) rounded.ratio = round(row.ratio);
  rows.push(rounded);
  const beside = rounded.reference
    ? `   ${rounded.reference}: ${rounded.referenceValue} ${row.unit}   ×${rounded.ratio}`
    : '';
  (json ? process.stderr : process.stdout).write(
    `${row.what.padEnd(64)} ${String(rounded.value).padStart(10)} ${row.unit}${beside}\n`,
  );
}

const version = (() => {
  const found = spawnSync('belenios-tool', ['--version'], { encoding: 'utf8' });
  return found.status === 0 ? found.stdout.trim().split(/\s/)[0]! : null;
})();

/** Seconds that `belenios-tool election verify` takes for the archive, or null where it is missing or cannot read the group. */
function stockSeconds(archive: Uint8Array, group: GroupName, uuid: string): number | null {
  if (version === null || (group === 'Ed25519' && version.startsWith('2.'))) return null;
  const folder = mkdtempSync(path.join(tmpdir(), 'piaojue-bench-'));
  try {
    writeFileSync(path.join(folder, `${uuid}.bel`), archive);
    const started = performance.now();
    execFileSync('belenios-tool', ['election', 'verify', '--dir', folder], { stdio: 'ignore' });
    return (performance.now() - started) / 1000;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function addVerification(measured: Measurement, reference: string | undefined, seconds: number | null): void {
  const what = `verify an archive of ${measured.ballots} ballots, ${measured.group}, all cores`;
  if (!measured.report.valid) throw new Error(`${what}: ${measured.report.failure?.en}`);
  add(
    seconds === null || !reference
      ? { what, value: measured.verify, unit: 's' }
      : {
          what,
          value: measured.verify,
          unit: 's',
          reference,
          referenceValue: seconds,
          ratio: seconds / measured.verify,
        },
  );
}

/** Encryption, verification and archives of both groups, 12 projects in encoding C. */
async function protocol(): Promise<void> {
  for (const group of groupNames) {
    const browser = await measureElection({ group, ballots: 3, groups: portableGroups });
    add({
      what: `encrypt one ballot of 12 projects, ${group}, the tablet's arithmetic`,
      value: browser.encryptOne * 1000,
      unit: 'ms',
    });
    const one = await measureElection({ group, ballots: 12, threads: 1 });
    add({ what: `verify ballots, ${group}, one core`, value: one.ballots / one.verify, unit: '1/s' });
    const all = await measureElection({ group, ballots: 60 });
    add({
      what: `verify ballots, ${group}, ${availableParallelism()} cores`,
      value: all.ballots / all.verify,
      unit: '1/s',
      reference: 'one core',
      referenceValue: one.ballots / one.verify,
      ratio: all.ballots / all.verify / (one.ballots / one.verify),
    });
  }
  // The stock tool of Debian reads BELENIOS-2048 only: its time for that archive is the reference of both groups, as the election is the same but for the group.
  for (const ballots of quick ? [60] : [60, 1000]) {
    let stock: number | null = null;
    for (const group of ['BELENIOS-2048', 'Ed25519'] as const) {
      const measured = await measureElection({ group, ballots });
      add({
        what: `tally, decrypt and write an archive of ${ballots} ballots, ${group}`,
        value: measured.close,
        unit: 's',
      });
      const own = stockSeconds(measured.archive, group, measured.report.election!.uuid);
      stock ??= own;
      addVerification(
        measured,
        version ? `belenios-tool ${version}${own === null ? ', BELENIOS-2048' : ''}` : undefined,
        own ?? stock,
      );
    }
  }
}

async function hall(): Promise<void> {
  for (const group of groupNames) {
    const rate = await measureCasts(group, quick ? 160 : 400);
    add({
      what: `cast ballots through HTTP, ${group}`,
      value: rate.castsPerSecond,
      unit: '1/s',
      reference: 'plain one-row inserts of the same bytes',
      referenceValue: rate.insertsPerSecond,
      ratio: rate.castsPerSecond / rate.insertsPerSecond,
    });
    if (group === 'Ed25519') {
      add({
        what: 'from the start of the built server to serving, new database',
        value: rate.startMs / 1000,
        unit: 's',
      });
      if (rate.restMegabytes !== null)
        add({ what: 'server and database at rest', value: rate.restMegabytes, unit: 'MB' });
    }
    const { deputies, within, drop, receipt, insert } = await measureHall(group);
    for (const share of ['p50', 'p95', 'p99', 'max'] as const)
      add({
        what: `hall of ${deputies} within ${within} s, ${drop * 100} % of replies lost, ${group}: wait for the receipt, ${share}`,
        value: receipt[share],
        unit: 'ms',
        reference: 'one plain insert of as many bytes',
        referenceValue: insert,
        ratio: insert / receipt[share],
      });
  }
}

/** The ledger of suggestions: list, search, similar-as-you-type. */
async function ledger(): Promise<void> {
  const { suggestions, insertsPerSecond, reference, times } = await measureLedger(quick ? 10_000 : 100_000);
  add({ what: `fill the ledger with ${suggestions} suggestions`, value: insertsPerSecond, unit: '1/s' });
  for (const { what, middle } of times)
    add({
      what: `${what}, of ${suggestions}`,
      value: middle,
      unit: 'ms',
      reference: reference.what,
      referenceValue: reference.middle,
      ratio: reference.middle / middle,
    });
}

/** The tablet's page at a quarter of this machine's speed: needs a browser. */
async function kiosk(): Promise<void> {
  // Loaded only here: an installation that only serves has no browser to drive.
  const { measureKiosk } = await import('./bench-kiosk.ts');
  for (const group of groupNames)
    for (const candidates of [12, 24]) {
      const times = await measureKiosk(group, candidates);
      const what = (name: string) => `kiosk at a quarter of the speed, ${candidates} projects, ${group}: ${name}`;
      const beside = (value: number) => ({
        value,
        unit: 'ms',
        reference: 'one exponentiation of the generator there',
        referenceValue: times.power,
        ratio: times.power / value,
      });
      add({ what: what('encrypt'), ...beside(times.encrypt) });
      add({ what: what('cast to receipt'), ...beside(times.receipt) });
      add({ what: what('longest gap of the page, drawing included'), ...beside(times.gap) });
    }
}

process.stderr.write(
  `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores, Node ${process.version}; belenios-tool: ${version ?? 'not installed, no reference'}\n`,
);
const parts = { hall, suggestions: ledger, kiosk };
const only = Object.entries(parts).filter(([name]) => process.argv.includes(name));
if (only.length === 0) {
  await protocol();
  await hall();
  await ledger();
}
for (const [, part] of only) await part();
if (json)
  process.stdout.write(
    `${JSON.stringify({ machine: { cpu: cpus()[0]?.model, cores: availableParallelism(), node: process.version, beleniosTool: version }, rows })}\n`,
  );

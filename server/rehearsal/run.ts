import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Receipts } from './casting.ts';
import type { Electorate } from './electorate.ts';
import { holdBallot, type Phase } from './hold.ts';
import type { RehearsalOptions } from './options.ts';
import { makeReport, type RehearsalReport } from './report.ts';
import { convene, type Staff } from './staff.ts';
import { Tablets } from './tablets.ts';

/** Holds one whole ballot on the server at `url`, through its real HTTP API and WebSocket. @throws RefusedByServer and Error when it cannot be finished */
export async function rehearse(
  url: string,
  options: RehearsalOptions,
  electorate: Electorate,
  phase: Phase,
): Promise<{ report: RehearsalReport; receipts: Receipts; staff: Staff }> {
  const tablets = new Tablets();
  try {
    const staff = await phase('准备会议 · convene', options.scrutineers + 7, (tick) =>
      convene(url, options, electorate, tick),
    );
    const { result, receipts, archive, trackers, verified } = await holdBallot(
      url,
      staff,
      options,
      electorate.ballots,
      tablets,
      phase,
    );
    const report = makeReport(result.outcome, electorate, receipts, trackers, {
      archive: keepArchive(options.out, result.uuid, archive),
      last_event: result.lastEvent,
      verified,
    });
    return { report, receipts, staff };
  } finally {
    await tablets.close();
  }
}

/** Keeps an archive as `UUID.bel` in a folder (default `rehearsal-out`). @returns its path. */
export function keepArchive(out: string | null, uuid: string, archive: Uint8Array): string {
  const folder = path.resolve(out ?? 'rehearsal-out');
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${uuid}.bel`);
  writeFileSync(file, archive);
  return file;
}

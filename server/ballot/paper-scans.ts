import { type Problem, problem } from '../../core/contract/problems.ts';
import type { PaperScan } from '../../core/contract/scan.ts';
import type { ScanId, SessionId } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { type BallotState, stateWords } from '../../core/workflow/ballot.ts';
import { actorOf, append } from '../audit/append.ts';
import { fileHash } from '../congress/upload.ts';
import type { Transaction } from '../database/pool.ts';
import type { Caller } from '../http/caller.ts';
import { paperBallot } from './paper.ts';
import { addScanRow, dropScanRow, scansOf } from './paper-store.ts';

export const SCAN_BYTES = 10 * 1024 * 1024;
export const MOST_SCANS = 20;

const magic: readonly [PaperScan['type'], readonly number[]][] = [
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['application/pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
];

/** What a file is by its first bytes, whatever it is called; undefined for anything that is no scan. */
export const scanType = (content: Uint8Array): PaperScan['type'] | undefined =>
  magic.find(([, start]) => start.every((byte, i) => content[i] === byte))?.[0];

const mayAdd: readonly BallotState[] = ['closed', 'tallied', 'certified'];
const mayRemove: readonly BallotState[] = ['closed', 'tallied'];

/** Attaches a scan of the signed count sheet; the same file under the same id again changes nothing. */
export async function addScan(
  trx: Transaction,
  caller: Caller,
  session: SessionId,
  id: ScanId,
  file: { readonly name: string; readonly content: Buffer },
): Promise<Result<void, Problem>> {
  const found = await paperBallot(trx, caller, session);
  if (!found.ok) return found;
  const ballot = found.value;
  const type = scanType(file.content);
  if (!type) return err(problem('not-a-scan'));
  const sha256 = fileHash(file.content);
  const scans = await scansOf(trx, ballot);
  const before = scans.find((scan) => scan.id === id);
  if (before) return before.sha256 === sha256 ? ok(undefined) : err(problem('conflict'));
  if (ballot.state === 'open') return err(problem('ballot-not-closed'));
  if (!mayAdd.includes(ballot.state)) return err(problem('wrong-state', { state: stateWords[ballot.state].zh }));
  if (scans.length >= MOST_SCANS) return err(problem('too-many-scans', { limit: MOST_SCANS }));
  await addScanRow(trx, ballot, { id, name: file.name.trim().slice(0, 100), type, sha256, body: file.content });
  await append(trx, caller.congress, actorOf(caller), {
    kind: 'paper-scan-added',
    subject: { type: 'ballot', id: ballot.id },
    detail: { sha256 },
  });
  return ok(undefined);
}

/** Removes a scan before the certification; one that is not there was removed before. */
export async function removeScan(
  trx: Transaction,
  caller: Caller,
  session: SessionId,
  id: ScanId,
): Promise<Result<void, Problem>> {
  const found = await paperBallot(trx, caller, session);
  if (!found.ok) return found;
  const ballot = found.value;
  const scan = (await scansOf(trx, ballot)).find((one) => one.id === id);
  if (!scan) return ok(undefined);
  if (!mayRemove.includes(ballot.state)) return err(problem('wrong-state', { state: stateWords[ballot.state].zh }));
  await dropScanRow(trx, ballot, id);
  await append(trx, caller.congress, actorOf(caller), {
    kind: 'paper-scan-removed',
    subject: { type: 'ballot', id: ballot.id },
    detail: { sha256: scan.sha256 },
  });
  return ok(undefined);
}

import type { VerifyReport } from '../../../core/belenios/index.ts';
import type { PublicResult } from '../../../core/contract/hall.ts';
import type { VerifyNews } from './worker.ts';

/** Downloads with progress in bytes; throws when the connection breaks. */
export async function download(
  address: string,
  expected: number,
  onProgress: (done: number, total: number) => void,
): Promise<Uint8Array> {
  const response = await fetch(address, { credentials: 'same-origin' });
  if (!response.ok || !response.body) throw new Error(`download: ${response.status}`);
  const reader = response.body.getReader();
  const pieces: Uint8Array[] = [];
  let length = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    pieces.push(next.value);
    length += next.value.length;
    onProgress(length, Math.max(expected, length));
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

/** Runs the whole verification in a worker of this browser; nothing is asked of a server. */
export function verifyHere(
  bytes: Uint8Array,
  lastEvent: string | undefined,
  onProgress: (done: number, total: number) => void,
): Promise<VerifyReport> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
    const end = (act: () => void) => {
      worker.terminate();
      act();
    };
    worker.onmessage = ({ data }: MessageEvent<VerifyNews>) => {
      if (data.kind === 'progress') onProgress(data.done, data.total);
      else if (data.kind === 'report') end(() => resolve(data.report));
      else end(() => reject(new Error(data.message)));
    };
    worker.onerror = (event) => end(() => reject(new Error(event.message)));
    worker.postMessage({ bytes, lastEvent });
  });
}

/** What of this page's own figures the archive does not bear out. Empty when all agree. */
export type Difference = 'election' | 'issued' | 'returned' | 'totals' | 'closing-event';

export function compareWithPage(report: VerifyReport, result: PublicResult): Difference[] {
  const differences: Difference[] = [];
  const { attendance, result: decided } = result.outcome;
  if (report.election?.uuid !== result.uuid || report.election.fingerprint !== result.electionHash)
    differences.push('election');
  if (report.closingEvent !== result.closingEvent) differences.push('closing-event');
  if (report.credentials !== attendance.issued) differences.push('issued');
  if (report.counted !== attendance.returned) differences.push('returned');
  const byCode = new Map(decided.projects.map((project) => [project.code, project]));
  // In encoding C question 0 is the quota and question i+1 is project i.
  const agree = result.projects.every(({ code }, i) => {
    const shown = byCode.get(code);
    const [approve, against, abstain] = report.questions[i + 1]?.totals ?? [];
    return shown?.for === approve && shown?.against === against && shown?.abstain === abstain;
  });
  if (!agree || report.questions.length !== result.projects.length + 1) differences.push('totals');
  return differences;
}

import { Worker } from 'node:worker_threads';
import { err, type Result } from '../../core/result.ts';
import { workerUrl } from '../worker.ts';
import { SHEET_LIMITS, type SheetData, type SheetProblem, tooLarge } from './sheet-types.ts';

/**
 * Reads an uploaded .xlsx or .csv in a thread of its own with bounded memory and time, so that a hostile or broken file
 * costs its uploader an error message and nobody else anything. Every refusal is a `SheetProblem`; a crash of the thread
 * for any other reason than its limits is a bug and thrown.
 */
export function readSheets(bytes: Uint8Array): Promise<Result<SheetData[], SheetProblem>> {
  // Before the copy: an oversized upload should not be held twice.
  if (bytes.byteLength > SHEET_LIMITS.fileBytes) return Promise.resolve(err(tooLarge));
  const copy = new Uint8Array(bytes);
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerUrl('sheet-worker'), {
      workerData: { bytes: copy },
      transferList: [copy.buffer],
      resourceLimits: { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
    });
    const timer = setTimeout(() => finish(err(tooLarge)), SHEET_LIMITS.milliseconds);
    function finish(result: Result<SheetData[], SheetProblem>) {
      clearTimeout(timer);
      resolve(result);
      void worker.terminate();
    }
    worker.once('message', finish);
    worker.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') return finish(err(tooLarge));
      clearTimeout(timer);
      reject(error);
    });
    worker.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`the spreadsheet reader ended without an answer (exit code ${code})`));
    });
  });
}

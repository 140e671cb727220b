import { err, type Result } from '../../core/result.ts';
import { askThread, ThreadLimit } from '../thread.ts';
import { SHEET_LIMITS, type SheetData, type SheetProblem, tooLarge } from './sheet-types.ts';

/**
 * Reads an uploaded .xlsx or .csv in a thread of its own with bounded memory and time, so that a hostile or broken file
 * costs its uploader an error message and nobody else anything. Every refusal is a `SheetProblem`; a crash of the thread
 * for any other reason than its limits is a bug and thrown.
 */
export async function readSheets(bytes: Uint8Array): Promise<Result<SheetData[], SheetProblem>> {
  // Before the copy: an oversized upload should not be held twice.
  if (bytes.byteLength > SHEET_LIMITS.fileBytes) return err(tooLarge);
  const copy = new Uint8Array(bytes);
  try {
    return await askThread(
      'sheet-worker',
      { bytes: copy },
      {
        transferList: [copy.buffer],
        resourceLimits: { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
        milliseconds: SHEET_LIMITS.milliseconds,
      },
    );
  } catch (error) {
    if (error instanceof ThreadLimit) return err(tooLarge);
    throw error;
  }
}

import { z } from 'zod';
import { ScanId } from './common.ts';

/** A signed count sheet as it was photographed or scanned. */
export const PaperScan = z.object({
  id: ScanId,
  name: z.string(),
  type: z.enum(['image/png', 'image/jpeg', 'application/pdf']),
  bytes: z.int(),
  /** Lower-case hex. */ sha256: z.string(),
});
export type PaperScan = z.output<typeof PaperScan>;

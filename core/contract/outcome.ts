import { z } from 'zod';
import type { EvaluationOutcome } from '../rules/evaluation.ts';
import type * as Rules from '../rules/outcome.ts';
import { PaperCounts } from '../rules/single-paper.ts';

const Count = z.int().min(0);
/** The scrutineers' figures beside what core/rules made of them; nothing else decides, so the shape is core/rules' own. */
export const Outcome = z.object({
  attendance: z.object({
    entitled: Count,
    present: Count,
    issued: Count,
    returned: Count,
    /** 废票; only where there were papers. */ void: Count.optional(),
    /** Papers beside the tablets, where cards were set aside for them; all are in the figures above. */
    paper: PaperCounts.omit({ missing: true }).optional(),
  }),
  /** 实到 when the box closed. */
  presentAtClose: Count,
  result: z.custom<Rules.Outcome>((value) => typeof value === 'object' && value !== null && 'projects' in value),
  /** Of an evaluation: the grades. `result` then says only whether the ballot is valid. */
  evaluation: z
    .custom<EvaluationOutcome>((value) => typeof value === 'object' && value !== null && 'rules' in value)
    .optional(),
});
export type Outcome = z.output<typeof Outcome>;

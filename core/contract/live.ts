import { z } from 'zod';

/**
 * The socket only says what changed, the client asks again by HTTP: `hall` (kiosk and projector), `turnout` (with its counts),
 * `motion` (how many have voted on the procedural motion that is open), `session` (console and scrutineers), `roster`, `devices` (paired tablets and the console), `year` (stages, suggestions, projects: everything around the ballot);
 * `everything` after a gap. Served at `GET /api/live?congress=ID`.
 */
export const topics = ['hall', 'turnout', 'motion', 'session', 'roster', 'devices', 'year', 'everything'] as const;
export const LiveMessage = z.object({
  topic: z.enum(topics),
  counts: z.object({ present: z.int(), issued: z.int(), returned: z.int(), pendingProofs: z.int() }).optional(),
});
export type LiveMessage = z.output<typeof LiveMessage>;
export type Topic = (typeof topics)[number];

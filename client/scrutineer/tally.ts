import { z } from 'zod';
import { SessionId } from '../../core/contract/common.ts';
import { BallotProject } from '../../core/contract/hall.ts';
import { Outcome } from '../../core/contract/outcome.ts';
import { route } from '../../core/contract/route.ts';

/** The tally before it is published, for those who certify it. A server that has no such route answers `not-found`. */
export const tallyRoute = route({
  method: 'GET',
  path: '/api/sessions/:session/tally',
  access: ['presidium', 'chief-scrutineer', 'scrutineer'],
  summary: 'The tally that the scrutineers certify',
  params: z.object({ session: SessionId }),
  response: z.object({ projects: z.array(BallotProject), outcome: Outcome }),
  problems: ['wrong-state'],
});

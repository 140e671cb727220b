import { err, ok, type Result } from '../result.ts';
import type { Fault } from './archive-structure.ts';
import type { Election } from './election.ts';
import { isCount, isObject, type Json } from './json.ts';
import type { Trustees } from './trustee-types.ts';

/** What an election of ours says in `x_congress` that its own archive must bear out. */
export interface Meeting {
  /** Cards of deputies, and those set aside so that paper ballots can enter the box: together the public credentials. */
  readonly issued: number;
  readonly paperSpares: number;
}

/**
 * Reads the meeting data of an election of ours and holds them against its questions and trustees (spec section 6): nothing that ours say may be left
 * out, or say another thing than what the ballots prove and the keys are. Undefined for elections of others.
 */
export function readMeeting(election: Election, trustees: Trustees): Result<Meeting | undefined, Fault> {
  if (!election.own) return ok(undefined);
  const wrong = (detail: string) => err({ code: 'election', detail } as const);
  const data = election.extensions.x_congress as Json | undefined;
  if (!isObject(data)) return wrong('x_congress');
  const { issued, paper_spares: paperSpares, limit, method } = data;
  if (!isCount(issued)) return wrong('issued');
  if (!isCount(paperSpares)) return wrong('paper_spares');
  // The quota is what the first question proves; an evaluation, whose every row is a question, has none.
  const { projects, graded, questions } = election;
  const proven = projects === undefined ? graded : questions[0]!.max;
  if (!isCount(limit) || Math.min(limit, projects ?? limit) !== proven) return wrong('limit');
  const [entry, ...others] = trustees.entries;
  const keys =
    isObject(method) &&
    others.length === 0 &&
    entry?.kind === 'Pedersen' &&
    entry.owners.length === method.scrutineers &&
    entry.threshold === method.threshold;
  return keys ? ok({ issued, paperSpares }) : wrong('method');
}

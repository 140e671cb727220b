import { electionJson, encodingCQuestions, encodingGQuestions } from '../../core/belenios/index.ts';
import type { Which } from '../../core/contract/rounds.ts';
import type { ElectionUuid } from '../../core/ids.ts';
import { approvalLimit } from '../../core/rules/method.ts';
import { ballotName, ballotTask } from '../../core/rules/rounds.ts';
import { TABLETS_USED } from '../../core/rules/settings.ts';
import type { SessionFacts } from './facts.ts';

export interface ElectionFacts extends SessionFacts {
  readonly uuid: ElectionUuid;
  readonly which: Which;
  readonly publicKey: string;
  readonly entitled: number;
  readonly present: number;
  /** Deputies' cards. */
  readonly issued: number;
  /** Cards set aside for paper ballots. */
  readonly spares: number;
}

/** Stands before the name of everything that belongs to a rehearsal, so that it cannot be mistaken for the real ballot. */
export const REHEARSAL = '【演练】';

/** The session's name, marked if it is a rehearsal and not marked already. */
export const markedName = (name: string, rehearsal: boolean): string =>
  rehearsal && !name.startsWith(REHEARSAL) ? `${REHEARSAL}${name}` : name;

/** What stands behind the name of a further ballot, or of one held again: which it is. Nothing for an ordinary first ballot. */
function suffix({ kind, round, again }: Which): string {
  return kind === 'projects' && !again ? '' : `（${ballotName(kind, round, again).zh}）`;
}

/**
 * The election record (spec section 2.1) with encoding C (section 6), or G for an evaluation. `x_congress` holds what one needs beside the archive to check the
 * outcome: which ballot it is, its method, the attendance at opening, and what each project is. It is bound by the fingerprint and ignored by other tools.
 */
export function buildElection(facts: ElectionFacts): string {
  const { congress, session, method, candidates, which, evaluation } = facts;
  const limit = approvalLimit(method, candidates.length);
  const task = ballotTask(which.kind, candidates.length, method.seats);
  const titles = candidates.map(({ code, title }) => ({ title: `${code} ${title}` }));
  return electionJson({
    uuid: facts.uuid,
    group: method.group,
    publicKey: facts.publicKey,
    name: `${markedName(session.name, session.rehearsal)}${suffix(which)}`,
    description: `${congress.county}${congress.name}${evaluation?.year ?? session.year}年民生实事项目${evaluation ? '人大代表测评' : '人大代表票决'}${task ? `：${task.zh}` : ''}${method.credentials === 'tablets' ? `（${TABLETS_USED.zh}）` : ''}`,
    questions: evaluation ? encodingGQuestions(titles) : encodingCQuestions(titles, limit),
    administrator: `${congress.name}主席团`,
    credentialAuthority: method.credentials === 'tablets' ? '各代表平板自行生成，签到台启用' : '计票人',
    extensions: {
      x_encoding: evaluation ? 'G' : 'C',
      x_congress: {
        congress: congress.name,
        county: congress.county,
        level: congress.level,
        session: session.name,
        year: session.year,
        rehearsal: session.rehearsal,
        // Which of the session's ballots this is: the elections it follows and repeats have archives of their own.
        ballot: which,
        entitled: facts.entitled,
        present_at_open: facts.present,
        // Together the credentials of the Setup event.
        issued: facts.issued,
        paper_spares: facts.spares,
        seats: method.seats,
        limit,
        method,
        // What is graded, by which rules, and which evaluation this one repeats.
        ...(evaluation
          ? {
              evaluation: {
                ...evaluation.rules,
                year: evaluation.year,
                source: evaluation.source,
                second_of: evaluation.secondOf,
              },
            }
          : {}),
        projects: candidates.map(({ code, title, place, budget, unit }) => ({ code, title, place, budget, unit })),
      },
    },
  });
}

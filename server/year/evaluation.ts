import type { GradeVote, RowVote } from '../../core/belenios/index.ts';
import { type Evaluations, evaluation } from '../../core/contract/evaluation.ts';
import type { SessionId } from '../../core/ids.ts';
import { defaultEvaluationMethod } from '../../core/rules/grade.ts';
import { type HeldBallot, holdBallot } from '../rehearsal/hold.ts';
import type { Tablets } from '../rehearsal/tablets.ts';
import { ballotOptions, convene } from './ballot.ts';
import { finalReport, rectification } from './content/works.ts';
import { enter, type Town } from './town.ts';

/** An evaluation that was held. */
export interface Evaluated extends HeldBallot {
  readonly session: SessionId;
}

/** Which grade the deputies mostly give. */
export type Mood = 'good' | 'fair' | 'bad';

const AWAY = 4;
/** Of ten deputies: how many say 满意, and how many 基本满意; the rest are 不满意 but for one who abstains. */
const moods: Record<Mood, readonly [satisfied: number, basically: number]> = {
  good: [8, 1],
  fair: [4, 4],
  bad: [1, 2],
};

const gradeOf = (deputy: number, project: number, mood: Mood): GradeVote => {
  const [satisfied, basically] = moods[mood];
  const place = (deputy * 3 + project) % 10;
  if (place < satisfied) return 'satisfied';
  if (place < satisfied + basically) return 'basically-satisfied';
  return place === 9 ? 'abstain' : 'unsatisfied';
};

/**
 * Evaluation (domain.md section 2 rows 8 and 9) of projects that a session chose, encrypted like the ballot itself; with `secondOf` the second one, of what
 * that evaluation graded 不满意 and the units reported put right.
 */
export async function evaluate(
  town: Town,
  name: string,
  of: { readonly source: SessionId; readonly secondOf: SessionId | null },
  projects: readonly { readonly code: string; readonly mood: Mood }[],
  tablets: Tablets,
): Promise<Evaluated> {
  const staff = await convene(town, name, projects.length);
  const { session } = staff;
  await town.presidium.call(evaluation.prepareEvaluation, {
    params: { session },
    body: {
      ...{ ...of, rules: defaultEvaluationMethod, members: [] },
      projects: projects.map(({ code }) => ({ code, report: finalReport })),
    },
  });
  const votes = Array.from({ length: town.entitled - AWAY }, (_, deputy): RowVote[] =>
    projects.map(({ mood }, i) => gradeOf(deputy, i, mood)),
  );
  return { session, ...(await holdBallot(town.url, staff, ballotOptions, votes, tablets, town.phase)) };
}

/** The units plan and report how they put right what was graded 不满意. @returns the codes of those projects. */
export async function rectify(town: Town, session: SessionId, acts: 'plan' | 'plan and report'): Promise<string[]> {
  const { government } = town;
  const all: Evaluations = await government.call(evaluation.evaluations, {});
  const own = all.rectifications.filter((one) => one.session === session);
  await town.phase('整改方案、整改结果 · rectification', own.length, async (tick) => {
    for (const { id } of own) {
      const params = { rectification: id };
      await government.call(evaluation.planRectification, { params, body: { text: rectification.plan } });
      if (acts === 'plan and report')
        await government.call(evaluation.reportRectification, { params, body: { text: rectification.report } });
      tick();
    }
  });
  return own.map(({ code }) => code);
}

export const beginEvaluation = (town: Town): Promise<void> => enter(town, 'evaluation');
export const beginRectification = (town: Town): Promise<void> => enter(town, 'rectification');
export const endYear = (town: Town): Promise<void> => enter(town, 'closed');

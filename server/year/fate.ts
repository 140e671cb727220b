import type { BecameStep } from '../../core/collection/became-of.ts';
import { collection } from '../../core/contract/collection.ts';
import type { Suggestion } from '../../core/contract/suggestions.ts';
import type { Stage } from '../../core/workflow/cycle.ts';
import type { Town } from './town.ts';

/** Where suggestions can end in a year that is over, as its stage and mark say. */
export const endings = {
  withheld: { zh: '不予公开，已说明原因', en: 'not published, with the reason' },
  answered: { zh: '未列入候选或转入储备库，已说明理由', en: 'not taken up or kept in reserve, with the reason' },
  withdrawn: { zh: '候选项目已撤回，已说明原因', en: 'its candidate was withdrawn, with the reason' },
  'not-elected': { zh: '列为候选，票决未当选', en: 'became a candidate that was not elected' },
  built: { zh: '票决当选，已建成并经代表测评', en: 'elected, built and evaluated' },
} as const;
export type Ending = keyof typeof endings;

const byStage: Partial<Record<Stage, { readonly mark: BecameStep['mark']; readonly ending: Ending }>> = {
  collection: { mark: 'ended', ending: 'withheld' },
  shortlisting: { mark: 'ended', ending: 'answered' },
  deliberation: { mark: 'ended', ending: 'withdrawn' },
  ballot: { mark: 'ended', ending: 'not-elected' },
  evaluation: { mark: 'done', ending: 'built' },
  rectification: { mark: 'done', ending: 'built' },
};

/**
 * What its last step answers whoever asks what became of a suggestion in a year that is over; null when it answers nothing: it still waits, or a
 * step says nothing.
 */
export function endingOf(steps: readonly BecameStep[]): Ending | null {
  const last = steps.at(-1);
  const known = last && byStage[last.stage];
  if (!known || last.mark !== known.mark || steps.some(({ zh, en }) => unsaid(zh) || unsaid(en))) return null;
  return known.ending;
}

/** A sentence without its reason: nothing after the colon. */
const unsaid = (sentence: string): boolean => sentence.trim() === '' || /[:：]\s*。?$/.test(sentence.trim());

export interface Fates {
  readonly counts: Readonly<Record<Ending, number>>;
  /** Receipts of suggestions that had no answer. */
  readonly unanswered: readonly string[];
}

/** Asks for every suggestion, from a phone of its own and by its receipt number as its maker would, what became of it. */
export async function askAll(town: Town, suggestions: readonly Suggestion[]): Promise<Fates> {
  const counts = Object.fromEntries(Object.keys(endings).map((name) => [name, 0])) as Record<Ending, number>;
  const unanswered: string[] = [];
  await town.phase('逐条询问结果 · ask what became of each', suggestions.length, async (tick) => {
    for (const { receipt } of suggestions) {
      const { steps } = await town.phone().call(collection.followReceipt, { params: { receipt } });
      const ending = endingOf(steps);
      if (ending === null) unanswered.push(receipt);
      else counts[ending]++;
      tick();
    }
  });
  return { counts, unanswered };
}

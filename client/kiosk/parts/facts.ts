import type { BallotProject } from '../../../core/contract/hall.ts';
import { day, yuan } from '../../i18n/index.ts';
import { t } from '../texts.ts';

/** A project's facts in words, in the order of the screen; what the list leaves out is said to be not stated. */
export const factsOf = ({ code, place, budget, unit, finish }: BallotProject) =>
  [
    { key: 'place', label: t('facts.place'), text: place || t('facts.none') },
    { key: 'budget', label: t('facts.budget'), text: yuan(budget) },
    { key: 'unit', label: t('facts.unit'), text: unit || t('facts.none') },
    { key: 'finish', label: t('facts.finish'), text: finish ? day(finish) : t('facts.none') },
    { key: 'code', label: t('facts.code'), text: code },
  ] as const;

/** A project as it is read aloud. */
export const spoken = ({ title, place, budget, unit, content }: BallotProject, number: number): string =>
  t('facts.say', {
    number,
    title,
    place: place || t('facts.none'),
    budget: yuan(budget),
    unit: unit || t('facts.none'),
    content,
  });

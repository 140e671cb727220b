import type { Amendable } from '../../core/deliberation/deliberation.ts';
import { day, yuan } from '../i18n/index.ts';
import { t } from './texts.ts';

/** A field of a candidate as an amendment shows it, before or after. */
export const amended = (field: Amendable, value: string | number | null): string =>
  value === null || value === ''
    ? t('history.empty')
    : field === 'budget'
      ? yuan(Number(value))
      : field === 'finish'
        ? day(String(value))
        : String(value);

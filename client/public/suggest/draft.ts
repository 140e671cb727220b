import type { SuggestionId } from '../../../core/ids.ts';
import { newId } from '../../api/new-id.ts';
import { emptyForm, type Typed } from '../../ui/suggestion/form.ts';

const key = (congress: string) => `piaojue.suggestion.${congress}`;

/** What is being written, kept on this phone until it is sent: a call that comes in must not cost anybody their text. Never the contact. */
export interface Draft {
  readonly id: SuggestionId;
  readonly typed: Typed;
}

export function readDraft(congress: string, storage: Pick<Storage, 'getItem'> = localStorage): Draft {
  try {
    const kept = JSON.parse(storage.getItem(key(congress)) ?? '') as Partial<Draft>;
    if (typeof kept.id === 'string' && typeof kept.typed === 'object' && kept.typed !== null) {
      const typed = { ...emptyForm(), ...kept.typed };
      if (Object.values(typed).every((value) => typeof value === 'string')) return { id: kept.id, typed };
    }
  } catch {
    // Nothing kept, or nothing that can be read.
  }
  return { id: newId<SuggestionId>(), typed: emptyForm() };
}

export function keepDraft(congress: string, draft: Draft, storage: Pick<Storage, 'setItem'> = localStorage): void {
  try {
    storage.setItem(key(congress), JSON.stringify(draft));
  } catch {
    // A browser that keeps nothing.
  }
}

export function dropDraft(congress: string, storage: Pick<Storage, 'removeItem'> = localStorage): void {
  try {
    storage.removeItem(key(congress));
  } catch {
    // Nothing was kept.
  }
}

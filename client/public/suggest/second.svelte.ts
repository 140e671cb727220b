import { secondWork } from '../../../core/collection/proof.ts';
import { collection } from '../../../core/contract/collection.ts';
import type { CongressId, SuggestionId } from '../../../core/ids.ts';
import { call } from '../../api/call.ts';
import { browserId } from './browser-id.ts';
import { workFor } from './proof.ts';

export type SecondState =
  | { readonly at: 'working' }
  | { readonly at: 'done'; readonly demand: number; readonly first: boolean }
  | { readonly at: 'refused'; readonly why: string };

/** What this browser has seconded, or is about to. */
export class Seconds {
  states = $state.raw<Readonly<Record<string, SecondState>>>({});

  async second(congress: CongressId, suggestion: SuggestionId): Promise<void> {
    if (this.states[suggestion]?.at === 'working') return;
    this.#set(suggestion, { at: 'working' });
    const browser = browserId();
    const proof = await workFor(secondWork(suggestion, browser));
    const result = await call(collection.second, { params: { congress, suggestion }, body: { browser, proof } });
    this.#set(suggestion, result.ok ? { at: 'done', ...result.value } : { at: 'refused', why: result.error.message });
  }

  #set(suggestion: SuggestionId, state: SecondState): void {
    this.states = { ...this.states, [suggestion]: state };
  }
}

import { type Cycle, cycle as routes } from '../../../core/contract/cycle.ts';
import type { CycleId } from '../../../core/ids.ts';
import { ask } from '../../api/me.svelte.ts';

/** The years of the congress, and which of them the pages of oversight show: the newest that is in oversight, else the newest. */
class Years {
  list = $state.raw<readonly Cycle[] | null>(null);
  chosen = $state<CycleId | null>(null);
  readonly now = $derived(
    this.list?.find(({ id }) => id === this.chosen) ??
      this.list?.find(({ stage }) => stage === 'oversight' || stage === 'evaluation' || stage === 'rectification') ??
      this.list?.[0] ??
      null,
  );

  async load(): Promise<void> {
    const answer = await ask(routes.cycles, {});
    if (answer.ok) this.list = answer.value;
  }
}
export const years = new Years();

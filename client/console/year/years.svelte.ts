import { type Cycle, cycle as routes } from '../../../core/contract/cycle.ts';
import type { CycleId } from '../../../core/ids.ts';
import type { Result } from '../../../core/result.ts';
import type { Refusal } from '../../api/call.ts';
import { ask } from '../../api/me.svelte.ts';

/** The years of the congress, newest first, and which of them a page shows: the one chosen, else the usual one, else the newest. */
export class Years {
  list = $state.raw<readonly Cycle[] | null>(null);
  chosen = $state<CycleId | null>(null);
  readonly now = $derived(
    this.list?.find(({ id }) => id === this.chosen) ??
      this.list?.find((one) => this.usual(one)) ??
      this.list?.[0] ??
      null,
  );

  constructor(
    private readonly usual: (one: Cycle) => boolean = () => false,
    private readonly among: (one: Cycle) => boolean = () => true,
  ) {}

  async load(): Promise<Result<Cycle[], Refusal>> {
    const answer = await ask(routes.cycles, {});
    if (answer.ok) this.list = answer.value.filter(this.among);
    return answer;
  }
}

/** Years whose work was started, not those that only hold a ballot. */
export const startedYears = () => new Years(undefined, ({ stage }) => stage !== null);

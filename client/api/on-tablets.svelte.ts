import { devices, type Undelivered } from '../../core/contract/devices.ts';
import { ask } from './me.svelte.ts';

/** Tablets say how they are every ten seconds. */
const EVERY = 5000;

/** What tablets still hold, asked for while a page that shows it is open. */
class OnTablets {
  now = $state.raw<Undelivered>({ ballots: 0, silent: 0 });

  /** Keeps asking until the returned function is called. */
  follow(): () => void {
    const look = async () => {
      const answer = await ask(devices.undelivered, {});
      if (answer.ok) this.now = answer.value;
    };
    void look();
    const timer = setInterval(look, EVERY);
    return () => clearInterval(timer);
  }
}

export const onTablets = new OnTablets();

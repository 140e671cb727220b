import type { SessionId } from '../../../core/ids.ts';
import { hashOf, type PageName, type Place, placeOf } from './router.ts';

/** The place in the address bar, followed as it changes. */
class Here {
  place = $state<Place>(placeOf(location.hash));

  constructor() {
    addEventListener('hashchange', () => {
      this.place = placeOf(location.hash);
    });
  }

  /** Link to a page, keeping the session. */
  to(page: PageName, session: SessionId | null = this.place.session): string {
    return hashOf({ page, session });
  }

  go(page: PageName, session: SessionId | null = this.place.session): void {
    location.hash = this.to(page, session);
  }
}

export const here = new Here();

import type { TabletCredential } from '../../../core/contract/tablets.ts';
import type { SessionId } from '../../../core/ids.ts';
import { isCodeOf, tabletCode } from '../../../core/tablet-code.ts';

/**
 * The tablet whose screen shows the code that was read (`readTabletCode`), among those the server names. The code is computed here, from
 * the very credentials that will be approved: what the server says counts only if the screen says the same.
 */
export const shownBy = (
  read: string,
  all: readonly TabletCredential[],
  session: SessionId,
): (TabletCredential & { readonly waiting: string[] }) | undefined =>
  all.find(
    (one): one is TabletCredential & { waiting: string[] } =>
      one.waiting !== null && isCodeOf(read, tabletCode(session, one.name, one.waiting)),
  );

import {
  bothDrawers,
  type Drawer,
  indexedDrawer,
  type LocalStorage,
  localDrawer,
  openDatabase,
} from './offline/drawer.ts';
import { isKept, type Kept } from './offline/shelf.ts';

/** An encrypted ballot that is kept on this tablet until the server has given its receipt, or refused it for good. No time, no card. */
export interface Outgoing {
  /** Election and public credential: one card has one ballot here at most. */
  readonly id: string;
  readonly uuid: string;
  /** The ballot byte for byte: sending it again gets the same receipt. */
  readonly json: string;
  readonly tracker: string;
}
export type Outbox = Drawer<Outgoing>;

/** What became of a ballot that was sent from here, until its deputy, or the staff, has seen it. */
export interface Settled {
  /** The tracker: nothing that leads to a card. */
  readonly id: string;
  readonly uuid: string;
  readonly fate: 'cast' | 'refused';
  /** Why it was refused, in words; empty when it was cast. */
  readonly message: string;
}

const hasTexts = (value: unknown, keys: readonly string[]): boolean =>
  typeof value === 'object' &&
  value !== null &&
  keys.every((key) => typeof (value as Record<string, unknown>)[key] === 'string');

const isOutgoing = (value: unknown): value is Outgoing => hasTexts(value, ['id', 'uuid', 'json', 'tracker']);
const isSettled = (value: unknown): value is Settled =>
  hasTexts(value, ['id', 'uuid', 'fate', 'message']) && ['cast', 'refused'].includes((value as Settled).fate);

export const localOutbox = (storage: LocalStorage): Outbox => localDrawer(storage, 'piaojue.outbox.', isOutgoing);

/** All that a kiosk keeps on its tablet. */
export interface Drawers {
  readonly outbox: Outbox;
  readonly settled: Drawer<Settled>;
  readonly shelf: Drawer<Kept>;
}

/** The best drawers of this browser. */
export async function openDrawers(): Promise<Drawers> {
  const local: Drawers = {
    outbox: localOutbox(localStorage),
    settled: localDrawer(localStorage, 'piaojue.settled.', isSettled),
    shelf: localDrawer(localStorage, 'piaojue.shelf.', isKept),
  };
  try {
    const db = await openDatabase(indexedDB);
    return {
      outbox: bothDrawers(indexedDrawer(db, 'ballots', isOutgoing), local.outbox),
      settled: bothDrawers(indexedDrawer(db, 'settled', isSettled), local.settled),
      shelf: bothDrawers(indexedDrawer(db, 'shelf', isKept), local.shelf),
    };
  } catch {
    return local;
  }
}

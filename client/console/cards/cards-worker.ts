import { type GroupName, portableGroups } from '../../../core/belenios/index.ts';
import type { CardSerial, ElectionUuid } from '../../../core/ids.ts';
import { type MadeCard, makeCard } from './make-cards.ts';

export interface Order {
  readonly group: GroupName;
  readonly uuids: readonly ElectionUuid[];
  readonly serials: readonly CardSerial[];
}
export type Made = { readonly done: number } | { readonly cards: readonly MadeCard[] };

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));

addEventListener('message', ({ data }: MessageEvent<Order>) => {
  const group = portableGroups(data.group);
  const cards = data.serials.map((serial, i) => {
    const card = makeCard(group, data.uuids, serial, random);
    if (i % 5 === 0) postMessage({ done: i } satisfies Made);
    return card;
  });
  postMessage({ cards } satisfies Made);
});

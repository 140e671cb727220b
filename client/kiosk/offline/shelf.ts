import { Kiosk } from '../../../core/contract/hall.ts';
import type { CongressId } from '../../../core/ids.ts';
import type { Drawer } from './drawer.ts';

/** What the tablet last heard, to begin with when the network is gone. */
export type Kept =
  | { readonly id: 'hall'; readonly hall: Kiosk }
  /** The election's own bytes. */
  | { readonly id: 'election'; readonly uuid: string; readonly json: string };

export function isKept(value: unknown): value is Kept {
  if (typeof value !== 'object' || value === null || !('id' in value)) return false;
  const { id, hall, uuid, json } = value as Record<string, unknown>;
  // A newer build may know the hall in another form: then there is nothing to begin with.
  return id === 'hall'
    ? Kiosk.safeParse(hall).success
    : id === 'election' && typeof uuid === 'string' && typeof json === 'string';
}

/**
 * The hall as it last was and the open election, kept on the tablet. What stands here may be out of date: it lets a deputy go on, and the
 * server's answer decides. A shelf that cannot be read or written is empty.
 */
export class Shelf {
  constructor(private readonly drawer: () => Drawer<Kept> | undefined) {}

  private async find<Id extends Kept['id']>(id: Id): Promise<Extract<Kept, { id: Id }> | undefined> {
    const all =
      (await this.drawer()
        ?.all()
        .catch(() => [])) ?? [];
    return all.find((one): one is Extract<Kept, { id: Id }> => one.id === id);
  }

  /** The hall of this congress; of whichever was last in front when none is named. */
  async hall(congress?: CongressId): Promise<Kiosk | undefined> {
    const hall = (await this.find('hall'))?.hall;
    return congress === undefined || hall?.congress.id === congress ? hall : undefined;
  }

  async election(uuid: string): Promise<string | undefined> {
    const election = await this.find('election');
    return election?.uuid === uuid ? election.json : undefined;
  }

  async keep(kept: Kept): Promise<void> {
    await this.drawer()
      ?.put(kept)
      .catch(() => {});
  }
}

import { MotionVote } from '../../../core/contract/motion.ts';
import type { HallMotion } from './motion-state.ts';

/** A signed vote that waits on this tablet for the server's answer: choice, public credential and signature; no time. */
export interface KeptVote {
  readonly motion: HallMotion;
  readonly vote: MotionVote;
}

type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;
const PREFIX = 'piaojue.motion.';
const nameOf = ({ motion, vote }: KeptVote) => `${PREFIX}${motion.id}.${vote.credential}`;

/** Keeps votes over a reload or restart of the tablet until they are answered. Small, so localStorage holds them. */
export class KeptVotes {
  constructor(private readonly open: () => Storage) {}

  private get storage(): Storage {
    return this.open();
  }

  /** The vote that is now kept: one of the same card on the same motion that was there before stays. @throws when there is no room. */
  keep(kept: KeptVote): KeptVote {
    const before = read(this.storage.getItem(nameOf(kept)));
    if (!before) this.storage.setItem(nameOf(kept), JSON.stringify(kept));
    return before ?? kept;
  }

  all(): KeptVote[] {
    const names = Array.from({ length: this.storage.length }, (_, i) => this.storage.key(i) ?? '');
    return names.filter((name) => name.startsWith(PREFIX)).flatMap((name) => read(this.storage.getItem(name)) ?? []);
  }

  remove(kept: KeptVote): void {
    this.storage.removeItem(nameOf(kept));
  }
}

function read(text: string | null): KeptVote | undefined {
  try {
    const value = JSON.parse(text ?? 'null') as KeptVote | null;
    return typeof value?.motion?.id === 'string' && MotionVote.safeParse(value.vote).success ? value : undefined;
  } catch {
    return undefined;
  }
}

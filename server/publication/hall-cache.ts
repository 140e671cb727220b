import type { Topic } from '../../core/contract/live.ts';
import type { CongressId } from '../../core/ids.ts';
import type { LiveHub } from '../live/hub.ts';

/** Should a change ever go unheard, an answer is no older than this. */
const OLDEST = 5000;

/**
 * One answer per congress, kept until the live topic `hall` says that it changed: 160 tablets that ask at once when the ballot opens cost one
 * question to the database. A change is forgotten here before any tablet hears of it: the cache is told at once, sockets with the next broadcast.
 */
export class HallCache<T> {
  private readonly answers = new Map<CongressId, { answer: Promise<T>; at: number }>();
  private readonly joined = new Map<CongressId, () => void>();

  constructor(
    private readonly live: LiveHub,
    private readonly load: (congress: CongressId) => Promise<T>,
    /** Answers worth keeping: one about a congress that does not exist is not, or made-up ids would fill the memory. */
    private readonly worthKeeping: (answer: T) => boolean,
  ) {}

  async get(congress: CongressId): Promise<T> {
    const kept = this.answers.get(congress);
    if (kept && Date.now() - kept.at < OLDEST) return kept.answer;
    this.hearOf(congress);
    const entry = { answer: this.load(congress), at: Date.now() };
    this.answers.set(congress, entry);
    const drop = () => {
      if (this.answers.get(congress) === entry) this.answers.delete(congress);
    };
    try {
      const answer = await entry.answer;
      if (!this.worthKeeping(answer)) {
        drop();
        this.leave(congress);
      }
      return answer;
    } catch (error) {
      drop();
      throw error;
    }
  }

  close(): void {
    for (const congress of [...this.joined.keys()]) this.leave(congress);
    this.answers.clear();
  }

  private hearOf(congress: CongressId): void {
    if (this.joined.has(congress)) return;
    const hears = (topic: Topic) => topic === 'hall' || topic === 'everything';
    this.joined.set(
      congress,
      this.live.join(congress, { hears, atOnce: true, send: () => this.answers.delete(congress) }),
    );
  }

  private leave(congress: CongressId): void {
    this.joined.get(congress)?.();
    this.joined.delete(congress);
  }
}

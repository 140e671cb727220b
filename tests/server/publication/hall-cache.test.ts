import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Topic } from '../../../core/contract/live.ts';
import type { CongressId } from '../../../core/ids.ts';
import type { Hearer, LiveHub } from '../../../server/live/hub.ts';
import { HallCache } from '../../../server/publication/hall-cache.ts';

const congress = 'one' as CongressId;

/** A hub in which the test speaks. */
function room() {
  const hearers = new Map<string, Hearer>();
  const hub = {
    join: (id: string, hearer: Hearer) => {
      hearers.set(id, hearer);
      return () => hearers.delete(id);
    },
  } as unknown as LiveHub;
  const say = (topic: Topic, id: string = congress) => {
    const hearer = hearers.get(id);
    if (hearer?.hears(topic)) hearer.send('');
  };
  return { hub, say, hearers };
}

describe('the kept answers of the hall', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('cost one question for many tablets', async () => {
    const load = vi.fn(async () => 'answer');
    const cache = new HallCache(room().hub, load, () => true);
    await Promise.all(Array.from({ length: 160 }, () => cache.get(congress)));
    await cache.get(congress);
    expect(load).toHaveBeenCalledTimes(1);
  });

  it('are forgotten on the news they depend on, and on no other', async () => {
    const { hub, say } = room();
    let count = 0;
    const cache = new HallCache(
      hub,
      async () => ++count,
      () => true,
    );
    for (const [topic, expected] of [
      ['turnout', 1],
      ['roster', 1],
      ['session', 1],
      ['hall', 2],
      ['everything', 3],
    ] as const) {
      await cache.get(congress);
      say(topic);
      expect([topic, await cache.get(congress)]).toEqual([topic, expected]);
    }
  });

  it('are not kept when the news comes while they are being made', async () => {
    const { hub, say } = room();
    let answer: (value: string) => void = () => {};
    const load = vi.fn(() => new Promise<string>((resolve) => (answer = resolve)));
    const cache = new HallCache(hub, load, () => true);
    const old = cache.get(congress);
    say('hall');
    answer('old');
    expect(await old).toBe('old');
    const fresh = cache.get(congress);
    answer('new');
    expect(await fresh).toBe('new');
  });

  it('grow no older than five seconds', async () => {
    let count = 0;
    const cache = new HallCache(
      room().hub,
      async () => ++count,
      () => true,
    );
    await cache.get(congress);
    vi.advanceTimersByTime(4999);
    expect(await cache.get(congress)).toBe(1);
    vi.advanceTimersByTime(1);
    expect(await cache.get(congress)).toBe(2);
  });

  it('do not include failures, nor what is not worth keeping', async () => {
    const { hub, hearers } = room();
    const load = vi
      .fn<() => Promise<string | undefined>>()
      .mockRejectedValueOnce(new Error('gone'))
      .mockResolvedValue(undefined);
    const cache = new HallCache(hub, load, (value) => value !== undefined);
    await expect(cache.get(congress)).rejects.toThrow('gone');
    expect(await cache.get(congress)).toBeUndefined();
    expect(await cache.get(congress)).toBeUndefined();
    expect(load).toHaveBeenCalledTimes(3);
    expect(hearers.size).toBe(0);
  });
});

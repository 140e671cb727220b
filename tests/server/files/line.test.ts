import { describe, expect, it } from 'vitest';
import { Line } from '../../../server/files/line.ts';

/** Work that ends when it is told to. */
function held() {
  let end = () => {};
  const until = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { until, end };
}

describe('a line', () => {
  it('does one piece at a time, in order, and takes no more than so many', async () => {
    const line = new Line(3);
    const begun: number[] = [];
    const pieces = [held(), held(), held()];
    const results = pieces.map(({ until }, i) =>
      line.through(async () => {
        begun.push(i);
        await until;
        return i;
      }),
    );
    expect(line.full).toBe(true);
    expect(await line.through(async () => 'refused')).toBeUndefined();
    expect(begun).toEqual([0]);
    pieces[0]!.end();
    expect(await results[0]).toBe(0);
    expect(line.full).toBe(false);
    for (const { end } of pieces) end();
    expect(await Promise.all(results)).toEqual([0, 1, 2]);
    expect(begun).toEqual([0, 1, 2]);
  });

  it('goes on after work that failed', async () => {
    const line = new Line(1);
    await expect(line.through(() => Promise.reject(new Error('no picture')))).rejects.toThrow('no picture');
    expect(await line.through(async () => 'next')).toBe('next');
  });
});

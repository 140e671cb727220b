import { describe, expect, it, vi } from 'vitest';
import type { Sealed } from '../../../client/kiosk/encrypt-worker.ts';
import { Sealing } from '../../../client/kiosk/sealing.ts';

const sealed = (commitment: string): Sealed => ({ json: '{}', tracker: 'T', credential: 'c', commitment });

describe('a ballot encrypted before the deputy chooses', () => {
  it('is taken once: what was opened cannot be cast, what was cast cannot be opened', async () => {
    const sealing = new Sealing({ stop: vi.fn() });
    const done = vi.fn();
    sealing.start(Promise.resolve(sealed('C')), done);
    await vi.waitFor(() => expect(done).toHaveBeenCalledWith('C'));
    expect((await sealing.take())?.commitment).toBe('C');
    expect(sealing.take()).toBeUndefined();
  });

  it('says nothing of a ballot whose marks were changed meanwhile, and forgets it', async () => {
    const stop = vi.fn();
    const sealing = new Sealing({ stop });
    const [first, second] = [vi.fn(), vi.fn()];
    let finish = (_: Sealed) => {};
    const slow = new Promise<Sealed>((resolve) => {
      finish = resolve;
    });
    sealing.start(slow, first);
    sealing.drop();
    expect(stop).toHaveBeenCalledOnce();
    sealing.start(Promise.resolve(sealed('D')), second);
    finish(sealed('C'));
    await vi.waitFor(() => expect(second).toHaveBeenCalledWith('D'));
    expect(first).not.toHaveBeenCalled();
    // Nothing under review: the worker is left alone.
    sealing.take();
    sealing.drop();
    expect(stop).toHaveBeenCalledOnce();
  });

  it('that could not be encrypted is none: casting tries again', async () => {
    const sealing = new Sealing({ stop: vi.fn() });
    sealing.start(Promise.reject(new Error('no')), vi.fn());
    await vi.waitFor(() => expect(sealing.take()).toBeUndefined());
  });
});

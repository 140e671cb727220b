import { describe, expect, it } from 'vitest';
import { type CardStore, OwnCard } from '../../../client/kiosk/own-card.ts';
import { makeCredential } from '../../../core/belenios/index.ts';
import type { SessionId } from '../../../core/ids.ts';

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
const [now, next] = ['now' as SessionId, 'next' as SessionId];
const mine = makeCredential(random);

function store(): CardStore & { value: unknown } {
  const kept = {
    value: null as unknown,
    get: async () => kept.value,
    put: async (value: unknown) => {
      kept.value = value;
    },
    clear: async () => {
      kept.value = null;
    },
  };
  return kept;
}
const refusing: CardStore = {
  get: () => Promise.reject(new Error('no')),
  put: () => Promise.reject(new Error('no')),
  clear: () => Promise.reject(new Error('no')),
};

describe("the session's card on a personal tablet", () => {
  it('is found again after a restart that empties the tab', async () => {
    const [tab, disk] = [store(), store()];
    await new OwnCard([tab, disk]).keep(now, mine);
    expect(await new OwnCard([store(), disk]).of(now)).toBe(mine);
    expect(await new OwnCard([tab, store()]).of(now)).toBe(mine);
  });

  it('is wiped everywhere by another session, by none, and when it is given up', async () => {
    for (const end of [
      (own: OwnCard) => own.of(next),
      (own: OwnCard) => own.of(null),
      (own: OwnCard) => own.forget(),
    ]) {
      const [tab, disk] = [store(), store()];
      const own = new OwnCard([tab, disk]);
      await own.keep(now, mine);
      expect(await end(own)).toBeUndefined();
      expect([tab.value, disk.value]).toEqual([null, null]);
      expect(await own.of(now)).toBeUndefined();
    }
  });

  it('is no card when something else lies there', async () => {
    for (const value of ['rubbish', { session: now }, { session: now, credential: 'x' }, 7]) {
      const disk = store();
      disk.value = value;
      expect(await new OwnCard([disk]).of(now)).toBeUndefined();
      expect(disk.value).toBeNull();
    }
  });

  it('lives with a disk that refuses', async () => {
    const tab = store();
    const own = new OwnCard([refusing, tab]);
    await own.keep(now, mine);
    expect(await own.of(now)).toBe(mine);
    await own.forget();
    expect(tab.value).toBeNull();
    expect(await new OwnCard([refusing]).of(now)).toBeUndefined();
  });
});

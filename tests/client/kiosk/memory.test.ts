import { describe, expect, it } from 'vitest';
import { defaultPreferences, Memory } from '../../../client/kiosk/memory.ts';
import { makeCredential } from '../../../core/belenios/index.ts';

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));

function storage() {
  const map = new Map<string, string>();
  return {
    map,
    getItem: (name: string) => map.get(name) ?? null,
    setItem: (name: string, value: string) => void map.set(name, value),
    removeItem: (name: string) => void map.delete(name),
  };
}

describe('what a tab remembers', () => {
  const [mine, other] = [makeCredential(random), makeCredential(random)];

  it('gives the marks back to the same card on the same ballot only', () => {
    const store = storage();
    new Memory(store).saveDraft('U1', mine, ['for', null]);
    const after = new Memory(store);
    expect(after.draft('U1', mine)).toEqual(['for', null]);
    expect(after.draft('U1', other)).toBeUndefined();
    expect(after.draft('U2', mine)).toBeUndefined();
    expect([...store.map.values()].join()).not.toContain(mine);
  });

  it('forgets card and marks once the ballot is kept, and keeps the settings and the receipt', () => {
    const store = storage();
    const memory = new Memory(store);
    memory.credential = mine;
    memory.saveDraft('U1', mine, ['for']);
    memory.preferences = { ...defaultPreferences, size: 3 };
    memory.receipt = { tracker: 'T', earlier: false };
    memory.forgetVote();
    expect(memory.credential).toBeUndefined();
    expect(memory.draft('U1', mine)).toBeUndefined();
    expect(memory.preferences.size).toBe(3);
    expect(memory.receipt).toEqual({ tracker: 'T', earlier: false });
    expect([...store.map.values()].join()).not.toContain(mine);
  });

  it('is clean for the next deputy', () => {
    const store = storage();
    const memory = new Memory(store);
    memory.credential = mine;
    memory.preferences = { ...defaultPreferences, contrast: true };
    memory.wipe();
    expect(store.map.size).toBe(0);
    expect(memory.preferences).toEqual(defaultPreferences);
  });

  it('lives with a storage that holds rubbish or refuses', () => {
    const store = storage();
    store.setItem('piaojue.kiosk', 'rubbish');
    expect(new Memory(store).credential).toBeUndefined();
    const refusing = {
      getItem: () => null,
      setItem: () => {
        throw new Error('full');
      },
      removeItem: () => {
        throw new Error('no');
      },
    };
    const memory = new Memory(refusing);
    memory.credential = mine;
    memory.wipe();
    expect(memory.credential).toBeUndefined();
  });
});

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
  const mine = makeCredential(random);

  it('hands the card from a page that ends to the next one, and has it written down at no other time', () => {
    const store = storage();
    const memory = new Memory(store);
    memory.credential = mine;
    memory.preferences = { ...defaultPreferences, size: 2 };
    expect([...store.map.values()].join()).not.toContain(mine);
    memory.handOver();
    const next = new Memory(store);
    expect(next.credential).toBe(mine);
    expect(next.preferences.size).toBe(2);
    expect([...store.map.values()].join()).not.toContain(mine);
    // A page that was killed hands over nothing.
    expect(new Memory(store).credential).toBeUndefined();
  });

  it('hands over a code that is being typed too', () => {
    const store = storage();
    const entry = { groups: ['ABCDE', '', '', '', ''], active: 1 } as never;
    const memory = new Memory(store);
    memory.entry = entry;
    expect(memory.taken).toBe(true);
    memory.handOver();
    expect(new Memory(store).entry).toEqual(entry);
    expect([...store.map.values()].join()).not.toContain('ABCDE');
  });

  it('forgets the card once the ballot is kept, and keeps the settings and the receipt', () => {
    const store = storage();
    const memory = new Memory(store);
    memory.credential = mine;
    memory.preferences = { ...defaultPreferences, size: 3 };
    memory.receipt = { tracker: 'T', earlier: false };
    memory.forgetCard();
    memory.handOver();
    expect(new Memory(store).credential).toBeUndefined();
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

import { describe, expect, it } from 'vitest';
import { Drafts, openMarks, type Sealed, sealMarks } from '../../../client/kiosk/draft.ts';
import type { Mark } from '../../../client/kiosk/marks.ts';
import type { CardStore } from '../../../client/kiosk/own-card.ts';
import { makeCredential } from '../../../core/belenios/index.ts';

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
const [mine, other] = [makeCredential(random), makeCredential(random)];

/** A tablet's disk; `slow` holds each write until it is let go. */
function disk() {
  let value: unknown;
  const store: CardStore = {
    get: async () => value,
    put: async (thing) => {
      await new Promise((resolve) => setTimeout(resolve, 2));
      value = structuredClone(thing);
    },
    clear: async () => {
      value = undefined;
    },
  };
  return { store, lies: () => value };
}
/** A page: its tab forgets when the browser is killed, the disk does not. */
async function page(store: CardStore, tab: { draft: unknown } = { draft: undefined }) {
  const drafts = new Drafts(tab, store, random);
  const found = await drafts.start();
  return { drafts, tab, found };
}

describe('marks under lock', () => {
  const marks: Mark[] = ['for', null, 'against', 'abstain'];

  it('are opened by the card and for the ballot they were made with', () => {
    const sealed = sealMarks('U1', mine, 7, marks, random);
    expect(openMarks('U1', mine, sealed)).toEqual({ turn: 7, marks });
    expect(openMarks('U1', other, sealed)).toBeUndefined();
    expect(openMarks('U2', mine, sealed)).toBeUndefined();
    const flipped = sealed.box.startsWith('0') ? `1${sealed.box.slice(1)}` : `0${sealed.box.slice(1)}`;
    expect(openMarks('U1', mine, { ...sealed, box: flipped })).toBeUndefined();
  });

  it('show nothing of themselves: neither the card, nor a mark, nor how many there are', () => {
    const few = sealMarks('U1', mine, 1, [null, null, null, null], random);
    const many = sealMarks('U1', mine, 2_000_000, marks, random);
    expect(few.box).toHaveLength(many.box.length);
    expect(sealMarks('U1', mine, 1, marks, random).box).not.toBe(sealMarks('U1', mine, 1, marks, random).box);
    for (const text of [mine, 'for', 'against', 'abstain']) expect(JSON.stringify(many)).not.toContain(text);
    expect(Object.keys(many)).toEqual(['ballot', 'nonce', 'box']);
  });
});

describe('marks on a tablet whose browser is killed', () => {
  it('are there for the same card only, the last of them', async () => {
    const { store, lies } = disk();
    const before = await page(store);
    expect(before.found).toBe(false);
    before.drafts.save('U1', mine, ['for', null]);
    before.drafts.save('U1', mine, ['for', 'against']);
    await expect.poll(() => openMarks('U1', mine, lies() as Sealed)?.marks).toEqual(['for', 'against']);
    const after = await page(store);
    expect(after.found).toBe(true);
    expect(after.drafts.of('U1', other)).toBeUndefined();
    expect(after.drafts.of('U2', mine)).toBeUndefined();
    expect(after.drafts.of('U1', mine)).toEqual(['for', 'against']);
  });

  it('come from the tab where that is newer, and from the disk where the tab is an old one', async () => {
    const { store, lies } = disk();
    const first = await page(store);
    first.drafts.save('U1', mine, ['for']);
    const old = { draft: first.tab.draft };
    first.drafts.save('U1', mine, ['against']);
    await expect.poll(() => openMarks('U1', mine, lies() as Sealed)?.marks).toEqual(['against']);
    expect((await page(store, old)).drafts.of('U1', mine)).toEqual(['against']);
    const again = await page(store, first.tab);
    expect(again.drafts.of('U1', mine)).toEqual(['against']);
    again.drafts.save('U1', mine, ['abstain']);
    // The disk is slow: the tab has it already.
    expect((await page(store, again.tab)).drafts.of('U1', mine)).toEqual(['abstain']);
  });

  it('stay wiped once they are wiped, however late the disk is', async () => {
    const { store, lies } = disk();
    const { drafts, tab } = await page(store);
    drafts.save('U1', mine, ['for']);
    drafts.save('U1', mine, ['against']);
    drafts.forget();
    drafts.save('U1', other, ['for']);
    await expect.poll(() => openMarks('U1', other, lies() as Sealed)?.marks).toEqual(['for']);
    drafts.forget();
    await expect.poll(lies).toBeUndefined();
    expect(tab.draft).toBeUndefined();
    expect((await page(store)).found).toBe(false);
  });

  it('are wiped when another ballot is open, or none, or their deputy does not come back', async () => {
    for (const [ballot, stays] of [
      ['U1', true],
      ['U2', false],
      [null, false],
    ] as const) {
      const { store, lies } = disk();
      (await page(store)).drafts.save('U1', mine, ['for']);
      await expect.poll(lies).toBeDefined();
      const { drafts } = await page(store);
      drafts.keepOnly(ballot);
      expect(drafts.of('U1', mine) !== undefined).toBe(stays);
      if (!stays) await expect.poll(lies).toBeUndefined();
      // What is being marked now is nobody's leftover.
      drafts.save('U1', mine, ['against']);
      drafts.keepOnly(null);
      expect(drafts.of('U1', mine)).toEqual(['against']);
    }
  });

  it('are nothing where the disk refuses or holds something else', async () => {
    const refusing = {
      get: () => Promise.reject(new Error('no')),
      put: () => Promise.reject(new Error('full')),
      clear: () => Promise.reject(new Error('no')),
    };
    const { drafts, found } = await page(refusing);
    expect(found).toBe(false);
    drafts.save('U1', mine, ['for']);
    expect(drafts.of('U1', mine)).toEqual(['for']);
    drafts.forget();
    expect((await page({ ...refusing, get: async () => ({ ballot: 'U1', nonce: 'zz', box: '' }) })).found).toBe(false);
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Memory } from '../../../client/kiosk/memory.ts';
import { makeCredential } from '../../../core/belenios/index.ts';

vi.mock('../../../client/kiosk/api.ts', () => ({
  electionText: async () => '{}',
  cardState: async () => ({ ok: true, value: { receipt: null } }),
}));
vi.mock('../../../client/i18n/index.ts', () => ({
  chooseLanguage: () => {},
  language: 'zh-CN',
  defineTexts: () => (key: string) => key,
}));
vi.mock('../../../client/kiosk/booth.ts', () => ({
  Booth: class {
    prepare = async () => ({
      uuid: 'U',
      fingerprint: 'F',
      keyFingerprint: 'K',
      projects: 2,
      limit: 1,
      graded: false,
      titles: ['路', '桥'],
    });
    card = async (credential: string) => `public of ${credential}`;
    stop() {}
  },
}));

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
const project = (title: string) => ({ code: title, title, content: '', place: '', budget: 1, unit: '', finish: null });
const hall = {
  congress: { id: 'c', level: 'town', name: 'n', county: 'k' },
  session: { id: 's1', name: 's', rehearsal: false },
  ballot: {
    which: { kind: 'projects' },
    uuid: 'U',
    state: 'open',
    medium: 'tablet',
    keyFingerprint: 'K',
    electionHash: 'F',
    seats: 1,
    limit: 1,
    projects: [project('路'), project('桥')],
  },
  motion: null,
} as never;
const [mine, theirs] = [makeCredential(random), makeCredential(random)];

describe('what a deputy marked, on a tablet that others use', () => {
  const stored = new Map<string, string>();
  /** The page as it is after a reload: nothing but the tab's storage is left of the one before. */
  async function page(search = '') {
    vi.stubGlobal('location', { search });
    const { Controller } = await import('../../../client/kiosk/controller.svelte.ts');
    const kiosk = new Controller();
    kiosk.send({ type: 'hall', hall });
    return kiosk;
  }
  type Kiosk = Awaited<ReturnType<typeof page>>;
  const vote = async (kiosk: Kiosk, credential = mine) => {
    kiosk.send({ type: 'begin' });
    await kiosk.check(credential);
  };
  const marks = ({ state: { screen } }: Kiosk) => (screen.at === 'marking' ? screen.marks : undefined);
  /** What the tab holds once this page has ended. */
  const remembered = (kiosk: Kiosk) => {
    (kiosk as unknown as { memory: Memory }).memory.handOver();
    return [...stored.values()].join();
  };

  beforeEach(() => {
    stored.clear();
    vi.stubGlobal('sessionStorage', {
      getItem: (name: string) => stored.get(name) ?? null,
      setItem: (name: string, value: string) => void stored.set(name, value),
      removeItem: (name: string) => void stored.delete(name),
    });
  });
  afterEach(() => vi.unstubAllGlobals());

  it('is there again after a reload for the same card, and not for another', async () => {
    const before = await page();
    await vote(before);
    before.mark(1, 'for');
    expect(remembered(before)).not.toContain('for');
    const after = await page();
    await vote(after);
    expect(marks(after)).toEqual([null, 'for']);
    const other = await page();
    await vote(other, theirs);
    expect(marks(other)).toEqual([null, null]);
  });

  it('is gone once the deputy has left, as an idle shared tablet does for them', async () => {
    const kiosk = await page();
    await vote(kiosk);
    kiosk.mark(0, 'against');
    expect(kiosk.idleClears).toBe(true);
    kiosk.leave();
    expect(remembered(kiosk)).not.toContain('draft');
    expect(remembered(kiosk)).not.toContain(mine);
    await vote(kiosk);
    expect(marks(kiosk)).toEqual([null, null]);
  });

  it('is gone when the ballot closes, and when staff release the tablet', async () => {
    const closing = await page();
    await vote(closing);
    closing.mark(0, 'for');
    closing.send({ type: 'hall', hall: { ...(hall as object), ballot: null } as never });
    expect(closing.state.screen.at).toBe('closed');
    expect(remembered(closing)).not.toContain(mine);
    expect(remembered(closing)).not.toContain('draft');
    const released = await page('?device=personal');
    await vote(released);
    released.mark(0, 'for');
    expect(released.idleClears).toBe(false);
    expect(released.ownCard).toBe(mine);
    await released.releaseCard();
    expect(released.ownCard).toBeUndefined();
    expect(remembered(released)).not.toContain(mine);
    expect(remembered(released)).not.toContain('draft');
  });

  it('leaves the card on a personal tablet, and the next ballot begins with one tap', async () => {
    const kiosk = await page('?device=personal');
    await vote(kiosk);
    kiosk.leave();
    expect(kiosk.state.screen.at).toBe('waiting');
    expect(remembered(kiosk)).toContain(mine);
    kiosk.begin();
    await vi.waitFor(() => expect(kiosk.state.screen.at).toBe('marking'));
    // A shared tablet begins with the camera and keeps nothing.
    kiosk.leave();
    await kiosk.releaseCard();
    const shared = await page();
    await vote(shared);
    shared.leave();
    shared.begin();
    expect(shared.state.screen).toMatchObject({ at: 'code', scan: true, checking: false });
    expect(remembered(shared)).not.toContain(mine);
  });
});

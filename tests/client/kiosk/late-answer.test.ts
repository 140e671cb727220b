import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Memory } from '../../../client/kiosk/memory.ts';
import { type Credential, makeCredential } from '../../../core/belenios/index.ts';

// The server's answers are held back until the test lets them go: a hall whose network is slow.
const answers: ((answer: unknown) => void)[] = [];
vi.mock('../../../client/kiosk/api.ts', () => ({
  electionText: async () => '{}',
  cardState: () => new Promise((resolve) => answers.push(resolve)),
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
      projects: 1,
      limit: 1,
      graded: false,
      titles: ['路'],
    });
    card = async (credential: string) => `public of ${credential}`;
    stop() {}
  },
}));

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
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
    projects: [{ code: 'P1', title: '路', content: '', place: '', budget: 1, unit: '', finish: null }],
  },
} as never;
const good = { ok: true, value: { receipt: null } };

describe("an answer about a card that comes after its deputy has left the tablet's screen", () => {
  const stored = new Map<string, string>();
  let kiosk: import('../../../client/kiosk/controller.svelte.ts').Controller;
  let mine: Credential;

  beforeEach(async () => {
    answers.length = 0;
    stored.clear();
    vi.stubGlobal('sessionStorage', {
      getItem: (name: string) => stored.get(name) ?? null,
      setItem: (name: string, value: string) => void stored.set(name, value),
      removeItem: (name: string) => void stored.delete(name),
    });
    vi.stubGlobal('location', { search: '' });
    const { Controller } = await import('../../../client/kiosk/controller.svelte.ts');
    kiosk = new Controller();
    kiosk.send({ type: 'hall', hall });
    mine = makeCredential(random);
  });
  afterEach(() => vi.unstubAllGlobals());

  const asked = async (credential: Credential) => {
    kiosk.send({ type: 'begin' });
    const before = answers.length;
    const checking = kiosk.check(credential);
    await vi.waitFor(() => expect(answers).toHaveLength(before + 1));
    return { checking, answer: (value: unknown) => answers[before]!(value) };
  };
  /** What the tab holds once this page has ended. */
  const remembered = () => {
    (kiosk as unknown as { memory: Memory }).memory.handOver();
    return [...stored.values()].join();
  };

  it('opens the ballot while they are there', async () => {
    const { checking, answer } = await asked(mine);
    answer(good);
    await checking;
    expect(kiosk.state.screen.at).toBe('marking');
    expect(remembered()).toContain(mine);
  });

  it('opens no ballot for whoever comes next, and leaves nothing of the card', async () => {
    const { checking, answer } = await asked(mine);
    kiosk.leave();
    answer(good);
    await checking;
    expect(kiosk.state.screen).toEqual({ at: 'waiting' });
    expect(remembered()).not.toContain(mine);
  });

  it('is not taken for the answer about the next card', async () => {
    const first = await asked(mine);
    kiosk.leave();
    const theirs = makeCredential(random);
    const second = await asked(theirs);
    first.answer(good);
    await first.checking;
    expect(kiosk.state.screen.at).toBe('code');
    expect(remembered()).not.toContain(mine);
    second.answer({ ok: true, value: { receipt: { tracker: 'T' } } });
    await second.checking;
    expect(kiosk.state.screen).toEqual({ at: 'receipt', tracker: 'T', earlier: true });
  });

  it('shows nobody the receipt of the one who left', async () => {
    const { checking, answer } = await asked(mine);
    kiosk.leave();
    answer({ ok: true, value: { receipt: { tracker: 'T' } } });
    await checking;
    expect(kiosk.state.screen).toEqual({ at: 'waiting' });
    expect(remembered()).not.toContain('T');
  });
});

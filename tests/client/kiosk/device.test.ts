import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { coarseState, KioskDevice, undelivered } from '../../../client/kiosk/device.svelte.ts';
import type { Screen } from '../../../client/kiosk/kiosk-state.ts';
import { devices, type OwnDevice } from '../../../core/contract/devices.ts';
import type { AnyRoute } from '../../../core/contract/route.ts';

// What the server would say, by route; `undefined` is no answer.
const said: { route: AnyRoute; input: { body?: Record<string, unknown> } }[] = [];
let own: OwnDevice | null | undefined;
let pairs: () => unknown;
const offline = { ok: false, error: { code: 'offline', status: 0, message: '连接不上', params: {}, rows: [] } };
vi.mock('../../../client/api/call.ts', () => ({
  call: async (route: AnyRoute, input: { body?: Record<string, unknown> }) => {
    said.push({ route, input });
    if (route === devices.pair) return pairs();
    return own === undefined ? offline : { ok: true, value: { device: own } };
  },
}));
vi.mock('../../../client/kiosk/build-hash.ts', () => ({ buildHash: async () => '0123456789ABCDEF' }));

const tablet = (change: Partial<OwnDevice> = {}): OwnDevice =>
  ({
    id: 'd',
    name: '平板01',
    mode: 'shared',
    suspended: false,
    release: null,
    congress: { id: 'c', level: 'town', name: 'n', county: 'k' },
    ...change,
  }) as OwnDevice;

describe('the kiosk as a paired tablet', () => {
  const stored = new Map<string, string>();
  const storage = {
    getItem: (name: string) => stored.get(name) ?? null,
    setItem: (name: string, value: string) => void stored.set(name, value),
    removeItem: (name: string) => void stored.delete(name),
  };
  const hooks = {
    screen: (): Screen => ({ at: 'waiting' }),
    keeps: () => 0,
    release: vi.fn(),
    suspended: vi.fn(),
    changed: vi.fn(),
  };
  const start = async (search = '') => {
    vi.stubGlobal('location', { search });
    const device = new KioskDevice(hooks);
    await device.start(() => storage);
    // The answer to the question it asked of itself.
    await vi.advanceTimersByTimeAsync(0);
    return device;
  };

  beforeEach(() => {
    vi.useFakeTimers();
    stored.clear();
    said.length = 0;
    own = null;
    pairs = () => offline;
    hooks.release.mockClear();
    hooks.suspended.mockClear();
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  const heartbeats = () => said.filter(({ route }) => route === devices.heartbeat);

  it('is nothing, and says nothing, until it is paired', async () => {
    const device = await start();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(device.own).toBeNull();
    expect(heartbeats()).toEqual([]);
  });

  it('speaks every ten seconds, give or take two', async () => {
    own = tablet();
    await start();
    const before = heartbeats().length;
    await vi.advanceTimersByTimeAsync(120_000);
    const count = heartbeats().length - before;
    expect(count).toBeGreaterThanOrEqual(9);
    expect(count).toBeLessThanOrEqual(15);
    expect(heartbeats()[0]!.input.body).toEqual({
      state: 'waiting',
      battery: null,
      build: '0123456789ABCDEF',
      kept: 0,
    });
  });

  it('hears of an order within a second', async () => {
    own = tablet();
    const device = await start();
    own = tablet({ suspended: true });
    device.heard('devices');
    await vi.advanceTimersByTimeAsync(500);
    expect(device.suspended).toBe(true);
    expect(hooks.suspended).toHaveBeenCalledTimes(1);
  });

  it('stays suspended without the server, after a reload too', async () => {
    own = tablet({ suspended: true });
    await start();
    own = undefined;
    const device = await start();
    await vi.advanceTimersByTimeAsync(30_000);
    expect(device.suspended).toBe(true);
    expect(device.own?.congress.id).toBe('c');
  });

  it('is cleared once by each order', async () => {
    own = tablet({ release: 'r1' });
    await start();
    expect(hooks.release).toHaveBeenCalledTimes(1);
    await start();
    await vi.advanceTimersByTimeAsync(30_000);
    expect(hooks.release).toHaveBeenCalledTimes(1);
    own = tablet({ release: 'r2' });
    await vi.advanceTimersByTimeAsync(30_000);
    expect(hooks.release).toHaveBeenCalledTimes(2);
  });

  it('is nobody again when staff un-pair it', async () => {
    own = tablet();
    const device = await start();
    own = null;
    await vi.advanceTimersByTimeAsync(15_000);
    expect(device.own).toBeNull();
    const before = heartbeats().length;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(heartbeats().length).toBe(before);
    own = undefined;
    expect((await start()).own).toBeNull();
  });

  it('pairs with the code in its address, under one request however often it is sent', async () => {
    const device = await start('?pair=ABCDEFGH');
    expect(device.pairing).toEqual({ at: 'ask', refusal: '连接不上' });
    pairs = () => ({ ok: true, value: { device: tablet() } });
    await device.pair('abcdefgh');
    expect(device.pairing).toEqual({ at: 'done', device: tablet() });
    const requests = said.filter(({ route }) => route === devices.pair).map(({ input }) => input.body!.request);
    expect(requests).toHaveLength(2);
    expect(new Set(requests).size).toBe(1);
  });

  it('asks for a code when its address has none', async () => {
    expect((await start('?pair')).pairing).toEqual({ at: 'ask', refusal: null });
    expect((await start('?congress=c')).pairing).toBeNull();
  });
});

describe('what a tablet says its screen is at', () => {
  const ballot = {} as never;
  it('never tells a ballot that was cast from one that is being marked', () => {
    const marking = coarseState(
      { at: 'marking', ballot, marks: [], view: 'list', index: 0, overLimit: false } as never,
      false,
    );
    for (const screen of [
      { at: 'review', ballot, marks: [], view: 'list' },
      { at: 'casting', ballot, marks: [], view: 'list', progress: 0, failed: false },
      { at: 'sending', tracker: 'T', message: null },
      { at: 'receipt', tracker: 'T', earlier: false },
      { at: 'refused', tracker: 'T', message: '' },
      { at: 'closed' },
    ])
      expect(coarseState(screen as never, false)).toBe(marking);
  });

  it('says when a ballot waits for the network, and not while one is merely on its way', () => {
    expect(coarseState({ at: 'sending', tracker: 'T', message: '' }, true)).toBe('network');
    expect(coarseState({ at: 'sending', tracker: 'T', message: null }, true)).toBe('marking');
    expect(coarseState({ at: 'waiting' }, true)).toBe('network');
    expect(coarseState({ at: 'waiting' }, false)).toBe('waiting');
    expect(undelivered({ at: 'sending', tracker: 'T', message: '' }, 1)).toBe(1);
    expect(undelivered({ at: 'sending', tracker: 'T', message: null }, 3)).toBe(2);
    expect(undelivered({ at: 'waiting' }, 2)).toBe(2);
  });
});

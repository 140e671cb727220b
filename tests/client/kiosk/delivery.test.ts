import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ProblemCode } from '../../../core/contract/problems.ts';
import { err, ok, type Result } from '../../../core/result.ts';

// The pages' texts need a page.
vi.mock('../../../client/i18n/index.ts', () => ({ language: 'zh-CN' }));
const { backoff, deliver, isFinal } = await import('../../../client/kiosk/delivery.ts');
const { localOutbox } = await import('../../../client/kiosk/outbox.ts');

import type { Refusal } from '../../../client/api/call.ts';
import type { Outbox, Outgoing } from '../../../client/kiosk/outbox.ts';

const ballot: Outgoing = { id: 'U:c', uuid: 'U', json: '{"ballot":1}', tracker: 'TRACK' };
const refusal = (code: ProblemCode | 'offline', status: number): Refusal => ({
  code,
  status,
  message: code,
  params: {},
  rows: [],
});
const offline = refusal('offline', 0);

class FakeStorage {
  private readonly map = new Map<string, string>();
  get length() {
    return this.map.size;
  }
  key = (i: number) => [...this.map.keys()][i] ?? null;
  getItem = (name: string) => this.map.get(name) ?? null;
  setItem = (name: string, value: string) => void this.map.set(name, value);
  removeItem = (name: string) => void this.map.delete(name);
}

/** A server that loses or refuses what it is told to, then behaves; it counts what it took. */
class FakeServer {
  readonly box = new Map<string, string>();
  readonly seen: string[] = [];
  constructor(private readonly plan: ('lost-before' | 'lost-after' | Refusal)[] = []) {}
  async cast({ id, json, tracker }: Outgoing): Promise<Result<{ tracker: string }, Refusal>> {
    this.seen.push(json);
    const what = this.plan.shift();
    if (what === 'lost-before') return err(offline);
    if (typeof what === 'object') return err(what);
    const had = this.box.get(id);
    if (had !== undefined && had !== json) return err(refusal('card-used', 409));
    this.box.set(id, json);
    return what === 'lost-after' ? err(offline) : ok({ tracker });
  }
}

let outbox: Outbox;
let storage: FakeStorage;
beforeEach(async () => {
  storage = new FakeStorage();
  outbox = localOutbox(storage);
  await outbox.keep(ballot);
});

function send(server: FakeServer, receipts: Result<readonly string[], Refusal> = err(offline)) {
  const delays: string[] = [];
  const pauses: number[] = [];
  const kept: number[] = [];
  const courier = {
    cast: (b: Outgoing) => server.cast(b),
    receipts: async () => receipts,
    pause: async (ms: number) => {
      pauses.push(ms);
      kept.push((await outbox.all()).length);
    },
  };
  const onAnswer = vi.fn();
  const done = deliver(ballot, outbox, courier, ({ code }) => delays.push(code), onAnswer);
  return { done, delays, pauses, kept, onAnswer };
}

describe('delivering a ballot', () => {
  it('gives the receipt, then forgets the ballot', async () => {
    const server = new FakeServer();
    const { done, onAnswer } = send(server);
    expect(await done).toEqual({ kind: 'receipt', tracker: 'TRACK' });
    expect(onAnswer).toHaveBeenCalledWith({ kind: 'receipt', tracker: 'TRACK' });
    expect(await outbox.all()).toEqual([]);
  });

  it('sends the very same bytes until an answer comes, and is counted once', async () => {
    const server = new FakeServer([
      'lost-before',
      'lost-after',
      refusal('database-unavailable', 503),
      refusal('internal', 500),
    ]);
    const { done, delays, kept } = send(server);
    expect(await done).toEqual({ kind: 'receipt', tracker: 'TRACK' });
    expect(delays).toEqual(['offline', 'offline', 'database-unavailable', 'internal']);
    expect(kept).toEqual([1, 1, 1, 1]);
    expect(new Set(server.seen)).toEqual(new Set([ballot.json]));
    expect(server.box.size).toBe(1);
  });

  it('waits longer each time, at most 15 seconds', () => {
    expect([0, 1, 2, 3, 4, 50].map(backoff)).toEqual([1000, 2000, 4000, 8000, 15_000, 15_000]);
  });

  it('tells a refusal for good from one that may pass', () => {
    for (const code of [
      'card-used',
      'card-is-revoked',
      'ballot-malformed',
      'ballot-closed',
      'ballot-not-open',
    ] as const)
      expect(isFinal(refusal(code, 409)), code).toBe(true);
    for (const [code, status] of [
      ['offline', 0],
      ['database-unavailable', 503],
      ['internal', 500],
      ['too-many-requests', 429],
      ['other-origin', 403],
    ] as const)
      expect(isFinal(refusal(code, status)), code).toBe(false);
  });

  it('reports a refusal for good and forgets the ballot', async () => {
    const { done } = send(new FakeServer([refusal('card-used', 409)]));
    expect(await done).toMatchObject({ kind: 'refused', refusal: { code: 'card-used' } });
    expect(await outbox.all()).toEqual([]);
  });

  it('finds its ballot in the box when the reply was lost and the ballot closed meanwhile', async () => {
    const { done } = send(new FakeServer(['lost-after', refusal('ballot-closed', 409)]), ok(['OTHER', 'TRACK']));
    expect(await done).toEqual({ kind: 'receipt', tracker: 'TRACK' });
  });

  it('says that it was not cast when the box closed without it', async () => {
    const { done } = send(new FakeServer(['lost-before', refusal('ballot-closed', 409)]), ok(['OTHER']));
    expect(await done).toMatchObject({ kind: 'refused', refusal: { code: 'ballot-closed' } });
  });

  it('does not give up while it cannot look into the closed box', async () => {
    const server = new FakeServer([refusal('ballot-closed', 409)]);
    const { done, delays } = send(server, err(offline));
    expect(await done).toEqual({ kind: 'receipt', tracker: 'TRACK' });
    expect(delays).toEqual(['ballot-closed']);
  });

  it('calls no ballot cast on a receipt for another', async () => {
    const courier = {
      cast: async () => ok({ tracker: 'ELSE' }),
      receipts: async () => err(offline),
      pause: async () => {},
    };
    expect(
      await deliver(
        ballot,
        outbox,
        courier,
        () => {},
        () => {},
      ),
    ).toEqual({ kind: 'mismatch', tracker: 'ELSE' });
  });
});

describe('the outbox', () => {
  it('survives a restart and keeps the first ballot of a card', async () => {
    const again = localOutbox(storage);
    expect(await again.all()).toEqual([ballot]);
    expect(await again.keep({ ...ballot, json: '{"ballot":2}', tracker: 'NEW' })).toEqual(ballot);
    expect(await again.all()).toEqual([ballot]);
  });

  it('passes over what it did not write', async () => {
    storage.setItem('piaojue.outbox.x', 'rubbish');
    storage.setItem('other', '{}');
    expect(await outbox.all()).toEqual([ballot]);
  });
});

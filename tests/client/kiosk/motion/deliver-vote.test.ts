import { beforeEach, describe, expect, it, vi } from 'vitest';

vi.mock('../../../../client/i18n/index.ts', () => ({ language: 'zh-CN', defineTexts: () => (key: string) => key }));

import type { Refusal } from '../../../../client/api/call.ts';
import { deliverVote } from '../../../../client/kiosk/motion/deliver-vote.ts';
import { type KeptVote, KeptVotes } from '../../../../client/kiosk/motion/kept.ts';

const kept = {
  motion: { id: 'm1', title: '通过议程', way: 'secret', uuid: 'U', group: 'Ed25519' },
  vote: { choice: 'for', credential: 'c1', signature: { challenge: '1', response: '2' } },
} as never as KeptVote;
const other = {
  ...kept,
  vote: { ...kept.vote, choice: 'against', signature: { challenge: '3', response: '4' } },
} as KeptVote;
const refusal = (code: Refusal['code'], status: number): Refusal => ({
  code,
  status,
  message: code,
  params: {},
  rows: [],
});

let stored: Map<string, string>;
let votes: KeptVotes;
beforeEach(() => {
  stored = new Map();
  votes = new KeptVotes(() => ({
    getItem: (name) => stored.get(name) ?? null,
    setItem: (name, value) => void stored.set(name, value),
    removeItem: (name) => void stored.delete(name),
    key: (i) => [...stored.keys()][i] ?? null,
    get length() {
      return stored.size;
    },
  }));
});

describe('a signed vote on a motion', () => {
  it('is kept as it was first signed, over a reload, and wiped once answered', async () => {
    expect(votes.keep(kept)).toEqual(kept);
    expect(votes.keep(other)).toEqual(kept);
    stored.set('piaojue.motion.broken', '{');
    stored.set('something else', '1');
    expect(votes.all()).toEqual([kept]);
    const courier = { vote: async () => ({ ok: true, value: { done: true } }) as const, pause: async () => {} };
    expect(await deliverVote(kept, votes, courier, () => {})).toBeNull();
    expect(votes.all()).toEqual([]);
  });

  it('is sent again, the very same, until the server has answered', async () => {
    votes.keep(kept);
    const sent: KeptVote[] = [];
    const delays: string[] = [];
    const answers = [refusal('offline', 0), refusal('database-unavailable', 503), refusal('internal', 500)];
    const courier = {
      vote: async (one: KeptVote) => {
        sent.push(one);
        const error = answers.shift();
        return error ? ({ ok: false, error } as const) : ({ ok: true, value: { done: true } } as const);
      },
      pause: async () => {
        expect(votes.all()).toEqual([kept]);
      },
    };
    expect(await deliverVote(kept, votes, courier, ({ code }) => delays.push(code))).toBeNull();
    expect(sent).toEqual([kept, kept, kept, kept]);
    expect(delays).toEqual(['offline', 'database-unavailable', 'internal']);
  });

  it('is given up only when the server refuses it for good, and the reason is told', async () => {
    for (const code of ['motion-over', 'motion-voted', 'card-is-revoked', 'not-found'] as const) {
      votes.keep(kept);
      const courier = { vote: async () => ({ ok: false, error: refusal(code, 409) }) as const, pause: async () => {} };
      expect(await deliverVote(kept, votes, courier, () => {})).toMatchObject({ code });
      expect(votes.all()).toEqual([]);
    }
  });
});

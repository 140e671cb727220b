import { describe, expect, it } from 'vitest';
import { advance, type Standing } from '../../../client/scrutineer/keys/ceremony.ts';
import { fittingRecord } from '../../../client/scrutineer/keys/decrypt.ts';
import { memoryStore } from '../../../client/scrutineer/keys/store.ts';
import { deriveKey, freshKdf } from '../../../client/scrutineer/keys/vault.ts';
import { groupNames, keyFingerprint } from '../../../core/belenios/index.ts';
import { engine, FakeHall, random } from './fake-hall.ts';

const about = { session: 's1', sessionName: '第二次会议', rehearsal: false };
const kdf = freshKdf(random, 16);
const unlocked = { key: deriveKey('314159', kdf), kdf };

const seat = (hall: FakeHall, index: number) => {
  const store = memoryStore();
  return {
    store,
    go: (key = unlocked): Promise<Standing> => advance(hall.tools(index, store), about, hall.seenBy(index), key),
  };
};

describe.each(groupNames)('the key ceremony of three in %s', (group) => {
  it('goes by itself, and all see the same fingerprint', async () => {
    const hall = new FakeHall(group);
    const seats = [1, 2, 3].map((index) => seat(hall, index));
    expect(await seats[0]!.go()).toEqual({ kind: 'waiting', round: 1, missing: [2, 3] });
    expect(await seats[1]!.go()).toEqual({ kind: 'waiting', round: 1, missing: [3] });
    // The last of a round goes straight on to the next.
    expect(await seats[2]!.go()).toEqual({ kind: 'waiting', round: 2, missing: [1, 2] });
    await seats[0]!.go();
    expect(await seats[1]!.go()).toEqual({ kind: 'waiting', round: 3, missing: [1, 3] });
    await seats[0]!.go();
    const last = await seats[2]!.go();
    expect(last.kind).toBe('made');
    for (const [i, { go, store }] of seats.entries()) {
      expect((await go()).kind).toBe('made');
      const facts = await engine.inspect(group, hall.trustees!);
      expect(facts?.fingerprint).toBe(keyFingerprint(hall.publicKey!));
      const record = fittingRecord(await store.ofSession('s1'), i + 1, facts!.shares);
      expect(record?.stage).toBe(3);
      expect(JSON.stringify(record)).not.toContain('coefficients');
    }
  });
});

describe('interruptions of the ceremony', () => {
  it('sends the very same bytes again after a lost reply in every round', async () => {
    const hall = new FakeHall('Ed25519');
    const seats = [1, 2, 3].map((index) => seat(hall, index));
    // Every submission loses its reply once; the server refuses whatever differs from what it has.
    for (let turn = 0; turn < 12; turn++) {
      for (const { go } of seats) {
        hall.loseReply = true;
        const standing = await go();
        expect(standing.kind === 'refused' ? standing.refusal.code : standing.kind).toMatch(/^(offline|waiting|made)$/);
      }
    }
    hall.loseReply = false;
    for (const { go } of seats) expect((await go()).kind).toBe('made');
  });

  it('resends what was saved when the submission never arrived', async () => {
    const hall = new FakeHall('Ed25519');
    const store = memoryStore();
    const dead = {
      ...hall.tools(1, store),
      server: {
        ...hall.server(1),
        cert: async () => ({
          ok: false as const,
          error: { code: 'offline' as const, status: 0, message: '', params: {}, rows: [] },
        }),
      },
    };
    await advance(dead, about, hall.seenBy(1), unlocked);
    const [saved] = await store.ofSession('s1');
    expect(hall.certs[0]).toBeNull();
    await advance(hall.tools(1, store), about, hall.seenBy(1), unlocked);
    expect(hall.certs[0]).not.toBeNull();
    expect(await store.ofSession('s1')).toEqual([saved]);
  });

  it('says so when the key was begun on another device, and changes nothing', async () => {
    const hall = new FakeHall('Ed25519');
    await seat(hall, 1).go();
    const before = hall.certs[0];
    expect(await seat(hall, 1).go()).toEqual({ kind: 'elsewhere' });
    expect(hall.certs[0]).toBe(before);
  });

  it('asks again for a wrong PIN and keeps the key', async () => {
    const hall = new FakeHall('Ed25519');
    const { go, store } = seat(hall, 1);
    await go();
    const kept = await store.ofSession('s1');
    expect(await go({ key: deriveKey('000001', kdf), kdf })).toEqual({ kind: 'wrong-pin' });
    expect(await store.ofSession('s1')).toEqual(kept);
  });

  it('makes a new key for a new attempt and keeps the old one', async () => {
    const hall = new FakeHall('Ed25519');
    const { go, store } = seat(hall, 1);
    await go();
    hall.attempt = 2;
    hall.restart();
    await go();
    expect((await store.ofSession('s1')).map((record) => record.attempt)).toEqual([2, 1]);
  });

  it('names the scrutineer whose data is wrong', async () => {
    const hall = new FakeHall('Ed25519');
    const seats = [1, 2, 3].map((index) => seat(hall, index));
    for (const i of [0, 1, 2, 0, 1]) await seats[i]!.go();
    const commitment = JSON.parse(hall.commitments[1]!);
    commitment.signature.challenge = '1';
    hall.commitments[1] = JSON.stringify(commitment);
    expect(await seats[0]!.go()).toEqual({ kind: 'faulty', error: { kind: 'certs_signature', trustee: 2 } });
    expect(hall.verifications[0]).toBeNull();
  });
});

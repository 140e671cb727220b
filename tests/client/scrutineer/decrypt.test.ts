import { beforeAll, describe, expect, it } from 'vitest';
import { advance } from '../../../client/scrutineer/keys/ceremony.ts';
import { fittingRecord, makeDecryption } from '../../../client/scrutineer/keys/decrypt.ts';
import { type KeyStore, memoryStore } from '../../../client/scrutineer/keys/store.ts';
import { deriveKey, freshKdf } from '../../../client/scrutineer/keys/vault.ts';
import {
  combineDecryptions,
  electionJson,
  encodeVotes,
  encodingCQuestions,
  encryptBallot,
  groupNames,
  makeCredential,
  parseElection,
  portableGroups,
  startTally,
  verifyTrustees,
} from '../../../core/belenios/index.ts';
import type { Decrypting } from '../../../core/contract/ceremony.ts';
import type { ElectionUuid } from '../../../core/ids.ts';
import { engine, FakeHall, random } from './fake-hall.ts';

const about = { session: 's1', sessionName: '第二次会议', rehearsal: false };
const pins = ['314159', '271828', '161803'];

/** Three scrutineers with a key, an election encrypted to it, and two ballots. */
async function hold(group: (typeof groupNames)[number]) {
  const hall = new FakeHall(group);
  const seats = pins.map((pin) => {
    const kdf = freshKdf(random, 16);
    return { store: memoryStore(), unlocked: { key: deriveKey(pin, kdf), kdf } };
  });
  for (let turn = 0; turn < 3; turn++)
    for (const [i, { store, unlocked }] of seats.entries())
      await advance(hall.tools(i + 1, store), about, hall.seenBy(i + 1), unlocked);
  const json = electionJson({
    uuid: 'Yzs21HA3wK7fCV' as ElectionUuid,
    group,
    publicKey: hall.publicKey!,
    name: '测试',
    description: '测试',
    questions: encodingCQuestions([{ title: '甲' }, { title: '乙' }], 1),
  });
  const election = parseElection(json);
  if (!election.ok) throw new Error(election.error.kind);
  const tally = startTally(election.value);
  for (const votes of [
    ['for', 'against'],
    ['for', 'abstain'],
  ] as const)
    tally.add(JSON.parse(encryptBallot(election.value, makeCredential(random), encodeVotes(votes), random).json));
  const encryptedTally = tally.encryptedTally();
  const input = (index: number): Decrypting => ({
    election: json,
    electionHash: election.value.fingerprint,
    trustees: hall.trustees!,
    encryptedTally,
    issued: 2,
    returned: 2,
    lastEvent: '',
    threshold: 2,
    received: 0,
    index,
  });
  return { hall, stores: seats.map(({ store }) => store), election: election.value, encryptedTally, input };
}

describe.each(groupNames)('decrypting in %s', (group) => {
  let held: Awaited<ReturnType<typeof hold>>;
  beforeAll(async () => {
    held = await hold(group);
  });
  const recordOf = async (store: KeyStore, index: number) => {
    const facts = await engine.inspect(group, held.hall.trustees!);
    return fittingRecord(await store.ofSession('s1'), index, facts!.shares)!;
  };

  it('any two of three give the totals', async () => {
    const partials = [];
    for (const index of [1, 3]) {
      const store = held.stores[index - 1]!;
      const tools = { engine, store, random };
      const made = await makeDecryption(tools, await recordOf(store, index), pins[index - 1]!, held.input(index));
      if (!made.ok) throw new Error(made.error);
      partials.push({ owner: index, json: made.value });
    }
    const trustees = verifyTrustees(portableGroups(group), held.hall.trustees!);
    if (!trustees.ok) throw new Error(trustees.error.kind);
    const result = combineDecryptions(held.election, trustees.value, held.encryptedTally, partials, 2);
    expect(result.ok && result.value.result.slice(1)).toEqual([
      [2, 0, 0],
      [0, 1, 1],
    ]);
  });

  it('gives the very same bytes again, and refuses what is not the ceremony’s', async () => {
    const store = held.stores[1]!;
    const tools = { engine, store, random };
    const record = await recordOf(store, 2);
    expect(await makeDecryption(tools, record, '999111', held.input(2))).toEqual({ ok: false, error: 'wrong-pin' });
    const forged = { ...held.input(2), electionHash: 'x' };
    expect(await makeDecryption(tools, record, pins[1]!, forged)).toEqual({ ok: false, error: 'hash-mismatch' });
    const first = await makeDecryption(tools, record, pins[1]!, held.input(2));
    expect(first.ok).toBe(true);
    expect(await makeDecryption(tools, await recordOf(store, 2), pins[1]!, held.input(2))).toEqual(first);
  });
});

it('an election under another key is not decrypted', async () => {
  const [held, other] = [await hold('Ed25519'), await hold('Ed25519')];
  const store = held.stores[0]!;
  const [record] = await store.ofSession('s1');
  const tools = { engine, store, random };
  expect(await makeDecryption(tools, record!, pins[0]!, other.input(1))).toEqual({ ok: false, error: 'not-my-key' });
  const swapped = { ...held.input(1), election: other.election.json, electionHash: other.election.fingerprint };
  expect(await makeDecryption(tools, record!, pins[0]!, swapped)).toEqual({ ok: false, error: 'other-key' });
});

import { beforeAll, describe, expect, it } from 'vitest';
import { makeDecryption } from '../../../client/scrutineer/keys/decrypt.ts';
import {
  type CheckedBox,
  combineDecryptions,
  groupNames,
  judgeBox,
  portableGroups,
  verifyBox,
  verifyTrustees,
} from '../../../core/belenios/index.ts';
import type { Decrypting } from '../../../core/contract/ceremony.ts';
import { ClosedHall, pins } from './closed-hall.ts';

/** As the device does it: the box is verified, then compared with what the server says of it. */
async function judge(bytes: Uint8Array, offered: Decrypting) {
  const { box } = await verifyBox(bytes);
  return box.ok ? judgeBox(box.value, offered) : box;
}

async function checkedBox(held: ClosedHall): Promise<CheckedBox> {
  const judged = await judge(held.box().bytes, held.offered());
  if (!judged.ok) throw new Error(JSON.stringify(judged.error));
  return judged.value;
}

describe.each(groupNames)('decrypting in %s', (group) => {
  let held: ClosedHall;
  let box: CheckedBox;
  beforeAll(async () => {
    held = await ClosedHall.make(group);
    box = await checkedBox(held);
  });

  it('any two of three give the totals of the box', async () => {
    const partials = [];
    for (const index of [1, 3]) {
      const made = await makeDecryption(held.tools(index), await held.recordOf(index), pins[index - 1]!, box);
      if (!made.ok) throw new Error(made.error);
      partials.push({ owner: index, json: made.value });
    }
    const trustees = verifyTrustees(portableGroups(group), held.hall.trustees!);
    if (!trustees.ok) throw new Error(trustees.error.kind);
    const result = combineDecryptions(held.election, trustees.value, box.encryptedTally, partials, 3);
    expect(result.ok && result.value.result.slice(1)).toEqual([
      [2, 1, 0],
      [1, 1, 1],
    ]);
  });

  it('gives the very same bytes again, and refuses a wrong PIN', async () => {
    const record = await held.recordOf(2);
    expect(await makeDecryption(held.tools(2), record, '999111', box)).toEqual({ ok: false, error: 'wrong-pin' });
    const first = await makeDecryption(held.tools(2), record, pins[1]!, box);
    expect(first.ok).toBe(true);
    expect(await makeDecryption(held.tools(2), await held.recordOf(2), pins[1]!, box)).toEqual(first);
  });

  it('decrypts a further ballot of the session with the same key, one tally of each, and keeps both', async () => {
    const first = await makeDecryption(held.tools(3), await held.recordOf(3), pins[2]!, box);
    const runOff = held.anElection('Yzs21HA3wK7fCX');
    const ballots = [held.ballotOf(0, ['against', 'for'], runOff), held.ballotOf(3, ['for', 'against'], runOff)];
    const checked = async (some: string[]) => {
      const made = held.box({ election: runOff, ballots: some });
      const judged = await judge(made.bytes, {
        ...held.offered(),
        ...{ election: runOff.json, electionHash: runOff.fingerprint, closingEvent: made.closingEvent },
        ...{ returned: some.length, encryptedTally: held.tallyOf(some, runOff) },
      });
      if (!judged.ok) throw new Error(JSON.stringify(judged.error));
      return judged.value;
    };
    const second = await makeDecryption(held.tools(3), await held.recordOf(3), pins[2]!, await checked(ballots));
    expect(second.ok).toBe(true);
    const again = await held.recordOf(3);
    expect(await makeDecryption(held.tools(3), again, pins[2]!, await checked(ballots))).toEqual(second);
    expect(await makeDecryption(held.tools(3), again, pins[2]!, box)).toEqual(first);
    expect(await makeDecryption(held.tools(3), again, pins[2]!, await checked(ballots.slice(1)))).toEqual({
      ok: false,
      error: 'other-tally',
    });
  });
});

describe('a server that is not honest', () => {
  let held: ClosedHall;
  let honest: Decrypting;
  beforeAll(async () => {
    held = await ClosedHall.make('Ed25519');
    honest = held.offered();
  });
  const refusedBox = async (part: Parameters<ClosedHall['box']>[0]) => (await verifyBox(held.box(part).bytes)).box;

  it('offers the ciphertext of one ballot as the tally: refused', async () => {
    const [one] = held.ballots;
    const offered = { ...honest, encryptedTally: held.tallyOf([one!]) };
    expect(await judge(held.box().bytes, offered)).toEqual({ ok: false, error: 'tally' });
  });

  it('leaves one ballot out of the tally, or counts one twice: refused', async () => {
    const fewer = { ...honest, encryptedTally: held.tallyOf(held.ballots.slice(1)) };
    expect(await judge(held.box().bytes, fewer)).toEqual({ ok: false, error: 'tally' });
    const twice = { ...honest, encryptedTally: held.tallyOf([...held.ballots, held.ballots[0]!]) };
    expect(await judge(held.box().bytes, twice)).toEqual({ ok: false, error: 'tally' });
  });

  it('hands over a box of one ballot with its tally: the seal and the count are not those of the hall', async () => {
    const [one] = held.ballots;
    const box = held.box({ ballots: [one!] });
    const offered = { ...honest, encryptedTally: held.tallyOf([one!]) };
    expect(await judge(box.bytes, offered)).toEqual({ ok: false, error: 'closing-event' });
    // Even where it lies about the seal, which people compare with the projector, the number returned gives it away.
    expect(await judge(box.bytes, { ...offered, closingEvent: box.closingEvent })).toEqual({
      ok: false,
      error: 'returned',
    });
  });

  it('adds a ballot of a card that is not in the list, or a second one of a card: refused', async () => {
    const extra = held.ballotOf(3, ['for', 'against']);
    const unknown = await refusedBox({ ballots: [...held.ballots, extra], credentials: held.publicOf().slice(0, 3) });
    expect(unknown).toMatchObject({ ok: false, error: { code: 'ballot_credential_unknown' } });
    const second = await refusedBox({ ballots: [...held.ballots, held.ballotOf(0, ['against', 'against'])] });
    expect(second).toMatchObject({ ok: false, error: { code: 'ballot_credential_twice' } });
    const more = held.box({ ballots: [...held.ballots, extra] });
    expect(await judge(more.bytes, honest)).toEqual({ ok: false, error: 'closing-event' });
  });

  it('registers another card behind the number issued: refused', async () => {
    const box = held.box({ credentials: held.publicOf().slice(0, 3) });
    expect(await judge(box.bytes, { ...honest, closingEvent: box.closingEvent })).toEqual({
      ok: false,
      error: 'issued',
    });
  });

  it('swaps the election: refused, whether in the box, in the offer or in both', async () => {
    const other = held.anElection('Yzs21HA3wK7fCW');
    const ballots = [held.ballotOf(0, ['for', 'against'], other)];
    const box = held.box({ election: other, ballots });
    expect(await judge(box.bytes, honest)).toEqual({ ok: false, error: 'election' });
    const offered = { ...honest, election: other.json, electionHash: other.fingerprint };
    expect(await judge(held.box().bytes, offered)).toEqual({ ok: false, error: 'election' });
    expect(await refusedBox({ election: other })).toMatchObject({
      ok: false,
      error: { code: 'ballot_wrong_election' },
    });
  });

  it('hands over ballots that prove nothing, that are changed, or a box without its end: refused', async () => {
    const [one, ...rest] = held.ballots;
    const ballot = JSON.parse(one!) as { answers: { choices: unknown[] }[] };
    ballot.answers[1]!.choices.reverse();
    expect(await refusedBox({ ballots: [JSON.stringify(ballot), ...rest] })).toMatchObject({ ok: false });
    const { bytes } = held.box();
    expect((await verifyBox(bytes.subarray(0, bytes.length - 1024))).box).toMatchObject({
      ok: false,
      error: { code: 'no_end' },
    });
    expect((await verifyBox(new Uint8Array(10))).box).toMatchObject({ ok: false, error: { code: 'not_archive' } });
  });

  it('asks a key that has decrypted for a second sum: refused, for the difference of two would be a ballot', async () => {
    const first = await makeDecryption(held.tools(1), await held.recordOf(1), pins[0]!, await checkedBox(held));
    expect(first.ok).toBe(true);
    const fewer = held.box({ ballots: held.ballots.slice(1) });
    const offered = {
      ...honest,
      closingEvent: fewer.closingEvent,
      returned: 2,
      encryptedTally: held.tallyOf(held.ballots.slice(1)),
    };
    const judged = await judge(fewer.bytes, offered);
    if (!judged.ok) throw new Error('the smaller box is sound by itself');
    expect(await makeDecryption(held.tools(1), await held.recordOf(1), pins[0]!, judged.value)).toEqual({
      ok: false,
      error: 'other-tally',
    });
  });

  it('offers an election under another key: not decrypted', async () => {
    const other = await ClosedHall.make('Ed25519');
    const [record] = await held.stores[1]!.ofSession('s1');
    const foreign = await checkedBox(other);
    expect(await makeDecryption(held.tools(2), record!, pins[1]!, foreign)).toEqual({
      ok: false,
      error: 'not-my-key',
    });
    const mixed = { ...foreign, trustees: held.hall.trustees! };
    expect(await makeDecryption(held.tools(2), record!, pins[1]!, mixed)).toEqual({ ok: false, error: 'other-key' });
    const forged = { ...(await checkedBox(held)), electionHash: 'x' };
    expect(await makeDecryption(held.tools(2), record!, pins[1]!, forged)).toEqual({
      ok: false,
      error: 'hash-mismatch',
    });
  });
});

import { describe, expect, it } from 'vitest';
import {
  assembleTrustees,
  confirmTrustees,
  type GroupName,
  keyFingerprint,
  type Round2Message,
  type SignedMessage,
  type TrusteeContext,
  trusteeRound1,
  trusteeRound2,
  trusteeRound3,
  type VerificationKey,
  verifyTrustees,
} from '../../../core/belenios/index.ts';
import { proofText, prove, signMessage } from '../../../core/belenios/proofs.ts';
import { sealShare } from '../../../core/belenios/trustee-shares.ts';
import { checkCerts } from '../../../core/belenios/trustees.ts';
import { fastGroups } from '../../../server/verification/fast-groups.ts';
import { makeTrustees } from '../../../server/verification/measure.ts';
import { must, random } from './support.ts';

/** What travels through a browser's storage or the server. */
const wire = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
const errorOf = (result: { ok: boolean; error?: unknown }) => (result.ok ? undefined : result.error);

describe.each<GroupName>(['Ed25519', 'BELENIOS-2048'])('the key ceremony (%s)', (name) => {
  const group = fastGroups(name);
  const context = (index: number, size = 3, threshold = 2): TrusteeContext => ({ group: name, size, threshold, index });
  const round1 = [1, 2, 3].map((index) => wire(trusteeRound1(group, context(index), random)));
  const certs = round1.map((r) => r.message);
  const round2 = round1.map(({ state }) => wire(must(trusteeRound2(group, state, certs, random))));
  const messages = round2.map((r) => r.message);
  const round3 = round2.map(({ state }) => wire(must(trusteeRound3(group, state, messages, random))));
  const keys = round3.map((r) => r.message);
  const replaced = <T>(list: readonly T[], at: number, value: T): T[] =>
    list.map((item, i) => (i === at ? value : item));
  const receive = (changed: readonly Round2Message[], who = 0) =>
    errorOf(trusteeRound3(group, round2[who]!.state, changed, random));
  const assemble = (c: readonly SignedMessage[], m: readonly Round2Message[], k: readonly VerificationKey[]) =>
    errorOf(assembleTrustees(group, c, m, k));

  it('ends with a sound record that each trustee can confirm', () => {
    const trustees = must(assembleTrustees(group, certs, messages, keys, ['张三', '李四', '王五']));
    expect(trustees.keys.map((k) => [k.owner, k.name, k.publicKeyText])).toEqual(
      round3.map(({ state }, i) => [i + 1, ['张三', '李四', '王五'][i], state.publicShare]),
    );
    expect(trustees.entries).toEqual([{ kind: 'Pedersen', threshold: 2, owners: [1, 2, 3] }]);
    expect(must(verifyTrustees(group, trustees.json)).publicKeyText).toBe(trustees.publicKeyText);
    for (const { state } of round3)
      expect(must(confirmTrustees(group, state, trustees.json)).publicKeyText).toBe(trustees.publicKeyText);
    expect(keyFingerprint(trustees.publicKeyText)).toMatch(/^([0-9A-F]{4} ){7}[0-9A-F]{4}$/);
    const other = makeTrustees(name, 3, 2).trustees;
    expect(keyFingerprint(other.publicKeyText)).not.toBe(keyFingerprint(trustees.publicKeyText));
    expect(errorOf(confirmTrustees(group, round3[0]!.state, other.json))).toEqual({ kind: 'own_cert', trustee: 1 });
  });

  it('any sizes', () => {
    for (const [size, threshold] of [
      [1, 1],
      [2, 2],
      [4, 1],
      [5, 3],
    ] as const)
      expect(makeTrustees(name, size, threshold).trustees.keys).toHaveLength(size);
    expect(() => trusteeRound1(group, context(1, 3, 4), random)).toThrow(RangeError);
    expect(() => trusteeRound1(group, context(4, 3, 2), random)).toThrow(RangeError);
  });

  it('round 2 names who sent a bad certificate', () => {
    const second = (changed: readonly SignedMessage[]) =>
      errorOf(trusteeRound2(group, round1[0]!.state, changed, random));
    const foreign = trusteeRound1(group, context(2), random).message;
    expect(second(replaced(certs, 2, { ...certs[2]!, signature: certs[1]!.signature }))).toEqual({
      kind: 'cert_signature',
      trustee: 3,
    });
    expect(second(replaced(certs, 2, foreign))).toEqual({ kind: 'context', trustee: 3 });
    expect(
      second(replaced(certs, 1, { ...certs[1]!, message: certs[1]!.message.replace('{"context"', '{ "context"') })),
    ).toEqual({ kind: 'cert', trustee: 2 });
    expect(second(replaced(certs, 1, { ...certs[1]!, message: 'no json' }))).toEqual({ kind: 'cert', trustee: 2 });
    expect(second(replaced(certs, 0, trusteeRound1(group, context(1), random).message))).toEqual({
      kind: 'own_cert',
      trustee: 1,
    });
    expect(second(certs.slice(1))).toEqual({ kind: 'count', trustee: undefined });
    expect(second([certs[0]!, certs[2]!, certs[1]!])).toEqual({ kind: 'context', trustee: 2 });
    const weaker = [1, 2, 3].map((i) => trusteeRound1(group, context(i, 3, 1), random).message);
    expect(second(replaced(weaker, 0, certs[0]!))).toEqual({ kind: 'context', trustee: 2 });
    // Trustee 3 announces trustee 2's encryption key as its own.
    const [theirs, own] = [JSON.parse(certs[1]!.message), JSON.parse(certs[2]!.message)];
    const copied = JSON.stringify({ ...own, encryption: theirs.encryption });
    const signed = {
      message: copied,
      signature: proofText(signMessage(group, copied, BigInt(round1[2]!.state.signingKey), random)),
    };
    expect(second(replaced(certs, 2, signed))).toEqual({ kind: 'duplicate_key', trustee: 3 });
  });

  it('round 3 names who cheated with coefficients or signatures', () => {
    const m = messages[1]!;
    expect(receive(replaced(messages, 1, { ...m, coefexps: { ...m.coefexps, signature: m.signature } }))).toEqual({
      kind: 'coefexps_signature',
      trustee: 2,
    });
    expect(receive(replaced(messages, 1, { ...m, coefexps: messages[2]!.coefexps }))).toEqual({
      kind: 'coefexps_signature',
      trustee: 2,
    });
    expect(receive(replaced(messages, 1, { ...m, coefexps: { ...m.coefexps, message: '{"coefexps":[]}' } }))).toEqual({
      kind: 'coefexps',
      trustee: 2,
    });
    expect(receive(replaced(messages, 1, { ...m, signature: messages[2]!.signature }))).toEqual({
      kind: 'certs_signature',
      trustee: 2,
    });
    expect(receive(messages.slice(1))).toEqual({ kind: 'count', trustee: undefined });
    // Another run of our own round 2: what came back is not what we stored.
    const again = must(trusteeRound2(group, round1[0]!.state, certs, random)).message;
    expect(receive(replaced(messages, 0, again))).toEqual({ kind: 'own_coefexps', trustee: 1 });
    // Trustee 2 was shown other certificates than we were (its own second one).
    const second = trusteeRound1(group, context(3), random);
    const split = must(trusteeRound2(group, round1[1]!.state, replaced(certs, 2, second.message), random)).message;
    expect(receive(replaced(messages, 1, split))).toEqual({ kind: 'certs_signature', trustee: 2 });
  });

  it('round 3 names who sent a false share, and tells it from one changed on the way', () => {
    const m = messages[1]!;
    const read = must(checkCerts(group, context(1), certs));
    const withShare = (share: Round2Message['shares'][number]) =>
      replaced(messages, 1, { ...m, shares: replaced(m.shares, 0, share) });
    const false1 = sealShare(group, read[1]!, read[0]!, BigInt(round1[1]!.state.signingKey), 12345n, random);
    expect(receive(withShare(false1))).toEqual({ kind: 'share', trustee: 2 });
    expect(receive(withShare({ ...m.shares[0]!, box: m.shares[1]!.box }))).toEqual({
      kind: 'share_signature',
      trustee: 2,
    });
    expect(receive(withShare(m.shares[1]!))).toEqual({ kind: 'share_signature', trustee: 2 });
    expect(receive(withShare(messages[2]!.shares[0]!))).toEqual({ kind: 'share_signature', trustee: 2 });
    expect(receive(replaced(messages, 1, { ...m, shares: m.shares.slice(1) }))).toEqual({
      kind: 'share_signature',
      trustee: 2,
    });
    const box = `${m.shares[0]!.box.slice(0, -2)}AA`;
    const text = `share|2|1|${read[0]!.encryptionText}|${m.shares[0]!.ephemeral}|${box}`;
    const signature = proofText(signMessage(group, text, BigInt(round1[1]!.state.signingKey), random));
    expect(receive(withShare({ ephemeral: m.shares[0]!.ephemeral, box, signature }))).toEqual({
      kind: 'share',
      trustee: 2,
    });
  });

  it('a share is hidden from everybody else', () => {
    const text = JSON.stringify(messages);
    for (const { state } of round3) {
      expect(text).not.toContain(state.share);
      for (const secret of [state.signingKey, state.decryptionKey, ...state.coefficients])
        expect(text).not.toContain(secret);
    }
    expect(new Set(messages.flatMap((m) => m.shares.map((s) => s.ephemeral))).size).toBe(9);
  });

  it('assembly names who sent a bad verification key', () => {
    const k = keys[2]!;
    expect(assemble(certs, messages, replaced(keys, 2, { ...k, pok: keys[1]!.pok }))).toEqual({
      kind: 'verification_pok',
      trustee: 3,
    });
    expect(assemble(certs, messages, replaced(keys, 2, { ...k, signature: keys[1]!.signature }))).toEqual({
      kind: 'verification_signature',
      trustee: 3,
    });
    expect(assemble(certs, messages, replaced(keys, 2, { pok: k.pok, public_key: k.public_key }))).toEqual({
      kind: 'verification_signature',
      trustee: 3,
    });
    expect(assemble(certs, messages, replaced(keys, 2, keys[1]!))).toEqual({
      kind: 'verification_signature',
      trustee: 3,
    });
    expect(assemble(certs, messages, keys.slice(1))).toEqual({ kind: 'count', trustee: undefined });
    // A key that is well proven and signed but not the one the shares give.
    const fresh = 4242n;
    const text = group.print(group.generatorPower(fresh));
    const other = makeTrustees(name, 1, 1);
    expect(other.trustees.keys).toHaveLength(1);
    const signature = proofText(signMessage(group, text, BigInt(round1[2]!.state.signingKey), random));
    const pok = proofText(provePok(text, fresh));
    expect(assemble(certs, messages, replaced(keys, 2, { public_key: text, pok, signature }))).toEqual({
      kind: 'verification_key',
      trustee: 3,
    });
  });

  const provePok = (text: string, secret: bigint) => prove(group, `pok|${name}|${text}|`, secret, random);

  it('records: Single entries, and every deviation of spelling is refused', () => {
    const pair = [7n, 9n].map((x) => {
      const text = group.print(group.generatorPower(x));
      return ['Single', { pok: proofText(provePok(text, x)), public_key: text }];
    });
    const trustees = must(verifyTrustees(group, JSON.stringify(pair)));
    expect(trustees.publicKeyText).toBe(group.print(group.generatorPower(16n)));
    expect(trustees.entries.map((e) => [e.kind, e.threshold, e.owners])).toEqual([
      ['Single', 1, [1]],
      ['Single', 1, [2]],
    ]);
    const json = must(assembleTrustees(group, certs, messages, keys)).json;
    expect(must(verifyTrustees(group, `[${JSON.stringify(pair[0])},${json.slice(1)}`)).keys).toHaveLength(4);
    expect(verifyTrustees(group, json).ok).toBe(true);
    for (const bad of [
      '',
      '[]',
      '{}',
      ` ${json}`,
      json.replace('"threshold":2', '"threshold":2,"extra":1'),
      json.replace('"threshold":2,', ''),
      json.replace('Pedersen', 'Other'),
    ]) {
      expect(errorOf(verifyTrustees(group, bad)), bad.slice(0, 30)).toEqual({ kind: 'format' });
    }
    expect(errorOf(verifyTrustees(group, json.replace('"threshold":2', '"threshold":1')))).toEqual({
      kind: 'context',
      trustee: 1,
    });
  });
});

import type { Branded, ElectionUuid } from '../ids.ts';
import type { Random } from '../result.ts';
import type { Group } from './group.ts';
import { bytesToNumber, sha256Hex } from './hash.ts';

/** A private credential as Belenios ≥ 2.4 writes it: 22 base58 digits, `XXXXX-XXXXXX-XXXXX-XXXXXX`. Secret. */
export type Credential = Branded<'Credential'>;

const digits = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

/**
 * Credentials are drawn below 29^25 (121.4 bits), so that 25 symbols of the spoken alphabet hold one. Finding any of 2^12 cards
 * offline from the public credentials means some 2^109 hashes and exponentiations; Ed25519 itself gives about 2^126, and a
 * credential is worth one vote on one afternoon.
 */
export const credentialBound = 29n ** 25n;

function base58(value: bigint, length: number): string {
  let text = '';
  let rest = value;
  for (let i = 0; i < length; i++) {
    text = digits[Number(rest % 58n)] + text;
    rest /= 58n;
  }
  return text;
}

/** A uniform number in [0, bound), by rejection. */
function below(bound: bigint, random: Random): bigint {
  const bits = (bound - 1n).toString(2).length;
  const bytes = Math.ceil(bits / 8);
  for (;;) {
    const value = bytesToNumber(random(bytes)) >> BigInt(8 * bytes - bits);
    if (value < bound) return value;
  }
}

/** The credential of a number in [0, 58^22). */
export function credentialOfNumber(value: bigint): Credential {
  const t = base58(value, 22);
  return `${t.slice(0, 5)}-${t.slice(5, 11)}-${t.slice(11, 16)}-${t.slice(16)}` as Credential;
}

/** The number a credential's 22 base58 digits spell. */
export function numberOfCredential(credential: Credential): bigint {
  let value = 0n;
  for (const digit of credential.replaceAll('-', '')) value = value * 58n + BigInt(digits.indexOf(digit));
  return value;
}

/** A fresh private credential. */
export const makeCredential = (random: Random): Credential => credentialOfNumber(below(credentialBound, random));

/** Whether the text has the form of a Belenios ≥ 2.4 private credential (spec section 2.3). */
export const isCredential = (text: string): text is Credential =>
  /^[1-9A-HJ-NP-Za-km-z]{5}-[1-9A-HJ-NP-Za-km-z]{6}-[1-9A-HJ-NP-Za-km-z]{5}-[1-9A-HJ-NP-Za-km-z]{6}$/.test(text);

/** A fresh election identifier: 14 base58 digits (spec section 1). */
export const makeElectionUuid = (random: Random): ElectionUuid => base58(below(58n ** 14n, random), 14) as ElectionUuid;

/** Whether the text may be an election's identifier: base58, 14 characters or more. */
export const isElectionUuid = (text: string): text is ElectionUuid => /^[1-9A-HJ-NP-Za-km-z]{14,}$/.test(text);

/** s, the private scalar of a credential in one election (spec section 2.3, the derivation of 2.4 and later). */
export function credentialScalar(group: Group, uuid: ElectionUuid, credential: Credential): bigint {
  const part = (n: number) => sha256Hex(`derive_credential|${uuid}|${n}|${credential}`);
  return BigInt(`0x${part(0)}${part(1)}`) % group.order;
}

/** c = g^s in text: what the election's list of public credentials holds. */
export const publicCredential = (group: Group, uuid: ElectionUuid, credential: Credential): string =>
  group.print(group.generatorPower(credentialScalar(group, uuid, credential)));

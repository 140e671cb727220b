import { createDiffieHellman } from 'node:crypto';
import sodium from 'sodium-native';
import { isWellSpelt } from '../../core/belenios/ed25519.ts';
import { type Element, type Group, type GroupName, type Groups, portableGroups } from '../../core/belenios/index.ts';
import { modularGenerator, modularGroup, modularPower, modulus } from '../../core/belenios/modular.ts';

const bigEndian = (x: bigint, length: number): Buffer => Buffer.from(x.toString(16).padStart(2 * length, '0'), 'hex');

/**
 * Modular exponentiation by OpenSSL: a Diffie–Hellman "shared secret" is base^exponent mod p. OpenSSL refuses bases 1 and p−1 and the
 * result 1 (spec section 10.3); those few go the portable way.
 */
function opensslPower(): (base: bigint, exponent: bigint) => bigint {
  const dh = createDiffieHellman(bigEndian(modulus, 256), bigEndian(modularGenerator, 256));
  return (base, exponent) => {
    if (exponent === 0n || base === 1n) return 1n;
    try {
      dh.setPrivateKey(bigEndian(exponent, 32));
      return BigInt(`0x${dh.computeSecret(bigEndian(base, 256)).toString('hex')}`);
    } catch {
      return modularPower(base, exponent);
    }
  };
}

/** Ed25519 by libsodium; an element is its RFC 8032 encoding, 32 bytes. */
function sodiumGroup(): Group {
  const bytes = (element: Element) => element as unknown as Buffer;
  const element = (b: Buffer) => b as unknown as Element;
  const portable = portableGroups('Ed25519');
  const read = (text: string) => Buffer.from(text, 'hex').reverse();
  const identity = read(portable.print(portable.identity));
  const generator = read(portable.print(portable.generator));
  // RFC 8032's −P flips the sign bit of x; the identity is its own inverse.
  const negate = (b: Buffer) => {
    const copy = Buffer.from(b);
    copy[31] = copy[31]! ^ 0x80;
    return copy;
  };
  // libsodium refuses the scalar 0 and the identity (spec section 10.3).
  const power = (base: Buffer, exponent: bigint): Buffer => {
    if (exponent === 0n || base.equals(identity)) return identity;
    const out = Buffer.alloc(32);
    sodium.crypto_scalarmult_ed25519_noclamp(out, bigEndian(exponent, 32).reverse(), base);
    return out;
  };
  return {
    name: 'Ed25519',
    order: portable.order,
    longestElement: portable.longestElement,
    generator: element(generator),
    identity: element(identity),
    isWellSpelt,
    parse(text) {
      if (!isWellSpelt(text)) return undefined;
      const point = read(text);
      return point.equals(identity) || sodium.crypto_core_ed25519_is_valid_point(point) ? element(point) : undefined;
    },
    parseChecked: (text) => element(read(text)),
    print: (a) => Buffer.from(bytes(a)).reverse().toString('hex'),
    equal: (a, b) => bytes(a).equals(bytes(b)),
    multiply(a, b) {
      const out = Buffer.alloc(32);
      sodium.crypto_core_ed25519_add(out, bytes(a), bytes(b));
      return element(out);
    },
    invert: (a) => element(bytes(a).equals(identity) ? identity : negate(bytes(a))),
    power: (base, exponent) => element(power(bytes(base), exponent)),
    generatorPower(exponent) {
      if (exponent === 0n) return element(identity);
      const out = Buffer.alloc(32);
      sodium.crypto_scalarmult_ed25519_base_noclamp(out, bigEndian(exponent, 32).reverse());
      return element(out);
    },
    fixedBase: (base) => (exponent) => element(power(bytes(base), exponent)),
  };
}

const made = new Map<GroupName, Group>();

/**
 * The groups with the fastest arithmetic measured on a server: libsodium for Ed25519, OpenSSL for BELENIOS-2048 (powers of g and y by
 * tables). Results equal those of `portableGroups`, which a differential test holds.
 */
export const fastGroups: Groups = (name) => {
  let group = made.get(name);
  if (!group) {
    group = name === 'Ed25519' ? sodiumGroup() : modularGroup(opensslPower(), 8);
    made.set(name, group);
  }
  return group;
};

import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { scrypt } from '@noble/hashes/scrypt.js';
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { err, ok, type Random, type Result } from '../../../core/result.ts';
import type { Kdf, KeyHeader, KeyRecord, KeySecret } from './record.ts';

/** Why a PIN is not taken. */
export type PinFault = 'digits' | 'short' | 'simple';

/** Full-width digits and spaces that a Chinese keyboard makes are read as plain digits. */
export const cleanPin = (typed: string): string => typed.normalize('NFKC').replace(/\s/g, '');

/** At least six digits, not one repeated and not simply counting up or down. */
export function pinFault(typed: string): PinFault | null {
  const pin = cleanPin(typed);
  if (!/^\d*$/.test(pin)) return 'digits';
  if (pin.length < 6) return 'short';
  const steps = new Set([...pin].slice(1).map((digit, i) => (Number(digit) - Number(pin[i]) + 10) % 10));
  const [step] = steps;
  return steps.size === 1 && (step === 0 || step === 1 || step === 9) ? 'simple' : null;
}

/** Slow on purpose: some tenths of a second and 64 MB for each guess. */
export const freshKdf = (random: Random, N = 1 << 16): Kdf => ({
  name: 'scrypt',
  salt: bytesToHex(random(16)),
  N,
  r: 8,
  p: 1,
});

/** The key of the box from the PIN. Takes long: run it in a worker. */
export const deriveKey = (pin: string, { salt, N, r, p }: Kdf): Uint8Array =>
  scrypt(cleanPin(pin), hexToBytes(salt), { N, r, p, dkLen: 32, maxmem: 2 ** 30 });

/** What stands open is authenticated with the box, in a fixed order. */
const bound = (header: KeyHeader, kdf: Kdf): Uint8Array =>
  utf8ToBytes(
    JSON.stringify([
      'piaojue-scrutineer-key',
      1,
      header.session,
      header.sessionName,
      header.rehearsal,
      header.attempt,
      header.index,
      header.group,
      header.stage,
      header.publicShare,
      kdf.name,
      kdf.salt,
      kdf.N,
      kdf.r,
      kdf.p,
    ]),
  );

/** Closes the box under a key made by `deriveKey` with the same `kdf`. */
export function seal(header: KeyHeader, secret: KeySecret, key: Uint8Array, kdf: Kdf, random: Random): KeyRecord {
  const nonce = random(24);
  const box = xchacha20poly1305(key, nonce, bound(header, kdf)).encrypt(utf8ToBytes(JSON.stringify(secret)));
  return {
    format: 'piaojue-scrutineer-key',
    version: 1,
    ...header,
    kdf,
    nonce: bytesToHex(nonce),
    box: bytesToHex(box),
  };
}

/** Opens the box. A wrong PIN and a damaged record look alike; the record stays as it is in either case. */
export function unseal(record: KeyRecord, key: Uint8Array): Result<KeySecret, 'wrong-pin'> {
  try {
    const plain = xchacha20poly1305(key, hexToBytes(record.nonce), bound(record, record.kdf)).decrypt(
      hexToBytes(record.box),
    );
    return ok(JSON.parse(new TextDecoder().decode(plain)) as KeySecret);
  } catch {
    return err('wrong-pin');
  }
}

/** The open part of a record, to be sealed again at a later stage. */
export const headerOf = ({ format: _f, version: _v, kdf: _k, nonce: _n, box: _b, ...header }: KeyRecord): KeyHeader =>
  header;

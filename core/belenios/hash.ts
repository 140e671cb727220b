import { sha256 } from '@noble/hashes/sha2.js';
import type { Random } from '../result.ts';
import type { Element, Group } from './group.ts';

const utf8 = new TextEncoder();

/** Lowercase hex of bytes. */
export function hex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += (byte >> 4).toString(16) + (byte & 15).toString(16);
  return text;
}

/** The number whose big-endian bytes these are. */
export const bytesToNumber = (bytes: Uint8Array): bigint => (bytes.length === 0 ? 0n : BigInt(`0x${hex(bytes)}`));

/** H of spec section 1: SHA-256 of bytes, or of a string's UTF-8. */
export const sha256Bytes = (data: string | Uint8Array): Uint8Array =>
  sha256(typeof data === 'string' ? utf8.encode(data) : data);

/** H in 64 lowercase hex digits: names an archive record. */
export const sha256Hex = (data: string | Uint8Array): string => hex(sha256Bytes(data));

/** Standard base64 without padding. */
export const base64 = (bytes: Uint8Array): string => {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replace(/=+$/, '');
};

/** H in base64 without padding, 43 characters: fingerprints and trackers. */
export const sha256Base64 = (data: string | Uint8Array): string => base64(sha256Bytes(data));

/** HG of spec section 1: SHA-256 of prefix and printed elements, as a number mod q. */
export const hashToScalar = (group: Group, prefix: string, elements: readonly Element[]): bigint =>
  bytesToNumber(sha256Bytes(prefix + elements.map((e) => group.print(e)).join(','))) % group.order;

/** A uniform scalar in [0, q): 128 bits more than q has, so the bias is below 2^-128 (spec section 10.7). */
export const randomScalar = (group: Group, random: Random): bigint => bytesToNumber(random(48)) % group.order;

/** x mod q in [0, q), also for negative x. */
export const modulo = (x: bigint, q: bigint): bigint => {
  const r = x % q;
  return r < 0n ? r + q : r;
};

/** Reads a canonical decimal scalar in [0, q) (spec section 1); undefined for every other spelling. */
export function parseScalar(group: Group, text: unknown): bigint | undefined {
  if (typeof text !== 'string' || text.length > 78 || !/^(0|[1-9][0-9]*)$/.test(text)) return undefined;
  const value = BigInt(text);
  return value < group.order ? value : undefined;
}

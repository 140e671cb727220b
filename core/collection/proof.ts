import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';

/**
 * A light proof of work that a browser makes before it sends something to a page without sign-in: a phone takes about a second, a program that
 * sends thousands takes hours. It asks nothing of people, and several phones behind one router do not count against each other.
 */
export const PROOF_BITS = 16;

/** What the work is done for: never the same twice, since each suggestion and each browser has an id of its own. */
export const suggestionWork = (suggestion: string): string => `piaojue suggestion ${suggestion}`;
export const secondWork = (suggestion: string, browser: string): string => `piaojue second ${suggestion} ${browser}`;

/** Zero bits at the beginning of SHA-256 of `work`, a space and the nonce. */
function zeroBits(work: string, nonce: number): number {
  const hash = sha256(utf8ToBytes(`${work} ${nonce}`));
  let bits = 0;
  for (const byte of hash) {
    if (byte === 0) bits += 8;
    else return bits + Math.clz32(byte) - 24;
  }
  return bits;
}

export const isProof = (work: string, nonce: number, bits = PROOF_BITS): boolean => zeroBits(work, nonce) >= bits;

/** Finds the proof: tries nonces from 0. Some 65,000 hashes; to be run in a worker. */
export function findProof(work: string, bits = PROOF_BITS): number {
  for (let nonce = 0; ; nonce++) if (isProof(work, nonce, bits)) return nonce;
}

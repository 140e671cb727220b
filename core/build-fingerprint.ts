import { hex, sha256Bytes } from './belenios/hash.ts';

/** The scripts and styles that a built page names, in its order; their names carry the hashes of what they load in turn. */
export const filesNamedIn = (page: string): string[] =>
  [...page.matchAll(/(?:src|href)="([^"]+\.(?:js|css|ts))"/g)].map(([, address]) => address!);

/** The program fingerprint of a page: SHA-256 over it and the files it names, first 16 digits. `cat index.html assets/… | sha256sum` computes it elsewhere. */
export function buildFingerprint(parts: readonly Uint8Array[]): string {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return hex(sha256Bytes(whole)).slice(0, 16).toUpperCase();
}

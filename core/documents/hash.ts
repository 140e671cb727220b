import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { OfficialDocument } from './official.ts';

/** JSON without white space, the members of every object sorted by UTF-16 code units (RFC 8785 for what a document holds). */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    members.sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join(',')}}`;
  }
  return JSON.stringify(value);
}

/** Lower-case hex SHA-256 of the UTF-8 canonical JSON: whoever has the structure can compute it again. */
export const documentHash = (document: OfficialDocument): string =>
  bytesToHex(sha256(utf8ToBytes(canonical(document))));

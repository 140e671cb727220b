import { err, ok, type Result } from '../result.ts';
import { sha256Hex } from './hash.ts';

/** One record of an archive: its text and the SHA-256 of its bytes, which names it. */
export interface ArchiveRecord {
  readonly kind: 'data' | 'event';
  readonly hash: string;
  readonly text: string;
}

/** The records of an archive, each found to be written exactly as spec section 5 says and named after its hash. */
export interface Archive {
  /** Seconds since 1970, the same in every record. */
  readonly timestamp: number;
  readonly records: readonly ArchiveRecord[];
}

export interface ArchiveError {
  /** `not_archive`: no Belenios archive at all. The others: record number `record` (the opening one is 0) is not as it must be. */
  readonly kind: 'not_archive' | 'header' | 'truncated' | 'padding' | 'hash' | 'text' | 'timestamp';
  readonly record: number;
}

const block = 512;
const ascii = new TextEncoder();

/** The 512-byte header of a record (spec section 5): old-style tar, one timestamp. */
function header(name: string, size: number, timestamp: number): Uint8Array {
  const bytes = new Uint8Array(block);
  const put = (offset: number, text: string) => bytes.set(ascii.encode(text), offset);
  const octal = (value: number, width: number) => value.toString(8).padStart(width, '0');
  put(0, name);
  put(100, '0000644');
  put(108, '0000000');
  put(116, '0000000');
  put(124, octal(size, 11));
  put(136, octal(timestamp, 11));
  put(148, ' '.repeat(8));
  put(156, '0');
  const sum = bytes.reduce((a, b) => a + b, 0);
  put(148, `${octal(sum, 6)}\0 `);
  return bytes;
}

/** A record as it stands in the file: header, body, NULs up to the next 512 bytes. */
export function recordBytes(name: string, text: string, timestamp: number): Uint8Array {
  const body = ascii.encode(text);
  const bytes = new Uint8Array(block + Math.ceil(body.length / block) * block);
  bytes.set(header(name, body.length, timestamp));
  bytes.set(body, block);
  return bytes;
}

/** The name and text of the record that opens every archive. */
export const opening = (timestamp: number): string => JSON.stringify({ version: 1, timestamp: String(timestamp) });
export const openingName = 'BELENIOS';

const same = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && a.every((byte, i) => byte === b[i]);

/** The text of a NUL-terminated header field. */
function field(bytes: Uint8Array, offset: number, length: number): string {
  const part = bytes.subarray(offset, offset + length);
  const end = part.indexOf(0);
  return String.fromCharCode(...(end < 0 ? part : part.subarray(0, end)));
}

/** Splits an archive into its records; each header is made anew and must come out the same to the byte. */
export function readArchive(bytes: Uint8Array): Result<Archive, ArchiveError> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const records: ArchiveRecord[] = [];
  let timestamp = -1;
  let offset = 0;
  for (let record = 0; offset < bytes.length; record++) {
    const head = bytes.subarray(offset, offset + block);
    const name = field(head, 0, 100);
    if (record === 0 && name !== openingName) return err({ kind: 'not_archive', record });
    if (head.length < block) return err({ kind: 'truncated', record });
    const [size, time] = [field(head, 124, 12), field(head, 136, 12)];
    if (!/^[0-7]{11}$/.test(size) || !/^[0-7]{11}$/.test(time))
      return err({ kind: record === 0 ? 'not_archive' : 'header', record });
    const length = Number.parseInt(size, 8);
    if (record === 0) timestamp = Number.parseInt(time, 8);
    if (Number.parseInt(time, 8) !== timestamp) return err({ kind: 'timestamp', record });
    if (!same(head, header(name, length, timestamp))) return err({ kind: 'header', record });
    const end = offset + block + Math.ceil(length / block) * block;
    if (end > bytes.length) return err({ kind: 'truncated', record });
    const body = bytes.subarray(offset + block, offset + block + length);
    if (bytes.subarray(offset + block + length, end).some((byte) => byte !== 0))
      return err({ kind: 'padding', record });
    offset = end;
    let text: string;
    try {
      text = decoder.decode(body);
    } catch {
      return err({ kind: 'text', record });
    }
    if (record === 0) {
      if (text !== opening(timestamp)) return err({ kind: 'not_archive', record });
      continue;
    }
    const parts = /^([0-9a-f]{64})\.(data|event)\.json$/.exec(name);
    if (!parts) return err({ kind: 'header', record });
    if (sha256Hex(body) !== parts[1]) return err({ kind: 'hash', record });
    records.push({ kind: parts[2] as 'data' | 'event', hash: parts[1]!, text });
  }
  return timestamp < 0 ? err({ kind: 'not_archive', record: 0 }) : ok({ timestamp, records });
}

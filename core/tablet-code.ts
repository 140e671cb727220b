import { sha256Bytes } from './belenios/hash.ts';
import { PAIRING_ALPHABET } from './contract/devices.ts';
import type { SessionId } from './ids.ts';

/** What a tablet without a card shows at the desk. It holds public parts only, and of those only the hash. */
export interface TabletCode {
  /** The text of the QR: a version, and SHA-256 in 52 symbols of 5 bits; capitals and digits make a coarse code. */
  readonly qr: string;
  /** Its first twelve symbols (60 bits) for typing, in three groups of four. */
  readonly typed: string;
}

export const TABLET_PREFIX = 'PJT1:';
const TYPED = 12;

/**
 * The code of a tablet's public credentials, computed on the tablet from what it made and at the desk from what the server says the tablet
 * sent: the desk approves only what gives the code on the screen, so the server can put nothing else in its place. The session and the
 * tablet's name are part of it, so that a code serves no other session and the desk sees which tablet it speaks of.
 */
export function tabletCode(session: SessionId, name: string, credentials: readonly string[]): TabletCode {
  const bytes = sha256Bytes(JSON.stringify(['piaojue-tablet-1', session, name, ...credentials]));
  let rest = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n) << 4n;
  let text = '';
  for (let i = 0; i < 52; i++) {
    text = PAIRING_ALPHABET[Number(rest & 31n)] + text;
    rest >>= 5n;
  }
  return { qr: TABLET_PREFIX + text, typed: text.slice(0, TYPED).replace(/(.{4})(?=.)/g, '$1 ') };
}

/** What was scanned or typed at the desk, as the beginning of a code's symbols; undefined when it is no tablet's code. */
export function readTabletCode(scannedOrTyped: string): string | undefined {
  const text = scannedOrTyped
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\-‐‑–—－·.]/gu, '');
  const symbols = text.startsWith(TABLET_PREFIX) ? text.slice(TABLET_PREFIX.length) : text;
  const length = text.startsWith(TABLET_PREFIX) ? 52 : TYPED;
  return symbols.length === length && [...symbols].every((symbol) => PAIRING_ALPHABET.includes(symbol))
    ? symbols
    : undefined;
}

/** Whether what the desk read (`readTabletCode`) is the code of these credentials. */
export const isCodeOf = (read: string, code: TabletCode): boolean =>
  code.qr.slice(TABLET_PREFIX.length).startsWith(read);

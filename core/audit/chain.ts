import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** Who acted: an account and the role it acted in, or the system itself. */
export interface AuditActor {
  readonly account: string | null;
  readonly name: string;
  readonly role: string;
}

/** What the act was about. */
export interface AuditSubject {
  readonly type: string;
  readonly id: string;
}

/** What can be hashed and comes back from jsonb the same: no fractions, whose writing is not fixed. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };
export type Detail = { readonly [key: string]: Plain };
export type Disposition = 'done' | 'refused';

/** One event as it is hashed: everything but the hash itself. */
export interface ChainedEvent {
  readonly congress: string;
  /** From 1, without gaps. */
  readonly seq: number;
  /** ISO 8601 in UTC with milliseconds. */
  readonly at: string;
  readonly kind: string;
  readonly actor: AuditActor;
  readonly subject: AuditSubject | null;
  readonly detail: Detail;
  readonly disposition: Disposition;
  /** Hash of the event before, `GENESIS` for the first. */
  readonly previous: string;
}

/** Stands before the first event of a chain. */
export const GENESIS = '0'.repeat(64);

/**
 * Canonical JSON: no white space, keys sorted by UTF-16 code units, strings and integers as JSON.stringify writes them (RFC 8785 for
 * the values allowed here). Keys whose value is undefined do not exist.
 * @throws TypeError for a number that is no safe integer, a string PostgreSQL cannot hold, or anything that is not JSON.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return text(value);
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value) || Object.is(value, -0)) throw new TypeError(`audit: ${value} is no safe integer`);
    return String(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (
    typeof value === 'object' &&
    (Object.getPrototypeOf(value) === Object.prototype || Object.getPrototypeOf(value) === null)
  ) {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    entries.sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, item]) => `${text(key)}:${canonicalJson(item)}`).join(',')}}`;
  }
  throw new TypeError(`audit: ${typeof value} cannot be recorded`);
}

const HALF_CHARACTER = /\p{Surrogate}/u;

function text(value: string): string {
  if (value.includes('\0') || HALF_CHARACTER.test(value))
    throw new TypeError('audit: a string with NUL or half a character cannot be recorded');
  return JSON.stringify(value);
}

/**
 * Hash of an event: lower-case hex SHA-256 of the UTF-8 canonical JSON of exactly these members: actor {account, name, role}, at, congress,
 * detail, disposition, kind, previous, seq, subject {id, type} or null. Whoever has the events can compute it again with any tool.
 */
export function eventHash(event: ChainedEvent): string {
  const { congress, seq, at, kind, actor, subject, detail, disposition, previous } = event;
  return bytesToHex(
    sha256(utf8ToBytes(canonicalJson({ congress, seq, at, kind, actor, subject, detail, disposition, previous }))),
  );
}

/** What is wrong with an event at a place in the chain. */
export type ChainFault = 'gap' | 'previous-differs' | 'hash-differs';

/** Checks one event after another; `before` is the end of the chain so far, undefined at its beginning. */
export function checkLink(
  event: ChainedEvent & { readonly hash: string },
  before?: { seq: number; hash: string },
): ChainFault | undefined {
  if (event.seq !== (before?.seq ?? 0) + 1) return 'gap';
  if (event.previous !== (before?.hash ?? GENESIS)) return 'previous-differs';
  return hashFits(event) ? undefined : 'hash-differs';
}

function hashFits(event: ChainedEvent & { readonly hash: string }): boolean {
  try {
    return eventHash(event) === event.hash;
  } catch {
    return false; // holds what could never have been recorded
  }
}

import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Credential } from '../../core/belenios/index.ts';
import type { Random } from '../../core/result.ts';
import type { Mark, Marks } from './marks.ts';
import { type CardStore, diskStore } from './own-card.ts';

/** Marks under lock: only the card they were made with opens them, and only for the ballot they were made on. Hex; no time, no card. */
export interface Sealed {
  readonly ballot: string;
  readonly nonce: string;
  readonly box: string;
}

const isSealed = (value: unknown): value is Sealed => {
  if (typeof value !== 'object' || value === null) return false;
  const { ballot, nonce, box } = value as Partial<Sealed>;
  return typeof ballot === 'string' && /^[0-9a-f]{48}$/.test(nonce ?? '') && /^([0-9a-f]{2})+$/.test(box ?? '');
};

/** One byte a project, so that the box of a ballot has one length whatever is marked on it. */
const signs: readonly Mark[] = [null, 'for', 'against', 'abstain', 'satisfied', 'basically-satisfied', 'unsatisfied'];

const cipher = (ballot: string, credential: Credential, nonce: Uint8Array) => {
  const key = hkdf(sha256, utf8ToBytes(credential), nonce, utf8ToBytes(`piaojue draft|${ballot}`), 32);
  return xchacha20poly1305(key, nonce, utf8ToBytes(ballot));
};

/** `turn` counts the changes: of two boxes the later one holds. */
export function sealMarks(ballot: string, credential: Credential, turn: number, marks: Marks, random: Random): Sealed {
  const plain = new Uint8Array(4 + marks.length);
  new DataView(plain.buffer).setUint32(0, turn);
  plain.set(
    marks.map((mark) => signs.indexOf(mark)),
    4,
  );
  const nonce = random(24);
  const box = cipher(ballot, credential, nonce).encrypt(plain);
  return { ballot, nonce: bytesToHex(nonce), box: bytesToHex(box) };
}

/** Undefined for another card's, another ballot's, or what was damaged: they look alike. */
export function openMarks(
  ballot: string,
  credential: Credential,
  { nonce, box }: Sealed,
): { readonly turn: number; readonly marks: unknown } | undefined {
  try {
    const plain = cipher(ballot, credential, hexToBytes(nonce)).decrypt(hexToBytes(box));
    return {
      turn: new DataView(plain.buffer, plain.byteOffset).getUint32(0),
      marks: [...plain.slice(4)].map((sign) => signs[sign]),
    };
  } catch {
    return undefined;
  }
}

/** The tab's memory of the box, for a reload. */
interface Tab {
  draft: unknown;
}

/**
 * The marks of the deputy at this tablet until they are cast: in the tab, and on the tablet's disk, where they outlive a browser that is killed
 * and a power cut. Both hold the sealed box only; there is one, the next deputy's takes its place.
 */
export class Drafts {
  /** What the disk held when the page started. */
  private found: Sealed | undefined;
  private turn = 0;
  private writing: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly tab: Tab,
    private readonly disk: CardStore | undefined,
    private readonly random: Random = (length) => crypto.getRandomValues(new Uint8Array(length)),
  ) {}

  /** Looks what an earlier page left. Answers whether there is anything. */
  async start(): Promise<boolean> {
    const value = await this.disk?.get().catch(() => undefined);
    this.found = isSealed(value) ? value : undefined;
    return this.found !== undefined;
  }

  save(ballot: string, credential: Credential, marks: Marks): void {
    this.turn += 1;
    const sealed = sealMarks(ballot, credential, this.turn, marks, this.random);
    this.tab.draft = sealed;
    this.found = undefined;
    this.onDisk((disk) => disk.put(sealed));
  }

  /** The latest marks made with this very card on this ballot. */
  of(ballot: string, credential: Credential): unknown {
    const opened = [this.tab.draft, this.found]
      .filter(isSealed)
      .flatMap((sealed) => openMarks(ballot, credential, sealed) ?? [])
      .sort((a, b) => b.turn - a.turn);
    this.turn = Math.max(this.turn, opened[0]?.turn ?? 0);
    return opened[0]?.marks;
  }

  /** Keeps only what was marked on this ballot; null: no ballot is open. */
  keepOnly(ballot: string | null): void {
    if (this.found && this.found.ballot !== ballot) this.forget();
  }

  /** Cast, left, released, or closed. */
  forget(): void {
    this.tab.draft = undefined;
    this.found = undefined;
    this.onDisk((disk) => disk.clear());
  }

  /** One after the other, so that what is wiped stays wiped. A disk that refuses only loses what a restart would have saved. */
  private onDisk(work: (disk: CardStore) => Promise<void>): void {
    const { disk } = this;
    if (disk) this.writing = this.writing.then(() => work(disk)).catch(() => {});
  }
}

/** On this browser's disk, where it has one. */
export const openDrafts = (tab: Tab): Drafts =>
  new Drafts(tab, globalThis.indexedDB ? diskStore(indexedDB, 'piaojue.draft') : undefined);

import { ed25519 } from '@noble/curves/ed25519.js';
import type { Element, FixedBase, Group } from './group.ts';

const Point = ed25519.Point;
type Point = typeof Point.BASE;

/** q of Ed25519 (spec section 1.1). */
export const ed25519Order = 2n ** 252n + 27742317777372353535851937790883648493n;

const windowBits = 6;
const windows = Math.ceil(253 / windowBits);
const mask = (1n << BigInt(windowBits)) - 1n;

/** One table row per window of the exponent, so that a power costs additions only. */
function tabulate(base: Point): FixedBase {
  const rows: Point[][] = [];
  let start = base;
  for (let row = 0; row < windows; row++) {
    const entries: Point[] = [];
    let entry = start;
    for (let i = 1; i < 1 << windowBits; i++) {
      entries.push(entry);
      entry = entry.add(start);
    }
    rows.push(entries);
    start = entry;
  }
  return (exponent) => {
    let sum = Point.ZERO;
    let rest = exponent;
    for (let row = 0; rest > 0n; row++) {
      const digit = Number(rest & mask);
      if (digit > 0) sum = sum.add(rows[row]![digit - 1]!);
      rest >>= BigInt(windowBits);
    }
    return sum as unknown as Element;
  };
}

/** 16^i·P for i = 0…63: all the doublings that any multiple of P needs. */
type Ladder = readonly Point[];

function climb(base: Point): Ladder {
  const rungs = [base];
  for (let i = 1; i < 64; i++) rungs.push(rungs[i - 1]!.double().double().double().double());
  return rungs;
}

/** x·P from P's ladder, x in [0, 2^255): digits −8…8 of base 16 choose the rungs, which are gathered by digit (Yao's method): some 80 additions. */
function multipleOf(ladder: Ladder, x: bigint): Point {
  const gathered: (Point | undefined)[] = new Array(9);
  const nibbles = x.toString(16);
  let carry = 0;
  for (const [i, rung] of ladder.entries()) {
    const at = nibbles.length - 1 - i;
    let digit = (at < 0 ? 0 : Number.parseInt(nibbles[at]!, 16)) + carry;
    carry = digit > 8 && i < 63 ? 1 : 0;
    digit -= 16 * carry;
    if (digit === 0) continue;
    const size = Math.abs(digit);
    const signed = digit < 0 ? rung.negate() : rung;
    gathered[size] = gathered[size]?.add(signed) ?? signed;
  }
  // Σ k·gathered[k], by sums of sums from the top.
  let [running, sum] = [Point.ZERO, Point.ZERO];
  for (let k = 8; k > 0; k--) {
    const more = gathered[k];
    if (more) running = running.add(more);
    sum = sum.add(running);
  }
  return sum;
}

/** 64 lowercase hex digits (spec section 1.1). */
export const isWellSpelt = (text: string): boolean => /^[0-9a-f]{64}$/.test(text);

const bytesOf = (hex: string): Uint8Array => {
  const bytes = new Uint8Array(32);
  for (let i = 0; i < 32; i++) bytes[31 - i] = Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16);
  return bytes;
};

const hexOf = (bytes: Uint8Array): string => {
  let hex = '';
  for (let i = 31; i >= 0; i--) hex += (bytes[i]! >> 4).toString(16) + (bytes[i]! & 15).toString(16);
  return hex;
};

/**
 * Ed25519 on noble's points. Text is the byte-reversed RFC 8032 encoding in lowercase hex; `parse` is canonical and checks that
 * the point has no torsion component (spec sections 10.1 and 10.2). Scalars are never clamped.
 * BigInt arithmetic is never constant-time; what is secret here stays on the device of the person whose secret it is.
 */
export function ed25519Group(): Group {
  const point = (element: Element) => element as unknown as Point;
  const element = (p: Point) => p as unknown as Element;
  let generatorTable: FixedBase | undefined;
  // A ciphertext is tested for membership and then raised to the challenges of several proofs: the doublings are made once.
  const ladders = new WeakMap<Point, Ladder>();
  const multiple = (p: Point, x: bigint): Point => {
    let ladder = ladders.get(p);
    if (!ladder) {
      ladder = climb(p);
      ladders.set(p, ladder);
    }
    return multipleOf(ladder, x);
  };
  return {
    name: 'Ed25519',
    order: ed25519Order,
    longestElement: 64,
    generator: element(Point.BASE),
    identity: element(Point.ZERO),
    isWellSpelt,
    parse(text) {
      if (!isWellSpelt(text)) return undefined;
      try {
        const p = Point.fromBytes(bytesOf(text));
        return multiple(p, ed25519Order).is0() ? element(p) : undefined;
      } catch {
        return undefined;
      }
    },
    parseChecked: (text) => element(Point.fromBytes(bytesOf(text))),
    print: (a) => hexOf(point(a).toBytes()),
    equal: (a, b) => point(a).equals(point(b)),
    multiply: (a, b) => element(point(a).add(point(b))),
    invert: (a) => element(point(a).negate()),
    power: (base, exponent) => element(multiple(point(base), exponent)),
    generatorPower: (exponent) => {
      generatorTable ??= tabulate(Point.BASE);
      return generatorTable(exponent);
    },
    fixedBase: (base) => tabulate(point(base)),
  };
}

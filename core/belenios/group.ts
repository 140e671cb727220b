import { ed25519Group } from './ed25519.ts';
import { modularGroup } from './modular.ts';

/** The two groups an election may use (spec sections 0 and 1.1). */
export type GroupName = 'Ed25519' | 'BELENIOS-2048';
export const groupNames: readonly GroupName[] = ['Ed25519', 'BELENIOS-2048'];

declare const elementBrand: unique symbol;
/** An element of one group's prime-order subgroup. Opaque: only the `Group` that made it can read it. */
export interface Element {
  readonly [elementBrand]: true;
}

/** x ↦ base^x for a base that is used often: the arithmetic may keep a table for it. x must be in [0, q). */
export type FixedBase = (exponent: bigint) => Element;

/**
 * A cyclic group of prime order q in multiplicative notation (spec section 1.1). Every `Element` that a Group hands out lies
 * in the subgroup; `parse` is the only way in from text and it checks that.
 */
export interface Group {
  readonly name: GroupName;
  /** q, the order of the subgroup: scalars are in [0, q). */
  readonly order: bigint;
  /** Length in characters of the longest text form of an element. */
  readonly longestElement: number;
  readonly generator: Element;
  readonly identity: Element;
  /** Reads the one canonical text of a member of the subgroup (the identity is a member); undefined for anything else. */
  parse(text: string): Element | undefined;
  /** Reads a text that `parse` accepted before, without the costly membership test. Throws on text that is no point at all. */
  parseChecked(text: string): Element;
  /** Whether the text is spelt as an element is (digits, case, no leading zero); says nothing about membership. Cheap. */
  isWellSpelt(text: string): boolean;
  /** The canonical text: 64 lowercase hex digits, or a decimal number. */
  print(element: Element): string;
  equal(a: Element, b: Element): boolean;
  multiply(a: Element, b: Element): Element;
  invert(a: Element): Element;
  /** base^exponent, exponent in [0, q). */
  power(base: Element, exponent: bigint): Element;
  /** g^exponent, exponent in [0, q). */
  generatorPower: FixedBase;
  /** Prepares a base (an election's public key) for many powers. */
  fixedBase(base: Element): FixedBase;
}

/** Where the arithmetic comes from: the portable one below, or a faster one the server passes in. */
export type Groups = (name: GroupName) => Group;

const made = new Map<GroupName, Group>();

/** The portable arithmetic (noble points, BigInt): works in every browser and in Node, made once per group. */
export const portableGroups: Groups = (name) => {
  let group = made.get(name);
  if (!group) {
    group = name === 'Ed25519' ? ed25519Group() : modularGroup();
    made.set(name, group);
  }
  return group;
};

/** Whether the text names a group this project speaks. */
export const isGroupName = (text: unknown): text is GroupName => text === 'Ed25519' || text === 'BELENIOS-2048';

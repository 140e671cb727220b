import type { Element, FixedBase, Group } from './group.ts';

/** p, g and q of BELENIOS-2048 (spec section 1.1). */
export const modulus =
  20694785691422546401013643657505008064922989295751104097100884787057374219242717401922237254497684338129066633138078958404960054389636289796393038773905722803605973749427671376777618898589872735865049081167099310535867780980030790491654063777173764198678527273474476341835600035698305193144284561701911000786737307333564123971732897913240474578834468260652327974647951137672658693582180046317922073668860052627186363386088796882120769432366149491002923444346373222145884100586421050242120365433561201320481118852408731077014151666200162313177169372189248078507711827842317498073276598828825169183103125680162072880719n;
export const modularGenerator =
  2402352677501852209227687703532399932712287657378364916510075318787663274146353219320285676155269678799694668298749389095083896573425601900601068477164491735474137283104610458681314511781646755400527402889846139864532661215055797097162016168270312886432456663834863635782106154918419982534315189740658186868651151358576410138882215396016043228843603930989333662772848406593138406010231675095763777982665103606822406635076697764025346253773085133173495194248967754052573659049492477631475991575198775177711481490920456600205478127054728238140972518639858334115700568353695553423781475582491896050296680037745308460627n;
export const modularOrder = 78571733251071885079927659812671450121821421258408794611510081919805623223441n;

/** One table row per window of the exponent, so that a power costs multiplications only, no squarings. */
function tabulate(base: bigint, windowBits: number): FixedBase {
  const windows = Math.ceil(256 / windowBits);
  const width = BigInt(windowBits);
  const mask = (1n << width) - 1n;
  const rows: bigint[][] = [];
  let start = base;
  for (let row = 0; row < windows; row++) {
    const entries: bigint[] = [];
    let entry = start;
    for (let i = 1; i < 1 << windowBits; i++) {
      entries.push(entry);
      entry = (entry * start) % modulus;
    }
    rows.push(entries);
    start = entry;
  }
  return (exponent) => {
    let product = 1n;
    let rest = exponent;
    for (let row = 0; rest > 0n; row++) {
      const digit = Number(rest & mask);
      if (digit > 0) product = (product * rows[row]![digit - 1]!) % modulus;
      rest >>= width;
    }
    return product as unknown as Element;
  };
}

/** base^exponent mod p by windows of four bits. */
export function modularPower(base: bigint, exponent: bigint): bigint {
  const powers = [1n, base];
  for (let i = 2; i < 16; i++) powers.push((powers[i - 1]! * base) % modulus);
  let result = 1n;
  for (const digit of exponent.toString(16)) {
    if (result !== 1n) for (let i = 0; i < 4; i++) result = (result * result) % modulus;
    const value = Number.parseInt(digit, 16);
    if (value > 0) result = (result * powers[value]!) % modulus;
  }
  return result;
}

/** A decimal without leading zeros, no longer than p (617 digits). */
const isWellSpelt = (text: string): boolean => text.length <= 617 && /^[1-9][0-9]*$/.test(text);

/** The inverse mod p by the extended Euclidean algorithm. */
function modularInverse(value: bigint): bigint {
  let [r0, r1, t0, t1] = [modulus, value, 0n, 1n];
  while (r1 > 0n) {
    const quotient = r0 / r1;
    [r0, r1] = [r1, r0 - quotient * r1];
    [t0, t1] = [t1, t0 - quotient * t1];
  }
  return t0 < 0n ? t0 + modulus : t0;
}

/**
 * BELENIOS-2048 on BigInt: decimals, membership 0 < x < p and x^q = 1 (spec section 1.1). `power` can be replaced by a faster
 * modular exponentiation with the same result; wider windows make powers of g and y cheaper and their tables dearer.
 */
export function modularGroup(power: (base: bigint, exponent: bigint) => bigint = modularPower, windowBits = 6): Group {
  const number = (element: Element) => element as unknown as bigint;
  const element = (x: bigint) => x as unknown as Element;
  let generatorTable: FixedBase | undefined;
  return {
    name: 'BELENIOS-2048',
    order: modularOrder,
    longestElement: modulus.toString().length,
    generator: element(modularGenerator),
    identity: element(1n),
    isWellSpelt,
    parse(text) {
      if (!isWellSpelt(text)) return undefined;
      const x = BigInt(text);
      return x < modulus && (power(x, modularOrder - 1n) * x) % modulus === 1n ? element(x) : undefined;
    },
    parseChecked: (text) => element(BigInt(text)),
    print: (a) => number(a).toString(),
    equal: (a, b) => number(a) === number(b),
    multiply: (a, b) => element((number(a) * number(b)) % modulus),
    invert: (a) => element(modularInverse(number(a))),
    power: (base, exponent) => element(power(number(base), exponent)),
    generatorPower: (exponent) => {
      generatorTable ??= tabulate(modularGenerator, windowBits);
      return generatorTable(exponent);
    },
    fixedBase: (base) => tabulate(number(base), windowBits),
  };
}

import { ed25519 } from '@noble/curves/ed25519.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { discreteLog } from '../../../core/belenios/discrete-log.ts';
import { parseScalar, randomScalar } from '../../../core/belenios/hash.ts';
import { type Group, type GroupName, groupNames, isGroupName, portableGroups } from '../../../core/belenios/index.ts';
import { modularPower, modulus } from '../../../core/belenios/modular.ts';
import { fastGroups } from '../../../server/verification/fast-groups.ts';
import { random } from './support.ts';

const { Point } = ed25519;
const textOf = (point: typeof Point.BASE) => Buffer.from(point.toBytes()).reverse().toString('hex');

describe.each<GroupName>([...groupNames])('%s: the fast arithmetic equals the portable one', (name) => {
  const [slow, fast] = [portableGroups(name), fastGroups(name)];
  const q = slow.order;
  const scalar = fc.oneof(fc.constantFrom(0n, 1n, 2n, q - 1n, q - 2n), fc.bigInt(0n, q - 1n));
  const both = (run: (group: Group) => string) => expect(run(fast)).toBe(run(slow));

  it('powers, products, inverses, fixed bases', () => {
    fc.assert(
      fc.property(scalar, scalar, scalar, (x, y, z) => {
        both((g) => g.print(g.generatorPower(x)));
        both((g) => g.print(g.power(g.generatorPower(x), y)));
        both((g) => g.print(g.multiply(g.generatorPower(x), g.invert(g.generatorPower(y)))));
        both((g) => g.print(g.fixedBase(g.generatorPower(x))(z)));
      }),
      { numRuns: name === 'Ed25519' ? 25 : 10 },
    );
  });

  it('laws of a group of order q', () => {
    for (const g of [slow, fast]) {
      const [x, y] = [randomScalar(g, random), randomScalar(g, random)];
      const [a, b] = [g.generatorPower(x), g.generatorPower(y)];
      expect(g.equal(g.multiply(a, b), g.generatorPower((x + y) % q))).toBe(true);
      expect(g.equal(g.power(a, y), g.power(b, x))).toBe(true);
      expect(g.equal(a, b)).toBe(false);
      expect(g.equal(g.multiply(a, g.invert(a)), g.identity)).toBe(true);
      expect(g.equal(g.multiply(a, g.identity), a)).toBe(true);
      expect(g.equal(g.multiply(g.power(a, q - 1n), a), g.identity)).toBe(true);
      expect(g.equal(g.multiply(g.generator, g.invert(g.generator)), g.identity)).toBe(true);
      expect(g.equal(g.invert(g.identity), g.identity)).toBe(true);
      expect(g.equal(g.power(g.identity, y), g.identity)).toBe(true);
      expect(g.equal(g.power(a, 0n), g.identity)).toBe(true);
      expect(g.equal(g.fixedBase(a)(y), g.power(a, y))).toBe(true);
    }
  });

  it('text comes back', () => {
    for (const g of [slow, fast]) {
      const text = g.print(g.generatorPower(randomScalar(g, random)));
      expect(g.print(g.parse(text)!)).toBe(text);
      expect(g.print(g.parseChecked(text))).toBe(text);
      expect(g.print(g.parse(g.print(g.identity))!)).toBe(g.print(g.identity));
      expect(text.length).toBeLessThanOrEqual(g.longestElement);
    }
  });

  it('small totals are found, larger ones are not', () => {
    for (const g of [slow, fast]) {
      for (const maximum of [0, 1, 2, 5, 99, 100]) {
        const solve = discreteLog(g, maximum);
        for (const n of [0, 1, maximum - 1, maximum].filter((k) => k >= 0 && k <= maximum))
          expect(solve(g.generatorPower(BigInt(n)))).toBe(n);
        expect(solve(g.generatorPower(BigInt(maximum + 1)))).toBeUndefined();
        expect(solve(g.invert(g.generator))).toBeUndefined();
      }
    }
  });

  it('scalars have one spelling', () => {
    expect(parseScalar(slow, '0')).toBe(0n);
    expect(parseScalar(slow, `${q - 1n}`)).toBe(q - 1n);
    for (const bad of [`${q}`, '01', '', '-1', '+1', '1.0', ' 1', '1e3', '0x1', 1, null, undefined])
      expect(parseScalar(slow, bad)).toBeUndefined();
  });

  it('random scalars stay in range and differ', () => {
    const drawn = Array.from({ length: 50 }, () => randomScalar(slow, random));
    expect(drawn.every((x) => x >= 0n && x < q)).toBe(true);
    expect(new Set(drawn).size).toBe(50);
    expect(randomScalar(slow, (n) => new Uint8Array(n).fill(255))).toBe((2n ** 384n - 1n) % q);
  });
});

describe.each([
  ['portable', portableGroups],
  ['fast', fastGroups],
])('what is no element (%s)', (_, groups) => {
  it('Ed25519: spelling, range, curve, torsion', () => {
    const g = groups('Ed25519');
    const good = textOf(Point.BASE.multiply(12345n));
    expect(g.parse(good)).toBeDefined();
    const p = 2n ** 255n - 19n;
    const hex = (x: bigint) => x.toString(16).padStart(64, '0');
    const order2 = Point.fromAffine({ x: 0n, y: p - 1n });
    const order8 = Point.fromBytes(
      Buffer.from('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a', 'hex'),
    );
    const bad = {
      uppercase: good.toUpperCase(),
      short: good.slice(2),
      long: `${good}00`,
      space: ` ${good.slice(1)}`,
      newline: `${good}\n`,
      notOnCurve: hex(2n),
      tooLarge: hex(p + 1n), // y = 1 again: another spelling of the identity
      identityWithSign: hex((1n << 255n) + 1n),
      order2: textOf(order2),
      order8: textOf(order8),
      torsion2: textOf(Point.BASE.add(order2)),
      torsion8: textOf(Point.BASE.multiply(777n).add(order8)),
    };
    for (const [why, text] of Object.entries(bad)) expect(g.parse(text), why).toBeUndefined();
    expect(g.isWellSpelt(good.toUpperCase())).toBe(false);
  });

  it('BELENIOS-2048: spelling, range, subgroup', () => {
    const g = groups('BELENIOS-2048');
    const good = modularPower(BigInt(g.print(g.generator)), 12345n);
    expect(g.parse(`${good}`)).toBeDefined();
    for (const x of [0n, 2n, 3n, modulus - 1n, modulus - good, modulus, modulus + 1n, modulus + good, 10n ** 617n])
      expect(g.parse(`${x}`)).toBeUndefined();
    for (const text of [`0${good}`, `+${good}`, `-${good}`, ` ${good}`, `${good}\n`, `0x${good.toString(16)}`, ''])
      expect(g.parse(text)).toBeUndefined();
  });
});

it('names of groups', () => {
  expect(groupNames.every(isGroupName)).toBe(true);
  expect(isGroupName('RFC-3526-2048')).toBe(false);
});

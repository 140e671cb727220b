import { describe, expect, it } from 'vitest';
import { townRows } from '../../../client/console/towns/rows.ts';
import type { Town } from '../../../core/contract/county.ts';

const town = (name: string, deadline?: string | null): Town =>
  ({
    id: name,
    name,
    level: 'town',
    cycles:
      deadline === undefined ? [] : [{ id: name, year: 2027, stages: [{ stage: 'ballot', place: 'now', deadline }] }],
  }) as unknown as Town;

describe('the county’s table', () => {
  it('has those furthest behind first, then the rest by name', () => {
    const towns = [town('乙镇'), town('甲镇', null), town('丙镇', '2026-11-20'), town('丁镇', '2026-10-01')];
    expect(townRows(towns, '2026-11-23').map(({ town, daysLate }) => [town.name, daysLate])).toEqual([
      ['丁镇', 53],
      ['丙镇', 3],
      ['甲镇', null],
      ['乙镇', null],
    ]);
  });
});

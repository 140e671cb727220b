import { describe, expect, it } from 'vitest';
import { checkAtFreeze, defaultMethod } from '../../../core/rules/method.ts';
import { sampleTown } from '../../../server/congress/sample.ts';
import { namePinyin } from '../../../server/documents/pinyin.ts';

describe('the sample town', () => {
  const { deputies, candidates, delegations, accounts, seats } = sampleTown;

  it('has 60 deputies in 4 delegations, two of one name, each with a number of their own', () => {
    expect(deputies.length).toBe(60);
    expect(new Set(deputies.map((deputy) => deputy.number)).size).toBe(60);
    expect(delegations.map((name) => deputies.filter((deputy) => deputy.delegation === name).length)).toEqual([
      15, 15, 15, 15,
    ]);
    const twice = deputies.filter((deputy, at) => deputies.findIndex((other) => other.name === deputy.name) !== at);
    expect(twice.map((deputy) => deputy.name)).toEqual(['王建军']);
    for (const { name } of deputies) expect(name).toMatch(/^\p{Script=Han}{2,4}$/u);
  });

  it('has 12 candidates for 10 seats that can be frozen as they are', () => {
    expect(candidates.length).toBe(12);
    expect(checkAtFreeze({ ...defaultMethod(), seats }, candidates.length).ok).toBe(true);
    for (const { title, budgetYuan, finishDate } of candidates) {
      expect([...title].length, title).toBeGreaterThanOrEqual(10);
      expect([...title].length, title).toBeLessThanOrEqual(30);
      expect(Number.isSafeInteger(budgetYuan) && budgetYuan > 0).toBe(true);
      expect(finishDate).toMatch(/^2027-\d\d-\d\d$/);
    }
  });

  it('has the staff a ballot needs, and no passwords', () => {
    const count = (role: string) => accounts.filter((account) => account.role === role).length;
    expect(['administrator', 'presidium', 'chief-scrutineer', 'scrutineer', 'teller'].map(count)).toEqual([
      1, 3, 1, 2, 1,
    ]);
    expect(new Set(accounts.map((account) => account.login)).size).toBe(accounts.length);
    expect(JSON.stringify(accounts)).not.toMatch(/password/i);
  });
});

describe('namePinyin', () => {
  it.each([
    ['张三', 'zhangsan', 'zs'],
    ['单良玉', 'shanliangyu', 'sly'],
    ['曾繁荣', 'zengfanrong', 'zfr'],
    ['仇正义', 'qiuzhengyi', 'qzy'],
    ['任重远', 'renzhongyuan', 'rzy'],
    ['解珍', 'xiezhen', 'xz'],
    ['区志明', 'ouzhiming', 'ozm'],
    ['欧阳建国', 'ouyangjianguo', 'oyjg'],
    ['尉迟恭', 'yuchigong', 'ycg'],
    ['吕芳', 'lvfang', 'lf'],
    ['刘䶮', 'liuyan', 'ly'],
    ['阿卜杜拉·买买提', 'abudulamaimaiti', 'abdlmmt'],
    ['John 王', 'johnwang', 'jw'],
    ['', '', ''],
  ])('%s → %s %s', (name, full, initials) => {
    expect(namePinyin(name)).toEqual({ full, initials });
  });

  it('every deputy of the sample can be found by typing', () => {
    for (const { name } of sampleTown.deputies) expect(namePinyin(name).full).toMatch(/^[a-z]{2,}$/);
  });
});

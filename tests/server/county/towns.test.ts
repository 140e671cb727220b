import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { county } from '../../../core/contract/county.ts';
import { cycle } from '../../../core/contract/cycle.ts';
import { identity } from '../../../core/contract/identity.ts';
import type { AccountId } from '../../../core/ids.ts';
import { enter, type Person, refusal, startServer, type TestServer } from '../../support/server.ts';

let server: TestServer;
let administrator: Person;
const password = 'a good password';
beforeAll(async () => {
  server = await startServer();
  const browser = server.browser();
  const me = await browser.call(identity.setup, {
    body: {
      congress: { id: randomUUID(), level: 'county', name: '测试县人民代表大会', county: '' },
      administrator: { login: 'admin', name: '管理员', password },
    },
  });
  administrator = Object.assign(browser, { me, password });
});
afterAll(() => server?.stop());

const make = (by: Person, id: string, name: string, login: string) =>
  by.call(county.makeTown, {
    params: { congress: id },
    body: { name, administrator: { login, name: '镇管理员', password } },
  });

describe('a county and its towns', () => {
  it('registers a town once; its administrator sets up the rest, and the county sees where it stands', async () => {
    const id = randomUUID();
    for (let i = 0; i < 2; i++)
      expect(await make(administrator, id, '青溪镇人民代表大会', 'qingxi')).toMatchObject([
        { id, name: '青溪镇人民代表大会', level: 'town', cycles: [] },
      ]);
    expect(await refusal(make(administrator, id, '别的镇人民代表大会', 'other'))).toMatchObject({ code: 'conflict' });
    expect(await refusal(make(administrator, randomUUID(), '石泉镇人民代表大会', 'QINGXI'))).toMatchObject({
      code: 'login-taken',
    });
    const town = server.browser();
    const me = await town.call(identity.signIn, { body: { login: 'qingxi', password } });
    expect(me).toMatchObject({ congress: { id, level: 'town', county: '测试县' }, account: { role: 'administrator' } });
    // The county knows the password it gave: nothing is done with it but setting another.
    expect(await refusal(town.call(county.towns))).toMatchObject({ code: 'password-given' });
    await town.call(identity.changePassword, { body: { old: password, new: 'the town’s own' } });
    // Below a town there is none, and a county's own accounts see only their towns.
    expect(
      await refusal(
        town.call(county.makeTown, {
          params: { congress: randomUUID() },
          body: { name: '村', administrator: { login: 'cun', name: '村', password } },
        }),
      ),
    ).toMatchObject({ code: 'no-towns-below' });
    await town.call(identity.saveAccount, {
      params: { account: randomUUID() as string as AccountId },
      body: { login: 'zhuxituan', name: '主席团', role: 'presidium', active: true, password },
    });
    const presidium = await enter(server, 'zhuxituan', password);
    const year = randomUUID();
    await presidium.call(cycle.start, { params: { cycle: year }, body: { year: 2027, stage: 'collection', note: '' } });
    await presidium.call(cycle.deadlines, {
      params: { cycle: year },
      body: { deadlines: { collection: '2020-09-30' } },
    });
    const [seen] = await administrator.call(county.towns);
    expect(seen!.cycles).toMatchObject([{ year: 2027, stage: 'collection' }]);
    expect(seen!.cycles[0]!.stages[0]).toMatchObject({ timeliness: 'late', deadline: '2020-09-30' });
    expect(await town.call(county.towns)).toEqual([]);
  });
});

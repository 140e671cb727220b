import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collection, deputyDesk } from '../../../core/contract/collection.ts';
import { congress } from '../../../core/contract/congress.ts';
import { type DeputyCode, deputyAccess } from '../../../core/contract/deputy-access.ts';
import { identity } from '../../../core/contract/identity.ts';
import type { DeputyId, SuggestionId } from '../../../core/ids.ts';
import { inTransaction } from '../../../server/database/pool.ts';
import { refusal, startServer, type TestServer } from '../../support/server.ts';
import { type CollectingTown, collectingTown } from './town.ts';

let server: TestServer;
let town: CollectingTown;
let deputies: { id: DeputyId; name: string; number: string }[];
beforeAll(async () => {
  server = await startServer();
  town = await collectingTown(server);
  deputies = await town.presidium.call(congress.deputies);
});
afterAll(() => server?.stop());

const issue = async (...ids: DeputyId[]): Promise<DeputyCode[]> =>
  town.presidium.call(deputyAccess.issueCodes, { body: { deputies: ids } });
const setPassword = (who: string, code: string, password = 'a deputy’s own') =>
  server.browser().call(deputyAccess.setPassword, { body: { who, code, password } });
const signIn = (who: string, password: string) =>
  server.browser().call(deputyAccess.signIn, { body: { who, password } });
const accessOf = async (id: DeputyId) =>
  (await town.presidium.call(deputyAccess.access)).find(({ deputy }) => deputy === id)!.state;

describe('a deputy’s own sign-in', () => {
  it('is by a one-time code that staff hand out, then by name and password', async () => {
    const deputy = deputies[7]!;
    expect(await accessOf(deputy.id)).toBe('none');
    const [code] = await issue(deputy.id);
    expect(code).toMatchObject({
      name: deputy.name,
      code: expect.stringMatching(/^[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}$/),
    });
    expect(await accessOf(deputy.id)).toBe('code');
    expect(await refusal(setPassword(deputies[8]!.name, code!.code))).toMatchObject({ code: 'deputy-code-wrong' });
    const me = await setPassword(deputy.name, code!.code.toLowerCase());
    expect(me.account).toMatchObject({ name: deputy.name, role: 'deputy' });
    expect(await accessOf(deputy.id)).toBe('active');
    expect(await refusal(setPassword(deputy.name, code!.code))).toMatchObject({ code: 'deputy-code-wrong' });
    expect((await signIn(deputy.name, 'a deputy’s own')).account.id).toBe(me.account.id);
    expect((await signIn(deputy.number, 'a deputy’s own')).account.id).toBe(me.account.id);
    expect((await signIn(me.account.login, 'a deputy’s own')).account.id).toBe(me.account.id);
    expect(await refusal(signIn(deputy.name, 'wrong'))).toMatchObject({ code: 'wrong-password' });
  });

  it('is by telephone number, however it is written, and tells two of the same name apart', async () => {
    const [one, two] = [deputies[10]!, deputies[11]!];
    const save = (deputy: (typeof deputies)[number], phone: string) =>
      town.presidium.call(congress.saveDeputy, {
        params: { deputy: deputy.id },
        body: { number: deputy.number, name: '张伟', gender: '男', delegation: '第一代表团', inOffice: true, phone },
      });
    await save(one, '138 0915-0001');
    await save(two, '+86 13809150002');
    const codes = await issue(one.id, two.id);
    const codeOf = (id: DeputyId) => codes.find(({ deputy }) => deputy === id)!.code;
    const first = await setPassword('13809150001', codeOf(one.id), 'the first of them');
    const other = await setPassword('张伟', codeOf(two.id), 'the second of them');
    expect(first.account.id).not.toBe(other.account.id);
    expect((await signIn('张伟', 'the first of them')).account.id).toBe(first.account.id);
    expect((await signIn('138-0915-0002', 'the second of them')).account.id).toBe(other.account.id);
    expect(await refusal(signIn('13809150002', 'the first of them'))).toMatchObject({ code: 'wrong-password' });
  });

  it('finds people by indexes, and no two logins that differ in case only', async () => {
    const { db, pool } = server.database;
    const again = pool.query('update account set login = upper($1) where login <> $1 and role = $2', [
      'admin',
      'county',
    ]);
    await expect(again).rejects.toThrow('account_login_lower');
    const plan = await inTransaction(db, async (trx) => {
      // A roster this small would be read through whatever indexes there are.
      await sql`set local enable_seqscan = off`.execute(trx);
      const lines = [
        await sql<{ 'QUERY PLAN': string }>`explain select id from deputy where phone_figures = '13809150001'`.execute(
          trx,
        ),
        await sql<{ 'QUERY PLAN': string }>`explain select id from account where lower(login) = 'admin'`.execute(trx),
        await sql<{
          'QUERY PLAN': string;
        }>`explain select id from file where id = ${randomUUID()} and published = true`.execute(trx),
      ];
      return lines.flatMap(({ rows }) => rows.map((row) => row['QUERY PLAN'])).join('\n');
    });
    for (const index of ['deputy_phone', 'account_login_lower', 'file_published']) expect(plan).toContain(index);
  });

  it('gets a new password by a new code, which ends earlier codes and sign-ins', async () => {
    const deputy = deputies[12]!;
    const [old] = await issue(deputy.id);
    const [fresh] = await issue(deputy.id);
    expect(await refusal(setPassword(deputy.name, old!.code))).toMatchObject({ code: 'deputy-code-wrong' });
    const browser = server.browser();
    const body = { who: deputy.name, code: fresh!.code, password: 'first password' };
    const me = await browser.call(deputyAccess.setPassword, { body });
    const [again] = await issue(deputy.id);
    // The old password is good until the new code is used.
    await signIn(deputy.name, 'first password');
    expect((await setPassword(deputy.name, again!.code, 'second password')).account.id).toBe(me.account.id);
    expect(await refusal(browser.call(identity.me))).toMatchObject({ code: 'not-signed-in' });
    expect(await refusal(signIn(deputy.name, 'first password'))).toMatchObject({ code: 'wrong-password' });
  });

  it('stays closed once it is closed: old codes end, new ones are refused, and so are staff at the deputies’ door', async () => {
    const deputy = deputies[15]!;
    const [code] = await issue(deputy.id);
    const { account } = await setPassword(deputy.name, code!.code);
    const [later] = await issue(deputy.id);
    const administrator = await town.as('administrator');
    const { id, login, name } = account;
    const save = (change: Partial<typeof account>) =>
      administrator.call(identity.saveAccount, {
        params: { account: id },
        body: { login, name, role: 'deputy', active: true, ...change },
      });
    expect(await refusal(save({ role: 'presidium' }))).toMatchObject({ code: 'deputy-account-role' });
    await save({ active: false });
    expect(await accessOf(deputy.id)).toBe('closed');
    expect(await refusal(setPassword(deputy.name, later!.code))).toMatchObject({ code: 'deputy-code-wrong' });
    expect(await refusal(issue(deputy.id))).toMatchObject({ code: 'deputy-account-closed' });
    expect(await refusal(signIn(deputy.name, 'a deputy’s own'))).toMatchObject({ code: 'wrong-password' });
    await save({});
    expect((await signIn(deputy.name, 'a deputy’s own')).account.id).toBe(id);
    // As an older release may have left it.
    const [last] = await issue(deputy.id);
    const { pool } = server.database;
    await pool.query('update account set role = $2 where id = $1', [id, 'presidium']);
    expect(await refusal(signIn(deputy.name, 'a deputy’s own'))).toMatchObject({ code: 'wrong-password' });
    expect(await refusal(setPassword(deputy.name, last!.code))).toMatchObject({ code: 'deputy-account-closed' });
    await pool.query('update account set role = $2, active = false where id = $1', [id, 'deputy']);
    expect(await refusal(setPassword(deputy.name, last!.code))).toMatchObject({ code: 'deputy-account-closed' });
  });

  it('refuses a code that has expired, deputies out of office, and guessing', async () => {
    const deputy = deputies[13]!;
    const [code] = await issue(deputy.id);
    await server.database.pool.query('update deputy_code set expires_at = now() where deputy_id = $1', [deputy.id]);
    expect(await refusal(setPassword(deputy.name, code!.code))).toMatchObject({ code: 'deputy-code-wrong' });
    const guesses = Array.from({ length: 12 }, () => refusal(setPassword('某某某', '2222-2222')));
    expect((await Promise.all(guesses)).some((one) => one.code === 'too-many-requests')).toBe(true);
    const gone = deputies[14]!;
    await town.presidium.call(congress.saveDeputy, {
      params: { deputy: gone.id },
      body: { number: gone.number, name: gone.name, gender: '', delegation: '第一代表团', inOffice: false, phone: '' },
    });
    expect(await refusal(issue(gone.id))).toMatchObject({ code: 'not-in-office' });
  });
});

describe('a deputy’s desk', () => {
  it('takes own suggestions and what was heard, shows them, and seconds once', async () => {
    const deputy = await town.as('deputy');
    const desk = await deputy.call(deputyDesk.desk);
    expect(desk.deputy).toMatchObject({ number: '001', name: '王建军' });
    expect(desk.collection.open).toBe(true);
    const id = randomUUID() as SuggestionId;
    const heard = {
      ...{
        title: '增设候车亭',
        content: '赶集的老人没处避雨。',
        reason: '',
        village: town.villages[1]!.id,
        place: '',
        category: null,
      },
      ...{ channel: 'station' as const, heardOn: '2026-08-02', people: 4 },
    };
    const suggest = () => deputy.call(deputyDesk.suggest, { params: { suggestion: id }, body: heard });
    const { receipt } = await suggest();
    expect(await suggest()).toEqual({ receipt });
    const own = await deputy.call(deputyDesk.own, { query: {} });
    expect(own.suggestions).toMatchObject([{ id, deputy: '王建军', channel: 'station', state: 'received', people: 4 }]);
    const params = { suggestion: id };
    expect(await refusal(deputy.call(deputyDesk.second, { params }))).toMatchObject({ code: 'not-found' });
    await town.government.call(collection.look, { body: { suggestions: [id], act: 'publish', reason: '' } });
    expect(await deputy.call(deputyDesk.second, { params })).toEqual({ demand: 5, first: true });
    expect(await deputy.call(deputyDesk.second, { params })).toEqual({ demand: 5, first: false });
    const seen = await town.government.call(collection.detail, { params });
    expect(seen.deputies).toEqual(['王建军']);
  });

  it('is for deputies alone, and a deputy sees no ledger', async () => {
    expect(await refusal(town.presidium.call(deputyDesk.desk))).toMatchObject({ code: 'not-permitted' });
    const deputy = await town.as('deputy');
    expect(await refusal(deputy.call(collection.ledger, { params: { cycle: town.cycle }, query: {} }))).toMatchObject({
      code: 'not-permitted',
    });
  });
});

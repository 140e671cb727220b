import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { audit, identity, type Role } from '../../../core/contract/index.ts';
import {
  type Browser,
  emptyCongress,
  refusal,
  sampleTown,
  signIn,
  startServer,
  type TestServer,
} from '../../support/server.ts';

let server: TestServer;
beforeEach(async () => {
  server = await startServer();
});
afterEach(() => server?.stop());

const setupBody = () => ({
  congress: { id: randomUUID(), level: 'town' as const, name: '青溪镇人民代表大会', county: '紫阳县' },
  administrator: { login: 'admin', name: '管理员', password: 'correct horse' },
});

describe('first start', () => {
  it('is needed once', async () => {
    const browser = server.browser();
    expect((await browser.call(identity.setupState)).needed).toBe(true);
    const body = setupBody();
    const me = await browser.call(identity.setup, { body });
    expect(me.account).toMatchObject({ login: 'admin', role: 'administrator' });
    expect((await browser.call(identity.setupState)).congresses).toEqual([body.congress]);
    // Signed in by it.
    expect(await browser.call(identity.me)).toEqual(me);
    expect((await refusal(server.browser().call(identity.setup, { body: setupBody() }))).code).toBe('already-set-up');
    expect((await refusal(server.browser().call(identity.setupSample))).code).toBe('already-set-up');
  });

  it('repeated after a lost reply gives the same answer, and to nobody else', async () => {
    const body = setupBody();
    const first = await server.browser().call(identity.setup, { body });
    expect(await server.browser().call(identity.setup, { body })).toEqual(first);
    const guess = { ...body, administrator: { ...body.administrator, password: 'another guess' } };
    expect((await refusal(server.browser().call(identity.setup, { body: guess }))).code).toBe('already-set-up');
  });

  it('repeated is no way round the limit on guesses, nor round their record', async () => {
    const body = setupBody();
    const first = await server.browser().call(identity.setup, { body });
    const guess = (password: string) =>
      server.browser().send('POST', '/api/setup', { ...body, administrator: { ...body.administrator, password } });
    const codes: string[] = [];
    for (let i = 0; i < 11; i++)
      codes.push(((await (await guess(`wrong guess ${i}`)).json()) as { code: string }).code);
    expect(codes).toEqual([...Array(10).fill('already-set-up'), 'too-many-requests']);
    const right = await guess('correct horse');
    expect(right.status).toBe(429);
    expect(Number(right.headers.get('retry-after'))).toBeGreaterThan(60);
    const { rows } = await sql<{ refused: number }>`select count(*) as refused from audit_event
      where kind = 'sign-in-refused' and subject ->> 'id' = ${first.account.id}`.execute(server.database.db);
    expect(rows[0]!.refused).toBe(10);
  });

  it('happens once when two people do it at the same time', async () => {
    const outcomes = await Promise.allSettled(
      [1, 2, 3].map(() => server.browser().call(identity.setup, { body: setupBody() })),
    );
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
    expect((await server.browser().call(identity.setupState)).congresses).toHaveLength(1);
  });

  it('loads the sample town, whose passwords work and are stored nowhere', async () => {
    const sample = await server.browser().call(identity.setupSample);
    expect(sample.accounts.length).toBeGreaterThanOrEqual(8);
    for (const { login, password } of sample.accounts) await signIn(server, login, password);
    const { rows } = await sql<{ text: string }>`select account::text as text from account`.execute(server.database.db);
    for (const { password } of sample.accounts) expect(rows.some((row) => row.text.includes(password))).toBe(false);
    for (const { text } of rows) expect(text).toContain('$argon2id$');
  });
});

describe('commands that cost much', () => {
  it('are limited per address', async () => {
    const answers = [];
    for (let i = 0; i < 22; i++) answers.push(await server.browser().send('POST', '/api/setup', setupBody()));
    expect(answers.slice(0, 20).map((answer) => answer.status)).toEqual([200, ...Array(19).fill(409)]);
    const found = (await answers[20]!.json()) as { code: string; params: { seconds: number } };
    expect([answers[20]!.status, found.code]).toEqual([429, 'too-many-requests']);
    expect(found.params.seconds).toBeGreaterThan(0);
    expect(found.params.seconds).toBeLessThanOrEqual(60);
  });
});

describe('signing in', () => {
  const wrong = (browser: Browser, login: string) =>
    refusal(browser.call(identity.signIn, { body: { login, password: 'not this one' } }));

  it('sets a cookie that scripts and other sites cannot use', async () => {
    await server.browser().call(identity.setup, { body: setupBody() });
    const response = await server
      .browser()
      .send('POST', '/api/sign-in', { login: 'ADMIN ', password: 'correct horse' });
    const cookie = response.headers.get('set-cookie')!;
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Strict/);
    expect(cookie).not.toMatch(/Secure/);
  });

  it('marks the cookie Secure behind an HTTPS proxy that is trusted', async () => {
    const proxied = await startServer({ config: { trustProxy: 1 } });
    try {
      const response = await proxied
        .browser()
        .send('POST', '/api/setup', setupBody(), { 'x-forwarded-proto': 'https' });
      expect(response.headers.get('set-cookie')).toMatch(/; Secure/);
    } finally {
      await proxied.stop();
    }
  });

  it('does not tell an unknown account from a wrong password', async () => {
    await server.browser().call(identity.setup, { body: setupBody() });
    const [known, unknown] = [await wrong(server.browser(), 'admin'), await wrong(server.browser(), 'nobody')];
    expect(known).toEqual(unknown);
    expect([known.status, known.code]).toEqual([401, 'wrong-password']);
  });

  it('limits guesses at one account, with the seconds to wait, and lets others in', async () => {
    const { administrator, hire } = await emptyCongress(server);
    const other = await hire('presidium');
    const codes = [];
    for (let i = 0; i < 12; i++) codes.push((await wrong(server.browser(), 'admin')).code);
    expect(codes.slice(0, 10)).toEqual(Array(10).fill('wrong-password'));
    const response = await server
      .browser()
      .send('POST', '/api/sign-in', { login: 'Admin', password: administrator.password });
    expect(response.status).toBe(429);
    const { params } = (await response.json()) as { params: { seconds: number } };
    expect(params.seconds).toBeGreaterThan(200);
    expect(params.seconds).toBeLessThanOrEqual(300);
    expect(response.headers.get('retry-after')).toBe(String(params.seconds));
    await signIn(server, other.me.account.login, other.password);
  });

  const from = (login: string, password: string, address: string) =>
    server.browser().send('POST', '/api/sign-in', { login, password }, { 'x-forwarded-for': address });

  it('lets nobody in the hall lock out an account on another address, and says nothing of the password', async () => {
    await server.stop();
    server = await startServer({ config: { trustProxy: 1 } });
    await server.browser().call(identity.setup, { body: setupBody() });
    for (let i = 0; i < 12; i++) await from('admin', 'wrong', '10.0.0.66');
    const locked = await Promise.all(
      ['wrong', 'correct horse'].map(async (password) => (await from('admin', password, '10.0.0.66')).json()),
    );
    expect(locked.map(({ code }) => code)).toEqual(['too-many-requests', 'too-many-requests']);
    const unknown = await from('nobody', 'wrong', '10.0.0.66');
    expect(unknown.status).toBe(401);
    expect((await from('admin', 'correct horse', '10.0.0.7')).status).toBe(200);
    // And it stays locked where the guesses came from.
    expect((await from('admin', 'correct horse', '10.0.0.66')).status).toBe(429);
  });

  it('counts by the address that the proxy saw, whatever the caller writes before it', async () => {
    await server.stop();
    server = await startServer({ config: { trustProxy: 1 } });
    await server.browser().call(identity.setup, { body: setupBody() });
    const codes: number[] = [];
    for (let n = 0; n < 12; n++) codes.push((await from('admin', 'wrong', `10.9.9.${n}, 10.0.0.66`)).status);
    expect(codes).toEqual([...Array(10).fill(401), 429, 429]);
    expect((await from('admin', 'correct horse', '10.0.0.66, 10.0.0.7')).status).toBe(200);
  });

  it('limits guesses at one account from everywhere together', async () => {
    await server.stop();
    server = await startServer({ config: { trustProxy: 1 } });
    await server.browser().call(identity.setup, { body: setupBody() });
    const codes: number[] = [];
    for (let n = 0; n < 21; n++)
      codes.push(
        ...(await Promise.all(
          Array.from({ length: 10 }, async () => (await from('admin', 'wrong', `10.0.1.${n}`)).status),
        )),
      );
    expect(codes.filter((code) => code === 401)).toHaveLength(200);
    expect(codes.slice(200)).toEqual(Array(10).fill(429));
  }, 60_000);

  it('limits guesses of many accounts from one address', async () => {
    await server.browser().call(identity.setup, { body: setupBody() });
    const codes = await Promise.all(
      Array.from({ length: 65 }, async (_, i) => (await wrong(server.browser(), `name${i}`)).code),
    );
    expect(codes.filter((code) => code === 'wrong-password')).toHaveLength(60);
    expect(codes.filter((code) => code === 'too-many-requests')).toHaveLength(5);
  });

  it('forgets failures after a success', async () => {
    await server.browser().call(identity.setup, { body: setupBody() });
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < 8; i++) await wrong(server.browser(), 'admin');
      await signIn(server, 'admin', 'correct horse');
    }
  });

  it('records sign-ins and refusals without the password', async () => {
    const town = await sampleTown(server);
    const administrator = await town.as('administrator');
    await wrong(server.browser(), 'admin');
    const entries = await administrator.call(audit.entries, { query: { limit: 2 } });
    expect(entries.map((entry) => [entry.kind, entry.disposition])).toEqual([
      ['sign-in-refused', 'refused'],
      ['signed-in', 'done'],
    ]);
    expect(JSON.stringify(entries)).not.toContain('not this one');
  });
});

describe('a sign-in', () => {
  it('ends when signed out, even for a copied cookie', async () => {
    const { administrator } = await emptyCongress(server);
    const { cookie } = administrator;
    expect((await server.browser().send('GET', '/api/me', undefined, { cookie })).status).toBe(200);
    await administrator.call(identity.signOut);
    expect((await server.browser().send('GET', '/api/me', undefined, { cookie })).status).toBe(401);
    // Again, signed out already.
    await administrator.call(identity.signOut);
  });

  it('ends when it expires, and is renewed by use', async () => {
    const { administrator } = await emptyCongress(server);
    const db = server.database.db;
    // Renewed: a token made six minutes ago is exchanged, and its row lives on.
    const row = await db.selectFrom('sign_in').selectAll().executeTakeFirstOrThrow();
    const old = await new SignJWT({ cid: row.congress_id, sid: row.id, auth_time: Math.floor(Date.now() / 1000) - 360 })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer('piaojue')
      .setSubject(row.account_id)
      .setIssuedAt(Math.floor(Date.now() / 1000) - 360)
      .setExpirationTime('24 min')
      .sign(server.services.signInKey);
    await sql`update sign_in set expires_at = now() + interval '1 minute'`.execute(db);
    const renewed = await server.browser().send('GET', '/api/me', undefined, { cookie: `piaojue=${old}` });
    expect(renewed.status).toBe(200);
    expect(renewed.headers.get('set-cookie')).toMatch(/^piaojue=ey/);
    const after = await db.selectFrom('sign_in').selectAll().executeTakeFirstOrThrow();
    expect(after.expires_at.getTime()).toBeGreaterThan(Date.now() + 25 * 60_000);
    // A fresh one is not exchanged at every request.
    expect((await administrator.send('GET', '/api/me')).headers.get('set-cookie')).toBeNull();
    // Expired.
    await sql`update sign_in set expires_at = now() - interval '1 second'`.execute(db);
    expect((await refusal(administrator.call(identity.me))).code).toBe('not-signed-in');
  });

  it('is not taken from another installation', async () => {
    const { administrator } = await emptyCongress(server);
    const row = await server.database.db.selectFrom('sign_in').selectAll().executeTakeFirstOrThrow();
    const forged = await new SignJWT({ cid: row.congress_id, sid: row.id, auth_time: Math.floor(Date.now() / 1000) })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer('piaojue')
      .setSubject(administrator.me.account.id)
      .setIssuedAt()
      .setExpirationTime('30 min')
      .sign(new Uint8Array(32));
    expect((await server.browser().send('GET', '/api/me', undefined, { cookie: `piaojue=${forged}` })).status).toBe(
      401,
    );
  });
});

describe('accounts', () => {
  const body = (login: string, role: Role = 'presidium') => ({
    login,
    name: '某人',
    role,
    active: true,
    password: 'long enough',
  });

  it('are made under the client’s id; repeated, nothing changes', async () => {
    const { administrator } = await emptyCongress(server);
    const params = { account: randomUUID() };
    const first = await administrator.call(identity.saveAccount, { params, body: body('zhang') });
    const before = await administrator.call(audit.entries, { query: {} });
    expect(await administrator.call(identity.saveAccount, { params, body: body('zhang') })).toEqual(first);
    expect(await administrator.call(audit.entries, { query: {} })).toEqual(before);
    expect(await administrator.call(identity.accounts)).toHaveLength(2);
  });

  it('have a login of their own, whatever its case, and a password', async () => {
    const { administrator } = await emptyCongress(server);
    const make = (login: string) =>
      refusal(administrator.call(identity.saveAccount, { params: { account: randomUUID() }, body: body(login) }));
    expect((await make('ADMIN')).code).toBe('login-taken');
    const { password: _, ...without } = body('wang');
    expect(
      (await refusal(administrator.call(identity.saveAccount, { params: { account: randomUUID() }, body: without })))
        .code,
    ).toBe('weak-password');
    expect(
      (
        await refusal(
          administrator.call(identity.saveAccount, {
            params: { account: randomUUID() },
            body: { ...body('wang'), password: 'short' },
          }),
        )
      ).status,
    ).toBeGreaterThanOrEqual(400);
    expect(await administrator.call(identity.accounts)).toHaveLength(1);
  });

  it('lose their sign-ins when closed, given another role, or another password', async () => {
    const { administrator, hire } = await emptyCongress(server);
    for (const change of [{ active: false }, { role: 'teller' as const }, { password: 'a new password' }]) {
      const person = await hire('presidium');
      const { id, login, name, role, active } = person.me.account;
      await administrator.call(identity.saveAccount, { params: { account: id }, body: { login, name, role, active } });
      expect((await person.call(identity.me)).account.id).toBe(id);
      await administrator.call(identity.saveAccount, {
        params: { account: id },
        body: { login, name, role, active, ...change },
      });
      expect((await refusal(person.call(identity.me))).code).toBe('not-signed-in');
    }
  });

  it('set a password of their own in place of the one they were given, before anything else', async () => {
    const { administrator } = await emptyCongress(server);
    const account = randomUUID();
    const save = (change: object = {}) =>
      administrator.call(identity.saveAccount, { params: { account }, body: { ...body('zhang'), ...change } });
    expect(await save()).toMatchObject({ passwordGiven: true });
    const enter = (password: string) => {
      const person = server.browser();
      return person.call(identity.signIn, { body: { login: 'zhang', password } }).then((me) => ({ person, me }));
    };
    const { person, me } = await enter('long enough');
    expect(me.account.passwordGiven).toBe(true);
    expect(await person.call(identity.me)).toEqual(me);
    expect(await refusal(person.call(audit.entries, { query: {} }))).toMatchObject({ code: 'password-given' });
    const change = (old: string, own: string) => person.call(identity.changePassword, { body: { old, new: own } });
    expect(await refusal(change('long enough', 'long enough'))).toMatchObject({ code: 'password-same' });
    expect((await person.call(identity.me)).account.passwordGiven).toBe(true);
    // Once more with the same, as after a lost reply, changes nothing.
    for (let i = 0; i < 2; i++) await change('long enough', 'my own password');
    expect((await person.call(identity.me)).account.passwordGiven).toBe(false);
    expect((await person.call(audit.entries, { query: {} })).length).toBeGreaterThan(0);
    // Another name leaves it theirs; another password makes it a given one again.
    expect(await save({ name: '张某', password: undefined })).toMatchObject({ passwordGiven: false });
    expect(await save({ password: 'given once more' })).toMatchObject({ passwordGiven: true });
    expect((await enter('given once more')).me.account.passwordGiven).toBe(true);
    // Nobody gave administrators theirs who set it themselves, here or at the first start.
    const { id, login, name } = administrator.me.account;
    expect(administrator.me.account.passwordGiven).toBe(false);
    const own = { login, name, role: 'administrator' as const, active: true, password: 'another of my own' };
    expect(await administrator.call(identity.saveAccount, { params: { account: id }, body: own })).toMatchObject({
      passwordGiven: false,
    });
  });

  it('that are closed cannot sign in, with the same words as a wrong password', async () => {
    const { administrator, hire } = await emptyCongress(server);
    const person = await hire('teller');
    const { id, login, name, role } = person.me.account;
    await administrator.call(identity.saveAccount, {
      params: { account: id },
      body: { login, name, role, active: false },
    });
    expect((await refusal(signIn(server, login, person.password))).code).toBe('wrong-password');
  });

  it('keep one administrator at least, also when two leave at once', async () => {
    const { administrator, hire } = await emptyCongress(server);
    const leave = (person: typeof administrator, change: object) => {
      const { id, login, name, role } = person.me.account;
      return person.call(identity.saveAccount, {
        params: { account: id },
        body: { login, name, role, active: true, ...change },
      });
    };
    expect((await refusal(leave(administrator, { active: false }))).code).toBe('last-administrator');
    expect((await refusal(leave(administrator, { role: 'presidium' }))).code).toBe('last-administrator');
    const second = await hire('administrator');
    const outcomes = await Promise.allSettled([
      leave(administrator, { role: 'presidium' }),
      leave(second, { role: 'presidium' }),
    ]);
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
    const left = await server.database.db
      .selectFrom('account')
      .select('role')
      .where('role', '=', 'administrator')
      .execute();
    expect(left).toHaveLength(1);
  });

  it('change their password, which ends their other sign-ins', async () => {
    const { administrator } = await emptyCongress(server);
    const elsewhere = await signIn(server, 'admin', administrator.password);
    expect(
      (
        await refusal(
          administrator.call(identity.changePassword, { body: { old: 'wrong one', new: 'brand new password' } }),
        )
      ).code,
    ).toBe('wrong-password');
    const change = { body: { old: administrator.password, new: 'brand new password' } };
    await administrator.call(identity.changePassword, change);
    // Again, after a lost reply.
    await administrator.call(identity.changePassword, change);
    expect((await administrator.call(identity.me)).account.login).toBe('admin');
    expect((await refusal(elsewhere.call(identity.me))).code).toBe('not-signed-in');
    expect((await refusal(signIn(server, 'admin', administrator.password))).code).toBe('wrong-password');
    await signIn(server, 'admin', 'brand new password');
  });
});

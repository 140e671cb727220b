import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { congress, health, identity, session } from '../../../core/contract/index.ts';
import { asSuperuser } from '../../support/cluster.ts';
import { type Refusal, refusal, sampleTown, startServer, type TestServer, type Town } from '../../support/server.ts';

let server: TestServer;
let town: Town;
beforeAll(async () => {
  server = await startServer({ client: true });
  town = await sampleTown(server);
});
afterAll(() => server?.stop());

describe('answers', () => {
  it('tells its health', async () => {
    expect(await server.browser().call(health.health)).toEqual({ database: true, build: 'test', version: '0.0.0' });
  });

  it('refuses in the language asked for, under a stable code, as a problem', async () => {
    const chinese = await server.browser().send('GET', '/api/me');
    const english = await server.browser().send('GET', '/api/me', undefined, { 'accept-language': 'en-GB,en' });
    expect(chinese.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    const texts = [(await chinese.json()) as Refusal, (await english.json()) as Refusal];
    expect(texts.map((text) => text.code)).toEqual(['not-signed-in', 'not-signed-in']);
    expect(texts[0]!.title).toMatch(/登录/);
    expect(texts[1]!.title).toMatch(/Sign in/);
  });

  it('says what does not fit in the language asked for, and to programs where', async () => {
    const person = await town.as('administrator');
    const path = `/api/accounts/${person.me.account.id}`;
    const found = (await (
      await person.send('PUT', path, { login: 'x', name: '', role: 'king', active: 'yes' })
    ).json()) as Refusal;
    expect(found.code).toBe('bad-request');
    for (const place of ['login', 'name', 'role', 'active']) expect(found.params?.places).toContain(place);
    // People read no names of fields.
    expect(found.title).toMatch(/^提交的内容有误：\P{Script=Latin}+$/u);
  });

  it('refuses a path that is no id before it reaches the database', async () => {
    const person = await town.as('presidium');
    const found = await refusal(person.call(session.overview, { params: { session: "1' or 1=1" } }));
    expect(found.code).toBe('bad-request');
  });

  it('refuses JSON that is none, and a body that is too large, with its limit', async () => {
    const person = await town.as('presidium');
    const path = `/api/sessions/${town.session}`;
    const broken = await person.send('PUT', path, '{"name":', { 'content-type': 'application/json' });
    expect([broken.status, ((await broken.json()) as Refusal).code]).toEqual([400, 'bad-request']);
    const large = await person.send('PUT', path, JSON.stringify({ name: 'x'.repeat(1_100_000), year: 2027 }), {
      'content-type': 'application/json',
    });
    const found = (await large.json()) as Refusal;
    expect([large.status, found.code, found.params?.limit]).toEqual([413, 'too-large', '1 MB']);
  });

  it('answers unknown paths of the API as a problem', async () => {
    const response = await server.browser().send('GET', '/api/nothing');
    expect([response.status, ((await response.json()) as Refusal).code]).toEqual([404, 'not-found']);
  });

  it('says that the database is away, and works again when it is back', async () => {
    const person = await town.as('presidium');
    const { name } = server.database;
    await asSuperuser(`alter database ${name} with allow_connections false`);
    try {
      await asSuperuser('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
      const found = await refusal(server.browser().call(health.health));
      expect([found.status, found.code]).toEqual([503, 'database-unavailable']);
    } finally {
      await asSuperuser(`alter database ${name} with allow_connections true`);
    }
    expect((await person.call(identity.me)).account.role).toBe('presidium');
  });

  it('tells nothing of its inside when it fails', async () => {
    const person = await town.as('presidium');
    await sql`alter table deputy rename to away`.execute(server.database.db);
    try {
      const found = await refusal(person.call(congress.deputies));
      expect([found.status, found.code]).toEqual([500, 'internal']);
      expect(JSON.stringify(found)).not.toMatch(/deputy|relation|select/);
    } finally {
      await sql`alter table away rename to deputy`.execute(server.database.db);
    }
  });
});

describe('other sites', () => {
  const body = { login: 'admin', password: 'wrong password' };

  it.each([
    ['another site', { origin: 'https://evil.example' }],
    ['a sandboxed page', { origin: 'null' }],
    ['another port of this machine', { origin: 'http://127.0.0.1:1' }],
    ['a cross-site request without Origin', { 'sec-fetch-site': 'cross-site' }],
  ])('refuses a command from %s', async (_, headers) => {
    const response = await server.browser().send('POST', '/api/sign-in', body, headers);
    expect([response.status, ((await response.json()) as Refusal).code]).toEqual([403, 'other-origin']);
  });

  it('lets its own pages and programs through', async () => {
    for (const headers of [{ origin: server.url }, {}] as Record<string, string>[])
      expect(
        ((await (await server.browser().send('POST', '/api/sign-in', body, headers)).json()) as Refusal).code,
      ).toBe('wrong-password');
  });
});

describe('headers', () => {
  it('lets pages load from this server only', async () => {
    const { headers } = await server.browser().send('GET', '/api/health');
    const policy = headers.get('content-security-policy')!;
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval'");
    expect(policy).not.toMatch(/unsafe-eval' |https:|upgrade-insecure/);
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  it('names a template in Chinese', async () => {
    const person = await town.as('presidium');
    const response = await person.send('GET', congress.rosterTemplate.path);
    const disposition = response.headers.get('content-disposition')!;
    expect(decodeURIComponent(/filename\*=UTF-8''(\S+)/.exec(disposition)![1]!)).toBe('代表名单模板.xlsx');
    expect(
      Buffer.from(await response.arrayBuffer())
        .subarray(0, 2)
        .toString(),
    ).toBe('PK');
  });
});

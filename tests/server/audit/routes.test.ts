import { randomUUID } from 'node:crypto';
import Fastify from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Role } from '../../../core/contract/common.ts';
import type { AccountId, CongressId } from '../../../core/ids.ts';
import { actorOf, appendAlone } from '../../../server/audit/append.ts';
import { auditRoutes } from '../../../server/audit/routes.ts';
import { handleErrors } from '../../../server/http/errors.ts';
import { useTestDatabase } from '../../support/database.ts';

const test = useTestDatabase();
const congress = randomUUID() as CongressId;
const app = Fastify();
let role: Role | null = 'scrutineer';

beforeAll(async () => {
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  handleErrors(app);
  app.decorateRequest('caller', null);
  app.decorate('authenticate', async () => role && { congress, id: 'a' as AccountId, login: 'a', name: '王芳', role });
  await app.register(auditRoutes, { db: test.db });
  const actor = actorOf({ id: 'a', name: '王芳', role: 'presidium' });
  for (const name of ['第一次会议', '第二次会议', '第三次会议']) {
    await appendAlone(test.db, congress, actor, {
      kind: 'session-created',
      subject: { type: 'session', id: name },
      detail: { name, year: 2026 },
    });
  }
  await appendAlone(test.db, randomUUID(), actor, { kind: 'roster-imported', subject: null });
});
afterAll(() => app.close());

const get = async (url: string) => {
  const reply = await app.inject({ url });
  return { status: reply.statusCode, body: reply.json() };
};

it('lists the own congress, newest first, a page at a time', async () => {
  const { body } = await get('/api/audit?limit=2');
  expect(body.map((entry: { seq: number }) => entry.seq)).toEqual([3, 2]);
  expect(body[0]).toMatchObject({
    kind: 'session-created',
    zh: '建立会议',
    en: 'Session created',
    actor: '王芳（主席团工作人员）',
    subject: 'session 第三次会议',
    disposition: 'done',
  });
  expect((await get('/api/audit?before=2')).body.map((entry: { seq: number }) => entry.seq)).toEqual([1]);
});

it('says whether the chain is whole, and where it is not', async () => {
  const { body } = await get('/api/audit/check');
  expect(body).toMatchObject({ whole: true, entries: 3, broken: null });
  expect(body.head).toMatch(/^[0-9a-f]{64}$/);
  await test.pool.query(
    `update audit_event set actor = '{"account":"b","name":"李","role":"presidium"}' where congress_id = $1 and seq = 2`,
    [congress],
  );
  expect((await get('/api/audit/check')).body).toMatchObject({
    whole: false,
    entries: 1,
    broken: { seq: 2, zh: '记录内容被改动', en: 'the entry was changed' },
  });
});

it('is not for everybody', async () => {
  role = null;
  expect((await get('/api/audit')).status).toBe(401);
  role = 'teller';
  expect((await get('/api/audit/check')).status).toBe(403);
});

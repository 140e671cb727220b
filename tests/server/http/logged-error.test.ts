import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loggedError } from '../../../server/http/logged-error.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database?.drop());

const failing = async (text: string): Promise<Error> => {
  try {
    await database.pool.query(text);
  } catch (error) {
    return error as Error;
  }
  throw new Error('it did not fail');
};

describe('an error in the log', () => {
  it('says what failed and where, and nothing of the row', async () => {
    const error = await failing(
      `insert into account (congress_id, id, login, name, role, password_hash)
       values (gen_random_uuid(), gen_random_uuid(), '秘密账号', '秘密姓名', 'deputy', 'secret hash')`,
    );
    expect(JSON.stringify({ ...error })).toContain('congress_id');
    const logged = loggedError(error);
    expect(Object.keys(logged).sort()).toEqual(['code', 'message', 'stack', 'type']);
    expect(logged).toMatchObject({ code: '23503', message: expect.stringContaining('account_congress_id_fkey') });
    expect(logged.stack).toContain('logged-error.test.ts');
    expect(JSON.stringify(logged)).not.toMatch(/秘密|secret|Key \(/);
  });

  it('holds no value that a message quotes', async () => {
    const error = await failing("select '13800000000 秘密'::uuid");
    expect(error.message).toContain('秘密');
    expect(loggedError(error)).toMatchObject({ code: '22P02' });
    expect(JSON.stringify(loggedError(error))).not.toMatch(/秘密|138/);
  });
});

import { verify } from '@node-rs/argon2';
import { expect, it, vi } from 'vitest';
import { identity } from '../../../core/contract/index.ts';
import { emptyCongress, refusal, startServer } from '../../support/server.ts';

vi.mock('@node-rs/argon2', async (original) => {
  const real = await original<typeof import('@node-rs/argon2')>();
  return { ...real, verify: vi.fn(real.verify) };
});

it('a sign-in to an unknown account does the work of one to a known account, so that the time does not tell which exist', async () => {
  const server = await startServer();
  try {
    const { administrator } = await emptyCongress(server);
    /** Algorithm and cost of the hashes that a wrong password is compared with. */
    const work = async (login: string) => {
      vi.mocked(verify).mockClear();
      const attempt = server.browser().call(identity.signIn, { body: { login, password: 'not the password' } });
      expect((await refusal(attempt)).code).toBe('wrong-password');
      return vi.mocked(verify).mock.calls.map(([hash]) => String(hash).split('$').slice(1, 4));
    };
    const known = await work(administrator.me.account.login);
    expect(known).toEqual([['argon2id', 'v=19', 'm=19456,t=2,p=1']]);
    expect(await work('nobody')).toEqual(known);
  } finally {
    await server.stop();
  }
});

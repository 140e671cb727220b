import { describe, expect, it, vi } from 'vitest';
import { ReachOfHall } from '../../../client/api/reach.svelte.ts';
import type { Reach } from '../../../core/contract/network.ts';

let answer: Reach | null = null;
vi.mock('../../../client/api/call.ts', () => ({
  call: async () => (answer ? { ok: true, value: answer } : { ok: false, error: { code: 'offline' } }),
}));
const at = (origin: string) => new ReachOfHall(new URL(origin));

describe('where a phone reaches the hall', () => {
  it('is unknown on the server’s own computer until the server has said it', async () => {
    const reach = at('http://localhost:8080');
    expect(reach.origin).toBeUndefined();
    answer = { given: null, found: 'https://192.168.1.5:8443' };
    await reach.ask();
    expect(reach.origin).toBe('https://192.168.1.5:8443');
    answer = { given: null, found: null };
    await reach.ask();
    expect(reach.origin).toBeNull();
  });

  it('is where another device’s page came from, whatever else the server found, unless a setting gives another', async () => {
    const reach = at('https://10.0.0.7:8443');
    expect(reach.origin).toBe('https://10.0.0.7:8443');
    answer = { given: null, found: 'https://192.168.1.5:8443' };
    await reach.ask();
    expect(reach.origin).toBe('https://10.0.0.7:8443');
    answer = { given: 'https://vote.example.cn', found: null };
    await reach.ask();
    expect(reach.origin).toBe('https://vote.example.cn');
  });

  it('stays what it was while no answer comes', async () => {
    const reach = at('http://127.0.0.1:8080');
    answer = { given: null, found: 'http://192.168.1.5:8080' };
    await reach.ask();
    answer = null;
    await reach.ask();
    expect(reach.origin).toBe('http://192.168.1.5:8080');
  });
});

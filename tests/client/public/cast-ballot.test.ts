import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { commitmentOf } from '../../../core/belenios/index.ts';
import type { ElectionUuid } from '../../../core/ids.ts';

vi.stubGlobal('location', { search: '' });
vi.stubGlobal('localStorage', { getItem: () => null });
vi.stubGlobal('document', { documentElement: {} });
const { checkValue, findCheckValue, hashOfReceipt } = await import('../../../client/public/cast-ballot.ts');

const digest = (text: string) => createHash('sha256').update(text);
const receiptOf = (text: string) => digest(text).digest('base64').replace(/=+$/, '');
const textOf = (beta: string) =>
  JSON.stringify({ election_hash: 'phi', answers: [{ choices: [{ alpha: 'a1', beta }], individual_proofs: [] }] });
const mine = textOf('b1');
const another = textOf('b2');
const value = commitmentOf('phi', [{ choices: [{ alpha: 'a1', beta: 'b1' }] }] as Parameters<typeof commitmentOf>[1]);
const uuid = 'U' as ElectionUuid;
const gives = (body: string, init: ResponseInit = {}) => {
  const asked = vi.fn(
    async (_url: string) => new Response(body, { headers: { 'content-type': 'application/octet-stream' }, ...init }),
  );
  vi.stubGlobal('fetch', asked);
  return asked;
};
afterEach(() => vi.unstubAllGlobals());

describe('the check value of the ballot that was cast', () => {
  it('is computed from the ballot’s own text, asked for by its hash', async () => {
    const asked = gives(mine);
    expect(await findCheckValue(uuid, receiptOf(mine))).toEqual({ ok: true, value });
    expect(asked.mock.calls[0]![0]).toBe(`/api/elections/U/ballots/${digest(mine).digest('hex')}`);
    expect(hashOfReceipt(receiptOf(mine))).toBe(digest(mine).digest('hex'));
  });
  it('is refused where the server gives another ballot, or this one with a byte changed', async () => {
    gives(another);
    expect(await findCheckValue(uuid, receiptOf(mine))).toEqual({ ok: false, error: { kind: 'other' } });
    gives(`${mine} `);
    expect(await findCheckValue(uuid, receiptOf(mine))).toEqual({ ok: false, error: { kind: 'other' } });
  });
  it('is refused for a text that fits the receipt and is no ballot', () => {
    for (const text of [
      '',
      '{',
      'null',
      '{}',
      '{"election_hash":"phi","answers":[null]}',
      '{"election_hash":"phi","answers":[{"choices":[{"alpha":1}]}]}',
    ])
      expect(checkValue(text, receiptOf(text))).toEqual({ ok: false, error: { kind: 'other' } });
  });
  it('says why where the server refuses', async () => {
    gives('{"code":"not-published","title":"尚未公布"}', {
      status: 409,
      headers: { 'content-type': 'application/json' },
    });
    expect(await findCheckValue(uuid, receiptOf(mine))).toEqual({
      ok: false,
      error: { kind: 'refused', message: '尚未公布' },
    });
  });
});

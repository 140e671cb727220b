import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { eventHash } from '../../../core/audit/chain.ts';
import { type AuditEvent, actorOf, append, appendAlone, system } from '../../../server/audit/append.ts';
import { readEvents } from '../../../server/audit/read.ts';
import { verifyChain } from '../../../server/audit/verify.ts';
import { inTransaction } from '../../../server/database/pool.ts';
import { useTestDatabase } from '../../support/database.ts';

const test = useTestDatabase({ size: 12 });
const presidium = actorOf({ id: randomUUID(), name: '王芳', role: 'presidium' });
const opened = (entitled: number): AuditEvent => ({
  kind: 'ballot-opened',
  subject: { type: 'ballot', id: 'b1' },
  detail: { entitled, present: 58 },
});

/** A congress with `length` events. */
async function chain(length: number): Promise<string> {
  const congress = randomUUID();
  await inTransaction(test.db, async (trx) => {
    for (let i = 1; i <= length; i++) await append(trx, congress, presidium, opened(i));
  });
  return congress;
}

const run = (text: string, ...values: unknown[]) => test.pool.query(text, values);
const verdict = async (congress: string, anchors?: Parameters<typeof verifyChain>[2]) => {
  const check = await verifyChain(test.db, congress, anchors);
  return check.whole ? 'whole' : `${check.broken.seq} ${check.broken.fault}`;
};

describe('append', () => {
  it('records in the same transaction as the act, from number 1', async () => {
    const congress = randomUUID();
    const refused = inTransaction(test.db, async (trx) => {
      await append(trx, congress, presidium, opened(1));
      throw new Error('the act failed');
    });
    await expect(refused).rejects.toThrow('the act failed');
    expect(await verifyChain(test.db, congress)).toEqual({ whole: true, entries: 0, head: '0'.repeat(64) });
    const first = await appendAlone(test.db, congress, system, {
      kind: 'sign-in-refused',
      subject: { type: 'account', id: 'x' },
      disposition: 'refused',
    });
    expect(first.seq).toBe(1);
    const [row] = await readEvents(test.db, congress, { limit: 5 });
    expect(row).toMatchObject({
      seq: 1,
      kind: 'sign-in-refused',
      actor: system,
      subject: { type: 'account', id: 'x' },
      detail: {},
      disposition: 'refused',
      hash: first.hash,
    });
    expect(Math.abs(Date.now() - row!.at.getTime())).toBeLessThan(60_000);
  });

  it('takes events without a subject, and text of every kind', async () => {
    const congress = randomUUID();
    const nasty = '𠮷 "引号" \\ \u2028 \u007f';
    await appendAlone(
      test.db,
      congress,
      { ...presidium, name: nasty },
      { kind: 'roster-imported', subject: null, detail: { deputies: 60, delegations: ['一', nasty], sha256: null } },
    );
    expect(await verdict(congress)).toBe('whole');
  });

  it('refuses what is not on the list, and leaves nothing', async () => {
    const congress = randomUUID();
    const serial = {
      kind: 'card-activated',
      subject: { type: 'session', id: 's' },
      detail: { serial: 'A-017' },
    } as unknown as AuditEvent;
    await expect(appendAlone(test.db, congress, presidium, serial)).rejects.toThrow(/no detail serial/);
    await expect(appendAlone(test.db, congress, presidium, opened(0.5))).rejects.toThrow(TypeError);
    expect(await verifyChain(test.db, congress)).toMatchObject({ entries: 0 });
  });

  it('stays one chain when many append at once', async () => {
    const congress = randomUUID();
    const seqs = await Promise.all(
      Array.from({ length: 60 }, async (_, i) => (await appendAlone(test.db, congress, presidium, opened(i))).seq),
    );
    expect(seqs.sort((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, i) => i + 1));
    expect(await verifyChain(test.db, congress)).toMatchObject({ whole: true, entries: 60 });
  });

  it('keeps the chains of two congresses apart', async () => {
    const [a, b] = [await chain(3), await chain(2)];
    await run('delete from audit_event where congress_id = $1', a);
    expect(await verdict(a)).toBe('1 cut');
    expect(await verdict(b)).toBe('whole');
  });
});

describe('verifyChain', () => {
  it('reads a chain of several pages', async () => {
    const congress = await chain(2100);
    expect(await verifyChain(test.db, congress)).toMatchObject({ whole: true, entries: 2100 });
    await run('delete from audit_event where congress_id = $1 and seq = 2050', congress);
    expect(await verdict(congress)).toBe('2050 gap');
  });

  it.each([
    [
      `update audit_event set detail = '{"entitled": 4, "present": 57}' where seq = 4 and congress_id = $1`,
      '4 hash-differs',
    ],
    [`update audit_event set detail = '{"entitled": 4.5}' where seq = 4 and congress_id = $1`, '4 hash-differs'],
    [
      `update audit_event set actor = jsonb_set(actor, '{name}', '"李"') where seq = 1 and congress_id = $1`,
      '1 hash-differs',
    ],
    [`update audit_event set actor = actor || '{"note": "x"}' where seq = 3 and congress_id = $1`, '3 hash-differs'],
    [`update audit_event set at = at + interval '1 ms' where seq = 6 and congress_id = $1`, '6 hash-differs'],
    [`update audit_event set at = 'infinity' where seq = 6 and congress_id = $1`, '6 hash-differs'],
    [`update audit_event set disposition = 'refused' where seq = 2 and congress_id = $1`, '2 hash-differs'],
    [`update audit_event set hash = repeat('a', 64) where seq = 2 and congress_id = $1`, '2 hash-differs'],
    [`update audit_event set previous = repeat('a', 64) where seq = 5 and congress_id = $1`, '5 previous-differs'],
    ['delete from audit_event where seq = 3 and congress_id = $1', '3 gap'],
    ['delete from audit_event where seq = 1 and congress_id = $1', '1 gap'],
    ['delete from audit_event where seq > 4 and congress_id = $1', '5 cut'],
    ['delete from audit_event where congress_id = $1', '1 cut'],
    ['delete from audit_head where congress_id = $1', '1 cut'],
    [`update audit_head set hash = repeat('a', 64) where congress_id = $1`, '7 cut'],
    ['update audit_event set seq = 1152921504606846976 where seq = 6 and congress_id = $1', '6 gap'],
  ])('finds: %s', async (tampering, expected) => {
    const congress = await chain(6);
    expect(await verdict(congress)).toBe('whole');
    expect((await run(tampering, congress)).rowCount).toBeGreaterThan(0);
    expect(await verdict(congress)).toBe(expected);
  });

  it('finds two entries that were swapped', async () => {
    const congress = await chain(5);
    await run('update audit_event set seq = 100 where seq = 2 and congress_id = $1', congress);
    await run('update audit_event set seq = 2 where seq = 3 and congress_id = $1', congress);
    await run('update audit_event set seq = 3 where seq = 100 and congress_id = $1', congress);
    expect(await verdict(congress)).toBe('2 previous-differs');
  });

  it('finds an entry copied from another congress', async () => {
    const [a, b] = [await chain(1), await chain(1)];
    await run('delete from audit_event where congress_id = $1', a);
    await run('update audit_event set congress_id = $1 where congress_id = $2', a, b);
    await run(
      'update audit_head set hash = (select hash from audit_event where congress_id = $1) where congress_id = $1',
      a,
    );
    expect(await verdict(a)).toBe('1 hash-differs');
  });

  it('finds an end cut off together with its head, or made anew, by a hash written down before', async () => {
    const congress = await chain(6);
    const [last] = await readEvents(test.db, congress, { limit: 1 });
    const anchor = { seq: 6, hash: last!.hash };
    expect(await verdict(congress, [anchor])).toBe('whole');
    await run('delete from audit_event where seq > 4 and congress_id = $1', congress);
    await run(
      'update audit_head set (seq, hash) = (select seq, hash from audit_event where seq = 4 and congress_id = $1) where congress_id = $1',
      congress,
    );
    expect(await verdict(congress)).toBe('whole'); // nothing inside can show it
    expect(await verdict(congress, [anchor])).toBe('5 cut');
    for (const entitled of [50, 60]) await appendAlone(test.db, congress, presidium, opened(entitled));
    expect(await verdict(congress)).toBe('whole');
    expect(await verdict(congress, [anchor])).toBe('6 anchor-differs');
  });

  it('computes the hash that is stored, from the row alone', async () => {
    const congress = await chain(1);
    const [row] = await readEvents(test.db, congress, { limit: 1 });
    const { congress_id, at, hash, disposition, ...rest } = row!;
    expect(
      eventHash({ ...rest, congress: congress_id, at: at.toISOString(), disposition: disposition as 'done' }),
    ).toBe(hash);
  });
});

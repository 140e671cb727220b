import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GroupName, verifyArchive } from '../../../core/belenios/index.ts';
import { fastGroups } from '../../../server/verification/fast-groups.ts';
import { measureElection } from '../../../server/verification/measure.ts';
import { createProofPool, type ProofPool } from '../../../server/verification/pool.ts';
import { type Box, makeBox, resign } from '../../core/belenios/support.ts';
import { verifyWithBeleniosTool } from '../../interop/belenios-tool.ts';

describe('the proof pool', () => {
  let pool: ProofPool;
  let box: Box;
  beforeAll(() => {
    pool = createProofPool({ size: 2 });
    box = makeBox('Ed25519', { ballots: 6 });
  });
  afterAll(() => pool.close());

  it('says the same as checking here, for many at a time and several elections', async () => {
    const other = makeBox('BELENIOS-2048', { ballots: 2 });
    const bad = resign(box.election, box.made.credentials[0]!, box.ballots[0]!, (b) => {
      b.answers[1].overall_proof[0].response = '1';
    });
    const jobs = [...box.ballots, bad].flatMap((ballot) => [
      pool.check(box.election.json, ballot),
      pool.check(other.election.json, other.ballots[0]!),
    ]);
    expect(pool.queued).toBe(14);
    const outcomes = await Promise.all(jobs);
    expect(pool.queued).toBe(0);
    expect(outcomes.slice(0, 12).every((o) => o.ok)).toBe(true);
    expect(outcomes[12]).toEqual({ ok: false, error: { code: 'overall_proof', question: 1 } });
    expect(await pool.check(box.election.json, 'nonsense')).toEqual({ ok: false, error: { code: 'not_canonical' } });
    expect(await pool.check(other.election.json, box.ballots[0]!)).toMatchObject({ ok: false });
  });

  it('a thread that dies takes its ballot with it and is replaced', async () => {
    await expect(pool.check('no election', box.ballots[0]!)).rejects.toThrow(/no election/);
    expect((await pool.check(box.election.json, box.ballots[0]!)).ok).toBe(true);
  });

  it('a closed pool refuses', async () => {
    const closing = createProofPool({ size: 1 });
    const waiting = Promise.allSettled(box.ballots.map((b) => closing.check(box.election.json, b)));
    await closing.close();
    expect((await waiting).at(-1)?.status).toBe('rejected');
    await expect(closing.check(box.election.json, box.ballots[0]!)).rejects.toThrow(/closed/);
  });

  it('verifies an archive as this thread does', async () => {
    const { writeBox } = await import('../../core/belenios/support.ts');
    const none = makeBox('Ed25519', { ballots: 2 });
    const bad = resign(none.election, none.made.credentials[1]!, none.ballots[1]!, (b) => {
      b.answers[0].overall_proof[0].response = '1';
    });
    const bytes = writeBox(
      { ...none, ballots: [none.ballots[0]!, bad] },
      [
        [0, 0],
        [0, 0, 0],
        [0, 0, 0],
      ],
      { counted: none.ballots },
    );
    const here = await verifyArchive(bytes, { groups: fastGroups });
    const there = await verifyArchive(bytes, { groups: fastGroups, runner: pool.check });
    expect(there).toEqual(here);
    expect(there.failure?.code).toBe('ballot_overall_proof');
  });

  it.each<GroupName>(['Ed25519', 'BELENIOS-2048'])('measures a synthetic election (%s)', async (group) => {
    const measured = await measureElection({ group, ballots: 3, projects: 2, threads: 2 });
    expect(measured.report.valid).toBe(true);
    for (const figure of [measured.encryptOne, measured.checkOne, measured.close, measured.verify])
      expect(figure).toBeGreaterThan(0);
    if (group === 'BELENIOS-2048') await verifyWithBeleniosTool(measured.archive);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  alphas,
  type Credential,
  checkBallot,
  checkProofs,
  type Election,
  encodeChoices,
  encodeVotes,
  encryptBallot,
  type GroupName,
  makeCredential,
  maxBallotBytes,
  oneOfQuestions,
  openBallot,
  type Plaintexts,
  parseElection,
  portableGroups,
  projectTotals,
  type Question,
  type Vote,
} from '../../../core/belenios/index.ts';
import { fastGroups } from '../../../server/verification/fast-groups.ts';
import { makeElection } from '../../../server/verification/measure.ts';
import { verifyWithBeleniosTool } from '../../interop/belenios-tool.ts';
import { type Box, must, random, resign, writeBox } from './support.ts';

const errorOf = (result: { ok: boolean; error?: unknown }) => (result.ok ? undefined : result.error);

describe.each<GroupName>(['Ed25519', 'BELENIOS-2048'])('ballots (%s)', (name) => {
  const made = makeElection({ group: name, ballots: 2, projects: 3, max: 2 });
  const { election } = made;
  const [mine, other] = made.credentials as [Credential, Credential];
  const check = (e: Election, json: string) => {
    const cheap = checkBallot(e, json);
    return cheap.ok ? checkProofs(e, cheap.value) : cheap;
  };

  it('any votes within the limit make a good ballot, and its opening tells them', () => {
    const vote = fc.constantFrom<Vote>('for', 'against', 'abstain');
    fc.assert(
      fc.property(fc.array(vote, { minLength: 3, maxLength: 3 }), (votes) => {
        const bits = encodeVotes(votes);
        if (votes.filter((v) => v === 'for').length > 2) {
          expect(() => encryptBallot(election, mine, bits, random)).toThrow(RangeError);
          return;
        }
        const ballot = encryptBallot(election, mine, bits, random);
        const checked = must(check(election, ballot.json));
        expect([checked.hash, checked.tracker, checked.credential]).toEqual([
          ballot.hash,
          ballot.tracker,
          made.publicCredentials[0],
        ]);
        expect(openBallot(election, ballot.json, ballot.opening)).toEqual({ ok: true, value: bits });
        expect(ballot.json.length).toBeLessThanOrEqual(maxBallotBytes(election));
        expect(new Set(alphas(checked)).size).toBe(9);
      }),
      { numRuns: name === 'Ed25519' ? 15 : 6 },
    );
  });

  it('what the portable arithmetic encrypts the fast one accepts, and the other way round', () => {
    const portable = must(parseElection(election.json, portableGroups));
    const bits = encodeVotes(['for', 'for', 'abstain']);
    expect(check(election, encryptBallot(portable, mine, bits, random).json).ok).toBe(true);
    expect(check(portable, encryptBallot(election, mine, bits, random).json).ok).toBe(true);
  });

  it('progress is told from 1 to the total', () => {
    const seen: [number, number][] = [];
    encryptBallot(election, mine, encodeVotes(['for', 'against', 'abstain']), random, (done, total) =>
      seen.push([done, total]),
    );
    expect(seen.map(([done]) => done)).toEqual(Array.from({ length: 13 }, (_, i) => i + 1));
    expect(seen.every(([, total]) => total === 13)).toBe(true);
  });

  it('a wrong opening is refused at the ciphertext it does not explain', () => {
    const ballot = encryptBallot(election, mine, encodeVotes(['for', 'against', 'abstain']), random);
    const wrong = ballot.opening.map((row, q) => row.map((r, c) => (q === 2 && c === 1 ? '5' : r)));
    expect(errorOf(openBallot(election, ballot.json, wrong))).toEqual({ code: 'opening', question: 2, choice: 1 });
    expect(errorOf(openBallot(election, ballot.json, ballot.opening.slice(0, 2)))).toEqual({
      code: 'opening',
      question: 2,
      choice: 0,
    });
    expect(errorOf(openBallot(election, `${ballot.json} `, ballot.opening))).toEqual({ code: 'not_canonical' });
  });

  it('two encryptions of the same votes have nothing in common', () => {
    const [a, b] = [0, 1].map(() =>
      must(
        checkBallot(
          election,
          encryptBallot(election, mine, encodeVotes(['for', 'for', 'for'].map(() => 'abstain' as const)), random).json,
        ),
      ),
    );
    expect(alphas(a!).filter((alpha) => alphas(b!).includes(alpha))).toEqual([]);
  });

  it('encoding C writes each project ciphertext twice, byte for byte', () => {
    const ballot = must(
      checkBallot(election, encryptBallot(election, mine, encodeVotes(['for', 'against', 'abstain']), random).json),
    );
    const [flags, ...projects] = ballot.answers;
    expect(flags!.choices).toEqual(projects.map((p) => p.choices[0]));
    expect(flags!.individual_proofs).toEqual(projects.map((p) => p.individual_proofs[0]));
  });

  it('the cheap half refuses what it can see', () => {
    const ballot = encryptBallot(election, mine, encodeVotes(['for', 'against', 'abstain']), random);
    const code = (json: string, e = election) => (errorOf(checkBallot(e, json)) as { code: string } | undefined)?.code;
    expect(code(ballot.json)).toBeUndefined();
    expect(code('')).toBe('not_canonical');
    expect(code('null')).toBe('not_canonical');
    expect(code('[]')).toBe('not_canonical');
    expect(code(ballot.json.slice(0, -1))).toBe('not_canonical');
    expect(code(`${ballot.json}\n`)).toBe('not_canonical');
    expect(code(ballot.json + ' '.repeat(200_000))).toBe('too_large');
    expect(code(ballot.json.replace('"election_uuid"', '"__proto__":{},"election_uuid"'))).toBe('not_canonical');
    expect(
      code(
        ballot.json.replace(/"credential":"[^"]+"/, `"credential":"${election.group.print(election.group.identity)}"`),
      ),
    ).toBe('credential_invalid');
    expect(code(ballot.json.replace(/"credential":"[^"]+"/, `"credential":"${made.publicCredentials[1]}"`))).toBe(
      'signature',
    );
    expect(code(resign(election, other, ballot.json, () => {}))).toBeUndefined(); // the proofs, not the signature, bind the ciphertexts to the voter
    expect(
      errorOf(
        check(
          election,
          resign(election, other, ballot.json, () => {}),
        ),
      ),
    ).toEqual({ code: 'individual_proof', question: 0, choice: 0 });
    expect(code(ballot.json, makeElection({ group: name, ballots: 1, projects: 3, max: 2 }).election)).toBe(
      'wrong_election',
    );
  });

  it('plaintexts that break the rules are the caller’s mistake', () => {
    const bad: Plaintexts[] = [
      encodeVotes(['for', 'for', 'for']),
      encodeVotes(['for']),
      [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
        [0, 0, 1],
      ],
      [
        [0, 0, 0],
        [0, 0, 0],
        [0, 0, 1],
        [0, 0, 1],
      ],
      [
        [1, 0, 0],
        [1, 1, 0],
        [0, 0, 1],
        [0, 0, 1],
      ],
    ];
    for (const bits of bad) expect(() => encryptBallot(election, mine, bits, random)).toThrow(RangeError);
  });

  it('every kind of homomorphic question, blank too, through tally and stock tool', async () => {
    const questions: Question[] = [
      { question: 'blank', answers: ['a', 'b', 'c'], blank: true, min: 1, max: 2 },
      { question: 'blank from 0', answers: ['a', 'b'], blank: true, min: 0, max: 2 },
      { question: 'range', answers: ['a', 'b', 'c', 'd'], blank: false, min: 2, max: 3 },
      { question: 'all', answers: ['a', 'b'], blank: false, min: 2, max: 2 },
      { question: 'none', answers: ['a'], blank: false, min: 0, max: 0 },
      ...oneOfQuestions(['丙'], ['满意', '基本满意', '不满意']),
    ];
    const votes: Plaintexts[] = [
      [[1, 0, 0, 0], [1, 0, 0], [1, 1, 0, 0], [1, 1], [0], ...encodeChoices([0], 3)],
      [[0, 1, 0, 1], [0, 0, 0], [0, 1, 1, 1], [1, 1], [0], ...encodeChoices([1], 3)],
      [[0, 0, 0, 1], [0, 1, 1], [1, 0, 0, 1], [1, 1], [0], ...encodeChoices([1], 3)],
    ];
    const open = makeElection({ group: name, ballots: 3, questions });
    expect(open.election.projects).toBeUndefined();
    const ballots = votes.map((bits, i) => encryptBallot(open.election, open.credentials[i]!, bits, random).json);
    const box: Box = { made: open, election: open.election, ballots };
    const totals = votes[0]!.map((row, q) => row.map((_, c) => votes.reduce((sum, bits) => sum + bits[q]![c]!, 0)));
    const bytes = writeBox(box, totals);
    const { verifyArchive } = await import('../../../core/belenios/index.ts');
    expect((await verifyArchive(bytes, { groups: fastGroups })).failure).toBeUndefined();
    if (name === 'BELENIOS-2048') await verifyWithBeleniosTool(bytes);
    const spoilt = resign(open.election, open.credentials[0]!, ballots[0]!, (b) => {
      b.answers[0].blank_proof[1].response = '3';
    });
    expect(errorOf(check(open.election, spoilt))).toEqual({ code: 'blank_proof', question: 0 });
    const swapped = resign(open.election, open.credentials[0]!, ballots[0]!, (b) => {
      b.answers[1].overall_proof.reverse();
    });
    expect(errorOf(check(open.election, swapped))).toEqual({ code: 'overall_proof', question: 1 });
    const outside: Plaintexts[] = [
      [[1, 1, 0, 0], ...votes[0]!.slice(1)],
      [[0, 1, 1, 1], ...votes[0]!.slice(1)],
      [[0, 0, 0, 0], ...votes[0]!.slice(1)],
    ];
    for (const bits of outside) expect(() => encryptBallot(open.election, mine, bits, random)).toThrow(RangeError);
  });
});

it('totals by project', () => {
  expect(
    projectTotals([
      [2, 0],
      [2, 1, 0],
      [0, 1, 2],
    ]),
  ).toEqual([
    { for: 2, against: 1, abstain: 0 },
    { for: 0, against: 1, abstain: 2 },
  ]);
});

it('a fresh credential signs for nobody else', () => {
  expect(makeCredential(random)).not.toBe(makeCredential(random));
});

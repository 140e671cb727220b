import { describe, expect, it } from 'vitest';
import { hex, sha256Base64, sha256Bytes } from '../../../core/belenios/hash.ts';
import {
  type Challenge,
  type Credential,
  challengeText,
  checkBallot,
  checkChallenge,
  checkProofs,
  commitmentOf,
  electionOfChallenge,
  encodeRows,
  encodeVotes,
  encodingGQuestions,
  encryptBallot,
  type GroupName,
  parseElection,
  portableGroups,
  publicCredential,
  readChallenge,
  seededRandomness,
  type Vote,
} from '../../../core/belenios/index.ts';
import { fastGroups } from '../../../server/verification/fast-groups.ts';
import { makeElection } from '../../../server/verification/measure.ts';
import { must, random } from './support.ts';

const votes: Vote[] = ['for', 'against', 'abstain'];

describe.each<GroupName>(['Ed25519', 'BELENIOS-2048'])('a challenged ballot (%s)', (name) => {
  const { election, credentials } = makeElection({ group: name, ballots: 1, projects: 3, max: 2 });
  const [card] = credentials as [Credential];
  const encrypt = (chosen: readonly Vote[]) => encryptBallot(election, card, encodeVotes(chosen), random);
  /** What a tablet tells when it opens a ballot: the truth, unless a test says otherwise. */
  const opened = (ballot: ReturnType<typeof encrypt>, change: Partial<Challenge> = {}): Challenge => ({
    uuid: election.uuid,
    fingerprint: election.fingerprint,
    groupName: name,
    publicKeyText: election.publicKeyText,
    votes,
    seed: ballot.seed,
    commitment: ballot.commitment,
    ...change,
  });
  const phone = (challenge: Challenge) => checkChallenge(must(readChallenge(challengeText(challenge))), fastGroups);

  it('is an ordinary ballot, and its opening agrees with what was committed to', () => {
    const ballot = encrypt(votes);
    const checked = must(checkBallot(election, ballot.json));
    expect(checkProofs(election, checked).ok).toBe(true);
    expect(commitmentOf(election.fingerprint, checked.answers)).toBe(ballot.commitment);
    expect(phone(opened(ballot))).toBe(true);
    expect(checkChallenge(opened(ballot), portableGroups)).toBe(true);
  });

  it('catches a tablet that encrypts something else than it shows', () => {
    const lie = encrypt(['against', 'against', 'abstain']);
    expect(phone(opened(lie))).toBe(false);
    expect(phone(opened(lie, { votes: ['against', 'against', 'abstain'] }))).toBe(true);
    // One project of three is enough, and so is a single ciphertext.
    expect(phone(opened(encrypt(['for', 'against', 'against'])))).toBe(false);
  });

  it('opens a ballot of an evaluation too, whose rows are grades', () => {
    const graded = makeElection({
      group: name,
      ballots: 1,
      projects: 3,
      questions: encodingGQuestions([{ title: 'P1' }, { title: 'P2' }, { title: 'P3' }]),
    });
    // What is measured says nothing of an encoding; an election of this server does.
    const json = graded.election.json.replace(/}$/, ',"x_encoding":"G"}');
    const election = must(parseElection(json, fastGroups));
    expect(election).toMatchObject({ graded: 3, projects: undefined });
    const grades = ['satisfied', 'abstain', 'basically-satisfied'] as const;
    const ballot = encryptBallot(election, graded.credentials[0]!, encodeRows(election, grades), random);
    const { uuid, fingerprint, publicKeyText } = election;
    const { seed, commitment } = ballot;
    const challenge = { uuid, fingerprint, groupName: name, publicKeyText, votes: grades, seed, commitment } as const;
    const text = challengeText({ ...challenge, graded: true });
    expect(text).toMatch(/^PJG1\..*\.031\./);
    expect(phone({ ...challenge, graded: true })).toBe(true);
    expect(phone({ ...challenge, votes: ['satisfied', 'abstain', 'satisfied'], graded: true })).toBe(false);
    expect(electionOfChallenge({ ...challenge, graded: true }, json, fastGroups).ok).toBe(true);
    // A vote is no grade, and a digit too large for a ballot on projects is no vote.
    expect(() => encodeRows(election, ['for', 'abstain', 'abstain'])).toThrow(RangeError);
    expect(readChallenge(text.replace('PJG1', 'PJC1')).ok).toBe(false);
    expect(parseElection(json.replace('"满意"', '"好"'), fastGroups).ok).toBe(false);
  });

  it('catches a seed, an election or a key that is not the one committed to', () => {
    const ballot = encrypt(votes);
    const other = makeElection({ group: name, ballots: 1, projects: 3, max: 2 }).election;
    expect(phone(opened(ballot, { seed: encrypt(votes).seed }))).toBe(false);
    expect(phone(opened(ballot, { fingerprint: other.fingerprint }))).toBe(false);
    expect(phone(opened(ballot, { publicKeyText: other.publicKeyText }))).toBe(false);
    expect(phone(opened(ballot, { commitment: encrypt(votes).commitment }))).toBe(false);
    expect(phone(opened(ballot, { votes: votes.slice(0, 2) }))).toBe(false);
  });

  it("is compared with the election's own text, which its fingerprint is of", () => {
    const challenge = opened(encrypt(votes));
    expect(must(electionOfChallenge(challenge, election.json, fastGroups)).questions[1]?.question).toBe(
      election.questions[1]?.question,
    );
    const kind = (change: Partial<Challenge>, json = election.json) => {
      const found = electionOfChallenge({ ...challenge, ...change }, json, fastGroups);
      return found.ok ? 'ok' : found.error.kind;
    };
    const other = makeElection({ group: name, ballots: 1, projects: 3, max: 2 }).election;
    expect(kind({}, `${election.json} `)).toBe('fingerprint');
    expect(kind({ uuid: other.uuid })).toBe('election');
    // A tablet that encrypts to a key of its own cannot hide it: φ is of the text that names the key.
    expect(kind({ publicKeyText: other.publicKeyText })).toBe('key');
    expect(kind({ votes: [...votes, 'for'] })).toBe('projects');
    expect(kind({ fingerprint: sha256Base64('{}') }, '{}')).toBe('election');
  });

  it('tells nothing of the card', () => {
    const ballot = encrypt(votes);
    const text = challengeText(opened(ballot));
    const { signature } = JSON.parse(ballot.json) as { signature: { hash: string } };
    for (const secret of [card, publicCredential(election.group, election.uuid, card), signature.hash])
      expect(text).not.toContain(secret);
    // The same votes by another card with the same seed would have the same commitment: it binds ciphertexts, not the card.
    expect(text.length).toBeLessThan(name === 'Ed25519' ? 260 : 580);
  });

  it('is never made of the randomness of another ballot', () => {
    const [a, b] = [encrypt(votes), encrypt(votes)];
    expect(hex(a.seed)).not.toBe(hex(b.seed));
    expect(a.commitment).not.toBe(b.commitment);
    const { group, fingerprint } = election;
    const values = Array.from({ length: 9 }, (_, i) => seededRandomness(group, fingerprint, a.seed, i));
    expect(new Set(values).size).toBe(9);
    expect(values.every((r) => r > 0n && r < group.order)).toBe(true);
    expect(a.opening.slice(1).flat()).toEqual(values.map(String));
  });
});

describe('the line that opens a ballot', () => {
  const { election, credentials } = makeElection({ group: 'Ed25519', ballots: 1, projects: 3, max: 2 });
  const ballot = encryptBallot(election, credentials[0]!, encodeVotes(votes), random);
  const challenge: Challenge = {
    uuid: election.uuid,
    fingerprint: election.fingerprint,
    groupName: 'Ed25519',
    publicKeyText: election.publicKeyText,
    votes,
    seed: ballot.seed,
    commitment: ballot.commitment,
  };
  const text = challengeText(challenge);

  it('is read back as it was written', () => {
    expect(readChallenge(text)).toEqual({ ok: true, value: challenge });
    expect(text.split('.')[5]).toBe('012');
  });

  it('is refused when it is cut off, changed in form, or of another version', () => {
    const kind = (line: string) => {
      const read = readChallenge(line);
      return read.ok ? 'ok' : read.error.kind;
    };
    for (const line of [
      '',
      'PJC1',
      text.slice(0, -1),
      `${text}.`,
      ` ${text}`,
      text.replace('.012.', '.013.'),
      text.replace('.012.', '..'),
    ])
      expect(kind(line), line).toBe('form');
    expect(kind(text.replace('.012.', `.${'0'.repeat(201)}.`))).toBe('form');
    // One character of the key lost, in either group.
    for (const key of ['AAAAA', 'A'.repeat(341)])
      expect(kind(text.split('.').with(3, 'B').with(4, key).join('.'))).toBe('form');
    expect(kind(text.replace('PJC1', 'PJC2'))).toBe('version');
    const parts = text.split('.');
    expect(kind(parts.with(4, 'A'.repeat(43)).join('.'))).toBe('key');
    // The identity: every ciphertext would be in the clear.
    const identity = `${'A'.repeat(42)}E`;
    expect(kind(parts.with(4, identity).join('.'))).toBe('key');
    // Bits that base64 leaves unused must be nought: one line, one spelling.
    const loose =
      parts[6]!.slice(0, -1) +
      'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'.charAt(
        'AEIMQUYcgkosw048'.indexOf(parts[6]!.at(-1)!) * 4 + 1,
      );
    expect(kind(parts.with(6, loose).join('.'))).toBe('form');
  });

  it('follows the written format, worked by hand', () => {
    const seed = Uint8Array.from({ length: 32 }, (_, i) => i);
    const [group, phi] = [portableGroups('Ed25519'), 'tv7rakVl6qdAiDGOs0UlFz6XbWrlnCO4qcwEKHRyaBc'];
    const prefix = `piaojue-challenge-1|randomness|${phi}|000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f|4|`;
    const wide = BigInt(`0x${hex(sha256Bytes(`${prefix}0`))}${hex(sha256Bytes(`${prefix}1`))}`);
    expect(seededRandomness(group, phi, seed, 4)).toBe(1n + (wide % (group.order - 1n)));
    const answers = [
      { choices: [{ alpha: 'a', beta: 'b' }] },
      {
        choices: [
          { alpha: 'a', beta: 'b' },
          { alpha: 'c', beta: 'd' },
        ],
      },
    ];
    expect(commitmentOf(phi, answers)).toBe(
      sha256Base64(`piaojue-challenge-1|commitment|${phi}|[[["a","b"]],[["a","b"],["c","d"]]]`),
    );
  });
});

import { err, ok, type Random, type Result } from '../result.ts';
import { checkBallot } from './ballot-check.ts';
import type { Answer, BallotError, BallotOpening, EncryptedBallot } from './ballot-types.ts';
import { commitmentOf, seededRandomness, seedLength } from './challenge.ts';
import { proofContext, questionContext, statement } from './contexts.ts';
import { type Credential, credentialScalar } from './credential.ts';
import type { Election } from './election.ts';
import { base64, hex, modulo, parseScalar, sha256Base64, sha256Bytes } from './hash.ts';
import { type ProofText, type ProverBranch, proofText, prove, proveDisjunction } from './proofs.ts';
import { choiceCount, type Plaintexts, type Question } from './questions.ts';

/** One encrypted bit with its 0/1 proof; in encoding C the same object stands in two questions. */
interface Flag {
  readonly bit: 0 | 1;
  readonly randomness: bigint;
  readonly choice: { readonly alpha: string; readonly beta: string };
  readonly proof: readonly ProofText[];
}

function checkPlaintexts(election: Election, plaintexts: Plaintexts): void {
  if (plaintexts.length !== election.questions.length) throw new RangeError('plaintexts: one list per question');
  election.questions.forEach((question, q) => {
    const bits = plaintexts[q]!;
    if (bits.length !== choiceCount(question)) throw new RangeError(`question ${q}: one bit per choice`);
    const blank = question.blank && bits[0] === 1;
    const chosen = bits.reduce<number>((sum, bit) => sum + bit, 0) - (blank ? 1 : 0);
    const fits = blank ? chosen === 0 : chosen >= question.min && chosen <= question.max;
    if (!fits) throw new RangeError(`question ${q}: ${chosen} chosen, ${question.min} to ${question.max} allowed`);
  });
  if (election.projects !== undefined) {
    plaintexts[0]!.forEach((bit, i) => {
      if (bit !== plaintexts[i + 1]![0]) throw new RangeError(`encoding C: question 0 and project ${i} disagree`);
    });
  }
}

/** The overall proof and, where blank is allowed, the blank proof of one question (spec sections 3 item 3 and 3.2). */
function proveQuestion(
  election: Election,
  question: Question,
  context: string,
  flags: readonly Flag[],
  random: Random,
) {
  const { group } = election;
  const choices = flags.map((flag) => flag.choice);
  const prefix = questionContext(context, choices);
  const counted = question.blank ? flags.slice(1) : flags;
  const chosen = counted.reduce((sum, flag) => sum + flag.bit, 0);
  const randomness = modulo(
    counted.reduce((sum, flag) => sum + flag.randomness, 0n),
    group.order,
  );
  const ranges: ProverBranch[] = [];
  for (let v = question.min; v <= question.max; v++) ranges.push({ randomness, difference: chosen - v });
  if (question.blank) {
    const { bit, randomness: r0 } = flags[0]!;
    const blank = proveDisjunction(
      election,
      `bproof0|${prefix}|`,
      [
        { randomness: r0, difference: bit },
        { randomness, difference: chosen },
      ],
      random,
    );
    const overall = proveDisjunction(
      election,
      `bproof1|${prefix}|`,
      [{ randomness: r0, difference: bit - 1 }, ...ranges],
      random,
    );
    return { overall_proof: overall.map(proofText), blank_proof: blank.map(proofText) };
  }
  // The sum's ciphertext, from its randomness and plaintext: no need to read the printed ones back.
  const alpha = group.print(group.generatorPower(randomness));
  const beta = group.print(group.multiply(election.keyPower(randomness), group.generatorPower(BigInt(chosen))));
  const overall = proveDisjunction(election, statement(prefix, alpha, beta), ranges, random);
  return { overall_proof: overall.map(proofText) };
}

/** Encrypts one bit with the given randomness and proves that it is 0 or 1 (spec section 3 items 1 and 2). */
function encryptBit(election: Election, context: string, bit: 0 | 1, randomness: bigint, random: Random): Flag {
  const { group, keyPower } = election;
  const masked = keyPower(randomness);
  const beta = group.print(bit === 1 ? group.multiply(masked, group.generator) : masked);
  const alpha = group.print(group.generatorPower(randomness));
  const branches = [
    { randomness, difference: bit },
    { randomness, difference: bit - 1 },
  ];
  const proof = proveDisjunction(election, statement(context, alpha, beta), branches, random).map(proofText);
  return { bit, randomness, choice: { alpha, beta }, proof };
}

/**
 * Encrypts, proves and signs a ballot (spec section 3). Works for any homomorphic election; in encoding C question 0 repeats the
 * ciphertexts of the projects, whose randomness comes from one seed (challenge.ts). `random` must be the platform's CSPRNG.
 * `onProgress(done, total)` counts questions and ciphertexts.
 * @throws RangeError when the plaintexts break a question's rules: the caller's screen must not let that happen.
 */
export function encryptBallot(
  election: Election,
  credential: Credential,
  plaintexts: Plaintexts,
  random: Random,
  onProgress: (done: number, total: number) => void = () => {},
): EncryptedBallot {
  checkPlaintexts(election, plaintexts);
  const { group, questions, projects } = election;
  const secret = credentialScalar(group, election.uuid, credential);
  const publicText = group.print(group.generatorPower(secret));
  const context = proofContext(election.fingerprint, publicText);
  const shared = projects === undefined ? 0 : 1;
  const total = questions.length + plaintexts.slice(shared).reduce((sum, bits) => sum + bits.length, 0);
  let done = 0;
  const step = <T>(value: T): T => {
    done += 1;
    onProgress(done, total);
    return value;
  };
  const seed = random(seedLength);
  let index = 0;
  const own = plaintexts.slice(shared).map((bits) =>
    bits.map((bit) => {
      const randomness = seededRandomness(group, election.fingerprint, seed, index++);
      return step(encryptBit(election, context, bit, randomness, random));
    }),
  );
  const flags = shared === 1 ? [own.map((project) => project[0]!), ...own] : own;
  const answers = questions.map((question, q): Answer => {
    const { overall_proof, blank_proof } = proveQuestion(election, question, context, flags[q]!, random);
    return step({
      choices: flags[q]!.map((flag) => flag.choice),
      individual_proofs: flags[q]!.map((flag) => flag.proof),
      overall_proof,
      ...(blank_proof ? { blank_proof } : {}),
    });
  });
  const unsigned = {
    election_uuid: election.uuid,
    election_hash: election.fingerprint,
    credential: publicText,
    answers,
  };
  const hash = sha256Base64(JSON.stringify(unsigned));
  const proof = proofText(prove(group, `sig|${hash}|`, secret, random));
  const json = JSON.stringify({ ...unsigned, signature: { hash, proof } });
  const digest = sha256Bytes(json);
  return {
    json,
    hash: hex(digest),
    tracker: base64(digest),
    commitment: commitmentOf(election.fingerprint, answers),
    seed,
    opening: flags.map((list) => list.map((flag) => flag.randomness.toString())),
  };
}

/**
 * What another device learns from a challenged ballot (抽检, spec section 10.10): its plaintexts, when the opening explains every
 * ciphertext; else the first ciphertext it does not explain, or why the ballot itself is none of this election.
 */
export function openBallot(
  election: Election,
  ballotJson: string,
  opening: BallotOpening,
): Result<Plaintexts, BallotError | { readonly code: 'opening'; readonly question: number; readonly choice: number }> {
  const checked = checkBallot(election, ballotJson);
  if (!checked.ok) return checked;
  const { group } = election;
  const plaintexts: (0 | 1)[][] = [];
  for (const [question, { choices }] of checked.value.answers.entries()) {
    const bits: (0 | 1)[] = [];
    for (const [choice, { alpha, beta }] of choices.entries()) {
      const randomness = parseScalar(group, opening[question]?.[choice]);
      if (randomness === undefined || group.print(group.generatorPower(randomness)) !== alpha)
        return err({ code: 'opening', question, choice });
      const masked = election.keyPower(randomness);
      if (group.print(masked) === beta) bits.push(0);
      else if (group.print(group.multiply(masked, group.generator)) === beta) bits.push(1);
      else return err({ code: 'opening', question, choice });
    }
    plaintexts.push(bits);
  }
  return ok(plaintexts);
}

import { err, ok, type Result } from '../result.ts';
import { parseAnswer } from './ballot-parse.ts';
import type { Ballot, BallotCode, BallotError } from './ballot-types.ts';
import { proofContext, questionContext, statement } from './contexts.ts';
import type { Election } from './election.ts';
import type { Element } from './group.ts';
import { base64, hex, sha256Base64, sha256Bytes } from './hash.ts';
import { hasKeys, isArray, isObject, isString, parseJson } from './json.ts';
import { type ProofText, parseProof, type VerifierBranch, verify, verifyDisjunction } from './proofs.ts';
import { choiceCount, type Question } from './questions.ts';

const digest43 = 'A'.repeat(43);

/**
 * Longest text worth looking at, in bytes: a ballot with every element and scalar at its longest, and 1 KiB, so that what is only
 * spelt wrongly is refused for its spelling and not for its size.
 */
export function maxBallotBytes(election: Election): number {
  const known = longest.get(election);
  if (known !== undefined) return known;
  const bytes = longestBallot(election);
  longest.set(election, bytes);
  return bytes;
}

/** Reckoned once an election: writing such a ballot out takes longer than many an honest one to read. */
const longest = new WeakMap<Election, number>();

function longestBallot(election: Election): number {
  const element = 'x'.repeat(election.group.longestElement);
  const scalar = (election.group.order - 1n).toString();
  const proof = { challenge: scalar, response: scalar };
  // Of what stands many times one is written out, with the comma behind it, and counted.
  const sizeOf = (value: object) => JSON.stringify(value).length + 1;
  const choice = sizeOf({ alpha: element, beta: element }) + sizeOf([proof, proof]);
  const rest = sizeOf({ choices: [], individual_proofs: [], overall_proof: [], blank_proof: [proof, proof] });
  const answers = election.questions.reduce((sum, question) => {
    const range = question.max - question.min + (question.blank ? 2 : 1);
    return sum + rest + choiceCount(question) * choice + range * sizeOf(proof);
  }, 0);
  const around = { election_uuid: election.uuid, election_hash: digest43, credential: element, answers: [] };
  return sizeOf({ ...around, signature: { hash: digest43, proof } }) + answers + 1024;
}

/**
 * The cheap half, done before a receipt is given: size, the one canonical text (also inside `answers`, spec sections 3.3 and 7 item
 * 5), uuid and fingerprint, credential a group member, number of everything, encoding C equality, signature.
 */
export function checkBallot(election: Election, json: string): Result<Ballot, BallotError> {
  const { group } = election;
  if (json.length > maxBallotBytes(election)) return err({ code: 'too_large' });
  const value = parseJson(json);
  const keys = ['election_uuid', 'election_hash', 'credential', 'answers', 'signature'];
  if (!isObject(value) || !hasKeys(value, keys) || !isArray(value.answers) || !isObject(value.signature))
    return err({ code: 'not_canonical' });
  const { election_uuid, election_hash, credential, signature } = value;
  const proof = parseProof(group, signature.proof);
  if (!isString(credential) || !isString(signature.hash) || !hasKeys(signature, ['hash', 'proof']) || !proof)
    return err({ code: 'not_canonical' });
  if (election_uuid !== election.uuid || election_hash !== election.fingerprint) return err({ code: 'wrong_election' });
  if (value.answers.length !== election.questions.length) return err({ code: 'shape' });
  const answers = [];
  for (const [question, item] of value.answers.entries()) {
    const answer = parseAnswer(group, election.questions[question]!, item);
    if (!answer.ok) return err({ code: answer.error, question });
    answers.push(answer.value);
  }
  const unsigned = { election_uuid, election_hash, credential, answers };
  const { challenge, response } = proof;
  const full = {
    ...unsigned,
    signature: { hash: signature.hash, proof: { challenge: `${challenge}`, response: `${response}` } },
  };
  if (JSON.stringify(full) !== json) return err({ code: 'not_canonical' });
  const publicKey = group.parse(credential);
  if (!publicKey || group.equal(publicKey, group.identity)) return err({ code: 'credential_invalid' });
  for (let i = 0; i < (election.projects ?? 0); i++) {
    const [flag, project] = [answers[0]!.choices[i]!, answers[i + 1]!.choices[0]!];
    if (flag.alpha !== project.alpha || flag.beta !== project.beta)
      return err({ code: 'encoding', question: 0, choice: i });
  }
  if (signature.hash !== sha256Base64(JSON.stringify(unsigned))) return err({ code: 'signature' });
  if (!verify(group, `sig|${signature.hash}|`, publicKey, proof)) return err({ code: 'signature' });
  const digest = sha256Bytes(json);
  return ok({ json, hash: hex(digest), tracker: base64(digest), credential, answers });
}

/** A ciphertext of a ballot, read and known to be in the group. */
interface Read {
  readonly alpha: Element;
  readonly beta: Element;
}

const readProofs = (election: Election, proofs: readonly ProofText[]) =>
  proofs.map(({ challenge, response }) => parseProof(election.group, { challenge, response })!);

/** α and β with each value from … to. */
const branches = ({ alpha, beta }: Read, from: number, to: number): VerifierBranch[] =>
  Array.from({ length: to - from + 1 }, (_, i) => ({ alpha, beta, value: from + i }));

/** Checks the sum of a question, and blank where it is allowed (spec sections 3 item 3 and 3.2). */
function checkQuestion(
  election: Election,
  question: Question,
  answer: Ballot['answers'][number],
  context: string,
  read: readonly Read[],
): BallotCode | undefined {
  const { group } = election;
  const prefix = questionContext(context, answer.choices);
  const counted = question.blank ? read.slice(1) : read;
  const sum = counted.reduce(
    (a, b) => ({ alpha: group.multiply(a.alpha, b.alpha), beta: group.multiply(a.beta, b.beta) }),
    { alpha: group.identity, beta: group.identity },
  );
  const ranges = branches(sum, question.min, question.max);
  const overall = readProofs(election, answer.overall_proof);
  if (!question.blank) {
    const text = statement(prefix, group.print(sum.alpha), group.print(sum.beta));
    return verifyDisjunction(election, text, ranges, overall) ? undefined : 'overall_proof';
  }
  const [flag0, flag1] = branches(read[0]!, 0, 1);
  const blank = [flag0!, { alpha: sum.alpha, beta: sum.beta, value: 0 }];
  if (!verifyDisjunction(election, `bproof0|${prefix}|`, blank, readProofs(election, answer.blank_proof!)))
    return 'blank_proof';
  return verifyDisjunction(election, `bproof1|${prefix}|`, [flag1!, ...ranges], overall) ? undefined : 'overall_proof';
}

/**
 * The heavy half, for a ballot that `checkBallot` passed: every ciphertext in the group, no identity alpha, every 0/1 proof and every
 * sum. A ciphertext that stands twice with the same proof (encoding C) is checked once.
 */
export function checkProofs(election: Election, ballot: Ballot): Result<Ballot, BallotError> {
  const { group } = election;
  const context = proofContext(election.fingerprint, ballot.credential);
  const elements = new Map<string, Element>();
  const element = (text: string): Element | undefined => {
    const known = elements.get(text) ?? group.parse(text);
    if (known) elements.set(text, known);
    return known;
  };
  const proven = new Set<string>();
  for (const [question, answer] of ballot.answers.entries()) {
    const read: Read[] = [];
    for (const [choice, { alpha: alphaText, beta: betaText }] of answer.choices.entries()) {
      const [alpha, beta] = [element(alphaText), element(betaText)];
      if (!alpha || !beta) return err({ code: 'element', question, choice });
      if (group.equal(alpha, group.identity)) return err({ code: 'identity_alpha', question, choice });
      read.push({ alpha, beta });
      const proofs = answer.individual_proofs[choice]!;
      const key = `${alphaText}|${betaText}|${JSON.stringify(proofs)}`;
      if (proven.has(key)) continue;
      const text = statement(context, alphaText, betaText);
      const valid = verifyDisjunction(election, text, branches({ alpha, beta }, 0, 1), readProofs(election, proofs));
      if (!valid) return err({ code: 'individual_proof', question, choice });
      proven.add(key);
    }
    const code = checkQuestion(election, election.questions[question]!, answer, context, read);
    if (code) return err({ code, question });
  }
  return ok(ballot);
}

/** The distinct alphas of a ballot: none of them may occur in another ballot of the election (spec section 7 item 4). */
export const alphas = (ballot: Pick<Ballot, 'answers'>): string[] => [
  ...new Set(ballot.answers.flatMap((answer) => answer.choices.map((choice) => choice.alpha))),
];

import type { ElectionUuid } from '../ids.ts';
import { err, ok, type Result } from '../result.ts';
import type { Answer } from './ballot-types.ts';
import { isElectionUuid } from './credential.ts';
import { type Election, parseElection } from './election.ts';
import { type Group, type GroupName, type Groups, portableGroups } from './group.ts';
import { bytesToNumber, hex, sha256Base64, sha256Bytes } from './hash.ts';
import { encodeRows, gradeOrder, type RowVote, voteOrder } from './questions.ts';

/**
 * The challenge (抽检; Benaloh): a deputy may have a ballot opened instead of cast, to see on a device of their own that the tablet
 * encrypted what it showed (spec section 10.10 and 11). Everything here can be checked by any other program:
 *
 * 1. **Seed.** The randomness of a ballot's ciphertexts comes from one seed of 32 bytes out of the platform's CSPRNG, so that opening a
 *    ballot means telling the seed. Ciphertexts count from 0 in the order of the questions; in encoding C (spec section 6), whose question 0 only
 *    repeats those of the projects, answer a of project p is number 3p + a. With `d = "piaojue-challenge-1|randomness|" + φ + "|" + hex(seed) + "|" + i + "|"`
 *    the randomness of number i is
 *
 *        r = 1 + ( int( H(d + "0") ‖ H(d + "1") ) mod (q − 1) )
 *
 *    The ballot stays an ordinary one: alpha = g^r, beta = y^r·g^m. **Proofs and signature draw their nonces from the CSPRNG, never from the seed:** a
 *    signature's nonce tells the credential. Who knows the seed learns the votes of this one ballot and nothing else.
 * 2. **Commitment** (校验值). Before the deputy chooses, the tablet shows
 *
 *        b64( H( "piaojue-challenge-1|commitment|" + φ + "|" + JSON ) ),   JSON = [[[alpha,beta],…],…]
 *
 *    with one list per question and one pair of strings per choice, as they stand in the ballot. It binds every ciphertext, and not the credential
 *    or its proofs: opening a ballot must not name the card. Cast ballots have one too, and anybody can compute it from the archive:
 *    a tablet that casts something else than it committed to is found out by comparing it with what was noted before.
 * 3. **Opening.** One line, which stands behind the `#` of the public page's address, where browsers do not send it to any server:
 *
 *        PJC1.<uuid>.<φ>.<E|B>.<y>.<votes>.<seed>.<commitment>
 *
 *    E is Ed25519, B is BELENIOS-2048; φ, y, seed and commitment in base64url without padding (y as the big-endian bytes of its hex or decimal text);
 *    one digit a project: 0 赞成, 1 反对, 2 弃权. In an evaluation (encoding G, where answer a of project p is number 4p + a) the line begins with
 *    PJG1 and the digits are 0 满意, 1 基本满意, 2 不满意, 3 弃权. The checking device encrypts the votes again with this randomness and compares the commitments.
 *    That y and the projects are the real ones it learns from the election's own text, whose hash is φ; φ and the key's fingerprint are on the projector.
 *
 * An opened ballot is never cast. Whoever sees its opening sees its votes: so it says nothing about the ballot that is cast later.
 */
export const seedLength = 32;
const domain = 'piaojue-challenge-1';

/** The randomness of ciphertext number `index`, in [1, q): never 0, which would make alpha the identity. */
export function seededRandomness(group: Group, fingerprint: string, seed: Uint8Array, index: number): bigint {
  const prefix = `${domain}|randomness|${fingerprint}|${hex(seed)}|${index}|`;
  const wide = new Uint8Array(64);
  wide.set(sha256Bytes(`${prefix}0`));
  wide.set(sha256Bytes(`${prefix}1`), 32);
  return 1n + (bytesToNumber(wide) % (group.order - 1n));
}

/** What the tablet shows before the deputy chooses between casting and opening; 43 characters. */
export const commitmentOf = (fingerprint: string, answers: readonly Pick<Answer, 'choices'>[]): string =>
  sha256Base64(
    `${domain}|commitment|${fingerprint}|${JSON.stringify(
      answers.map(({ choices }) => choices.map(({ alpha, beta }) => [alpha, beta])),
    )}`,
  );

/** The commitment of a ballot's own text, as it was cast and stands in the archive: φ is in it. undefined for what is no ballot. */
export function commitmentOfCast(json: string): string | undefined {
  let ballot: { election_hash?: unknown; answers?: unknown } | null;
  try {
    ballot = JSON.parse(json);
  } catch {
    return undefined;
  }
  const isText = (value: unknown) => typeof value === 'string';
  const isAnswer = (answer: Partial<Answer> | null) =>
    Array.isArray(answer?.choices) && answer.choices.every((choice) => isText(choice?.alpha) && isText(choice?.beta));
  const { election_hash: fingerprint, answers } = ballot ?? {};
  return typeof fingerprint === 'string' && Array.isArray(answers) && answers.every(isAnswer)
    ? commitmentOf(fingerprint, answers as Pick<Answer, 'choices'>[])
    : undefined;
}

/** An opened ballot of encoding C, or of encoding G in an evaluation. */
export interface Challenge {
  readonly uuid: ElectionUuid;
  readonly fingerprint: string;
  readonly groupName: GroupName;
  /** y in text. */
  readonly publicKeyText: string;
  /** What the tablet says it encrypted, in the order of the projects. */
  readonly votes: readonly RowVote[];
  /** The ballot of an evaluation. */
  readonly graded?: true;
  readonly seed: Uint8Array;
  readonly commitment: string;
}

/** `form`: no such line, or cut off. `version`: of a later program. `key`: y is no element of the group. */
export type ChallengeError = { readonly kind: 'form' | 'version' | 'key' };

const letters: Record<GroupName, string> = { Ed25519: 'E', 'BELENIOS-2048': 'B' };
/** More projects than any ballot paper has: an address is not a place to keep a phone busy with. */
const mostProjects = 200;

const toUrl = (base64: string) => base64.replaceAll('+', '-').replaceAll('/', '_');
const fromUrl = (text: string) => text.replaceAll('-', '+').replaceAll('_', '/');
const bytesToUrl = (bytes: Uint8Array) => toUrl(btoa(String.fromCharCode(...bytes)).replace(/=+$/, ''));
const urlToBytes = (text: string) => Uint8Array.from(atob(fromUrl(text)), (char) => char.charCodeAt(0));

function keyToUrl({ groupName, publicKeyText }: Challenge): string {
  let digits = groupName === 'Ed25519' ? publicKeyText : BigInt(publicKeyText).toString(16);
  if (digits.length % 2 === 1) digits = `0${digits}`;
  return bytesToUrl(Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)));
}
const urlToKey = (groupName: GroupName, text: string): string =>
  groupName === 'Ed25519' ? hex(urlToBytes(text)) : bytesToNumber(urlToBytes(text)).toString();

/** What a row's digit stands for. */
const orderOf = ({ graded }: Pick<Challenge, 'graded'>): readonly RowVote[] => (graded ? gradeOrder : voteOrder);

/** The one line that opens a ballot. */
export const challengeText = (challenge: Challenge): string =>
  [
    challenge.graded ? 'PJG1' : 'PJC1',
    challenge.uuid,
    toUrl(challenge.fingerprint),
    letters[challenge.groupName],
    keyToUrl(challenge),
    challenge.votes.map((vote) => orderOf(challenge).indexOf(vote)).join(''),
    bytesToUrl(challenge.seed),
    toUrl(challenge.commitment),
  ].join('.');

const line =
  /^(PJC1|PJG1)\.([1-9A-HJ-NP-Za-km-z]+)\.([\w-]{43})\.([EB])\.([\w-]{43}|[\w-]{2,342})\.([0123]+)\.([\w-]{43})\.([\w-]{43})$/;

/** Reads the line of `challengeText` and nothing else. */
export function readChallenge(text: string, groups: Groups = portableGroups): Result<Challenge, ChallengeError> {
  if (/^PJ[CG]\d+\./.test(text) && !/^PJ[CG]1\./.test(text)) return err({ kind: 'version' });
  const [, form, uuid, fingerprint, letter, key, votes, seed, commitment] = line.exec(text) ?? [];
  if (!uuid || !isElectionUuid(uuid) || !fingerprint || !key || !votes || !seed || !commitment)
    return err({ kind: 'form' });
  // One character more than whole groups of four is the end of no base64.
  if (votes.length > mostProjects || key.length % 4 === 1) return err({ kind: 'form' });
  const graded = form === 'PJG1' ? ({ graded: true } as const) : {};
  const rows = [...votes].map((digit) => orderOf(graded)[Number(digit)]);
  if (!rows.every((row) => row !== undefined)) return err({ kind: 'form' });
  const groupName: GroupName = letter === 'E' ? 'Ed25519' : 'BELENIOS-2048';
  const challenge: Challenge = {
    uuid,
    fingerprint: fromUrl(fingerprint),
    groupName,
    publicKeyText: urlToKey(groupName, key),
    votes: rows,
    ...graded,
    seed: urlToBytes(seed),
    commitment: fromUrl(commitment),
  };
  const group = groups(groupName);
  const y = group.parse(challenge.publicKeyText);
  if (!y || group.equal(y, group.identity)) return err({ kind: 'key' });
  // One spelling only: what is read is what would be written.
  return challengeText(challenge) === text ? ok(challenge) : err({ kind: 'form' });
}

/**
 * Encrypts the votes again with the seed's randomness. True when that gives the commitment: then the ciphertexts the tablet had committed to
 * encrypt these votes under this key. The commitment is to be the one the tablet showed *before* it was told to open; only a person can compare that.
 */
export function checkChallenge(challenge: Challenge, groups: Groups = portableGroups): boolean {
  const { fingerprint, seed, publicKeyText } = challenge;
  const group = groups(challenge.groupName);
  const y = group.parse(publicKeyText);
  if (!y) return false;
  const keyPower = group.fixedBase(y);
  let index = 0;
  const { graded, votes } = challenge;
  const own = encodeRows({ graded: graded && votes.length }, votes)
    // Question 0 of encoding C repeats the others.
    .slice(graded ? 0 : 1)
    .map((bits) =>
      bits.map((bit) => {
        const randomness = seededRandomness(group, fingerprint, seed, index++);
        const masked = keyPower(randomness);
        return {
          alpha: group.print(group.generatorPower(randomness)),
          beta: group.print(bit === 1 ? group.multiply(masked, group.generator) : masked),
        };
      }),
    );
  const answers = (graded ? own : [own.map((choices) => choices[0]!), ...own]).map((choices) => ({ choices }));
  return commitmentOf(fingerprint, answers) === challenge.commitment;
}

/** The election that an opened ballot names, from its text; what does not fit otherwise. */
export function electionOfChallenge(
  challenge: Challenge,
  json: string,
  groups: Groups = portableGroups,
): Result<Election, { readonly kind: 'fingerprint' | 'election' | 'key' | 'projects' }> {
  if (sha256Base64(json) !== challenge.fingerprint) return err({ kind: 'fingerprint' });
  const parsed = parseElection(json, groups);
  if (!parsed.ok || parsed.value.uuid !== challenge.uuid) return err({ kind: 'election' });
  const { groupName, publicKeyText, projects, graded } = parsed.value;
  if (groupName !== challenge.groupName || publicKeyText !== challenge.publicKeyText) return err({ kind: 'key' });
  return (challenge.graded ? graded : projects) === challenge.votes.length
    ? ok(parsed.value)
    : err({ kind: 'projects' });
}

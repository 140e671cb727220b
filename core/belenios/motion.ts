import type { ElectionUuid } from '../ids.ts';
import type { Random } from '../result.ts';
import { type Credential, credentialScalar } from './credential.ts';
import type { Group } from './group.ts';
import type { Json } from './json.ts';
import { type ProofText, parseProof, proofText, prove, verify } from './proofs.ts';

/**
 * What a vote on a procedural motion signs. Ballots sign under `sig|…` and trustees under `sigmsg|…`, so that a signature made here is good
 * for nothing else; the public credential stands in it, so that it is good for no other card.
 */
const statement = (motion: string, choice: string, credential: string) => `motion|${motion}|${choice}|${credential}|`;

/**
 * Signs a choice on a motion with a card: the Schnorr signature of spec section 3 item 5, with the card's credential of one election (the
 * session's first). The choice itself is not encrypted.
 */
export function signMotionVote(
  group: Group,
  uuid: ElectionUuid,
  secret: Credential,
  motion: string,
  choice: string,
  random: Random,
): { readonly credential: string; readonly signature: ProofText } {
  const scalar = credentialScalar(group, uuid, secret);
  const credential = group.print(group.generatorPower(scalar));
  return { credential, signature: proofText(prove(group, statement(motion, choice, credential), scalar, random)) };
}

/** Whether the holder of the public credential signed this choice on this motion. */
export function checkMotionVote(
  group: Group,
  credential: string,
  motion: string,
  choice: string,
  signature: Json,
): boolean {
  const key = group.parse(credential);
  const proof = parseProof(group, signature);
  return (
    key !== undefined &&
    proof !== undefined &&
    !group.equal(key, group.identity) &&
    verify(group, statement(motion, choice, credential), key, proof)
  );
}

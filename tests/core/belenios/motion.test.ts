import { describe, expect, it } from 'vitest';
import {
  checkMotionVote,
  groupNames,
  makeCredential,
  makeElectionUuid,
  portableGroups,
  publicCredential,
  signMotionVote,
} from '../../../core/belenios/index.ts';

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
const MOTION = '11111111-1111-4111-8111-111111111111';

describe.each(groupNames)('a vote on a motion signed in %s', (name) => {
  const group = portableGroups(name);
  const uuid = makeElectionUuid(random);
  const secret = makeCredential(random);
  const { credential, signature } = signMotionVote(group, uuid, secret, MOTION, 'for', random);

  it('is signed with the card’s credential of the election', () => {
    expect(credential).toBe(publicCredential(group, uuid, secret));
    expect(checkMotionVote(group, credential, MOTION, 'for', { ...signature })).toBe(true);
  });

  it('is good for this choice, motion and card only', () => {
    const other = publicCredential(group, uuid, makeCredential(random));
    expect(checkMotionVote(group, credential, MOTION, 'against', { ...signature })).toBe(false);
    expect(checkMotionVote(group, credential, MOTION.replace('1', '2'), 'for', { ...signature })).toBe(false);
    expect(checkMotionVote(group, other, MOTION, 'for', { ...signature })).toBe(false);
    // g^0 is anybody's key.
    expect(checkMotionVote(group, group.print(group.identity), MOTION, 'for', { ...signature })).toBe(false);
  });

  it('is refused in any other spelling', () => {
    const longer = (BigInt(signature.response) + group.order).toString();
    for (const bad of [
      { ...signature, response: longer },
      { ...signature, response: `0${signature.response}` },
      { ...signature, more: '1' },
      { challenge: signature.challenge },
      null,
    ])
      expect(checkMotionVote(group, credential, MOTION, 'for', bad)).toBe(false);
    expect(checkMotionVote(group, 'no element', MOTION, 'for', { ...signature })).toBe(false);
  });

  it('says nothing twice: each signature is another', () => {
    expect(signMotionVote(group, uuid, secret, MOTION, 'for', random).signature).not.toEqual(signature);
  });
});

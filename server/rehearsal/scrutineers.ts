import {
  type BoxReport,
  type Group,
  judgeBox,
  parseElection,
  partialDecryption,
  type Round2Message,
  type SealedShare,
  type SignedMessage,
  type TrusteeState3,
  trusteeRound1,
  trusteeRound2,
  trusteeRound3,
  verifyBox,
} from '../../core/belenios/index.ts';
import { type Ceremony, ceremony } from '../../core/contract/index.ts';
import type { Result } from '../../core/result.ts';
import { random } from '../random.ts';
import { fastGroups } from '../verification/fast-groups.ts';
import { createProofPool, type ProofPool } from '../verification/pool.ts';
import type { BallotOptions } from './options.ts';
import type { Staff } from './staff.ts';

const must = <T>(result: Result<T, unknown>, what: string): T => {
  if (!result.ok) throw new Error(`${what}: ${JSON.stringify(result.error)}`);
  return result.value;
};

const all = (texts: readonly (string | null)[], what: string): string[] =>
  texts.map((text, i) => {
    if (text === null) throw new Error(`${what}: nothing of scrutineer ${i + 1}`);
    return text;
  });

/** The key ceremony, every scrutineer for themselves: the three rounds of spec section 2.4, relayed by the server. Answers each one's secret. */
export async function makeKey(staff: Staff, options: BallotOptions, tick: () => void): Promise<TrusteeState3[]> {
  const params = { session: staff.session };
  const group: Group = fastGroups(options.group);
  await staff.presidium.call(ceremony.start, { params, body: { restart: false } });
  const seen = (person: Staff['presidium']): Promise<Ceremony> => person.call(ceremony.state, { params });

  const first = [];
  for (const person of staff.scrutineers) {
    const { index, size, threshold, attempt } = await seen(person);
    const { state, message } = trusteeRound1(group, { group: options.group, size, threshold, index }, random);
    await person.call(ceremony.cert, { params, body: { attempt, cert: JSON.stringify(message) } });
    first.push(state);
    tick();
  }
  const second = [];
  for (const [i, person] of staff.scrutineers.entries()) {
    const { attempt, certs } = await seen(person);
    const signed = all(certs, 'certs').map((text) => JSON.parse(text) as SignedMessage);
    const { state, message } = must(trusteeRound2(group, first[i]!, signed, random), 'round 2');
    const { shares, ...commitment } = message;
    await person.call(ceremony.commitment, {
      params,
      body: { attempt, commitment: JSON.stringify(commitment), shares: shares.map((share) => JSON.stringify(share)) },
    });
    second.push(state);
    tick();
  }
  const third: TrusteeState3[] = [];
  for (const [i, person] of staff.scrutineers.entries()) {
    const { attempt, commitments, shares } = await seen(person);
    const sealed = all(shares, 'shares').map((text) => JSON.parse(text) as SealedShare);
    const messages = all(commitments, 'commitments').map((text, sender) => {
      // The server hands over only the shares sealed to this scrutineer: the others' places stay empty.
      const mine = new Array<SealedShare>(sealed.length);
      mine[i] = sealed[sender]!;
      return { ...(JSON.parse(text) as Omit<Round2Message, 'shares'>), shares: mine };
    });
    const { state, message } = must(trusteeRound3(group, second[i]!, messages, random), 'round 3');
    await person.call(ceremony.verification, { params, body: { attempt, verification: JSON.stringify(message) } });
    third.push(state);
    tick();
  }
  return third;
}

/**
 * As many scrutineers as are needed, the last ones first so that the first are not always the ones who decrypt; then all certify. Each reads
 * the closed box, verifies it and works out its tally, and decrypts only when the server says the same of it, as the scrutineers' page does.
 */
export async function decrypt(
  staff: Staff,
  options: BallotOptions,
  secrets: readonly TrusteeState3[],
  tick: () => void,
): Promise<void> {
  const params = { session: staff.session };
  const pool = createProofPool();
  try {
    const verify = boxVerifier(pool);
    for (let i = options.scrutineers - 1; i >= options.scrutineers - options.threshold; i--) {
      const person = staff.scrutineers[i]!;
      const response = await person.send('GET', ceremony.box.path.replace(':session', staff.session));
      if (!response.ok) await person.answer(response);
      const box = must(await verify(new Uint8Array(await response.arrayBuffer())), 'box');
      const { election, encryptedTally } = must(
        judgeBox(box, await person.call(ceremony.decrypting, { params })),
        'what the server says of the box',
      );
      const parsed = must(parseElection(election, fastGroups), 'election');
      await person.call(ceremony.decrypt, {
        params,
        body: { decryption: partialDecryption(parsed, secrets[i]!.share, encryptedTally, random) },
      });
      tick();
    }
  } finally {
    await pool.close();
  }
  for (const person of staff.scrutineers) {
    await person.call(ceremony.certify, { params });
    tick();
  }
}

/** Verifies boxes; one that is the same to the byte as the one before is not verified again, for one machine plays all the scrutineers. */
function boxVerifier(pool: ProofPool): (bytes: Uint8Array) => Promise<BoxReport['box']> {
  let last: { readonly bytes: Uint8Array; readonly box: BoxReport['box'] } | undefined;
  return async (bytes) => {
    if (!last || Buffer.compare(last.bytes, bytes) !== 0) {
      const runner = (election: string, ballot: string) => pool.check(election, ballot);
      const { box } = await verifyBox(bytes, { groups: fastGroups, runner });
      last = { bytes, box };
    }
    return last.box;
  };
}

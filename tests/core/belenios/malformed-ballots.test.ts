import { describe, expect, it } from 'vitest';
import { encodeVotes, encryptBallot, type GroupName } from '../../../core/belenios/index.ts';
import { someVotes } from '../../../server/verification/measure.ts';
import { cheat, malform, must1, outsideBallot, totalsOf } from './dishonest.ts';
import { type Loose, random, repeatable, resign } from './support.ts';

describe.each<GroupName>(['Ed25519', 'BELENIOS-2048'])('ballots that are not as they must be (%s)', (name) => {
  const { box, other, credentials, honest, refused, changed } = malform(name);

  it('individual proof', () =>
    refused(
      'ballot_individual_proof',
      changed((b) => {
        b.answers[1].individual_proofs[1][0].response = '1';
      }),
    ));
  it('overall proof', () =>
    refused(
      'ballot_overall_proof',
      changed((b) => {
        b.answers[2].overall_proof[0].response = '1';
      }),
    ));
  it('quota proof', () =>
    refused(
      'ballot_overall_proof',
      changed((b) => {
        b.answers[0].overall_proof[1].challenge = '1';
      }),
    ));

  it('stuffed ballot', async () => {
    const { group } = box.election;
    const stuff = (beta: string) => group.print(group.multiply(must1(group, beta), group.generatorPower(20n)));
    const changes = changed((b) => {
      b.answers[1].choices[0].beta = stuff(b.answers[1].choices[0].beta);
      b.answers[0].choices[0].beta = b.answers[1].choices[0].beta;
    });
    const plus = honest.map((row, q) => row.map((n, c) => (q <= 1 && c === 0 ? n + 20 : n)));
    await refused('ballot_individual_proof', { ...changes, counted: undefined }, plus);
  });

  it('signature', () =>
    refused('ballot_signature', {
      ballots: [
        resign(box.election, credentials[0]!, box.ballots[0]!, () => {}).replace(
          /"response":"(\d+)"\}\}\}$/,
          '"response":"7"}}}',
        ),
        ...box.ballots.slice(1),
      ],
    }));
  it('signature over another ballot', () => {
    const [a, b] = box.ballots.map((json) => JSON.parse(json) as Loose);
    return refused('ballot_signature', {
      ballots: [JSON.stringify({ ...a, signature: b.signature }), ...box.ballots.slice(1)],
    });
  });

  it('signature of the same voter over other votes', () => {
    const again = encryptBallot(box.election, credentials[0]!, encodeVotes(someVotes(2, 1, 0)), random).json;
    const mixed = { ...(JSON.parse(box.ballots[0]!) as Loose), signature: (JSON.parse(again) as Loose).signature };
    return refused('ballot_signature', { ballots: [JSON.stringify(mixed), ...box.ballots.slice(1)] });
  });

  it('copied ballot under another credential', () =>
    refused('ballot_individual_proof', {
      ballots: [box.ballots[0]!, resign(box.election, credentials[1]!, box.ballots[0]!, () => {}), box.ballots[2]!],
    }));

  it('ballot of another election', () =>
    refused('ballot_wrong_election', { ballots: [...box.ballots, other.ballots[0]!], counted: box.ballots }));

  it('credential not in the list', () =>
    refused('ballot_credential_unknown', { credentials: JSON.stringify(box.made.publicCredentials.slice(1)) }));
  it('credential twice in the list', () =>
    refused('credential_duplicate', {
      credentials: JSON.stringify([...box.made.publicCredentials, box.made.publicCredentials[0]]),
    }));
  it('credential that is no element', () =>
    refused('credential_member', {
      credentials: JSON.stringify([...box.made.publicCredentials, name === 'Ed25519' ? '02'.repeat(32) : '2']),
    }));
  it('identity among the credentials', () =>
    refused('credential_member', {
      credentials: JSON.stringify([
        ...box.made.publicCredentials,
        box.election.group.print(box.election.group.identity),
      ]),
    }));

  it('unknown keys, other orders, other spellings', async () => {
    await refused(
      'ballot_not_canonical',
      changed((b) => {
        b.extra = 1;
      }),
    );
    await refused(
      'ballot_not_canonical',
      changed((b) => {
        b.answers[0].x_extra = 1;
      }),
    );
    await refused(
      'ballot_not_canonical',
      changed((b) => {
        b.answers[0].choices[0].extra = '1';
      }),
    );
    await refused(
      'ballot_not_canonical',
      changed((b) => {
        b.answers[1].overall_proof[0].extra = '1';
      }),
    );
    await refused(
      'ballot_not_canonical',
      changed((b) => {
        const { challenge, response } = b.answers[1].overall_proof[0];
        b.answers[1].overall_proof[0] = { response, challenge };
      }),
    );
    await refused(
      'ballot_not_canonical',
      changed((b) => {
        b.answers[1].overall_proof[0].response = `0${b.answers[1].overall_proof[0].response}`;
      }),
    );
    await refused(
      'ballot_not_canonical',
      changed((b) => {
        b.answers[1].overall_proof[0].response = (
          BigInt(b.answers[1].overall_proof[0].response) + box.election.group.order
        ).toString();
      }),
    );
    await refused('ballot_not_canonical', {
      ballots: [box.ballots[0]!.replace('{"election_uuid"', '{ "election_uuid"'), ...box.ballots.slice(1)],
    });
    const odd = name === 'Ed25519' ? (text: string) => text.toUpperCase() : (text: string) => `0${text}`;
    await refused(
      'ballot_not_canonical',
      changed((b) => {
        b.answers[1].choices[1].alpha = odd(b.answers[1].choices[1].alpha);
      }),
    );
  });

  it('too many or too few parts', async () => {
    await refused(
      'ballot_shape',
      changed((b) => {
        b.answers.pop();
      }),
    );
    await refused(
      'ballot_shape',
      changed((b) => {
        b.answers[1].choices.pop();
      }),
    );
    await refused(
      'ballot_shape',
      changed((b) => {
        b.answers[0].overall_proof.pop();
      }),
    );
    await refused(
      'ballot_shape',
      changed((b) => {
        b.answers[1].individual_proofs[0].pop();
      }),
    );
    await refused(
      'ballot_too_large',
      changed((b) => {
        b.answers.push(b.answers[0], b.answers[0]);
      }),
    );
  });

  it('quota question with ciphertexts of its own', () => {
    const loose = { ...box.election, projects: undefined };
    const own = encryptBallot(loose, credentials[0]!, encodeVotes(someVotes(2, 1, 0)), random).json;
    return refused('ballot_encoding', { ballots: [own, ...box.ballots.slice(1)] });
  });

  it('ciphertext outside the subgroup, with proofs that hold', async () => {
    const bad = outsideBallot(box.election, credentials[0]!);
    const report = await refused(
      'ballot_element',
      { ballots: [bad, ...box.ballots.slice(1)], counted: box.ballots.slice(1) },
      totalsOf([1, 2]),
    );
    expect(report.checks.at(-1)?.name).toBe('credentials');
  });

  it('ciphertext that hides nothing', () => {
    const { election } = box;
    const bad = cheat(election, credentials[0]!, {
      randomness: 0n,
      alpha: election.group.print(election.group.identity),
      accept: () => true,
    });
    return refused('ballot_identity_alpha', { ballots: [bad, ...box.ballots.slice(1)] });
  });

  it('alpha repeated between two ballots', () => {
    const two = [0, 1].map(
      (i) => encryptBallot(box.election, credentials[i]!, encodeVotes(someVotes(2, 1, i)), repeatable(7)).json,
    );
    return refused('ballot_repeated_alpha', { ballots: [...two, box.ballots[2]!] });
  });
});

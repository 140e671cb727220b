import { beforeAll, describe, expect, it } from 'vitest';
import { base64, sha256Base64, sha256Bytes } from '../../../core/belenios/hash.ts';
import { type Election, electionJson, maxBallotBytes, parseElection, type Vote } from '../../../core/belenios/index.ts';
import { proofText, prove } from '../../../core/belenios/proofs.ts';
import { hall as routes } from '../../../core/contract/hall.ts';
import type { ProblemCode } from '../../../core/contract/problems.ts';
import { session as sessionRoutes } from '../../../core/contract/session.ts';
import type { ElectionUuid } from '../../../core/ids.ts';
import { random } from '../../../server/random.ts';
import { fastGroups } from '../../../server/verification/fast-groups.ts';
import { refusal, useServer } from '../../support/server.ts';
import { encrypt, Hall, type HallCard, secretOf } from './hall.ts';
import { settledRows } from './rows.ts';

/** A ballot as JSON of any shape, for breaking. */
type Loose = {
  election_uuid: string;
  election_hash: string;
  credential: string;
  answers: {
    choices: { alpha: string; beta: string }[];
    individual_proofs: { challenge: string; response: string }[][];
    overall_proof: { challenge: string; response: string }[];
  }[];
  signature?: { hash: string; proof: { challenge: string; response: string } };
};

/** Changes a ballot and signs it again with the card, as only its holder can. */
function resigned(hall: Hall, card: HallCard, json: string, change: (ballot: Loose) => void): string {
  const { signature: _, ...unsigned } = JSON.parse(json) as Loose;
  change(unsigned as Loose);
  const hash = sha256Base64(JSON.stringify(unsigned));
  const proof = proofText(prove(hall.group, `sig|${hash}|`, secretOf(hall, card), random));
  return JSON.stringify({ ...unsigned, signature: { hash, proof } });
}

const votes: Vote[] = ['for', 'against', 'abstain'];
const trackerOf = (json: string): string => base64(sha256Bytes(json));

describe('bad casts', () => {
  const server = useServer();
  let hall: Hall;
  let election: Election;
  /** Cards: 0–3 active, 4 revoked after activation, 5 only printed. */
  let fine: HallCard;
  let other: HallCard;

  beforeAll(async () => {
    hall = await Hall.make(server, { deputies: 6, activated: 5 });
    await hall.teller.call(sessionRoutes.revokeCard, {
      params: { session: hall.session, serial: hall.cards[4]!.serial },
    });
    await hall.holdCeremony();
    [fine, other] = [hall.cards[0]!, hall.cards[1]!];
  });

  /** The refusal of a body, which leaves every row as it was. */
  async function refused(body: string | Uint8Array, uuid?: string): Promise<{ code: ProblemCode; status: number }> {
    const before = await settledRows(server.database.db);
    const response = await hall.post(body, uuid);
    expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    const { code, status } = (await response.json()) as { code: ProblemCode; status: number };
    expect(status).toBe(response.status);
    expect(await settledRows(server.database.db)).toEqual(before);
    return { code, status };
  }

  /** An election that only looks like ours. */
  function elsewhere(uuid: string): Election {
    const json = electionJson({
      ...election,
      uuid: uuid as ElectionUuid,
      group: election.groupName,
      publicKey: election.publicKeyText,
    });
    const parsed = parseElection(json, fastGroups);
    if (!parsed.ok) throw new Error(parsed.error.kind);
    return parsed.value;
  }

  it('before the opening', async () => {
    expect(await refused('{}')).toEqual({ code: 'ballot-not-open', status: 409 });
    expect(await refusal(hall.kiosk.call(routes.election, { params: { uuid: hall.uuid } }))).toMatchObject({
      code: 'ballot-not-open',
    });
    const asked = { params: { uuid: hall.uuid }, body: { credential: hall.publicCredential(fine) } };
    expect(await refusal(hall.kiosk.call(routes.card, asked))).toMatchObject({ code: 'ballot-not-open' });
    await hall.both('open');
    election = await hall.election();
  });

  it('in an election nobody knows', async () => {
    expect(await refused('{}', 'Zzzzzzzzzzzzzz')).toEqual({ code: 'not-found', status: 404 });
  });

  it('with a card that is not active, revoked, or of another session', async () => {
    const cases: [HallCard, ProblemCode, number][] = [
      [hall.cards[5]!, 'card-not-active', 409],
      [hall.cards[4]!, 'card-is-revoked', 409],
      [{ ...fine, secret: 'AZUKg-sv5DC1-KTk3u-h84sxC' as HallCard['secret'] }, 'card-unknown', 404],
    ];
    for (const [card, code, status] of cases) {
      expect(await refused(encrypt(election, card, votes).json)).toEqual({ code, status });
      const asked = { params: { uuid: hall.uuid }, body: { credential: hall.publicCredential(card) } };
      expect(await refusal(hall.kiosk.call(routes.card, asked))).toMatchObject({ code, status });
    }
    const asked = { params: { uuid: hall.uuid }, body: { credential: hall.publicCredential(fine) } };
    expect(await hall.kiosk.call(routes.card, asked)).toEqual({ receipt: null });
  });

  it('with an unknown card while somebody holds the box: refused without waiting for it', async () => {
    const stranger = { ...fine, secret: 'AZUKg-sv5DC1-KTk3u-h84sxC' as HallCard['secret'] };
    await server.database.db.transaction().execute(async (trx) => {
      await trx.selectFrom('ballot').select('id').where('uuid', '=', hall.uuid).forUpdate().execute();
      expect(await refused(encrypt(election, stranger, votes).json)).toEqual({ code: 'card-unknown', status: 404 });
    });
  });

  it('malformed', async () => {
    const { json } = encrypt(election, fine, votes);
    const bodies = [
      '',
      'x',
      '{',
      '[]',
      '"text"',
      'null',
      '{}',
      json.slice(0, -1),
      '{"election_uuid":1,"credential":2,"answers":{}}',
    ];
    for (const body of bodies) expect(await refused(body)).toEqual({ code: 'ballot-malformed', status: 422 });
    expect(await refused(new Uint8Array([0xff, 0xfe, 0x7b]))).toEqual({ code: 'ballot-malformed', status: 422 });
    const shapes: ((ballot: Loose) => void)[] = [
      (ballot) => ballot.answers.pop(),
      (ballot) => ballot.answers[1]!.choices.pop(),
      (ballot) => ballot.answers[0]!.overall_proof.pop(),
    ];
    for (const change of shapes)
      expect(await refused(resigned(hall, fine, json, change))).toEqual({ code: 'ballot-malformed', status: 422 });
  });

  it('not canonical', async () => {
    // One with room for what is added: most are within a few bytes of the longest there can be.
    let { json } = encrypt(election, fine, votes);
    while (json.length + 11 > maxBallotBytes(election)) ({ json } = encrypt(election, fine, votes));
    const ballot = JSON.parse(json) as Loose;
    const { election_uuid, ...rest } = ballot;
    const bodies = [
      ` ${json}`,
      `${json}\n`,
      json.replace('{"election_uuid"', '{ "election_uuid"'),
      JSON.stringify({ ...rest, election_uuid }),
      JSON.stringify({ ...ballot, more: 1 }),
      resigned(hall, fine, json, (loose) => Object.assign(loose.answers[0]!, { x_more: 1 })),
      resigned(hall, fine, json, (loose) => {
        const proof = loose.answers[0]!.individual_proofs[0]![0]!;
        proof.challenge = `0${proof.challenge}`;
      }),
      resigned(hall, fine, json, (loose) => {
        const choice = loose.answers[1]!.choices[1]!;
        choice.alpha = choice.alpha.toUpperCase().replace(/^[0-9]*$/, 'F');
      }),
    ];
    for (const body of bodies) expect(await refused(body)).toEqual({ code: 'ballot-non-canonical', status: 422 });
  });

  it('oversized, by a little and by much', async () => {
    const { json } = encrypt(election, fine, votes);
    expect(await refused(json + ' '.repeat(json.length))).toEqual({ code: 'ballot-oversized', status: 413 });
    expect(await refused('x'.repeat(5 * 1024 * 1024))).toEqual({ code: 'ballot-oversized', status: 413 });
  });

  it('for another election', async () => {
    for (const uuid of [hall.uuids[1]!, hall.uuid]) {
      const { json } = encrypt(elsewhere(uuid), fine, votes);
      expect(await refused(json)).toEqual({ code: 'ballot-other-election', status: 422 });
    }
  });

  it("with a signature that is not the card's, or of other content", async () => {
    const { json } = encrypt(election, fine, votes);
    expect(await refused(resigned(hall, other, json, () => {}))).toEqual({ code: 'ballot-bad-signature', status: 422 });
    const second = JSON.parse(encrypt(election, fine, ['against', 'against', 'for']).json) as Loose;
    const mixed = JSON.stringify({ ...second, signature: (JSON.parse(json) as Loose).signature });
    expect(await refused(mixed)).toEqual({ code: 'ballot-bad-signature', status: 422 });
  });

  it('with encoding C broken: the flags of another vote', async () => {
    const { json } = encrypt(election, fine, votes);
    const flags = (JSON.parse(encrypt(election, fine, ['against', 'against', 'abstain']).json) as Loose).answers[0]!;
    const body = resigned(hall, fine, json, (ballot) => {
      ballot.answers[0] = flags;
    });
    expect(await refused(body)).toEqual({ code: 'ballot-bad-encoding', status: 422 });
  });

  describe('what the proofs show: a receipt is given, then the ballot is put aside and the card is free again', () => {
    const bad: [string, (hall: Hall, cast: string) => string, string][] = [
      [
        'a wrong individual proof',
        (h) =>
          resigned(h, fine, encrypt(election, fine, votes).json, (ballot) =>
            swap(ballot.answers[1]!.individual_proofs[1]!),
          ),
        'individual_proof',
      ],
      [
        'a wrong overall proof',
        (h) =>
          resigned(h, fine, encrypt(election, fine, votes).json, (ballot) => swap(ballot.answers[0]!.overall_proof)),
        'overall_proof',
      ],
      [
        "a copy of another's ballot",
        (h, cast) =>
          resigned(h, fine, cast, (ballot) => {
            ballot.credential = h.publicCredential(fine);
          }),
        'individual_proof',
      ],
    ];

    const swap = (proofs: { challenge: string; response: string }[]) => {
      [proofs[0], proofs[1]] = [proofs[1]!, proofs[0]!];
    };

    it.each(bad)('%s', async (_name, make, reason) => {
      const cast = (await castOnce(other)).json;
      const before = await settledRows(server.database.db);
      const response = await hall.post(make(hall, cast));
      expect(response.status).toBe(200);
      await hall.proofsDone();
      const after = await settledRows(server.database.db);
      expect(after.cast_ballot).toEqual(before.cast_ballot);
      expect(after.issued_credential).toEqual(before.issued_credential);
      expect(after.rejected_ballot!.filter((row) => !before.rejected_ballot!.includes(row))).toEqual([
        expect.stringContaining(reason),
      ]);
      const [event] = after.audit_event!.filter((row) => !before.audit_event!.includes(row));
      expect(event).toContain('proof-failed');
      expect(event).toContain(reason);
      const asked = { params: { uuid: hall.uuid }, body: { credential: hall.publicCredential(fine) } };
      expect(await hall.kiosk.call(routes.card, asked)).toEqual({ receipt: null });
    });

    it('sent again, as after a lost reply: no receipt for it any more, and nothing changes', async () => {
      const body = bad[0]![1](hall, '');
      expect((await hall.post(body)).status).toBe(200);
      await hall.proofsDone();
      expect(await refused(body)).toEqual({ code: 'ballot-bad-proof', status: 422 });
    });

    let casting: Promise<{ json: string }> | undefined;
    const castOnce = async (card: HallCard) => {
      casting ??= hall.vote(card, votes);
      const done = await casting;
      await hall.proofsDone();
      return done;
    };
  });

  it('twice: the same ballot gets the same receipt, another is refused', async () => {
    const card = hall.cards[2]!;
    const { json, tracker } = await hall.vote(card, votes);
    await hall.proofsDone();
    const before = await settledRows(server.database.db);
    const again = await hall.post(json);
    expect([again.status, await again.json()]).toEqual([200, { tracker }]);
    expect(tracker).toBe(trackerOf(json));
    expect(await settledRows(server.database.db)).toEqual(before);
    expect(await refused(encrypt(election, card, votes).json)).toEqual({ code: 'card-used', status: 409 });
    const asked = { params: { uuid: hall.uuid }, body: { credential: hall.publicCredential(card) } };
    expect(await hall.kiosk.call(routes.card, asked)).toEqual({ receipt: { tracker } });
  });

  it('many at once by one card: one receipt, and the same for all identical ones', async () => {
    const card = hall.cards[3]!;
    const ballots = Array.from({ length: 6 }, () => encrypt(election, card, votes));
    const responses = await Promise.all([...ballots, ...ballots].map(({ json }) => hall.post(json)));
    const answers = await Promise.all(
      responses.map(async (response) => (await response.json()) as { tracker?: string; code?: string }),
    );
    const receipts = new Set(answers.flatMap(({ tracker }) => tracker ?? []));
    expect(receipts.size).toBe(1);
    expect(answers.filter(({ tracker }) => tracker)).toHaveLength(2);
    expect(answers.flatMap(({ code }) => code ?? [])).toEqual(Array(10).fill('card-used'));
  });

  it('after the close: refused, but a ballot in the box gets its receipt again', async () => {
    const { json, tracker } = await hall.vote(fine, votes);
    await hall.both('close');
    const again = await hall.post(json);
    expect([again.status, await again.json()]).toEqual([200, { tracker }]);
    expect(await refused(encrypt(election, fine, votes).json)).toEqual({ code: 'card-used', status: 409 });
    const asked = { params: { uuid: hall.uuid }, body: { credential: hall.publicCredential(hall.cards[2]!) } };
    expect((await hall.kiosk.call(routes.card, asked)).receipt).not.toBeNull();
  });
});

describe('after the close with a card that has not voted', () => {
  const server = useServer();

  it('is refused, and nothing changes', async () => {
    const hall = await Hall.make(server, { deputies: 3, candidates: 3 });
    await hall.open();
    const { json } = await hall.encrypt(hall.cards[0]!, votes);
    await hall.both('close');
    const before = await settledRows(server.database.db);
    const response = await hall.post(json);
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([409, 'ballot-closed']);
    expect(await settledRows(server.database.db)).toEqual(before);
    const asked = { params: { uuid: hall.uuid }, body: { credential: hall.publicCredential(hall.cards[0]!) } };
    expect(await refusal(hall.kiosk.call(routes.card, asked))).toMatchObject({
      code: 'ballot-closed',
      status: 409,
    });
  });
});

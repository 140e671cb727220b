import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Vote, verifyBox } from '../../../core/belenios/index.ts';
import { ceremony } from '../../../core/contract/ceremony.ts';
import { fastGroups } from '../../../server/verification/fast-groups.ts';
import { pathOf, type Refusal, startServer, type TestServer } from '../../support/server.ts';
import { Hall } from './hall.ts';

const votes: Vote[] = ['for', 'against', 'abstain'];

let server: TestServer;
beforeEach(async () => {
  server = await startServer();
});
afterEach(() => server.stop());

const ask = (hall: Hall, who: { send: Hall['kiosk']['send'] }) =>
  who.send('GET', pathOf(ceremony.box, { params: hall.in }));

/** The refusal's code; the body must say nothing else of the box. */
async function refused(answer: Promise<Response>): Promise<string> {
  const response = await answer;
  expect(response.ok).toBe(false);
  expect(response.headers.get('content-type')).toContain('application/problem+json');
  return ((await response.json()) as Refusal).code;
}

describe('the closed box for the scrutineers’ devices', () => {
  it('is handed to nobody before the close', async () => {
    const hall = await Hall.make(server, { deputies: 3 });
    expect(await refused(ask(hall, hall.chief))).toBe('ballot-not-closed');
    await hall.open();
    await hall.vote(hall.cards[0]!, votes);
    for (const person of hall.scrutineers) expect(await refused(ask(hall, person))).toBe('ballot-not-closed');
  });

  it('is handed to the scrutineers of this session only, and is what they decrypt', async () => {
    const hall = await Hall.make(server, { deputies: 3 });
    await hall.open();
    for (const card of hall.cards.slice(0, 2)) await hall.vote(card, votes);
    await hall.both('close');
    expect(await refused(ask(hall, hall.kiosk))).toBe('not-signed-in');
    for (const person of [hall.presidium, hall.teller]) expect(await refused(ask(hall, person))).toBe('not-permitted');
    expect(await refused(ask(hall, await hall.hire('scrutineer')))).toBe('not-a-scrutineer-here');

    const response = await ask(hall, hall.scrutineers[1]!);
    const bytes = new Uint8Array(await response.arrayBuffer());
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(Number(response.headers.get('content-length'))).toBe(bytes.length);
    const offered = await hall.chief.call(ceremony.decrypting, { params: hall.in });
    const { box, checks } = await verifyBox(bytes, { groups: fastGroups });
    expect(box).toMatchObject({
      ok: true,
      value: {
        election: offered.election,
        electionHash: offered.electionHash,
        trustees: offered.trustees,
        encryptedTally: offered.encryptedTally,
        closingEvent: offered.closingEvent,
        credentials: offered.issued,
        ballots: 2,
      },
    });
    expect(checks.map(({ name }) => name)).toContain('tally');

    // It is how the published archive begins, and stays the same to the byte when that is out.
    for (const i of [0, 1]) await hall.decrypt(i);
    for (const i of [0, 1]) await hall.certify(i);
    await hall.both('publish');
    expect(Buffer.compare((await hall.archive()).subarray(0, bytes.length), bytes)).toBe(0);
    expect(Buffer.compare(new Uint8Array(await (await ask(hall, hall.chief)).arrayBuffer()), bytes)).toBe(0);
  });

  it('of an annulled ballot is handed to nobody', async () => {
    const hall = await Hall.make(server, { deputies: 3 });
    await hall.open();
    await hall.vote(hall.cards[0]!, votes);
    await hall.both('close');
    await hall.both('annul', '演示');
    expect(await refused(ask(hall, hall.chief))).toBe('wrong-state');
  });
});

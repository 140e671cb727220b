import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GroupName, type Vote, verifyArchive } from '../../../core/belenios/index.ts';
import { ceremony } from '../../../core/contract/ceremony.ts';
import { hall as publicRoutes } from '../../../core/contract/hall.ts';
import { session as sessionRoutes } from '../../../core/contract/session.ts';
import { singlePaper } from '../../../core/contract/single-paper.ts';
import type { CardSerial, PaperEntryId } from '../../../core/ids.ts';
import type { Method } from '../../../core/rules/method.ts';
import { fastGroups } from '../../../server/verification/fast-groups.ts';
import { verifyWithBeleniosTool } from '../../interop/belenios-tool.ts';
import { type Person, refusal, startServer, type TestServer, useServer } from '../../support/server.ts';
import { Hall, type HallCard } from './hall.ts';
import { allRows, settledRows } from './rows.ts';

const marks: Vote[] = ['for', 'against', 'abstain'];
const aside = (hall: Hall, serial: CardSerial, purpose: 'deputy' | 'paper' = 'paper') =>
  hall.teller.call(singlePaper.setAside, { params: { ...hall.in, serial }, body: { purpose } });
const see = (hall: Hall, by: Person = hall.teller) => by.call(singlePaper.state, { params: hall.in });
const record = (hall: Hall, issued: number, missing = 0, reason = '', by = hall.teller) =>
  see(hall).then(({ papers }) =>
    by.call(singlePaper.handOut, {
      params: hall.in,
      body: { issued, missing, reason, seen: { issued: papers.issued, missing: papers.missing } },
    }),
  );
const newEntry = () => randomUUID() as string as PaperEntryId;
const begin = (hall: Hall, entry: PaperEntryId, by: Person = hall.teller, kind: 'vote' | 'void' = 'vote') =>
  by.call(singlePaper.begin, { params: { ...hall.in, entry }, body: { kind } });
const confirmVoid = (hall: Hall, entry: PaperEntryId, by: Person) =>
  by.call(singlePaper.confirmVoid, { params: { ...hall.in, entry } });
const send = (hall: Hall, entry: PaperEntryId, body: string, by: Person = hall.chief) =>
  by.send('POST', `/api/sessions/${hall.session}/single-papers/entries/${entry}/ballot`, body, {
    'content-type': 'application/json',
  });
const answer = async (response: Response) => [response.status, (await response.json()) as Record<string, unknown>];
const codeOf = async (response: Response) => ((await response.json()) as { code: string }).code;

/** Two people key one paper: the first vouches, the second casts. */
async function enter(hall: Hall, card: HallCard, votes: readonly Vote[], entry = newEntry()) {
  await begin(hall, entry);
  const { json, tracker } = await hall.encrypt(card, votes);
  const response = await send(hall, entry, json);
  expect([response.status, await response.json()]).toEqual([200, { tracker }]);
  return { entry, json, tracker };
}

/** Six present, five with a card, two spare cards set aside for papers; open. */
async function openHall(server: Parameters<typeof Hall.make>[0], method: Partial<Method> = {}) {
  const hall = await Hall.make(server, { deputies: 7, present: 6, activated: 5, method: { seats: 2, ...method } });
  const papers = hall.cards.slice(7, 9);
  for (const { serial } of papers) await aside(hall, serial);
  await hall.open();
  return { hall, papers };
}

describe.each<GroupName>(['Ed25519', 'BELENIOS-2048'])('papers beside the tablets in %s', (group) => {
  const server = useServer();

  it('go from cards set aside to a published result that verifies', async () => {
    const { hall, papers } = await openHall(server, { group });
    const { electionHash } = (await hall.overview()).ballot;
    const election = await hall.election();
    expect(election.fingerprint).toBe(electionHash);
    expect(election.extensions.x_congress).toMatchObject({ issued: 5, paper_spares: 2, present_at_open: 6 });
    for (const card of hall.cards.slice(0, 4)) await hall.vote(card, ['for', 'for', 'against']);
    // One deputy without a card, and one whose tablet failed: seven would be more than the six present.
    expect((await record(hall, 1)).papers).toEqual({ spares: 2, issued: 1, entered: 0, void: 0, missing: 0 });
    expect((await refusal(record(hall, 2))).code).toBe('papers-exceed-present');
    expect((await record(hall, 2, 0, '一名代表的平板故障，票卡已交回封存')).note).toContain('平板故障');
    await enter(hall, papers[0]!, ['for', 'against', 'for']);
    const spoilt = newEntry();
    await begin(hall, spoilt, hall.teller, 'void');
    expect((await confirmVoid(hall, spoilt, hall.chief)).papers).toMatchObject({ entered: 1, void: 1 });
    const open = (await hall.overview()).ballot;
    expect(open).toMatchObject({ issued: 7, returned: 6, void: 1 });
    const screen = await hall.kiosk.call(publicRoutes.screen, { params: { congress: hall.congress } });
    expect(screen.ballot).toMatchObject({ issued: 7, returned: 6, papers: { issued: 2, entered: 1, void: 1 } });

    const closed = await hall.both('close');
    expect(closed.ballot).toMatchObject({ issued: 7, returned: 6, void: 1 });
    const offered = await hall.chief.call(ceremony.decrypting, { params: hall.in });
    expect(offered).toMatchObject({ issued: 5, paperSpares: 2, returned: 5 });
    for (const i of [0, 1]) await hall.decrypt(i);
    for (const i of [0, 1]) await hall.certify(i);
    await hall.both('publish');

    const result = await hall.kiosk.call(publicRoutes.result, { params: { uuid: hall.uuid } });
    expect(result.outcome.attendance).toEqual({
      ...{ entitled: 7, present: 6, issued: 7, returned: 6, void: 1 },
      paper: { spares: 2, issued: 2, entered: 1, void: 1 },
    });
    expect(result.outcome.result.validity.kind).toBe('valid');
    expect(result.outcome.result.projects.map(({ code, for: yes }) => [code, yes])).toEqual([
      ['P1', 5],
      ['P2', 4],
      ['P3', 1],
    ]);
    expect(result.ballots.at(-1)).toMatchObject({ issued: 7, returned: 6 });
    const bytes = await hall.archive();
    const report = await verifyArchive(bytes, { groups: fastGroups, lastEvent: result.lastEvent! });
    expect(report.failure).toBeUndefined();
    expect(report).toMatchObject({ valid: true, ballots: 5, credentials: 7 });
    // Debian's belenios-tool knows this group only.
    if (group === 'BELENIOS-2048') await verifyWithBeleniosTool(bytes);
  });
});

describe('a paper beside the tablets', () => {
  let server: TestServer;
  beforeEach(async () => {
    server = await startServer();
  });
  afterEach(() => server?.stop());

  it('needs a card that was set aside before the opening, and no tablet takes that card', async () => {
    const hall = await Hall.make(server, { deputies: 4, present: 4, activated: 3 });
    const [first, second, third] = hall.cards.slice(3);
    expect(await aside(hall, first!.serial)).toMatchObject({ activated: 3 });
    expect(await aside(hall, first!.serial)).toMatchObject({ activated: 3 });
    expect((await refusal(aside(hall, hall.cards[0]!.serial))).code).toBe('card-already-active');
    expect((await refusal(hall.activate(first!.serial))).code).toBe('card-set-aside');
    await aside(hall, second!.serial);
    expect((await refusal(aside(hall, third!.serial))).code).toBe('paper-cards-full');
    expect((await hall.overview()).ballot.papers.spares).toBe(2);
    await aside(hall, second!.serial, 'deputy');
    // Cards of deputies are put back, those set aside are not.
    await hall.teller.call(sessionRoutes.recheckCards, { params: hall.in, body: { activated: 3 } });
    expect(await see(hall)).toMatchObject({ cards: 0, papers: { spares: 1 } });
    for (const { serial } of hall.cards.slice(0, 3)) await hall.activate(serial);
    expect((await refusal(record(hall, 1))).code).toBe('wrong-state');
    await hall.open();
    expect((await refusal(aside(hall, second!.serial))).code).toBe('method-frozen');

    const card = (one: HallCard) =>
      refusal(
        hall.kiosk.call(publicRoutes.card, {
          params: { uuid: hall.uuid },
          body: { credential: hall.publicCredential(one) },
        }),
      );
    expect((await card(first!)).code).toBe('paper-card');
    expect(await codeOf(await hall.post((await hall.encrypt(first!, marks)).json))).toBe('paper-card');
    await record(hall, 1);
    const entry = newEntry();
    await begin(hall, entry);
    // A deputy's card does not go the tellers' way, and the paper stays to be entered with the right one.
    expect(await codeOf(await send(hall, entry, (await hall.encrypt(hall.cards[0]!, marks)).json))).toBe(
      'not-a-paper-card',
    );
    const check = (one: HallCard) =>
      hall.teller.call(singlePaper.checkCard, {
        params: hall.in,
        body: { credential: hall.publicCredential(one) },
      });
    expect((await refusal(check(hall.cards[0]!))).code).toBe('not-a-paper-card');
    expect(await check(first!)).toEqual({ done: true });
    expect((await send(hall, entry, (await hall.encrypt(first!, marks)).json)).status).toBe(200);
    expect((await refusal(check(first!))).code).toBe('card-used');
  });

  it('is entered by two accounts, once, and the same again gets the same receipt', async () => {
    const { hall, papers } = await openHall(server);
    expect((await refusal(begin(hall, newEntry()))).code).toBe('no-paper-left');
    await record(hall, 1);
    const entry = newEntry();
    const { json, tracker } = await hall.encrypt(papers[0]!, marks);
    expect(await codeOf(await send(hall, entry, json))).toBe('paper-entry-gone');
    await begin(hall, entry);
    expect((await begin(hall, entry)).waiting).toMatchObject([{ id: entry, kind: 'vote', mine: true }]);
    expect((await refusal(begin(hall, entry, hall.chief))).code).toBe('paper-entry-taken');
    expect(await codeOf(await send(hall, entry, json, hall.teller))).toBe('same-person');
    expect((await send(hall, entry, json, hall.presidium)).status).toBe(403);
    expect((await see(hall)).papers.entered).toBe(0);

    const twice = await Promise.all([send(hall, entry, json), send(hall, entry, json)]);
    for (const response of twice) expect(await answer(response)).toEqual([200, { tracker }]);
    expect(await answer(await send(hall, entry, json))).toEqual([200, { tracker }]);
    expect(await see(hall)).toMatchObject({ papers: { issued: 1, entered: 1 }, waiting: [] });
    // Neither another ballot for the same paper, nor another paper than was handed out.
    const other = await hall.encrypt(papers[1]!, marks);
    expect(await codeOf(await send(hall, entry, other.json))).toBe('paper-entry-taken');
    expect((await refusal(begin(hall, newEntry()))).code).toBe('no-paper-left');
    expect((await refusal(hall.teller.call(singlePaper.cancel, { params: { ...hall.in, entry } }))).code).toBe(
      'paper-entry-settled',
    );
    const events = await server.database.db.selectFrom('audit_event').selectAll().execute();
    const settled = events.filter(({ kind }) => kind === 'paper-ballot-settled');
    expect(settled.map(({ detail }) => detail)).toEqual([
      { void: false, accounts: [hall.teller.me.account.id, hall.chief.me.account.id].sort() },
    ]);
    await hall.both('close');
    // The reply was lost and the box closed.
    expect(await answer(await send(hall, entry, json))).toEqual([200, { tracker }]);
    expect(await codeOf(await send(hall, entry, other.json))).toBe('wrong-state');
  });

  it('becomes one ballot though two pages cast it with two cards at the same time', async () => {
    const { hall, papers } = await openHall(server);
    await record(hall, 1);
    const entries = [newEntry(), newEntry()];
    for (const entry of entries) await begin(hall, entry);
    const ballots = await Promise.all(papers.map((card) => hall.encrypt(card, marks)));
    const answers = await Promise.all(ballots.map(({ json }, i) => send(hall, entries[i]!, json)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect((await see(hall)).papers).toMatchObject({ issued: 1, entered: 1 });
    // The one that is left over is taken back by whoever likes; again changes nothing.
    const { waiting } = await see(hall);
    expect(waiting).toHaveLength(1);
    const params = { ...hall.in, entry: waiting[0]!.id };
    expect((await hall.chief.call(singlePaper.cancel, { params })).waiting).toEqual([]);
    const before = await settledRows(server.database.db);
    await hall.chief.call(singlePaper.cancel, { params });
    expect(await allRows(server.database.db)).toEqual(before);
  });

  it('is void when two people say so, and nothing of it enters the box', async () => {
    const { hall, papers } = await openHall(server);
    await record(hall, 1);
    const entry = newEntry();
    await begin(hall, entry);
    await begin(hall, entry, hall.teller, 'void');
    expect(await codeOf(await send(hall, entry, (await hall.encrypt(papers[0]!, marks)).json))).toBe(
      'paper-entry-taken',
    );
    expect((await refusal(confirmVoid(hall, entry, hall.teller))).code).toBe('same-person');
    for (let i = 0; i < 2; i++) expect((await confirmVoid(hall, entry, hall.chief)).papers.void).toBe(1);
    expect((await refusal(confirmVoid(hall, entry, hall.scrutineers[1]!))).code).toBe('paper-entry-taken');
    expect((await see(hall)).papers).toEqual({ spares: 2, issued: 1, entered: 0, void: 1, missing: 0 });
    expect((await hall.both('close')).ballot).toMatchObject({ issued: 6, returned: 1, void: 1 });
    const kept = await server.database.db.selectFrom('paper_entry').selectAll().execute();
    expect(kept.map(({ kind, claim }) => [kind, claim])).toEqual([['void', null]]);
  });

  it('keeps the ballot open, with the numbers, until it is entered, void or declared not returned', async () => {
    const { hall, papers } = await openHall(server);
    await record(hall, 2, 0, '平板故障');
    await enter(hall, papers[0]!, marks);
    await hall.proofsDone();
    const found = await refusal(hall.both('close'));
    expect([found.code, found.params]).toEqual([
      'papers-unsettled',
      { issued: 2, entered: 1, void: 0, missing: 0, left: 1 },
    ]);
    expect((await refusal(record(hall, 0))).code).toBe('papers-below-settled');
    expect((await refusal(record(hall, 3, 0, '多发'))).code).toBe('papers-exceed-spares');
    expect((await record(hall, 2, 1)).papers).toMatchObject({ issued: 2, entered: 1, missing: 1 });
    const before = await settledRows(server.database.db);
    await record(hall, 2, 1);
    expect(await allRows(server.database.db)).toEqual(before);
    const stale = { issued: 1, missing: 0, reason: '', seen: { issued: 0, missing: 0 } };
    expect((await refusal(hall.chief.call(singlePaper.handOut, { params: hall.in, body: stale }))).code).toBe(
      'conflict',
    );
    expect((await hall.both('close')).ballot).toMatchObject({ issued: 7, returned: 1, state: 'closed' });
  });

  it('leaves nothing that joins it to anybody, nor its accounts to a ballot', async () => {
    const { hall, papers } = await openHall(server);
    for (const card of hall.cards.slice(0, 3)) await hall.vote(card, marks);
    await record(hall, 2, 0, '平板故障');
    const entered = [];
    for (const card of papers) entered.push({ card, ...(await enter(hall, card, marks)) });
    await hall.both('close');
    const { cast_ballot, issued_credential, card_credential, card, ballot, ...rest } = await allRows(
      server.database.db,
    );
    for (const { card: used, tracker } of entered)
      for (const secret of [hall.publicCredential(used), tracker, Buffer.from(tracker, 'base64').toString('hex')])
        for (const [table, rows] of Object.entries(rest))
          expect([table, rows.some((row) => row.includes(secret))]).toEqual([table, false]);
    for (const table of [cast_ballot, issued_credential, card_credential, card])
      for (const row of table!)
        expect(row).not.toMatch(new RegExp(`${hall.teller.me.account.id}|${hall.chief.me.account.id}|\\d\\d:\\d\\d`));
    expect(ballot).toHaveLength(1);
    // The box is in the order of the hashes and was written by one transaction, papers and tablets alike.
    const { rows } = await sql<{ hash: string; writer: string }>`
      select hash, xmin::text as writer from cast_ballot order by ctid`.execute(server.database.db);
    expect(rows.map(({ hash }) => hash)).toEqual(rows.map(({ hash }) => hash).sort());
    expect(new Set(rows.map(({ writer }) => writer)).size).toBe(1);
  });

  it('is not for a method that has a show of hands instead', async () => {
    const hall = await Hall.make(server, { method: { deviceFailure: 'show-of-hands' } });
    expect((await refusal(aside(hall, hall.cards[7]!.serial))).code).toBe('paper-not-in-method');
  });
});

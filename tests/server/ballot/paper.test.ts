import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hall as publicRoutes } from '../../../core/contract/hall.ts';
import { paper } from '../../../core/contract/paper.ts';
import type { ScanId } from '../../../core/ids.ts';
import type { CountSheet } from '../../../core/rules/paper.ts';
import type { Medium } from '../../../core/workflow/medium.ts';
import { MOST_SCANS } from '../../../server/ballot/paper-scans.ts';
import { inTransaction } from '../../../server/database/pool.ts';
import { type Person, refusal, startServer, type TestServer } from '../../support/server.ts';
import { Hall } from './hall.ts';

let server: TestServer;
beforeEach(async () => {
  server = await startServer();
});
afterEach(() => server?.stop());

/** Five present; four papers handed out and returned, one of them void. */
const sheet: CountSheet = {
  issued: 5,
  returned: 5,
  void: 1,
  rows: [
    { code: 'P1', for: 4, against: 0, abstain: 0 },
    { code: 'P2', for: 1, against: 3, abstain: 0 },
    { code: 'P3', for: 0, against: 1, abstain: 3 },
  ],
};
const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);

const prepare = () => Hall.make(server, { deputies: 6, present: 5, candidates: 3, activated: 0, method: { seats: 2 } });
const choose = (hall: Hall, medium: Medium) =>
  hall.presidium.call(paper.setMedium, { params: hall.in, body: { medium } });
const enter = (hall: Hall, by: Person, body: CountSheet) => by.call(paper.saveSheet, { params: hall.in, body });
const see = (hall: Hall, by: Person) => by.call(paper.state, { params: hall.in });
const attach = (hall: Hall, by: Person, file: Uint8Array, scan = randomUUID() as ScanId) =>
  by.upload(paper.addScan, { params: { ...hall.in, scan } }, file, '计票单 一.png');

async function closed(): Promise<Hall> {
  const hall = await prepare();
  await choose(hall, 'paper');
  await hall.both('open');
  await hall.both('close');
  return hall;
}

describe('a ballot wholly on paper', () => {
  it('goes without key and cards to a published result with its scan', async () => {
    const hall = await prepare();
    await choose(hall, 'paper');
    expect((await choose(hall, 'paper')).ballot).toMatchObject({ medium: 'paper', state: 'preparing' });
    const kiosk = await server.browser().call(publicRoutes.kiosk, { params: { congress: hall.congress } });
    expect(kiosk.ballot).toMatchObject({ medium: 'paper', state: 'preparing' });
    expect((await hall.both('open')).ballot).toMatchObject({ state: 'open', keyFingerprint: null, electionHash: null });
    expect((await refusal(choose(hall, 'tablet'))).code).toBe('wrong-state');
    const card = { params: { uuid: hall.uuid }, body: { credential: hall.publicCredential(hall.cards[0]!) } };
    expect((await refusal(server.browser().call(publicRoutes.card, card))).code).toBe('voting-on-paper');
    expect(((await (await hall.post('{}')).json()) as { code: string }).code).toBe('voting-on-paper');
    expect((await refusal(enter(hall, hall.teller, sheet))).code).toBe('ballot-not-closed');
    expect((await hall.both('close')).ballot.state).toBe('closed');
    expect((await refusal(hall.certify(0))).code).toBe('paper-not-counted');

    await enter(hall, hall.teller, sheet);
    const counted = await enter(hall, hall.scrutineers[1]!, sheet);
    expect(counted).toMatchObject({ state: 'tallied', counted: sheet, differ: false });
    expect((await hall.overview()).ballot).toMatchObject({ issued: 5, returned: 5, void: 1 });
    const scan = randomUUID() as ScanId;
    await attach(hall, hall.teller, png, scan);
    expect((await attach(hall, hall.teller, png, scan)).scans).toMatchObject([
      { id: scan, name: '计票单 一.png', type: 'image/png', bytes: png.length },
    ]);
    for (const i of [0, 1]) await hall.certify(i);
    const remove = hall.teller.call(paper.removeScan, { params: { ...hall.in, scan } });
    expect((await refusal(remove)).code).toBe('wrong-state');
    await hall.both('publish');

    const result = await server.browser().call(publicRoutes.result, { params: { uuid: hall.uuid } });
    expect(result).toMatchObject({ medium: 'paper', archiveBytes: null, lastEvent: null, electionHash: null });
    expect(result.outcome.attendance).toEqual({ entitled: 6, present: 5, issued: 5, returned: 5, void: 1 });
    expect(result.outcome.result.projects.filter((one) => one.elected).map(({ code }) => code)).toEqual(['P1']);
    expect(result.scrutineers.map((one) => one.certified)).toEqual([true, true, false]);
    const file = await server.browser().send('GET', `/api/elections/${hall.uuid}/scans/${scan}`);
    expect(file.headers.get('content-type')).toContain('image/png');
    expect(new Uint8Array(await file.arrayBuffer())).toEqual(png);
    for (const path of ['archive', 'receipts', 'election']) {
      const response = await server.browser().send('GET', `/api/elections/${hall.uuid}/${path}`);
      expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([404, 'on-paper']);
    }
  });

  it('shows nobody the figures of another, and says which differ once both are in', async () => {
    const hall = await closed();
    const [one, two] = [hall.teller, hall.scrutineers[1]!];
    await enter(hall, one, sheet);
    expect(await see(hall, two)).toMatchObject({ mine: null, differences: [], differ: false, counted: null });
    expect(JSON.stringify(await see(hall, two))).not.toContain('"issued":5');
    const wrong = { ...sheet, rows: sheet.rows.map((row) => ({ ...row })) };
    wrong.rows[1] = { code: 'P2', for: 2, against: 2, abstain: 0 };
    const after = await enter(hall, two, wrong);
    expect(after).toMatchObject({
      state: 'closed',
      mine: wrong,
      differ: true,
      differences: [
        { code: 'P2', field: 'for' },
        { code: 'P2', field: 'against' },
      ],
    });
    expect((await see(hall, one)).differences).toEqual(after.differences);
    const outsider = await see(hall, hall.presidium);
    expect([outsider.differ, outsider.differences, outsider.mine]).toEqual([true, [], null]);
    expect((await refusal(enter(hall, hall.chief, sheet))).code).toBe('paper-sheets-taken');
    expect((await enter(hall, two, sheet)).state).toBe('tallied');
    // The same sheet again, a lost reply: nothing happens twice. Another one comes too late.
    expect((await enter(hall, two, sheet)).state).toBe('tallied');
    expect((await refusal(enter(hall, two, wrong))).code).toBe('wrong-state');
    const events = await inTransaction(server.services.db, (trx) =>
      trx.selectFrom('audit_event').selectAll().where('congress_id', '=', hall.congress).execute(),
    );
    const entered = events.filter((event) => event.kind === 'paper-sheet-entered');
    expect(entered).toHaveLength(3);
    expect(events.filter((event) => event.kind === 'paper-counted')).toHaveLength(1);
  });

  it('does not settle on one person alone, and lets one make room for another', async () => {
    const hall = await closed();
    await enter(hall, hall.teller, sheet);
    await enter(hall, hall.teller, { ...sheet, issued: 4, returned: 4, void: 0 });
    expect((await enter(hall, hall.teller, sheet)).state).toBe('closed');
    const withdraw = () => hall.teller.call(paper.withdrawSheet, { params: hall.in });
    expect((await withdraw()).entered).toEqual([]);
    expect((await withdraw()).entered).toEqual([]);
    await enter(hall, hall.chief, sheet);
    expect((await enter(hall, hall.scrutineers[1]!, sheet)).state).toBe('tallied');
  });

  it('refuses a sheet that cannot be right and names the rows', async () => {
    const hall = await closed();
    const bad = { ...sheet, issued: 9, rows: [{ ...sheet.rows[0]!, for: 5 }, ...sheet.rows.slice(1)] };
    const { code, rows } = await refusal(enter(hall, hall.teller, bad));
    expect([code, rows]).toEqual([
      'paper-sheet-faulty',
      [
        { kind: 'more-issued-than-present', issued: 9, present: 5 },
        { kind: 'row-sum', code: 'P1', sum: 5, valid: 4 },
      ],
    ]);
    expect((await see(hall, hall.teller)).mine).toBeNull();
    expect((await refusal(enter(hall, hall.presidium, sheet))).code).toBe('not-permitted');
  });

  it('elects nobody where more was returned than issued; the ballot is annulled and held again on paper', async () => {
    const hall = await closed();
    const more = { ...sheet, issued: 4 };
    await enter(hall, hall.teller, more);
    await enter(hall, hall.chief, more);
    await hall.both('annul', '收回的选票多于发出的选票');
    const again = await hall.makeBallot('again');
    expect(again.ballot).toMatchObject({ state: 'preparing', medium: 'paper', keyFingerprint: null });
    expect(again.ballots[0]).toMatchObject({ state: 'annulled', issued: 4, returned: 5 });
    await hall.both('open');
    await hall.both('close');
    expect(await see(hall, hall.teller)).toMatchObject({ mine: null, entered: [], counted: null });
    await enter(hall, hall.teller, sheet);
    expect((await enter(hall, hall.chief, sheet)).state).toBe('tallied');
  });

  it('takes over from tablets that failed, and goes back to tablets with a new key', async () => {
    const hall = await Hall.make(server, {
      deputies: 6,
      present: 5,
      candidates: 3,
      activated: 5,
      method: { seats: 2 },
    });
    await hall.open();
    await hall.both('annul', '平板全部断电');
    const again = await hall.makeBallot('again');
    expect(again.ballot).toMatchObject({ state: 'keyed', medium: 'tablet' });
    // A proposal to open by tablet does not open a ballot on paper.
    const proposal = await hall.propose('open');
    expect((await choose(hall, 'paper')).proposals).toEqual([]);
    expect((await refusal(hall.confirm(proposal))).code).toBe('no-proposal');
    await hall.both('open');
    await hall.both('annul', '重新票决');
    await hall.makeBallot('again');
    await choose(hall, 'tablet');
    expect((await refusal(hall.propose('open'))).code).toBe('key-missing');
    await hall.open();
    expect((await hall.overview()).ballot).toMatchObject({ state: 'open', medium: 'tablet', issued: 5 });
    expect((await refusal(enter(hall, hall.teller, sheet))).code).toBe('not-on-paper');
  });

  it('is refused where the method says a show of hands', async () => {
    const hands = await Hall.make(server, { activated: 0, method: { seats: 2, deviceFailure: 'show-of-hands' } });
    expect((await refusal(choose(hands, 'paper'))).code).toBe('paper-not-in-method');
  });

  it('needs a quorum like any other', async () => {
    const few = await Hall.make(server, { deputies: 6, present: 3, activated: 0, method: { seats: 2 } });
    await choose(few, 'paper');
    expect((await refusal(few.propose('open'))).code).toBe('below-quorum');
  });

  it('takes scans by what they are, and only so many', async () => {
    const hall = await closed();
    expect((await refusal(attach(hall, hall.teller, new TextEncoder().encode('<svg/>')))).code).toBe('not-a-scan');
    const large = new Uint8Array(10 * 1024 * 1024 + 1);
    large.set(png);
    expect((await refusal(attach(hall, hall.teller, large))).code).toBe('too-large');
    const scan = randomUUID() as ScanId;
    await attach(hall, hall.teller, png, scan);
    expect((await refusal(attach(hall, hall.teller, new Uint8Array([...png, 9]), scan))).code).toBe('conflict');
    const unpublished = await server.browser().send('GET', `/api/elections/${hall.uuid}/scans/${scan}`);
    expect(unpublished.status).toBe(404);
    for (let i = 1; i < MOST_SCANS; i++) await attach(hall, hall.chief, png);
    expect((await refusal(attach(hall, hall.teller, png))).code).toBe('too-many-scans');
    const left = await hall.teller.call(paper.removeScan, { params: { ...hall.in, scan } });
    expect(left.scans).toHaveLength(MOST_SCANS - 1);
  });
});

import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { GroupName } from '../../../core/belenios/index.ts';
import { readArchive, verifyArchive } from '../../../core/belenios/index.ts';
import { hall as routes } from '../../../core/contract/hall.ts';
import { fastGroups } from '../../../server/verification/fast-groups.ts';
import { verifyWithBeleniosTool } from '../../interop/belenios-tool.ts';
import { refusal, useServer } from '../../support/server.ts';
import { Hall } from './hall.ts';

describe.each<GroupName>(['Ed25519', 'BELENIOS-2048'])('a whole ballot in %s', (group) => {
  const server = useServer();

  it('goes from cards to a published result that verifies', async () => {
    const hall = await Hall.make(server, {
      deputies: 6,
      present: 5,
      candidates: 3,
      activated: 5,
      method: { group, seats: 2 },
    });
    const before = await server.browser().call(routes.kiosk, { params: { congress: hall.congress } });
    expect(before.ballot).toMatchObject({ state: 'preparing', seats: 2, limit: 2, electionHash: null });
    expect(before.ballot?.projects.map(({ code }) => code)).toEqual(['P1', 'P2', 'P3']);

    await hall.holdCeremony();
    const keyed = await hall.overview();
    expect(keyed.ballot.state).toBe('keyed');
    expect(keyed.ballot.keyFingerprint).toMatch(/^([0-9A-F]{4} ){7}[0-9A-F]{4}$/);
    expect(keyed.scrutineers.map(({ round }) => round)).toEqual([3, 3, 3]);

    await hall.both('open');
    const kiosk = await server.browser().call(routes.kiosk, { params: { congress: hall.congress } });
    expect(kiosk.ballot?.state).toBe('open');
    const election = await hall.election();
    expect(kiosk.ballot?.electionHash).toBe(election.fingerprint);
    expect(election.projects).toBe(3);
    expect(election.extensions.x_congress).toMatchObject({
      rehearsal: false,
      entitled: 6,
      present_at_open: 5,
      issued: 5,
      seats: 2,
      limit: 2,
    });

    const receipts: string[] = [];
    const votes = [
      ['for', 'for', 'against'],
      ['for', 'for', 'abstain'],
      ['for', 'against', 'for'],
      ['for', 'against', 'abstain'],
    ] as const;
    for (const [i, choice] of votes.entries()) receipts.push((await hall.vote(hall.cards[i]!, choice)).tracker);
    expect(await refusal(hall.kiosk.call(routes.receipts, { params: { uuid: hall.uuid } }))).toMatchObject({
      code: 'ballot-not-closed',
    });

    const closed = await hall.both('close');
    expect(closed.ballot).toMatchObject({
      state: 'closed',
      returned: 4,
      issued: 5,
      presentAtOpen: 5,
      presentAtClose: 5,
    });
    expect(new Set(await hall.kiosk.call(routes.receipts, { params: { uuid: hall.uuid } }))).toEqual(new Set(receipts));
    expect(await refusal(hall.kiosk.call(routes.result, { params: { uuid: hall.uuid } }))).toMatchObject({
      code: 'not-published',
      status: 404,
    });

    expect((await hall.decrypt(2)).ballot.state).toBe('closed');
    expect((await hall.decrypt(0)).ballot.state).toBe('tallied');
    expect((await hall.certify(1)).ballot.state).toBe('tallied');
    const early = Buffer.from(receipts[0]!, 'base64').toString('hex');
    expect(await refusal(hall.kiosk.call(routes.ballot, { params: { uuid: hall.uuid, hash: early } }))).toMatchObject({
      code: 'not-published',
    });
    expect(await refusal(hall.propose('publish'))).toMatchObject({
      code: 'not-certified',
      params: { certified: 1, needed: 2 },
    });
    expect((await hall.certify(0)).ballot.state).toBe('certified');
    expect((await hall.both('publish')).ballot.state).toBe('published');

    const result = await hall.kiosk.call(routes.result, { params: { uuid: hall.uuid } });
    expect(
      result.outcome.result.projects.map(({ code, for: yes, against, abstain, elected }) => [
        code,
        yes,
        against,
        abstain,
        elected,
      ]),
    ).toEqual([
      ['P1', 4, 0, 0, true],
      ['P2', 2, 2, 0, false],
      ['P3', 1, 1, 2, false],
    ]);
    expect(result.outcome).toMatchObject({
      attendance: { entitled: 6, present: 5, issued: 5, returned: 4 },
      presentAtClose: 5,
    });
    expect(result.outcome.result).toMatchObject({ passMark: 4, filled: 1, notPressed: 1, shortfall: { seats: 1 } });
    expect(result.closingEvent).toBe(closed.ballot.lastEvent);
    expect(result.scrutineers.map(({ decrypted, certified }) => [decrypted, certified])).toEqual([
      [true, true],
      [false, true],
      [true, false],
    ]);

    const bytes = await hall.archive();
    expect(result.archiveBytes).toBe(bytes.length);
    for (const lastEvent of [result.lastEvent!, result.closingEvent!]) {
      const report = await verifyArchive(bytes, { groups: fastGroups, lastEvent });
      expect(report.failure).toBeUndefined();
      expect(report).toMatchObject({ valid: true, ballots: 4 });
    }
    // Debian's belenios-tool knows this group only.
    if (group === 'BELENIOS-2048') await verifyWithBeleniosTool(bytes);
    const archive = readArchive(bytes);
    if (!archive.ok) throw new Error(archive.error.kind);
    expect(archive.value.timestamp).toBe(Math.floor(Date.parse(result.closedAt) / 1000));

    const again = await hall.kiosk.send('GET', `/api/elections/${hall.uuid}/archive`);
    const etag = again.headers.get('etag')!;
    expect(again.headers.get('content-disposition')).toContain(`${hall.uuid}.bel`);
    await again.arrayBuffer();
    expect(
      (await hall.kiosk.send('GET', `/api/elections/${hall.uuid}/archive`, undefined, { 'if-none-match': etag }))
        .status,
    ).toBe(304);
    // One ballot by its receipt's hash, byte for byte; and none under a hash that is not in the box.
    const hash = Buffer.from(receipts[0]!, 'base64').toString('hex');
    const one = await hall.kiosk.send('GET', `/api/elections/${hall.uuid}/ballots/${hash}`);
    const body = Buffer.from(await one.arrayBuffer());
    expect(createHash('sha256').update(body).digest('hex')).toBe(hash);
    expect(Buffer.from(bytes).includes(body)).toBe(true);
    expect((await hall.kiosk.send('GET', `/api/elections/${hall.uuid}/ballots/${'0'.repeat(64)}`)).status).toBe(404);
    const list = await hall.kiosk.call(routes.published, { params: { congress: hall.congress } });
    expect(list).toMatchObject([{ uuid: hall.uuid, rehearsal: false, year: 2027 }]);
    const screen = await hall.kiosk.call(routes.screen, { params: { congress: hall.congress } });
    expect(screen.ballot).toMatchObject({
      state: 'published',
      issued: 5,
      returned: 4,
      lastEvent: result.lastEvent,
      outcome: result.outcome,
    });
  });
});

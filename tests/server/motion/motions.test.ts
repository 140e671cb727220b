import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hall as hallRoutes } from '../../../core/contract/hall.ts';
import { motion as routes } from '../../../core/contract/motion.ts';
import { session as sessionRoutes } from '../../../core/contract/session.ts';
import type { MotionId, SessionId } from '../../../core/ids.ts';
import { refusal, startServer, type TestServer } from '../../support/server.ts';
import { Hall } from '../ballot/hall.ts';
import { allRows } from '../ballot/rows.ts';
import { at, close, draft, find, opened, send, signed, vote } from './motion-hall.ts';

let server: TestServer;
beforeEach(async () => {
  server = await startServer();
});
afterEach(() => server.stop());

const screen = (hall: Hall) => hall.kiosk.call(hallRoutes.screen, { params: { congress: hall.congress } });
const kiosk = (hall: Hall) => hall.kiosk.call(hallRoutes.kiosk, { params: { congress: hall.congress } });

describe('a motion by show of hands', () => {
  it('is counted by the chair, with 未按 as the rest, and never more hands than deputies present', async () => {
    const hall = await Hall.make(server, { deputies: 6, present: 5 });
    const id = await opened(hall, 'hands');
    const hands = (counts: { for: number; against: number; abstain: number }) =>
      hall.presidium.call(routes.recordHands, { ...at(hall, id), body: counts });
    expect(await refusal(hands({ for: 4, against: 1, abstain: 1 }))).toMatchObject({
      code: 'too-many-hands',
      params: { sum: 6, present: 5 },
    });
    expect((await kiosk(hall)).motion).toBeNull();
    expect(await refusal(close(hall, id))).toMatchObject({ code: 'motion-by-hands' });
    await hands({ for: 3, against: 1, abstain: 0 });
    const { result, state } = await find(hall, id);
    expect([state, result]).toEqual([
      'closed',
      {
        entitled: 6,
        present: 5,
        counts: { for: 3, against: 1, abstain: 0 },
        notPressed: 1,
        mark: 4,
        base: 6,
        passed: false,
      },
    ]);
    await hands({ for: 3, against: 1, abstain: 0 });
    expect(await refusal(hands({ for: 4, against: 1, abstain: 0 }))).toMatchObject({ code: 'motion-wrong-state' });
    expect((await screen(hall)).shows).toMatchObject({ view: 'motion', motion: { id, result: { passed: false } } });
  });

  it('takes no votes from tablets', async () => {
    const hall = await Hall.make(server, { deputies: 3 });
    const id = await opened(hall, 'hands');
    expect(await refusal(vote(hall, id, hall.cards[0]!, 'for'))).toMatchObject({ code: 'motion-not-open' });
  });
});

describe('opening a motion', () => {
  it('needs the quorum, and says how many are missing', async () => {
    const hall = await Hall.make(server, { deputies: 6, present: 3 });
    const id = await draft(hall, 'open');
    const refused = await refusal(hall.presidium.call(routes.openMotion, at(hall, id)));
    expect(refused).toMatchObject({ code: 'below-quorum', params: { present: 3, quorum: 4, missing: 1 } });
    expect(refused.title).toContain('不能开始表决');
    await hall.signIn(3, true);
    await hall.presidium.call(routes.openMotion, at(hall, id));
    await hall.presidium.call(routes.openMotion, at(hall, id));
    expect((await find(hall, id)).state).toBe('open');
  });

  it('needs cards for tablets, the hall, and no other motion open', async () => {
    const hall = await Hall.make(server, { deputies: 3, activated: 0 });
    const id = await draft(hall, 'secret');
    expect(await refusal(hall.presidium.call(routes.openMotion, at(hall, id)))).toMatchObject({ code: 'no-cards' });
    const first = await opened(hall, 'hands', { title: '通过议程' });
    expect(await refusal(hall.presidium.call(routes.openMotion, at(hall, id)))).toMatchObject({
      code: 'motion-open',
      params: { title: '通过议程' },
    });
    const other = randomUUID() as string as SessionId;
    await hall.presidium.call(sessionRoutes.saveSession, {
      params: { session: other },
      body: { name: '另一次会议', year: 2028 },
    });
    const put = hall.presidium.call(sessionRoutes.putInHall, { params: { session: other } });
    expect(await refusal(put)).toMatchObject({ code: 'motion-open' });
    await hall.presidium.call(routes.voidMotion, { ...at(hall, first), body: { reason: '改期' } });
    await hall.presidium.call(sessionRoutes.putInHall, { params: { session: other } });
    expect(await refusal(hall.presidium.call(routes.openMotion, at(hall, id)))).toMatchObject({ code: 'not-in-hall' });
  });

  it('is not for tellers or scrutineers', async () => {
    const hall = await Hall.make(server, { deputies: 3 });
    const id = await draft(hall, 'hands');
    expect(await refusal(hall.chief.call(routes.openMotion, at(hall, id)))).toMatchObject({ code: 'not-permitted' });
    expect(await hall.chief.call(routes.motions, { params: hall.in })).toHaveLength(1);
  });
});

describe.each(['open', 'secret'] as const)('a motion by tablet, %s,', (way) => {
  it('counts each card once; the same vote again gets the same answer, also after the close', async () => {
    const hall = await Hall.make(server, { deputies: 5 });
    const id = await opened(hall, way);
    expect((await kiosk(hall)).motion).toEqual({
      id,
      title: '通过监票人名单',
      way,
      uuid: hall.uuid,
      group: hall.method.group,
    });
    const [a, b, c] = hall.cards;
    const mine = signed(hall, id, a!, 'for');
    for (let i = 0; i < 3; i++) expect(await send(hall, id, mine)).toEqual({ done: true });
    expect(await refusal(vote(hall, id, a!, 'against'))).toMatchObject({ code: 'motion-voted', status: 409 });
    await vote(hall, id, b!, 'against');
    await vote(hall, id, c!, 'for');
    const { shows } = await screen(hall);
    expect(shows).toMatchObject({ view: 'motion', motion: { id, voted: 3, cards: 5, result: null } });
    const [done] = await close(hall, id);
    await close(hall, id);
    expect(done).toMatchObject({
      state: 'closed',
      voted: 3,
      result: { counts: { for: 2, against: 1, abstain: 0 }, notPressed: 2, present: 5, mark: 3, passed: false },
    });
    expect(await send(hall, id, mine)).toEqual({ done: true });
    expect(await refusal(vote(hall, id, a!, 'against'))).toMatchObject({ code: 'motion-voted' });
    expect(await refusal(vote(hall, id, hall.cards[3]!, 'for'))).toMatchObject({ code: 'motion-over' });
    expect((await kiosk(hall)).motion).toBeNull();
    expect((await find(hall, id)).result?.counts).toEqual({ for: 2, against: 1, abstain: 0 });
  });

  it('refuses cards it does not know, that are not active, and signatures of others', async () => {
    const hall = await Hall.make(server, { deputies: 4, activated: 3 });
    const id = await draft(hall, way);
    expect(await refusal(vote(hall, id, hall.cards[0]!, 'for'))).toMatchObject({ code: 'motion-not-open' });
    await hall.presidium.call(routes.openMotion, at(hall, id));
    const before = await allRows(server.database.db);
    const idle = hall.cards[3]!;
    expect(await refusal(vote(hall, id, idle, 'for'))).toMatchObject({ code: 'card-not-active' });
    const last = idle.secret.endsWith('1') ? '2' : '1';
    const stranger = { ...idle, secret: `${idle.secret.slice(0, -1)}${last}` as typeof idle.secret };
    expect(await refusal(vote(hall, id, stranger, 'for'))).toMatchObject({ code: 'card-unknown' });
    const [a, b] = [signed(hall, id, hall.cards[0]!, 'for'), signed(hall, id, hall.cards[1]!, 'for')];
    for (const forged of [
      { ...a, choice: 'against' as const },
      { ...a, credential: b.credential },
      { ...a, signature: b.signature },
      { ...a, credential: 'x' },
      { ...a, signature: { ...a.signature, response: `${a.signature.response}0` } },
    ])
      expect(await refusal(send(hall, id, forged))).toMatchObject({ code: 'motion-bad-signature', status: 422 });
    const other = signed(hall, randomUUID() as string as MotionId, hall.cards[0]!, 'for');
    expect(await refusal(send(hall, id, other))).toMatchObject({ code: 'motion-bad-signature' });
    expect(await refusal(send(hall, randomUUID() as string as MotionId, a))).toMatchObject({ code: 'not-found' });
    expect(await allRows(server.database.db)).toEqual(before);
    const card = (credential: string) =>
      hall.kiosk.call(routes.motionCard, { params: { motion: id }, body: { credential } });
    expect(await card(a.credential)).toEqual({ voted: false });
    await send(hall, id, a);
    expect(await card(a.credential)).toEqual({ voted: true });
    expect(await refusal(card('nobody'))).toMatchObject({ code: 'card-unknown' });
    // Its deputy could vote again with another card.
    const revoke = (serial: typeof idle.serial) =>
      hall.teller.call(sessionRoutes.revokeCard, { params: { session: hall.session, serial } });
    expect(await refusal(revoke(hall.cards[0]!.serial))).toMatchObject({ code: 'motion-open' });
    expect(await refusal(hall.teller.call(sessionRoutes.discardCards, { params: hall.in }))).toMatchObject({
      code: 'motion-open',
    });
    await close(hall, id);
    await revoke(hall.cards[0]!.serial);
  });

  it('takes many votes at once, each of them once', async () => {
    const hall = await Hall.make(server, { deputies: 12 });
    const id = await opened(hall, way, { rule: 'majority-of-present' });
    const choices = ['for', 'for', 'against', 'abstain'] as const;
    const votes = hall.cards.slice(0, 12).map((card, i) => signed(hall, id, card, choices[i % 4]!));
    const [first] = hall.cards;
    const twice = [...votes, ...votes, signed(hall, id, first!, 'abstain'), signed(hall, id, first!, 'against')];
    const answers = await Promise.allSettled(twice.map((one) => send(hall, id, one)));
    // The first card sent three different votes: one of them counts, whichever came first.
    expect(answers.slice(1, 12).every(({ status }) => status === 'fulfilled')).toBe(true);
    const [done] = await close(hall, id);
    const { for: yes, against, abstain } = done!.result!.counts;
    expect(yes + against + abstain).toBe(12);
    expect(done!.result!.notPressed).toBe(0);
  });
});

describe('a void motion', () => {
  it('stays on record with its reason, and is repeated by another', async () => {
    const hall = await Hall.make(server, { deputies: 3 });
    const id = await opened(hall, 'open');
    await vote(hall, id, hall.cards[0]!, 'for');
    const undo = (reason: string) => hall.presidium.call(routes.voidMotion, { ...at(hall, id), body: { reason } });
    expect(await refusal(undo(''))).toMatchObject({ code: 'bad-request' });
    await undo('投影未开');
    await undo('投影未开');
    expect((await screen(hall)).shows).toMatchObject({ view: 'auto', motion: null });
    expect(await refusal(vote(hall, id, hall.cards[1]!, 'for'))).toMatchObject({ code: 'motion-over' });
    const next = await opened(hall, 'open', { repeats: id });
    for (const card of hall.cards.slice(0, 3)) await vote(hall, next, card, 'for');
    const [second, first] = await close(hall, next);
    expect(second).toMatchObject({ id: next, repeats: id, result: { passed: true, notPressed: 0 } });
    expect(first).toMatchObject({ id, state: 'void', reason: '投影未开', result: null });
    const kinds = await server.database.db.selectFrom('audit_event').select('kind').orderBy('seq').execute();
    expect(kinds.map(({ kind }) => kind).filter((kind) => kind.startsWith('motion-'))).toEqual([
      'motion-saved',
      'motion-opened',
      'motion-voided',
      'motion-saved',
      'motion-opened',
      'motion-closed',
    ]);
  });

  it('cannot be changed, and a draft can be changed and removed', async () => {
    const hall = await Hall.make(server, { deputies: 3 });
    const id = await draft(hall, 'open');
    const save = (title: string) =>
      hall.presidium.call(routes.saveMotion, {
        ...at(hall, id),
        body: { subject: 'other', title, way: 'secret', rule: 'majority-of-present', repeats: null },
      });
    await save('通过议程');
    expect(await find(hall, id)).toMatchObject({ title: '通过议程', way: 'secret', rule: 'majority-of-present' });
    await hall.presidium.call(routes.openMotion, at(hall, id));
    expect(await refusal(save('别的'))).toMatchObject({ code: 'motion-wrong-state' });
    expect(await refusal(hall.presidium.call(routes.removeMotion, at(hall, id)))).toMatchObject({
      code: 'motion-wrong-state',
    });
    const other = await draft(hall, 'hands');
    await hall.presidium.call(routes.removeMotion, at(hall, other));
    expect(await hall.presidium.call(routes.removeMotion, at(hall, other))).toHaveLength(1);
  });
});

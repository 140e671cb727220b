import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Group, portableGroups } from '../../../core/belenios/index.ts';
import { audit, type CardCounts, session as routes } from '../../../core/contract/index.ts';
import type { ElectionUuid } from '../../../core/ids.ts';
import { type BallotState, ballotStates } from '../../../core/workflow/ballot.ts';
import { checkBatch } from '../../../server/session/card-batch.ts';
import { type Person, refusal, sampleTown, startServer, type TestServer, type Town } from '../../support/server.ts';
import { activate, makeBatch, registerBatch, serialOf, signIn } from './cards.ts';

let server: TestServer;
let town: Town;
let teller: Person;
let params: { session: Town['session'] };
let uuids: readonly ElectionUuid[];
beforeEach(async () => {
  server = await startServer();
  town = await sampleTown(server);
  teller = await town.as('teller');
  params = { session: town.session };
  uuids = (await teller.call(routes.overview, { params })).electionUuids;
});
afterEach(() => server?.stop());

const register = (cards: object[]) => teller.call(routes.registerCards, { params, body: { cards: cards as never } });
const counts = async (): Promise<CardCounts> => (await teller.call(routes.overview, { params })).cards;
const setState = (state: BallotState) => server.database.db.updateTable('ballot').set({ state }).execute();

describe('registering cards', () => {
  it('takes a batch once; the same again, in any order, changes nothing', async () => {
    const cards = makeBatch(5, uuids);
    expect(await register(cards)).toEqual({ made: 5, activated: 0, revoked: 0 });
    const recorded = await teller.call(routes.cards, { params });
    expect(await register([...cards].reverse())).toEqual({ made: 5, activated: 0, revoked: 0 });
    expect(await teller.call(routes.cards, { params })).toEqual(recorded);
    const administrator = await town.as('administrator');
    const kinds = (await administrator.call(audit.entries, { query: { limit: 200 } })).map((entry) => entry.kind);
    expect(kinds.filter((kind) => kind === 'cards-registered')).toHaveLength(1);
  });

  it('refuses another batch until the first is discarded', async () => {
    await register(makeBatch(3, uuids));
    const other = makeBatch(3, uuids);
    const found = await refusal(register(other));
    expect([found.status, found.code, found.params]).toEqual([409, 'cards-exist', { count: 3 }]);
    expect((await refusal(register(other.slice(0, 2)))).code).toBe('cards-exist');
    expect(await teller.call(routes.discardCards, { params })).toEqual({ made: 0, activated: 0, revoked: 0 });
    expect(await teller.call(routes.discardCards, { params })).toEqual({ made: 0, activated: 0, revoked: 0 });
    expect(await register(other)).toMatchObject({ made: 3 });
  });

  it('registers once when the same batch arrives twice at once', async () => {
    const cards = makeBatch(4, uuids);
    const answers = await Promise.all([register(cards), register(cards), register(cards)]);
    expect(answers).toEqual(Array(3).fill({ made: 4, activated: 0, revoked: 0 }));
  });

  type Cards = ReturnType<typeof makeBatch>;
  it.each<[string, (cards: Cards) => object[]]>([
    ['a serial twice', ([a, b]) => [a!, { ...b!, serial: a!.serial }]],
    [
      'a credential twice on one card',
      ([a]) => [{ ...a!, credentials: [a!.credentials[0]!, a!.credentials[0]!, ...a!.credentials.slice(2)] }],
    ],
    [
      'a credential on two cards',
      ([a, b]) => [a!, { ...b!, credentials: [a!.credentials[0]!, ...b!.credentials.slice(1)] }],
    ],
    ['a credential too few', ([a]) => [{ ...a!, credentials: a!.credentials.slice(1) }]],
    [
      'a credential too many',
      ([a]) => [{ ...a!, credentials: [...a!.credentials, makeBatch(1, uuids)[0]!.credentials[0]!] }],
    ],
    ['the identity', ([a]) => [{ ...a!, credentials: [`${'0'.repeat(63)}1`, ...a!.credentials.slice(1)] }]],
    // y = 0: a point of order 4, on the curve but in no subgroup of prime order.
    ['a point of small order', ([a]) => [{ ...a!, credentials: ['0'.repeat(64), ...a!.credentials.slice(1)] }]],
    [
      'another spelling of an element',
      ([a]) => [{ ...a!, credentials: [a!.credentials[0]!.toUpperCase(), ...a!.credentials.slice(1)] }],
    ],
    [
      'an element of the other group',
      ([a]) => [{ ...a!, credentials: [...makeBatch(1, uuids, 'BELENIOS-2048')[0]!.credentials] }],
    ],
    ['no element at all', ([a]) => [{ ...a!, credentials: ['x', ...a!.credentials.slice(1)] }]],
  ])('refuses %s and stores nothing', async (_, spoil) => {
    const found = await refusal(register(spoil(makeBatch(2, uuids))));
    expect([found.status, found.code]).toEqual([422, 'bad-cards']);
    expect(found.title).not.toContain('{');
    expect(await counts()).toEqual({ made: 0, activated: 0, revoked: 0 });
  });

  it('refuses a serial of another form', async () => {
    const [card] = makeBatch(1, uuids);
    for (const serial of ['A-1', 'a-001', 'A-000001', "A-001'"])
      expect((await refusal(register([{ ...card!, serial }]))).code).toBe('bad-request');
  });

  it('takes a batch of the other group where the method says so, also one for the largest hall', async () => {
    const presidium = await town.as('presidium');
    const { method } = await presidium.call(routes.overview, { params });
    await presidium.call(routes.saveMethod, { params, body: { ...method, group: 'BELENIOS-2048' } });
    expect((await refusal(register(makeBatch(1, uuids)))).code).toBe('bad-cards');
    expect(await register(makeBatch(170, uuids, 'BELENIOS-2048'))).toMatchObject({ made: 170 });
  });

  it('lets others in while it checks a batch, however slow the arithmetic', async () => {
    const slow: Group = {
      ...portableGroups('Ed25519'),
      parse(text) {
        for (const until = performance.now() + 11; performance.now() < until; );
        return portableGroups('Ed25519').parse(text);
      },
    };
    let turns = 0;
    let busy = true;
    const others = (async () => {
      while (busy) {
        await setImmediate();
        turns++;
      }
    })();
    expect(await checkBatch(makeBatch(3, uuids), uuids.length, slow)).toBeUndefined();
    busy = false;
    await others;
    // One turn for every credential.
    expect(turns).toBeGreaterThanOrEqual(3 * uuids.length);
  });
});

describe('activating a card', () => {
  it('needs a deputy present for each', async () => {
    await registerBatch(town, 5);
    const none = await refusal(activate(teller, town, 'A-001'));
    expect([none.status, none.code, none.params]).toEqual([409, 'cards-exceed-present', { activated: 0, present: 0 }]);
    await signIn(town, 2);
    expect(await activate(teller, town, 'A-003')).toEqual({ made: 5, activated: 1, revoked: 0 });
    expect(await activate(teller, town, 'A-001')).toEqual({ made: 5, activated: 2, revoked: 0 });
    expect((await refusal(activate(teller, town, 'A-002'))).params).toEqual({ activated: 2, present: 2 });
  });

  it('is told from a second deputy’s by its request', async () => {
    await registerBatch(town, 3);
    await signIn(town, 3);
    const request = randomUUID();
    await activate(teller, town, 'A-001', request);
    expect(await activate(teller, town, 'A-001', request.toUpperCase())).toEqual({ made: 3, activated: 1, revoked: 0 });
    const second = await refusal(activate(teller, town, 'A-001'));
    expect([second.code, second.params]).toEqual(['card-already-active', { serial: 'A-001' }]);
    expect((await refusal(activate(teller, town, 'A-009'))).code).toBe('card-serial-unknown');
  });

  it('holds at two desks at once: never more cards than deputies', async () => {
    await registerBatch(town, 12);
    await signIn(town, 5);
    const desks = [teller, await town.as('presidium')];
    const outcomes = await Promise.allSettled(
      Array.from({ length: 12 }, (_, i) => activate(desks[i % 2]!, town, serialOf(i + 1))),
    );
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(5);
    expect(await counts()).toEqual({ made: 12, activated: 5, revoked: 0 });
  });

  it('and signing out at once: never more cards than deputies', async () => {
    await registerBatch(town, 6);
    await signIn(town, 6);
    for (let i = 1; i <= 3; i++) await activate(teller, town, serialOf(i + 1));
    const deputies = (await teller.call(routes.attendance, { params })).filter((deputy) => deputy.present);
    await Promise.allSettled([
      ...deputies
        .slice(0, 3)
        .map(({ id }) =>
          teller.call(routes.signDeputyIn, { params: { ...params, deputy: id }, body: { present: false } }),
        ),
      ...[4, 5, 6].map((n) => activate(teller, town, serialOf(n))),
    ]);
    const { present, cards } = await teller.call(routes.overview, { params });
    expect(cards.activated).toBeLessThanOrEqual(present);
    expect(cards.activated).toBeGreaterThanOrEqual(3);
  });
});

describe('revoking a card', () => {
  it('frees its place; a revoked card cannot be activated', async () => {
    await registerBatch(town, 3);
    await signIn(town, 1);
    await activate(teller, town, 'A-001');
    const revoke = (serial: string) => teller.call(routes.revokeCard, { params: { ...params, serial } });
    expect(await revoke('A-001')).toEqual({ made: 3, activated: 0, revoked: 1 });
    expect(await revoke('A-001')).toEqual({ made: 3, activated: 0, revoked: 1 });
    expect((await refusal(activate(teller, town, 'A-001'))).code).toBe('card-revoked');
    expect(await activate(teller, town, 'A-002')).toEqual({ made: 3, activated: 1, revoked: 1 });
    expect((await refusal(revoke('A-777'))).code).toBe('card-serial-unknown');
    expect((await teller.call(routes.cards, { params })).map((card) => card.state)).toEqual([
      'revoked',
      'activated',
      'printed',
    ]);
  });
});

describe('after the opening', () => {
  it.each(
    ballotStates.filter((state) => !['preparing', 'ceremony', 'keyed'].includes(state)),
  )('nothing about cards changes (%s)', async (state) => {
    const cards = await registerBatch(town, 3);
    await signIn(town, 2);
    await activate(teller, town, 'A-001');
    await setState(state);
    for (const call of [
      () => activate(teller, town, 'A-002'),
      () => teller.call(routes.revokeCard, { params: { ...params, serial: 'A-001' } }),
      () => teller.call(routes.discardCards, { params }),
      () => register(cards),
    ])
      expect((await refusal(call())).code).toBe('method-frozen');
    expect(await counts()).toEqual({ made: 3, activated: 1, revoked: 0 });
  });
});

describe('secrecy', () => {
  it('leaves no time with a card, and no deputy', async () => {
    const { rows } = await sql<{ table_name: string; column_name: string; data_type: string }>`
      select table_name, column_name, data_type from information_schema.columns where table_name in ('card', 'card_credential', 'attendance', 'issued_credential', 'cast_ballot')`.execute(
      server.database.db,
    );
    expect(rows.length).toBeGreaterThan(10);
    expect(rows.filter((row) => /time|date/.test(row.data_type))).toEqual([]);
    expect(rows.filter((row) => row.table_name !== 'attendance' && /deputy|account|seq/.test(row.column_name))).toEqual(
      [],
    );
    expect(
      rows
        .filter((row) => row.table_name === 'attendance')
        .map((row) => row.column_name)
        .sort(),
    ).toEqual(['congress_id', 'deputy_id', 'excuse', 'present', 'session_id']);
  });

  it('records an activation without its serial', async () => {
    await registerBatch(town, 4);
    await signIn(town, 3);
    for (const serial of ['A-003', 'A-001']) await activate(teller, town, serial);
    const events = await server.database.db
      .selectFrom('audit_event')
      .selectAll()
      .where('kind', '=', 'card-activated')
      .execute();
    expect(events).toHaveLength(2);
    for (const event of events) {
      expect(event.detail).toEqual({});
      expect(event.subject).toEqual({ type: 'session', id: town.session });
    }
    const all = JSON.stringify(await server.database.db.selectFrom('audit_event').selectAll().execute());
    expect(all).not.toMatch(/A-00\d/);
  });

  it('lists cards by serial, not by use', async () => {
    await registerBatch(town, 4);
    await signIn(town, 3);
    for (const serial of ['A-003', 'A-001']) await activate(teller, town, serial);
    expect((await teller.call(routes.cards, { params })).map((card) => card.serial)).toEqual([
      'A-001',
      'A-002',
      'A-003',
      'A-004',
    ]);
  });
});

describe('checking the cards afresh', () => {
  it('puts back what is active, once; whoever shows a card has it activated again', async () => {
    await register(makeBatch(4, uuids));
    await signIn(town, 3);
    for (const i of [0, 1, 2]) await activate(teller, town, serialOf(i + 1));
    expect((await refusal(teller.call(routes.recheckCards, { params, body: { activated: 2 } }))).code).toBe('conflict');
    expect(await counts()).toMatchObject({ activated: 3 });
    const recheck = () => teller.call(routes.recheckCards, { params, body: { activated: 3 } });
    expect(await recheck()).toMatchObject({ made: 4, activated: 0, revoked: 0 });
    expect(await recheck()).toMatchObject({ activated: 0 });
    await activate(teller, town, serialOf(1));
    await activate(teller, town, serialOf(3));
    const states = (await teller.call(routes.cards, { params })).map(({ state }) => state);
    expect(states).toEqual(['activated', 'printed', 'activated', 'printed']);
    const kinds = (await (await town.as('administrator')).call(audit.entries, { query: { limit: 200 } })).filter(
      ({ kind }) => kind === 'cards-rechecked',
    );
    expect(kinds).toHaveLength(1);
    expect(JSON.stringify(kinds)).not.toContain(serialOf(1));
  });

  it('is refused once the ballot has opened', async () => {
    await register(makeBatch(2, uuids));
    await signIn(town, 1);
    await activate(teller, town, serialOf(1));
    await setState('open');
    const found = await refusal(teller.call(routes.recheckCards, { params, body: { activated: 1 } }));
    expect(found.code).toBe('method-frozen');
    expect(await counts()).toMatchObject({ activated: 1 });
  });
});

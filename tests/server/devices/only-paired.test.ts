import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { devices } from '../../../core/contract/devices.ts';
import { hall as hallRoutes } from '../../../core/contract/hall.ts';
import { motion as motionRoutes } from '../../../core/contract/motion.ts';
import { type Browser, refusal, useServer } from '../../support/server.ts';
import { Hall } from '../ballot/hall.ts';
import { find, opened, signed } from '../motion/motion-hall.ts';

describe('where only paired tablets may vote', () => {
  const server = useServer();
  let hall: Hall;
  let uuid: (typeof hall)['uuids'][number];
  let stranger: Browser;
  let tablet: Browser;

  beforeAll(async () => {
    hall = await Hall.make(server, { deputies: 4, activated: 4 });
    uuid = hall.uuids[0]!;
    await hall.open();
    stranger = server.browser();
    tablet = server.browser();
    const { code } = await hall.teller.call(devices.makeCode, { params: { pairing: randomUUID() } });
    await tablet.call(devices.pair, { body: { code, request: randomUUID() } });
  });

  const only = (onlyPaired: boolean) => hall.presidium.call(devices.setOnlyPaired, { body: { onlyPaired } });
  const suspend = async (suspended: boolean) => {
    const [device] = (await hall.teller.call(devices.list)).devices;
    await hall.teller.call(devices.change, { params: { device: device!.id }, body: { suspended } });
  };
  const ballot = async (index: number) => (await hall.encrypt(hall.cards[index]!, ['for', 'against', 'abstain'])).json;
  const check = (browser: Browser, index: number) =>
    browser.call(hallRoutes.card, {
      params: { uuid },
      body: { credential: hall.publicCredential(hall.cards[index]!) },
    });
  const cast = async (browser: Browser, json: string) => {
    const response = await browser.send('POST', `/api/elections/${uuid}/ballots`, json);
    return { status: response.status, ...((await response.json()) as { code?: string; tracker?: string }) };
  };

  it('every device may while the setting is off, which it is at first', async () => {
    expect(await check(stranger, 0)).toEqual({ receipt: null });
    expect((await hall.teller.call(devices.list)).onlyPaired).toBe(false);
  });

  it('another device is told so at the card and at the cast, a paired one is not', async () => {
    await only(true);
    expect((await refusal(check(stranger, 0))).code).toBe('tablet-not-paired');
    const json = await ballot(0);
    expect(await cast(stranger, json)).toMatchObject({ status: 403, code: 'tablet-not-paired' });
    expect(await check(tablet, 0)).toEqual({ receipt: null });
    expect((await cast(tablet, json)).tracker).toBeTypeOf('string');
  });

  it('what everybody may read stays readable', async () => {
    expect((await stranger.send('GET', `/api/elections/${uuid}/election`)).status).toBe(200);
    expect((await stranger.send('GET', `/api/kiosk/${hall.congress}`)).status).toBe(200);
  });

  it('a suspended tablet waits; resumed, the very ballot goes in', async () => {
    const json = await ballot(1);
    await suspend(true);
    expect((await refusal(check(tablet, 1))).code).toBe('tablet-suspended');
    expect(await cast(tablet, json)).toMatchObject({ status: 403, code: 'tablet-suspended' });
    await suspend(false);
    expect((await cast(tablet, json)).tracker).toBeTypeOf('string');
  });

  it('a motion is guarded as the ballot is: its card and its vote', async () => {
    const id = await opened(hall, 'open');
    const params = { motion: id };
    const { credential } = signed(hall, id, hall.cards[0]!, 'for');
    const asks = (browser: Browser) => browser.call(motionRoutes.motionCard, { params, body: { credential } });
    const votes = (browser: Browser, card: number) =>
      browser.call(motionRoutes.voteMotion, { params, body: signed(hall, id, hall.cards[card]!, 'for') });
    expect((await refusal(asks(stranger))).code).toBe('tablet-not-paired');
    expect((await refusal(votes(stranger, 0))).code).toBe('tablet-not-paired');
    await suspend(true);
    expect((await refusal(asks(tablet))).code).toBe('tablet-suspended');
    expect((await refusal(votes(tablet, 0))).code).toBe('tablet-suspended');
    expect((await find(hall, id)).voted).toBe(0);
    await suspend(false);
    expect(await asks(tablet)).toEqual({ voted: false });
    await votes(tablet, 0);
    await only(false);
    await votes(stranger, 1);
    expect((await find(hall, id)).voted).toBe(2);
    await only(true);
  });

  it('off again, every device may', async () => {
    await only(false);
    expect(await check(stranger, 2)).toEqual({ receipt: null });
    expect((await cast(stranger, await ballot(2))).tracker).toBeTypeOf('string');
  });
});

import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findProof, secondWork } from '../../../core/collection/proof.ts';
import { collection } from '../../../core/contract/collection.ts';
import { cycle as cycles } from '../../../core/contract/cycle.ts';
import type { SuggestionId } from '../../../core/ids.ts';
import { publicLine } from '../../../server/files/public-photos.ts';
import { type Browser, refusal, startServer, type TestServer } from '../../support/server.ts';
import { type CollectingTown, collectingTown } from './town.ts';

let server: TestServer;
let town: CollectingTown;
let villager: Browser;
beforeAll(async () => {
  server = await startServer();
  town = await collectingTown(server);
  villager = server.browser();
});
afterAll(() => server?.stop());

const look = (suggestions: SuggestionId[], act: 'publish' | 'withhold', reason = '') =>
  town.government.call(collection.look, { body: { suggestions, act, reason } });
const follow = (receipt: string) => villager.call(collection.followReceipt, { params: { receipt } });
const listed = async (query = {}) =>
  (await villager.call(collection.publicSuggestions, { params: { congress: town.congress }, query })).suggestions.map(
    ({ title }) => title,
  );
const second = (suggestion: SuggestionId, browser: string, proof = findProof(secondWork(suggestion, browser))) =>
  villager.call(collection.second, { params: { congress: town.congress, suggestion }, body: { browser, proof } });

describe('the public’s page', () => {
  it('says what is collected, until when, and what can be chosen', async () => {
    await town.government.call(collection.saveSettings, {
      params: { cycle: town.cycle },
      body: { opens: '2026-08-01', closes: '2026-08-31', leastDays: null, contactDays: 90, ways: '电话 0915-4400000' },
    });
    const open = await town.open();
    expect(open).toMatchObject({ open: true, year: 2027, closes: '2026-08-31', ways: '电话 0915-4400000' });
    expect(open.villages.map(({ name }) => name)).toEqual(['河东村', '河西村']);
    expect(open.categories.map(({ name }) => name)).toContain('饮水安全');
  });

  it('answers a receipt; the same again answers the same', async () => {
    const { id, receipt } = await town.suggest(villager, '河东村安装路灯');
    expect(receipt).toMatch(/^[0-9A-Z]{9}$/);
    expect(await town.suggest(villager, '河东村安装路灯', { id })).toEqual({ id, receipt });
    expect(await refusal(town.suggest(villager, '别的内容', { id }))).toMatchObject({ code: 'conflict' });
    expect((await follow(receipt)).steps.at(-1)).toMatchObject({ stage: 'collection', mark: 'now' });
  });

  it('publishes nothing before staff have looked', async () => {
    const { id, receipt } = await town.suggest(villager, '新建停车场两处');
    expect(await listed()).not.toContain('新建停车场两处');
    const similar = () =>
      villager.call(collection.similar, { params: { congress: town.congress }, query: { title: '新建停车场' } });
    expect(await similar()).toEqual([]);
    const direct = villager.call(collection.followPublished, { params: { congress: town.congress, suggestion: id } });
    expect(await refusal(direct)).toMatchObject({ code: 'not-found' });
    await look([id], 'publish');
    expect(await listed()).toContain('新建停车场两处');
    expect((await similar()).map((one) => one.title)).toEqual(['新建停车场两处']);
    expect((await follow(receipt)).steps.at(-1)).toMatchObject({ stage: 'shortlisting', mark: 'now' });
    // Its id is known to everybody now: it no longer answers the receipt.
    expect(await refusal(town.suggest(villager, '新建停车场两处', { id }))).toMatchObject({ code: 'conflict' });
  });

  it('tells whoever made it why it was withheld', async () => {
    const { id, receipt } = await town.suggest(villager, '与邻居的地界纠纷');
    expect(await refusal(look([id], 'withhold'))).toMatchObject({ code: 'reason-needed' });
    await look([id], 'withhold', '属于个人纠纷，请到司法所调解');
    // Somebody whose page still shows it as nobody had looked.
    const late = { suggestions: [id], act: 'publish' as const, reason: '', seen: 'received' as const };
    expect(await refusal(town.presidium.call(collection.look, { body: late }))).toMatchObject({
      code: 'looked-meanwhile',
      status: 409,
      params: { state: '不予公开' },
    });
    const followed = await follow(receipt);
    expect(followed.steps.at(-1)).toMatchObject({ mark: 'ended', zh: expect.stringContaining('请到司法所调解') });
    expect(followed.published).toBe(false);
    expect(await listed()).not.toContain('与邻居的地界纠纷');
  });

  it('refuses what was not worked for, the trap of programs, and places that are not offered', async () => {
    expect(
      await refusal(town.suggest(villager, '甲', { proof: 0, id: '00000000-0000-4000-8000-000000000001' })),
    ).toMatchObject({
      code: 'proof-missing',
    });
    expect(await refusal(town.suggest(villager, '乙', { website: 'http://spam' }))).toMatchObject({
      code: 'looks-automatic',
    });
    expect(await refusal(town.suggest(villager, '丙', { village: randomUUID() }))).toMatchObject({
      code: 'place-unknown',
    });
    expect(await refusal(town.suggest(villager, '长'.repeat(61)))).toMatchObject({ code: 'bad-request' });
    expect(await refusal(follow('ABC-DEF-GHJ'))).toMatchObject({ code: 'receipt-unknown' });
  });

  it('counts a second once a browser, for its own proof only', async () => {
    const { id } = await town.suggest(villager, '修复河堤');
    const browser = randomUUID();
    expect(await refusal(second(id, browser))).toMatchObject({ code: 'not-found' });
    await look([id], 'publish');
    expect(await second(id, browser)).toEqual({ demand: 2, first: true });
    expect(await second(id, browser)).toEqual({ demand: 2, first: false });
    const other = randomUUID();
    expect(await second(id, other)).toEqual({ demand: 3, first: true });
    const borrowed = findProof(secondWork(id, browser));
    const third = await refusal(second(id, '00000000-0000-4000-8000-000000000009', borrowed));
    expect(third).toMatchObject({ code: 'proof-missing' });
  });

  it('takes photos by the receipt while nobody has looked, without what is hidden in them, public with the suggestion', async () => {
    const { id, receipt } = await town.suggest(villager, '更换井盖');
    const photo = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#335' } })
      .withExif({ IFD3: { GPSLatitudeRef: 'N' } })
      .jpeg()
      .toBuffer();
    const add = (file: string, content: Uint8Array | string = photo) =>
      villager.upload(collection.addPhoto, { params: { receipt, file } }, content, 'photo.jpg');
    const first = randomUUID();
    const kept = await add(first);
    expect(await add(first)).toEqual(kept);
    expect((await follow(receipt)).photosLeft).toBe(5);
    expect(await refusal(add(randomUUID(), 'not a photo'))).toMatchObject({ code: 'not-a-photo' });
    for (let n = 0; n < 5; n++) await add(randomUUID());
    expect(await refusal(add(randomUUID()))).toMatchObject({ code: 'too-many-photos' });
    expect((await villager.send('GET', `/api/public/files/${first}`)).status).toBe(404);
    await look([id], 'publish');
    const shown = await villager.send('GET', `/api/public/files/${first}`);
    expect(shown.status).toBe(200);
    expect((await sharp(Buffer.from(await shown.arrayBuffer())).metadata()).exif).toBeUndefined();
    expect(await follow(receipt)).toMatchObject({ photosLeft: 0, photos: { length: 6 } });
    expect(await refusal(add(randomUUID()))).toMatchObject({ code: 'already-looked' });
    await look([id], 'withhold', '照片里有他人面貌');
    expect((await villager.send('GET', `/api/public/files/${first}`)).status).toBe(404);
  });

  it('decodes one photo at a time, and says to come again when too many wait', async () => {
    const photo = await sharp({ create: { width: 1200, height: 900, channels: 3, background: '#335' } })
      .jpeg()
      .toBuffer();
    const receipts: string[] = [];
    for (let n = 0; n < 4; n++) receipts.push((await town.suggest(villager, `路面破损第 ${n} 处`)).receipt);
    const add = (receipt: string) =>
      villager.upload(collection.addPhoto, { params: { receipt, file: randomUUID() } }, photo, 'photo.jpg');
    let most = 0;
    const count = () => {
      most = Math.max(most, sharp.counters().process);
    };
    sharp.queue.on('change', count);
    const outcomes = await Promise.allSettled(
      receipts.flatMap((receipt) => Array.from({ length: 6 }, () => add(receipt))),
    );
    sharp.queue.off('change', count);
    expect(most).toBe(1);
    for (const outcome of outcomes)
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ refusal: { code: 'photos-busy' } });
    expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(publicLine.most);

    let end = () => {};
    const until = new Promise<void>((resolve) => {
      end = resolve;
    });
    const waiting = Array.from({ length: publicLine.most }, () => publicLine.through(() => until));
    const { receipt } = await town.suggest(villager, '路灯不亮');
    expect(await refusal(add(receipt))).toMatchObject({
      code: 'photos-busy',
      status: 429,
      title: expect.stringContaining('请过半分钟再传'),
    });
    end();
    await Promise.all(waiting);
    expect((await add(receipt)).type).toBe('image/jpeg');
  });

  it('takes nothing when the cycle has left collection, and still tells what became of everything', async () => {
    const { id, receipt } = await town.suggest(villager, '安装健身器材');
    const row = (await town.presidium.call(cycles.cycles)).find((one) => one.id === town.cycle)!;
    expect(row.conditions.map(({ code, met }) => [code, met])).toEqual([
      ['collection-days', false],
      ['collection-looked', false],
    ]);
    const page = await town.government.call(collection.ledger, {
      params: { cycle: town.cycle },
      query: { state: 'received' },
    });
    await look(
      page.suggestions.map((one) => one.id),
      'publish',
    );
    await town.presidium.call(cycles.enter, {
      params: { cycle: town.cycle },
      body: { stage: 'shortlisting', note: '试点，提前结束' },
    });
    expect(await town.open()).toMatchObject({ open: false });
    expect(await refusal(town.suggest(villager, '太晚了'))).toMatchObject({ code: 'collection-closed' });
    expect(await refusal(second(id, randomUUID()))).toMatchObject({ code: 'collection-closed' });
    expect((await follow(receipt)).steps.at(-1)).toMatchObject({ stage: 'shortlisting', mark: 'now' });
    expect(await listed({ search: '健身' })).toEqual(['安装健身器材']);
  });
});

import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CongressId, FileId } from '../../../core/ids.ts';
import { inTransaction } from '../../../server/database/pool.ts';
import { describeFiles, keepFile, prepare, publishFiles, type Takes } from '../../../server/files/keep.ts';
import { sampleTown, startServer, type TestServer, type Town } from '../../support/server.ts';

let server: TestServer;
let town: Town;
let congress: CongressId;
beforeAll(async () => {
  server = await startServer();
  town = await sampleTown(server);
  congress = town.congress as CongressId;
});
afterAll(() => server?.stop());

const newId = () => randomUUID() as string as FileId;
const picture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#c02020' } });
const prepared = async (content: Buffer, takes: Takes = 'photos', name = '现场.png') => {
  const result = await prepare({ name, content }, takes);
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
};
const keep = (id: FileId, file: Awaited<ReturnType<typeof prepared>>) =>
  inTransaction(server.database.db, (trx) => keepFile(trx, congress, null, id, 'suggestion', file));

describe('a photo', () => {
  it('is made anew: turned upright, small enough, without where and when it was taken', async () => {
    const source = await picture(3000, 1000)
      .withExif({
        IFD0: { Make: 'ACME', Copyright: 'secret' },
        IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '32/1 31/1 0/1' },
      })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    expect((await sharp(source).metadata()).exif).toBeDefined();
    const { body, type, name } = await prepared(source);
    const after = await sharp(body).metadata();
    expect(after).toMatchObject({ format: 'jpeg', width: 667, height: 2000 });
    expect([after.exif, after.xmp, after.iptc, after.icc]).toEqual([undefined, undefined, undefined, undefined]);
    expect(body.includes('ACME')).toBe(false);
    expect([type, name]).toEqual(['image/jpeg', '现场.jpg']);
  });

  it('is refused when it only says that it is one', async () => {
    const cut = (await picture(400, 400).png().toBuffer()).subarray(0, 60);
    for (const content of [cut, Buffer.from('<svg onload="alert(1)"/>'), Buffer.from('MZ program'), Buffer.alloc(0)])
      expect(await prepare({ name: '照片.jpg', content }, 'photos')).toMatchObject({
        ok: false,
        error: { code: 'not-a-photo', params: { name: '照片.jpg' } },
      });
  });

  it('is refused by its header when it is too large to be decoded for anybody', async () => {
    const png = (side: number, progressive: boolean) =>
      picture(side, side).png({ progressive, compressionLevel: 1 }).toBuffer();
    for (const content of [await png(7100, false), await png(4600, true)])
      expect(await prepare({ name: '大图.png', content }, 'photos')).toMatchObject({
        ok: false,
        error: { code: 'photo-too-large', params: { name: '大图.png' } },
      });
    expect((await prepared(await png(4600, false))).type).toBe('image/jpeg');
  });

  it('keeps nothing that is hidden behind it', async () => {
    const source = Buffer.concat([await picture(40, 40).png().toBuffer(), Buffer.from('<script>hidden</script>')]);
    expect((await prepared(source)).body.includes('hidden')).toBe(false);
  });
});

describe('a document', () => {
  const pdf = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');

  it('is taken where documents are, by its bytes and not by its name', async () => {
    expect(await prepared(pdf, 'documents', '..\\..\\决定<1>.exe')).toMatchObject({
      name: '决定1.pdf',
      type: 'application/pdf',
    });
    expect(await prepare({ name: 'a.pdf', content: pdf }, 'photos')).toMatchObject({ ok: false });
    expect(await prepare({ name: 'a.pdf', content: Buffer.from('<html>') }, 'documents')).toMatchObject({
      ok: false,
      error: { code: 'file-type-refused' },
    });
  });

  it('is kept once under its id; another file under the same id is a conflict', async () => {
    const id = newId();
    const first = await keep(id, await prepared(pdf, 'documents'));
    expect(await keep(id, await prepared(pdf, 'documents'))).toEqual(first);
    const other = Buffer.concat([pdf, Buffer.from('\n')]);
    expect(await keep(id, await prepared(other, 'documents'))).toMatchObject({
      ok: false,
      error: { code: 'conflict' },
    });
  });

  it('is saved, never opened in the page', async () => {
    const id = newId();
    await keep(id, await prepared(pdf, 'documents'));
    const response = await (await town.as('presidium')).send('GET', `/api/files/${id}`);
    expect(response.headers.get('content-disposition')).toMatch(/^attachment/);
    expect(response.headers.get('content-security-policy')).toContain('sandbox');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(Buffer.from(await response.arrayBuffer()).equals(pdf)).toBe(true);
  });
});

describe('reading', () => {
  it('takes staff, until the file is published; and no longer when it is withdrawn', async () => {
    const id = newId();
    await keep(id, await prepared(await picture(50, 40).png().toBuffer()));
    const anybody = server.browser();
    expect((await anybody.send('GET', `/api/files/${id}`)).status).toBe(401);
    expect((await anybody.send('GET', `/api/public/files/${id}`)).status).toBe(404);
    expect((await (await town.as('deputy')).send('GET', `/api/files/${id}`)).status).toBe(403);
    await inTransaction(server.database.db, (trx) => publishFiles(trx, congress, [id]));
    const shown = await anybody.send('GET', `/api/public/files/${id}`);
    expect(shown.status).toBe(200);
    expect(shown.headers.get('content-type')).toBe('image/jpeg');
    expect(shown.headers.get('content-disposition')).toBe('inline');
    await inTransaction(server.database.db, (trx) => publishFiles(trx, congress, [id], false));
    expect((await anybody.send('GET', `/api/public/files/${id}`)).status).toBe(404);
    expect(await inTransaction(server.database.db, (trx) => describeFiles(trx, congress, [newId(), id]))).toMatchObject(
      [{ id, type: 'image/jpeg' }],
    );
  });
});

import { createHash, randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { documents, type WholeDocument } from '../../../core/contract/documents.ts';
import { documentHash } from '../../../core/documents/hash.ts';
import type { DocumentKind } from '../../../core/documents/kinds.ts';
import type { CongressId, DocumentId } from '../../../core/ids.ts';
import { inTransaction } from '../../../server/database/pool.ts';
import { findDocument } from '../../../server/documents/official/store.ts';
import { type Person, refusal, useServer } from '../../support/server.ts';
import { unzip } from '../../support/unzip.ts';
import { Hall } from '../ballot/hall.ts';

const server = useServer();
let hall: Hall;
let early: string;
beforeAll(async () => {
  hall = await Hall.make(server, { deputies: 6, present: 5, candidates: 3, activated: 5, method: { seats: 2 } });
  early = (await refusal(draft('notice'))).code;
  await hall.open();
  await hall.castAll([
    ['for', 'for', 'against'],
    ['for', 'for', 'abstain'],
    ['for', 'for', 'against'],
    ['for', 'for', 'abstain'],
  ]);
  await hall.finish();
}, 60_000);

const fresh = () => randomUUID() as string as DocumentId;
const draft = (kind: DocumentKind, id = fresh(), by: Person = hall.presidium) =>
  by.call(documents.draft, { params: { document: id }, body: { kind, session: hall.session, cycle: null } });
const propose = ({ id, revision }: WholeDocument, number: string, by: Person = hall.presidium) =>
  by.call(documents.propose, { params: { document: id }, body: { revision, number, date: '2026-11-20' } });
const confirm = ({ id, revision }: WholeDocument, by: Person = hall.chief) =>
  by.call(documents.confirm, { params: { document: id }, body: { revision } });
const issue = async (kind: DocumentKind, number: string) => {
  const made = await draft(kind);
  await propose(made, number);
  return confirm(made);
};
const bytes = async (route: typeof documents.publishedDocx, id: DocumentId) =>
  Buffer.from(await (await server.browser().send('GET', route.path.replace(':document', id))).arrayBuffer());

describe('a document', () => {
  it('is drawn up from a published result only, under a client-made id', async () => {
    expect(early).toBe('document-no-record');
    const id = fresh();
    const made = await draft('notice', id);
    expect(made).toMatchObject({ state: 'draft', revision: 1, edited: false, number: null, sha256: null });
    const table = made.content.blocks.find(({ kind }) => kind === 'table');
    expect(table?.kind === 'table' && table.rows.map((row) => row[1])).toEqual(['项目1', '项目2']);
    // Again, and again under the id of another.
    expect(await draft('notice', id)).toEqual(made);
    expect((await refusal(draft('tally', id))).code).toBe('conflict');
    expect((await refusal(draft('notice', fresh(), await hall.hire('government')))).code).toBe('not-permitted');
    // Nobody outside sees a draft.
    expect((await refusal(hall.kiosk.call(documents.published, { params: { document: id } }))).code).toBe('not-found');
  });

  it('takes edits, marks those of figures, and refuses one that began from an earlier version', async () => {
    const made = await draft('tally');
    const params = { document: made.id };
    const save = (revision: number, content: WholeDocument['content'], by = hall.presidium) =>
      by.call(documents.save, { params, body: { revision, content } });
    const worded = await save(1, { ...made.content, title: '结果报告' });
    expect(worded).toMatchObject({ revision: 2, edited: false });
    expect(worded.content.title).toBe('结果报告');
    // A lost answer: the same edit from the same version changes nothing.
    expect((await save(1, { ...made.content, title: '结果报告' })).revision).toBe(2);
    expect((await refusal(save(1, { ...made.content, title: '另一份' }, hall.colleague))).code).toBe(
      'document-changed',
    );
    const blocks = structuredClone(worded.content.blocks);
    const table = blocks.findLast(({ kind }) => kind === 'table');
    if (table?.kind === 'table') table.rows[0]![table.rows[0]!.length - 2] = '99';
    const changed = await save(2, { ...worded.content, blocks, number: '假1号' });
    expect(changed).toMatchObject({ revision: 3, edited: true, content: { number: '' } });
    const back = await hall.presidium.call(documents.refill, { params, body: { revision: 3 } });
    expect(back).toMatchObject({ revision: 4, edited: false });
    expect(back.content).toEqual(made.source);
    const versions = await server.services.db
      .selectFrom('document_version')
      .select('revision')
      .where('document_id', '=', made.id)
      .execute();
    expect(versions).toHaveLength(4);
    const edits = await server.services.db
      .selectFrom('audit_event')
      .select('detail')
      .where('kind', '=', 'document-edited')
      .orderBy('seq')
      .execute();
    expect(edits.map(({ detail }) => (detail as { figures: boolean }).figures)).toEqual([false, true, false]);
  });

  it('is issued by two people of two roles, frozen with its hashes, and public', async () => {
    const made = await draft('notice');
    expect((await refusal(confirm(made))).code).toBe('no-proposal');
    const proposed = await propose(made, '青人发〔2026〕1号');
    expect(proposed).toMatchObject({ state: 'proposed', proposedBy: { role: 'presidium' } });
    expect((await propose(made, '青人发〔2026〕1号')).state).toBe('proposed');
    expect((await refusal(confirm(made, hall.presidium))).code).toBe('same-person');
    expect((await refusal(confirm(made, hall.colleague))).code).toBe('same-role');
    expect((await refusal(confirm(made, hall.teller))).code).toBe('not-permitted');
    expect((await refusal(confirm({ ...made, revision: 2 }))).code).toBe('document-changed');
    const save = hall.presidium.call(documents.save, {
      params: { document: made.id },
      body: { revision: 1, content: { ...made.content, title: '改' } },
    });
    expect((await refusal(save)).code).toBe('document-not-draft');
    const [issued, twice] = await Promise.all([confirm(made), confirm(made)]);
    expect(twice.sha256).toBe(issued.sha256);
    expect(issued).toMatchObject({ state: 'issued', number: '青人发〔2026〕1号', date: '2026-11-20' });
    expect(issued.content).toMatchObject({ number: '青人发〔2026〕1号', date: '2026-11-20' });
    expect(issued.sha256).toBe(documentHash(issued.content));

    const seen = await hall.kiosk.call(documents.published, { params: { document: made.id } });
    expect(documentHash(seen.content)).toBe(seen.sha256);
    const file = await bytes(documents.publishedDocx, made.id);
    expect(createHash('sha256').update(file).digest('hex')).toBe(seen.docxSha256);
    expect((await unzip(file)).get('word/document.xml')).toContain('青人发〔2026〕1号');
    expect(await bytes(documents.publishedDocx, made.id)).toEqual(file);
    const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id);
    expect(ids(await hall.kiosk.call(documents.ofElection, { params: { uuid: hall.uuid } }))).toContain(made.id);
    expect(ids(await hall.kiosk.call(documents.ofCongress, { params: { congress: hall.congress } }))).toContain(
      made.id,
    );
    const recall = hall.presidium.call(documents.recall, { params: { document: made.id } });
    expect((await refusal(recall)).code).toBe('document-not-draft');
  });

  it('whose issue is taken back is a draft again; a number is given once', async () => {
    const made = await draft('scrutiny');
    await propose(made, '青人发〔2026〕8号');
    const back = await hall.chief.call(documents.recall, { params: { document: made.id } });
    expect(back).toMatchObject({ state: 'draft', number: null, proposedBy: null });
    await issue('scrutiny', '青人发〔2026〕9号');
    const taken = await refusal(propose(made, '青人发〔2026〕9号'));
    expect(taken).toMatchObject({ code: 'document-number-taken' });
    expect((await propose(made, '青人发〔2026〕8号')).state).toBe('proposed');
  });

  it('is withdrawn with a reason, and stays', async () => {
    const issued = await issue('attendance', '青人发〔2026〕11号');
    const withdraw = (reason: string) =>
      hall.presidium.call(documents.withdraw, { params: { document: issued.id }, body: { reason } });
    expect((await refusal(withdraw(' '))).code).toBe('bad-request');
    expect(await withdraw('人数有误')).toMatchObject({
      state: 'withdrawn',
      withdrawn: '人数有误',
      sha256: issued.sha256,
    });
    expect((await withdraw('再来一次')).withdrawn).toBe('人数有误');
    const seen = await hall.kiosk.call(documents.published, { params: { document: issued.id } });
    expect(seen).toMatchObject({ state: 'withdrawn', withdrawn: '人数有误' });
    expect((await bytes(documents.publishedDocx, issued.id)).length).toBeGreaterThan(1000);
    // Its number stays its own; a draft that was never issued is nobody's business.
    expect((await refusal(propose(await draft('attendance'), '青人发〔2026〕11号'))).code).toBe(
      'document-number-taken',
    );
    const dropped = await draft('tally');
    await hall.presidium.call(documents.withdraw, { params: { document: dropped.id }, body: { reason: '不需要' } });
    expect((await refusal(hall.kiosk.call(documents.published, { params: { document: dropped.id } }))).code).toBe(
      'not-found',
    );
  });

  it('is nobody else’s: another congress does not find it', async () => {
    const made = await draft('notice');
    const found = (congress: CongressId) =>
      inTransaction(server.services.db, (trx) => findDocument(trx, congress, made.id));
    expect((await found(hall.congress))?.id).toBe(made.id);
    expect(await found(randomUUID() as string as CongressId)).toBeUndefined();
  });
});

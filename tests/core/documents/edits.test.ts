import { describe, expect, it } from 'vitest';
import { editedNote, isEdited, markEdits } from '../../../core/documents/edits.ts';
import { canonical, documentHash } from '../../../core/documents/hash.ts';
import { notice } from '../../../core/documents/notice.ts';
import type { Block, OfficialDocument } from '../../../core/documents/official.ts';
import { sessionRecord } from './record.ts';

const source = notice(
  sessionRecord({
    tallies: [
      [
        ['01', 36, 10, 10],
        ['02', 20, 30, 6],
      ],
    ],
    seats: [1],
  }),
);
const change = (to: (block: Block) => Block | null): OfficialDocument => ({
  ...source,
  blocks: source.blocks.flatMap((block) => to(structuredClone(block)) ?? []),
});
const marked = ({ blocks }: OfficialDocument) =>
  blocks.flatMap((block) => ('edited' in block && block.edited ? [block.kind] : []));

describe('an edit of a document', () => {
  it('is no edit of figures where only words change', () => {
    const edited = markEdits(
      source,
      change((block) => (block.kind === 'paragraph' ? { ...block, text: `经查，${block.text}` } : block)),
    );
    expect(isEdited(edited)).toBe(false);
    expect(editedNote(edited)).toBeNull();
    expect(isEdited(markEdits(source, source))).toBe(false);
  });

  it('marks a paragraph with another figure and a table with another cell, and says so at the end', () => {
    const edited = markEdits(
      source,
      change((block) => {
        if (block.kind === 'paragraph') return { ...block, text: block.text.replace('实到57名', '实到58名') };
        if (block.kind === 'table') block.rows[0]![6] = '37';
        return block;
      }),
    );
    expect(marked(edited)).toEqual(['paragraph', 'table']);
    expect(edited.removed).toHaveLength(2);
    expect(editedNote(edited)).toContain('标有“※”的数据由人工修改，与系统记录不一致');
    // Back to the record: nothing is left of it.
    const back = markEdits(source, { ...edited, blocks: source.blocks });
    expect(isEdited(back)).toBe(false);
    expect(back.removed).toBeUndefined();
  });

  it('is marked by comparison, whatever marks come with it', () => {
    const edited = markEdits(
      source,
      change((block) => {
        if (block.kind === 'table') block.columns[6]!.title = '票数';
        return block.kind === 'table' ? { ...block, edited: false } : block;
      }),
    );
    expect(marked(edited)).toEqual(['table']);
  });

  it('marks figures and tables that the record does not have, also a second time the same', () => {
    const table = source.blocks.find(({ kind }) => kind === 'table')!;
    const edited = markEdits(source, {
      ...source,
      blocks: [...source.blocks, table, { kind: 'paragraph', text: '另拨 500 万元。' }],
    });
    expect(marked(edited)).toEqual(['table', 'paragraph']);
  });

  it('lists what was taken out', () => {
    const edited = markEdits(
      source,
      change((block) => (block.kind === 'table' ? null : block)),
    );
    expect(edited.removed).toHaveLength(1);
    expect(editedNote(edited)).toContain('未列入');
  });

  it('keeps number, date, form and rehearsal out of the hands of the editor', () => {
    const edited = markEdits(source, {
      ...source,
      number: '假〔2026〕1号',
      date: '2026-01-01',
      form: 'plain',
      rehearsal: true,
    });
    expect(edited).toMatchObject({ number: '', date: '', form: 'red-head', rehearsal: false });
  });
});

describe('the hash of a document', () => {
  it('is of its canonical JSON, whatever the order of members', () => {
    expect(canonical({ b: 1.5, a: ['x', null], c: undefined })).toBe('{"a":["x",null],"b":1.5}');
    const turned = Object.fromEntries(Object.entries(source).reverse()) as OfficialDocument;
    expect(documentHash(turned)).toBe(documentHash(source));
    expect(documentHash({ ...source, title: `${source.title}。` })).not.toBe(documentHash(source));
  });
});

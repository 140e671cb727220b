/** Tells what an edit did to the figures of the record, so that none is changed in silence. */
import type { Block, OfficialDocument } from './official.ts';

/** All figures of a text in their order; a date is figures too. */
const figuresOf = (text: string): string => (text.match(/\d+(\.\d+)?%?/g) ?? []).join(' ');

/** What of a block is fact: a table's cells and titles, a paragraph's figures. Null: words only. */
function factOf(block: Block): string | null {
  if (block.kind === 'table')
    return JSON.stringify([block.columns.map(({ title }) => title), block.rows.map((row) => [...row])]);
  if (block.kind !== 'paragraph') return null;
  const figures = figuresOf(block.text);
  return figures === '' ? null : figures;
}

const nameOf = (block: Block): string => {
  const text = block.kind === 'table' ? block.caption || block.columns.map(({ title }) => title).join('、') : '';
  const words = (block.kind === 'paragraph' ? block.text : text).replaceAll('\n', '');
  return words.length > 30 ? `${words.slice(0, 30)}…` : words;
};

/**
 * The edited document, its marks set by comparison with what the record gave: a table of which any cell differs, and a paragraph whose figures are
 * those of no paragraph of the record, are `edited`; tables and figures of the record that are no longer there are listed in `removed`. Marks that
 * came with the edit count for nothing; form, rehearsal, number and date are not the editor's.
 */
export function markEdits(source: OfficialDocument, edited: OfficialDocument): OfficialDocument {
  const left = source.blocks.flatMap((block) => {
    const fact = factOf(block);
    return fact === null ? [] : [{ block, fact }];
  });
  const blocks = edited.blocks.map((block): Block => {
    if (block.kind !== 'paragraph' && block.kind !== 'table') return block;
    const { edited: _, ...bare } = block;
    const fact = factOf(bare);
    if (fact === null) return bare;
    const at = left.findIndex((one) => one.block.kind === block.kind && one.fact === fact);
    if (at < 0) return { ...bare, edited: true };
    left.splice(at, 1);
    return bare;
  });
  const { removed: __, ...rest } = edited;
  const removed = left.map(({ block }) => nameOf(block));
  return {
    ...rest,
    form: source.form,
    rehearsal: source.rehearsal,
    number: '',
    date: '',
    blocks,
    ...(removed.length > 0 ? { removed } : {}),
  };
}

/** Whether any figure of the record was changed, added or taken out. */
export const isEdited = ({ blocks, removed = [] }: OfficialDocument): boolean =>
  removed.length > 0 || blocks.some((block) => 'edited' in block && block.edited === true);

/** Stands before what was edited. */
export const EDITED_MARK = '※';
/** What a document with edited figures says at its end; null where none is. */
export function editedNote({ blocks, removed = [] }: OfficialDocument): string | null {
  const parts = [
    ...(blocks.some((block) => 'edited' in block && block.edited === true)
      ? [`标有“${EDITED_MARK}”的数据由人工修改，与系统记录不一致`]
      : []),
    ...(removed.length > 0
      ? [`系统记录中的下列内容已改动或未列入：${removed.map((one) => `“${one}”`).join('、')}`]
      : []),
  ];
  return parts.length === 0 ? null : `注：${parts.join('；')}。`;
}

import { randomUUID } from 'node:crypto';
import type { ImportReport } from '../../core/contract/congress.ts';
import type { Problem } from '../../core/contract/problems.ts';
import type { CandidateId, CycleId } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { actorOf, append } from '../audit/append.ts';
import { listCategories } from '../collection/places-store.ts';
import { lockLists, putCandidates } from '../congress/store.ts';
import { fileHash } from '../congress/upload.ts';
import type { Transaction } from '../database/pool.ts';
import { mayChange } from '../deliberation/gate.ts';
import type { SheetRecord } from '../documents/candidate-sheets.ts';
import { recordChange } from '../history/record.ts';
import type { Caller } from '../http/caller.ts';
import { inHistory, written } from './sheets.ts';
import { candidateRows } from './store.ts';
import { putSheet } from './write-store.ts';

/** Imports candidates with their sheets by code: known ones are updated, new ones added in the file's order, those it does not name stay after them. */
export async function importSheets(
  trx: Transaction,
  caller: Caller,
  cycle: CycleId,
  file: Uint8Array,
  records: readonly SheetRecord[],
): Promise<Result<ImportReport, Problem>> {
  const { congress } = caller;
  await lockLists(trx, congress);
  const free = await mayChange(trx, congress, cycle);
  if (!free.ok) return free;
  const categories = new Map((await listCategories(trx, congress)).map(({ id, name }) => [name, id]));
  const unknown = [...new Set(records.map(({ category }) => category))].filter((name) => name && !categories.has(name));
  if (unknown.length > 0) return err(unknownCategories(unknown));
  const listed = (await candidateRows(trx, congress, cycle)).filter(({ standing }) => standing === 'listed');
  const known = new Map(listed.map((one) => [one.code, one]));
  const named = new Set(records.map(({ code }) => code));
  let [added, unchanged] = [0, 0];
  for (const [position, { category, ...record }] of records.entries()) {
    const before = known.get(record.code);
    const id = before?.id ?? (randomUUID() as CandidateId);
    const form = { ...record, category: category ? categories.get(category)! : null };
    if (!before) added++;
    else if (JSON.stringify(written(before)) === JSON.stringify(written(form))) unchanged++;
    const { code, title, content, place, budget, unit, finish } = form;
    await putCandidates(trx, congress, cycle, [{ id, code, title, content, place, budget, unit, finish, position }]);
    await putSheet(trx, congress, id, form);
    await recordChange(trx, congress, caller, {
      kind: 'candidate',
      subject: id,
      act: '导入',
      before: before ? inHistory(before, before.categoryName) : null,
      after: inHistory(form, category || null),
    });
  }
  const rest = listed.filter(({ code }) => !named.has(code));
  await putCandidates(
    trx,
    congress,
    cycle,
    rest.map(({ id, code, title, content, place, budget, unit, finish }, i) => ({
      ...{ id, code, title, content, place, budget, unit, finish },
      position: records.length + i,
    })),
  );
  await append(trx, congress, actorOf(caller), {
    kind: 'candidates-imported',
    subject: null,
    detail: { candidates: records.length, sha256: fileHash(file) },
  });
  return ok({ rows: records.length, added, unchanged, updated: records.length - added - unchanged });
}

const unknownCategories = (names: readonly string[]): Problem => ({
  code: 'bad-rows',
  params: { count: names.length },
  words: {
    zh: `表中有本镇没有的类别：${names.join('、')}。请先在“征集”页添加类别，或者改为已有的类别，再上传。`,
    en: `The table has categories that do not exist here: ${names.join(', ')}. Add them on the collection page or use existing ones, then upload again.`,
  },
});

import { createHash, randomUUID } from 'node:crypto';
import type { ImportReport } from '../../core/contract/congress.ts';
import { type Problem, problem } from '../../core/contract/problems.ts';
import type { LedgerFilter, Suggestion } from '../../core/contract/suggestions.ts';
import type { CongressId, CycleId, SuggestionId } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { actorOf, append } from '../audit/append.ts';
import { fileHash, importProblem } from '../congress/upload.ts';
import { command } from '../database/command.ts';
import { inTransaction, type Transaction } from '../database/pool.ts';
import { ledgerWorkbook } from '../documents/ledger.ts';
import { type KnownNames, readSuggestions, type SuggestionRecord } from '../documents/suggestions.ts';
import type { Caller } from '../http/caller.ts';
import type { Services } from '../services.ts';
import { categoriesOf, ledgerOpen } from './collections.ts';
import { listVillages } from './places-store.ts';
import { freeReceipts } from './receipts.ts';
import { findCollection, putContacts } from './settings-store.ts';
import { countSuggestions, ledgerPage } from './store.ts';
import { importKeys, insertSuggestions } from './write-store.ts';

/** The names that a list may use: what the congress offers now. */
export async function knownNames(trx: Transaction, congress: CongressId): Promise<KnownNames> {
  const offered = (list: readonly { name: string; active: boolean }[]) =>
    list.filter(({ active }) => active).map(({ name }) => name);
  return {
    villages: offered(await listVillages(trx, congress)),
    categories: offered(await categoriesOf(trx, congress)),
  };
}

/** A row that says all the same was imported before. */
const keyOf = ({ row: _, ...record }: SuggestionRecord): string =>
  createHash('sha256').update(JSON.stringify(record)).digest('hex');

/** Imports suggestions: all or nothing. Rows that were imported into this ledger before are left as they are. */
export async function importSuggestions(
  services: Services,
  caller: Caller,
  cycle: CycleId,
  file: Uint8Array,
): Promise<Result<ImportReport, Problem>> {
  const { congress } = caller;
  const known = await inTransaction(services.db, (trx) => knownNames(trx, congress));
  const read = await readSuggestions(file, known);
  if (!read.ok) return err(importProblem(read.error));
  return command(services.db, async (trx) => {
    const row = await findCollection(trx, congress, cycle);
    if (!row) return err(problem('not-found'));
    if (!ledgerOpen(row)) return err(problem('ledger-closed'));
    const villages = new Map((await listVillages(trx, congress)).map(({ id, name }) => [name, id]));
    const categories = new Map((await categoriesOf(trx, congress)).map(({ id, name }) => [name, id]));
    const there = await importKeys(trx, congress, cycle);
    const fresh = read.value
      .map((record) => ({ record, id: randomUUID() as SuggestionId, key: keyOf(record) }))
      .filter(({ key }) => !there.has(key));
    const receipts = await freeReceipts(trx, fresh.length);
    await insertSuggestions(
      trx,
      congress,
      cycle,
      fresh.map(({ record: { village, category, row: _, contact: __, ...record }, id, key }, i) => ({
        ...record,
        id,
        receipt: receipts[i]!,
        village: village === null ? null : (villages.get(village) ?? null),
        category: category === null ? null : (categories.get(category) ?? null),
        state: 'published' as const,
        deputy: null,
        account: caller.id,
        importKey: key,
        carriedFrom: null,
      })),
    );
    await putContacts(
      trx,
      congress,
      fresh.map(({ id, record }) => ({ suggestion: id, ...record.contact })),
    );
    const report = {
      rows: read.value.length,
      added: fresh.length,
      updated: 0,
      unchanged: read.value.length - fresh.length,
    };
    if (fresh.length > 0) {
      await services.live.publish(trx, congress, 'year');
      await append(trx, congress, actorOf(caller), {
        kind: 'suggestions-imported',
        subject: { type: 'cycle', id: cycle },
        detail: { suggestions: fresh.length, sha256: fileHash(file) },
      });
    }
    return ok(report);
  });
}

/** More rows than this are not put into one workbook. */
export const MOST_EXPORTED = 100_000;

/** The ledger as a workbook, as far as a filter lets through; that it was exported is in the record. */
export async function exportLedger(
  services: Pick<Services, 'db'>,
  caller: Caller,
  cycle: CycleId,
  filter: LedgerFilter,
): Promise<Result<{ content: Buffer; name: string }, Problem>> {
  const { congress } = caller;
  const found = await command(services.db, async (trx) => {
    const row = await findCollection(trx, congress, cycle);
    if (!row) return err(problem('not-found'));
    const count = await countSuggestions(trx, congress, cycle, filter);
    if (count > MOST_EXPORTED) return err(problem('export-too-long', { count, limit: MOST_EXPORTED }));
    const list: Suggestion[] = [];
    for (let after: string | undefined, more = true; more; ) {
      const page = await ledgerPage(trx, congress, cycle, filter, { after, size: 1000 });
      list.push(...page.suggestions);
      after = page.next ?? undefined;
      more = page.next !== null;
    }
    await append(trx, congress, actorOf(caller), {
      kind: 'suggestions-exported',
      subject: { type: 'cycle', id: cycle },
      detail: { suggestions: list.length },
    });
    // As a ledger is read: from the first.
    return ok({
      list: list.reverse(),
      title: `${row.congressName}　${row.year} 年度民生实事项目建议台账`,
      year: row.year,
    });
  });
  if (!found.ok) return found;
  const { list, title, year } = found.value;
  return ok({ content: await ledgerWorkbook({ title, list }), name: `${year}年度建议台账.xlsx` });
}

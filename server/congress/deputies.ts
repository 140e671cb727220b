import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { congress, Deputy, ImportReport } from '../../core/contract/congress.ts';
import { type Problem, problem } from '../../core/contract/problems.ts';
import type { CongressId, DelegationId, DeputyId } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { actorOf, append } from '../audit/append.ts';
import { command } from '../database/command.ts';
import type { Transaction } from '../database/pool.ts';
import { namePinyin } from '../documents/pinyin.ts';
import { type DeputyRecord, readRoster } from '../documents/roster.ts';
import type { Caller } from '../http/caller.ts';
import type { Services } from '../services.ts';
import {
  deputyByNumber,
  ensureDelegations,
  findDeputy,
  listDeputies,
  lockLists,
  putDeputies,
  type StoredDeputy,
} from './store.ts';
import { fileHash, importProblem } from './upload.ts';

type Wanted = z.output<typeof congress.saveDeputy.body>;

const newDelegation = () => randomUUID() as DelegationId;

/** Adds a deputy under the client's id or corrects one. Names may be alike; the number tells deputies apart. */
export function saveDeputy(
  services: Services,
  caller: Caller,
  id: DeputyId,
  wanted: Wanted,
): Promise<Result<Deputy, Problem>> {
  return command(services.db, async (trx) => {
    await lockLists(trx, caller.congress);
    const holder = await deputyByNumber(trx, caller.congress, wanted.number);
    if (holder && holder.id !== id) return err(problem('code-taken', { code: wanted.number }));
    const delegations = await ensureDelegations(trx, caller.congress, [wanted.delegation], newDelegation);
    const before = await findDeputy(trx, caller.congress, id);
    const deputy = { id, ...wanted, delegationId: delegations.get(wanted.delegation)!, ...spelling(wanted.name) };
    if (!before || !same(before, deputy)) {
      await putDeputies(trx, caller.congress, [deputy]);
      await services.live.publish(trx, caller.congress, 'roster');
      await append(trx, caller.congress, actorOf(caller), {
        kind: 'deputy-saved',
        subject: { type: 'deputy', id },
        detail: { name: deputy.name, inOffice: deputy.inOffice },
      });
    }
    return ok(deputy);
  });
}

/** Imports a roster: all or nothing. Deputies whose number is known are updated, those the file does not name stay as they are. */
export async function importDeputies(
  services: Services,
  caller: Caller,
  file: Uint8Array,
): Promise<Result<ImportReport, Problem>> {
  const read = await readRoster(file);
  if (!read.ok) return err(importProblem(read.error));
  return command(services.db, async (trx) => {
    await lockLists(trx, caller.congress);
    const report = await storeRoster(trx, caller.congress, read.value);
    await services.live.publish(trx, caller.congress, 'roster');
    const delegations = new Set(read.value.map((record) => record.delegation)).size;
    await append(trx, caller.congress, actorOf(caller), {
      kind: 'roster-imported',
      subject: null,
      detail: { deputies: report.rows, delegations, sha256: fileHash(file) },
    });
    return ok(report);
  });
}

/** Merges a list into the stored roster by number. */
export async function storeRoster(
  trx: Transaction,
  congress: CongressId,
  records: readonly Omit<DeputyRecord, 'row'>[],
): Promise<ImportReport> {
  const known = new Map((await listDeputies(trx, congress)).map((deputy) => [deputy.number, deputy]));
  const delegations = await ensureDelegations(
    trx,
    congress,
    records.map((record) => record.delegation),
    newDelegation,
  );
  const deputies = records.map((record): StoredDeputy => {
    const { number, name, sex, delegation, inOffice, phone } = record;
    const before = known.get(number);
    return {
      id: before?.id ?? (randomUUID() as DeputyId),
      number,
      name,
      delegation,
      inOffice,
      // What the file leaves blank is not known to it, which is no reason to forget it.
      gender: sex === 'male' ? '男' : sex === 'female' ? '女' : (before?.gender ?? ''),
      phone: phone ?? before?.phone ?? '',
      delegationId: delegations.get(delegation)!,
      ...spelling(name),
    };
  });
  const added = deputies.filter((deputy) => !known.has(deputy.number));
  const updated = deputies.filter((deputy) => known.has(deputy.number) && !same(known.get(deputy.number)!, deputy));
  await putDeputies(trx, congress, [...added, ...updated]);
  return {
    rows: records.length,
    added: added.length,
    updated: updated.length,
    unchanged: records.length - added.length - updated.length,
  };
}

function spelling(name: string): { pinyin: string; initials: string } {
  const { full, initials } = namePinyin(name);
  return { pinyin: full, initials };
}

const fields = ['number', 'name', 'gender', 'delegationId', 'inOffice', 'phone', 'pinyin', 'initials'] as const;
const same = (a: Deputy, b: Deputy): boolean => fields.every((field) => a[field] === b[field]);

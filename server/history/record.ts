import type { HistoryKind } from '../../core/contract/history.ts';
import type { AccountId, CongressId } from '../../core/ids.ts';
import type { Transaction } from '../database/pool.ts';

/** Who changes: the caller of a request fits; null id for the public and the system. */
export interface Changer {
  readonly id: AccountId | null;
  readonly name: string;
  readonly role: string;
}

export interface Change {
  readonly kind: HistoryKind;
  readonly subject: string;
  /** What was done, in Chinese, a few words: 新建, 合并, 撤回. */
  readonly act: string;
  readonly reason?: string;
  /** As it was and as it is; fields that are equal are left out of the record. */
  readonly before?: Readonly<Record<string, unknown>> | null;
  readonly after?: Readonly<Record<string, unknown>> | null;
}

/**
 * Keeps who changed what and when, in the transaction that changes it. A change that changes nothing is not kept. Never for what belongs to a
 * vote: the history has names and times.
 */
export async function recordChange(
  trx: Transaction,
  congress: CongressId,
  by: Changer,
  { kind, subject, act, reason = '', before = null, after = null }: Change,
): Promise<void> {
  const changed = before && after ? differences(before, after) : { before, after };
  if (changed === null) return;
  await trx
    .insertInto('history')
    .values({
      congress_id: congress,
      kind,
      subject,
      account_id: by.id,
      name: by.name,
      role: by.role,
      act,
      reason,
      before: changed.before && JSON.stringify(changed.before),
      after: changed.after && JSON.stringify(changed.after),
    })
    .execute();
}

/** The fields that differ, as they were and as they are; null when none does. */
export function differences(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): { before: Record<string, unknown>; after: Record<string, unknown> } | null {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
  if (names.length === 0) return null;
  const only = (from: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(names.filter((name) => from[name] !== undefined).map((name) => [name, from[name]]));
  return { before: only(before), after: only(after) };
}

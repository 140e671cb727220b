import { type ChainedEvent, type ChainFault, checkLink, GENESIS } from '../../core/audit/chain.ts';
import { type Db, inTransaction, type Transaction } from '../database/pool.ts';
import type { ChainHead } from './append.ts';
import type { AuditTables } from './schema.ts';

/** `cut`: the chain ends elsewhere than its head says; `anchor-differs`: it is not the chain that was written down before. */
export type Fault = ChainFault | 'cut' | 'anchor-differs';

export type ChainCheck =
  | { readonly whole: true; readonly entries: number; readonly head: string }
  | {
      readonly whole: false;
      readonly entries: number;
      readonly head: string;
      readonly broken: { readonly seq: number; readonly fault: Fault };
    };

/** Each fault in words. */
export const faultWords: Record<Fault, { zh: string; en: string }> = {
  gap: { zh: '记录缺失', en: 'an entry is missing' },
  'previous-differs': { zh: '与上一条记录不衔接', en: 'the entry does not follow the one before' },
  'hash-differs': { zh: '记录内容被改动', en: 'the entry was changed' },
  cut: { zh: '末尾记录缺失或多余', en: 'the end was cut off or added to' },
  'anchor-differs': { zh: '与此前公布的校验值不符', en: 'differs from the hash published before' },
};

const PAGE = 1000;

/**
 * Checks the whole chain of a congress, a page at a time, as it stood at one moment. `anchors` are ends of the chain written down outside, e.g. on published
 * documents: only they show a chain that was made anew from some point on, head and all.
 */
export async function verifyChain(db: Db, congressId: string, anchors: readonly ChainHead[] = []): Promise<ChainCheck> {
  const awaited = new Map(anchors.map((anchor) => [anchor.seq, anchor.hash]));
  return inTransaction(db, (trx) => check(trx, congressId, awaited), { isolation: 'repeatable read' });
}

async function check(trx: Transaction, congressId: string, awaited: Map<number, string>): Promise<ChainCheck> {
  const head = await trx
    .selectFrom('audit_head')
    .select(['seq', 'hash'])
    .where('congress_id', '=', congressId)
    .executeTakeFirst();
  let last: ChainHead = { seq: 0, hash: GENESIS };
  const broken = (seq: number, fault: Fault): ChainCheck => ({
    whole: false,
    entries: last.seq,
    head: last.hash,
    broken: { seq, fault },
  });
  for (;;) {
    const rows = await trx
      .selectFrom('audit_event')
      .selectAll()
      .where('congress_id', '=', congressId)
      .where('seq', '>', last.seq)
      .where('seq', '<=', last.seq + PAGE)
      .orderBy('seq')
      .execute();
    for (const row of rows) {
      const fault = checkLink(chained(row), last);
      if (fault) return broken(fault === 'gap' ? last.seq + 1 : row.seq, fault);
      if (awaited.has(row.seq) && awaited.get(row.seq) !== row.hash) return broken(row.seq, 'anchor-differs');
      awaited.delete(row.seq);
      last = { seq: row.seq, hash: row.hash };
    }
    if (rows.length < PAGE) break;
  }
  const beyond = trx
    .selectFrom('audit_event')
    .select('kind')
    .where('congress_id', '=', congressId)
    .where('seq', '>', last.seq)
    .limit(1);
  if (await beyond.executeTakeFirst()) return broken(last.seq + 1, head && head.seq > last.seq ? 'gap' : 'cut');
  if (last.seq !== (head?.seq ?? 0) || last.hash !== (head?.hash ?? GENESIS))
    return broken(Math.min(last.seq, head?.seq ?? 0) + 1, 'cut');
  if (awaited.size > 0) return broken(last.seq + 1, 'cut');
  return { whole: true, entries: last.seq, head: last.hash };
}

function chained(row: AuditTables['audit_event']): ChainedEvent & { hash: string } {
  const { congress_id, at, ...rest } = row;
  return {
    ...rest,
    congress: congress_id,
    at: Number.isNaN(Number(at)) || !(at instanceof Date) ? String(at) : at.toISOString(),
    disposition: row.disposition as ChainedEvent['disposition'],
  };
}

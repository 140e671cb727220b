import { type Problem, problem } from '../../core/contract/problems.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { Transaction } from '../database/pool.ts';
import type { Caller } from '../http/caller.ts';

/** A backup has every congress of the installation in it: it is for the one above them all, or the only one. */
export async function mayHaveAll(trx: Transaction, { congress }: Caller): Promise<Result<void, Problem>> {
  const top = await trx.selectFrom('congress').select('congress_id').where('county_id', 'is', null).limit(2).execute();
  return top.length === 1 && top[0]!.congress_id === congress ? ok(undefined) : err(problem('backup-of-many'));
}

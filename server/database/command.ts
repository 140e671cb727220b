import type { Problem } from '../../core/contract/problems.ts';
import type { Result } from '../../core/result.ts';
import { type Db, inTransaction, type Transaction, type TransactionOptions } from './pool.ts';

class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(problem.code);
  }
}

/** Runs a command in one transaction that commits only if it succeeds: a refusal rolls back whatever the command had begun to write. */
export async function command<T>(
  db: Db,
  run: (trx: Transaction) => Promise<Result<T, Problem>>,
  options?: TransactionOptions,
): Promise<Result<T, Problem>> {
  try {
    return await inTransaction(
      db,
      async (trx) => {
        const result = await run(trx);
        if (!result.ok) throw new Refused(result.error);
        return result;
      },
      options,
    );
  } catch (error) {
    if (error instanceof Refused) return { ok: false, error: error.problem };
    throw error;
  }
}

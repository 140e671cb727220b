import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { PublicEvaluation, Rating } from '../../core/contract/evaluation.ts';
import { type Problem, problem } from '../../core/contract/problems.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { Grade } from '../../core/rules/grade.ts';
import { projectCodes } from '../ballot/decrypt-store.ts';
import type { BallotKey } from '../ballot/store.ts';
import type { Transaction } from '../database/pool.ts';

/** What is kept of a browser: not what it keeps itself, and of no use for another evaluation. */
const sealOf = (ballot: BallotKey, token: string): string =>
  createHash('sha256').update(`${ballot.id}|${token}`).digest('hex');

/** Whether the browser with this token has rated. */
export async function hasRated(trx: Transaction, ballot: BallotKey, token: string | null): Promise<boolean> {
  if (token === null) return false;
  const row = await trx
    .selectFrom('public_rater')
    .select('seal')
    .where('congress_id', '=', ballot.congress_id)
    .where('ballot_id', '=', ballot.id)
    .where('seal', '=', sealOf(ballot, token))
    .executeTakeFirst();
  return row !== undefined;
}

/** Counts one browser's rating; a second one of the same browser changes nothing. Only the counts are kept. */
export async function rate(
  trx: Transaction,
  ballot: BallotKey,
  token: string,
  ratings: readonly { readonly code: string; readonly grade: Grade }[],
): Promise<Result<void, Problem>> {
  const codes = await projectCodes(trx, ballot);
  const given = new Map(ratings.map(({ code, grade }) => [code, grade]));
  const strange = [...given.keys()].filter((code) => !codes.includes(code));
  if (strange.length > 0) return err(problem('evaluation-unknown-projects', { codes: strange.join('、') }));
  const inserted = await trx
    .insertInto('public_rater')
    .values({ congress_id: ballot.congress_id, ballot_id: ballot.id, seal: sealOf(ballot, token) })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (inserted.numInsertedOrUpdatedRows !== 1n) return ok(undefined);
  // In the order of the paper, so that two browsers at once wait for each other and not in a circle.
  for (const code of codes) {
    const grade = given.get(code);
    if (!grade) continue;
    await trx
      .insertInto('public_rating')
      .values({ congress_id: ballot.congress_id, ballot_id: ballot.id, code, grade, votes: 1 })
      .onConflict((conflict) =>
        conflict
          .columns(['congress_id', 'ballot_id', 'code', 'grade'])
          .doUpdateSet({ votes: sql`public_rating.votes + 1` }),
      )
      .execute();
  }
  return ok(undefined);
}

/** The counts by project, in the order of the paper, and how many browsers rated. */
export async function ratingsOf(
  trx: Transaction,
  ballot: BallotKey,
): Promise<Pick<PublicEvaluation, 'ratings' | 'raters'>> {
  const rows = await trx
    .selectFrom('public_rating')
    .select(['code', 'grade', 'votes'])
    .where('congress_id', '=', ballot.congress_id)
    .where('ballot_id', '=', ballot.id)
    .execute();
  const { raters } = await trx
    .selectFrom('public_rater')
    .select((eb) => eb.fn.countAll<number>().as('raters'))
    .where('congress_id', '=', ballot.congress_id)
    .where('ballot_id', '=', ballot.id)
    .executeTakeFirstOrThrow();
  const count = (code: string, grade: Grade) =>
    rows.find((row) => row.code === code && row.grade === grade)?.votes ?? 0;
  const ratings = (await projectCodes(trx, ballot)).map(
    (code): Rating => ({
      code,
      satisfied: count(code, 'satisfied'),
      basicallySatisfied: count(code, 'basically-satisfied'),
      unsatisfied: count(code, 'unsatisfied'),
    }),
  );
  return { ratings, raters };
}

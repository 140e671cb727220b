import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { county, Town } from '../../core/contract/county.ts';
import { type Problem, problem } from '../../core/contract/problems.ts';
import type { AccountId, CongressId } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { actorOf, append } from '../audit/append.ts';
import { seeCycles } from '../cycle/cycles.ts';
import { command } from '../database/command.ts';
import type { Transaction } from '../database/pool.ts';
import type { Caller } from '../http/caller.ts';
import { hashPassword } from '../identity/password.ts';
import { findCongress, findLogin, insertCongress, lockAccounts, lockSetup, saveAccountRow } from '../identity/store.ts';
import type { Services } from '../services.ts';

/** The congresses below this one in the order of their names, with their years in hand. */
export async function seeTowns(trx: Transaction, above: CongressId): Promise<Town[]> {
  const rows = await trx
    .selectFrom('congress')
    .select(['congress_id as id', 'name', 'level'])
    .where('county_id', '=', above)
    .orderBy('name')
    .execute();
  const towns: Town[] = [];
  for (const row of rows) {
    const cycles = await seeCycles(trx, row.id);
    towns.push({ ...row, cycles: cycles.filter(({ stage }) => stage !== null && stage !== 'closed') });
  }
  return towns;
}

/** Makes a congress below the caller's, with the administrator who sets up the rest. The same again changes nothing. */
export async function makeTown(
  services: Services,
  caller: Caller,
  id: CongressId,
  { name, administrator }: z.output<typeof county.makeTown.body>,
): Promise<Result<Town[], Problem>> {
  // Hashed before the transaction begins, which others wait for.
  const passwordHash = await hashPassword(administrator.password);
  return command(services.db, async (trx) => {
    await lockSetup(trx);
    await lockAccounts(trx);
    const above = (await findCongress(trx, caller.congress))!;
    if (above.level === 'town') return err(problem('no-towns-below'));
    const before = await trx
      .selectFrom('congress')
      .select(['county_id', 'name'])
      .where('congress_id', '=', id)
      .executeTakeFirst();
    if (before && (before.county_id !== caller.congress || before.name !== name)) return err(problem('conflict'));
    if (!before) {
      const { login } = administrator;
      if (await findLogin(trx, login)) return err(problem('login-taken', { login }));
      const level = above.level === 'city' ? 'county' : 'town';
      await insertCongress(trx, { id, level, name, county: above.name.replace(/人民代表大会$/, '') });
      await trx.updateTable('congress').set({ county_id: caller.congress }).where('congress_id', '=', id).execute();
      const account = randomUUID() as AccountId;
      await saveAccountRow(trx, {
        congress: id,
        id: account,
        login,
        name: administrator.name,
        role: 'administrator',
        active: true,
        passwordHash,
        passwordGiven: true,
      });
      // In the record of the one that made it, and as the first entry of its own.
      for (const congress of [caller.congress, id])
        await append(trx, congress, actorOf(caller), {
          kind: 'congress-created',
          subject: { type: 'congress', id },
          detail: { name, level },
        });
      await append(trx, id, actorOf(caller), {
        kind: 'account-created',
        subject: { type: 'account', id: account },
        detail: { login, role: 'administrator' },
      });
    }
    return ok(await seeTowns(trx, caller.congress));
  });
}

import type { Category, Village } from '../../core/contract/suggestions.ts';
import type { CategoryId, CongressId, VillageId } from '../../core/ids.ts';
import type { Transaction } from '../database/pool.ts';

/** The congress's villages in its own order. */
export const listVillages = (trx: Transaction, congress: CongressId): Promise<Village[]> =>
  trx
    .selectFrom('village')
    .select(['id', 'name', 'active'])
    .where('congress_id', '=', congress)
    .orderBy('position')
    .orderBy('name')
    .execute();

/** The congress's kinds of suggestions in its own order. */
export const listCategories = (trx: Transaction, congress: CongressId): Promise<Category[]> =>
  trx
    .selectFrom('category')
    .select(['id', 'name', 'active'])
    .where('congress_id', '=', congress)
    .orderBy('position')
    .orderBy('name')
    .execute();

/** Makes a list of names what it says: known ids are renamed and put in its order, new ones are added, those it leaves out are offered no more. */
export async function putVillages(
  trx: Transaction,
  congress: CongressId,
  list: readonly { id: VillageId; name: string }[],
): Promise<void> {
  await trx.updateTable('village').set({ active: false }).where('congress_id', '=', congress).execute();
  if (list.length === 0) return;
  await aside(trx, congress, 'village', list);
  await trx
    .insertInto('village')
    .values(list.map(({ id, name }, position) => ({ congress_id: congress, id, name, position, active: true })))
    .onConflict((conflict) =>
      conflict.columns(['congress_id', 'id']).doUpdateSet((eb) => ({
        name: eb.ref('excluded.name'),
        position: eb.ref('excluded.position'),
        active: eb.ref('excluded.active'),
      })),
    )
    .execute();
}

/** The same for the kinds of suggestions. */
export async function putCategories(
  trx: Transaction,
  congress: CongressId,
  list: readonly { id: CategoryId; name: string }[],
): Promise<void> {
  await trx.updateTable('category').set({ active: false }).where('congress_id', '=', congress).execute();
  if (list.length === 0) return;
  await aside(trx, congress, 'category', list);
  await trx
    .insertInto('category')
    .values(list.map(({ id, name }, position) => ({ congress_id: congress, id, name, position, active: true })))
    .onConflict((conflict) =>
      conflict.columns(['congress_id', 'id']).doUpdateSet((eb) => ({
        name: eb.ref('excluded.name'),
        position: eb.ref('excluded.position'),
        active: eb.ref('excluded.active'),
      })),
    )
    .execute();
}

/** Two rows may exchange their names: until all have their new one, each has a name that nobody else can have. */
async function aside(
  trx: Transaction,
  congress: CongressId,
  table: 'village' | 'category',
  list: readonly { id: string }[],
): Promise<void> {
  await trx
    .updateTable(table)
    .set((eb) => ({ name: eb.cast<string>('id', 'text') }))
    .where('congress_id', '=', congress)
    .where('id', 'in', list.map(({ id }) => id) as never[])
    .execute();
}

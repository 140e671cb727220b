import type { Category, Village } from '../../core/contract/suggestions.ts';
import type { CategoryId, CongressId, VillageId } from '../../core/ids.ts';
import type { Transaction } from '../database/pool.ts';

type Table = 'village' | 'category';

const listOf = (trx: Transaction, congress: CongressId, table: Table) =>
  trx
    .selectFrom(table)
    .select(['id', 'name', 'active'])
    .where('congress_id', '=', congress)
    .orderBy('position')
    .orderBy('name')
    .execute();

/** The congress's villages in its own order. */
export const listVillages = (trx: Transaction, congress: CongressId) =>
  listOf(trx, congress, 'village') as Promise<Village[]>;

/** The congress's kinds of suggestions in its own order. */
export const listCategories = (trx: Transaction, congress: CongressId) =>
  listOf(trx, congress, 'category') as Promise<Category[]>;

/** Makes the list of villages what it says: known ids are renamed and put in its order, new ones are added, those it leaves out are offered no more. */
export const putVillages = (trx: Transaction, congress: CongressId, list: readonly { id: VillageId; name: string }[]) =>
  put(trx, congress, 'village', list);

/** The same for the kinds of suggestions. */
export const putCategories = (
  trx: Transaction,
  congress: CongressId,
  list: readonly { id: CategoryId; name: string }[],
) => put(trx, congress, 'category', list);

async function put(
  trx: Transaction,
  congress: CongressId,
  table: Table,
  list: readonly { id: VillageId | CategoryId; name: string }[],
): Promise<void> {
  await trx.updateTable(table).set({ active: false }).where('congress_id', '=', congress).execute();
  if (list.length === 0) return;
  await aside(trx, congress, table, list);
  await trx
    .insertInto(table)
    .values(
      list.map(({ id, name }, position) => ({ congress_id: congress, id, name, position, active: true })) as never,
    )
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
  table: Table,
  list: readonly { id: string }[],
): Promise<void> {
  await trx
    .updateTable(table)
    .set((eb) => ({ name: eb.cast<string>('id', 'text') }))
    .where('congress_id', '=', congress)
    .where('id', 'in', list.map(({ id }) => id) as never[])
    .execute();
}

import { makeReceipt, type Receipt } from '../../core/collection/receipt.ts';
import type { Transaction } from '../database/pool.ts';
import { random } from '../random.ts';

/** Postgres takes at most 65,535 parameters; an import has at most 20,000 rows. */
const MOST = 30_000;

/**
 * Receipt numbers that no suggestion has yet. Of 31⁸ numbers a million are soon in use: an import of 20,000 rows would then meet a taken one
 * every fortieth time.
 *
 * @param draw makes one number; chance, outside tests.
 */
export async function freeReceipts(
  trx: Transaction,
  count: number,
  draw: () => Receipt = () => makeReceipt(random),
): Promise<Receipt[]> {
  if (count > MOST) throw new RangeError(`${count} receipt numbers at once`);
  const free = new Set<Receipt>();
  while (free.size < count) {
    const drawn = Array.from({ length: count - free.size }, draw);
    const taken = await trx.selectFrom('suggestion').select('receipt').where('receipt', 'in', drawn).execute();
    const known = new Set<string>(taken.map(({ receipt }) => receipt));
    for (const one of drawn) if (!known.has(one)) free.add(one);
  }
  return [...free];
}

export const freeReceipt = async (trx: Transaction): Promise<Receipt> => (await freeReceipts(trx, 1))[0]!;

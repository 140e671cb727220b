import type { Account } from '../../../core/contract/identity.ts';

export type AppointmentError = 'empty' | 'twice' | 'chief';

/** What is wrong with each chosen account, in order; null where nothing is. */
export function appointmentErrors(
  chosen: readonly string[],
  accounts: readonly Pick<Account, 'id' | 'role'>[],
): (AppointmentError | null)[] {
  return chosen.map((id, index) => {
    if (!id) return 'empty';
    if (chosen.indexOf(id) !== index) return 'twice';
    const account = accounts.find((one) => one.id === id);
    return index === 0 && account?.role !== 'chief-scrutineer' ? 'chief' : null;
  });
}

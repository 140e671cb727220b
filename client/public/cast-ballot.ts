import { commitmentOfCast } from '../../core/belenios/challenge.ts';
import { sha256Base64 } from '../../core/belenios/hash.ts';
import { hall } from '../../core/contract/hall.ts';
import type { ElectionUuid } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { addressOf, send } from '../api/call.ts';

/** Why there is no check value: no answer, in words; or the server gave something else than the ballot of this receipt. */
export type NoCheckValue = { readonly kind: 'refused'; readonly message: string } | { readonly kind: 'other' };

/** The SHA-256 that a receipt spells, in hex: an address has no place for the slashes of base64. */
export const hashOfReceipt = (receipt: string): string =>
  [...atob(receipt)].map((char) => char.charCodeAt(0).toString(16).padStart(2, '0')).join('');

/** The check value (校验值) of a ballot's text, once this device has seen for itself that the text is the receipt's ballot. */
export function checkValue(text: string, receipt: string): Result<string, NoCheckValue> {
  const value = sha256Base64(text) === receipt ? commitmentOfCast(text) : undefined;
  return value === undefined ? err({ kind: 'other' }) : ok(value);
}

/** Fetches the ballot of a receipt and works out its check value here. */
export async function findCheckValue(uuid: ElectionUuid, receipt: string): Promise<Result<string, NoCheckValue>> {
  const answer = await send('GET', addressOf(hall.ballot, { params: { uuid, hash: hashOfReceipt(receipt) } }));
  if (!answer.ok) return err({ kind: 'refused', message: answer.error.message });
  return typeof answer.value === 'string' ? checkValue(answer.value, receipt) : err({ kind: 'other' });
}

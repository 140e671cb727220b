import type { TrusteeState3 } from '../../../core/belenios/index.ts';
import { err, ok, type Random, type Result } from '../../../core/result.ts';
import type { CheckedBox } from './box.ts';
import type { DecryptFault, Engine } from './engine.ts';
import type { KeyRecord } from './record.ts';
import type { KeyStore } from './store.ts';
import { headerOf, seal, unseal } from './vault.ts';

/** The key on this device that belongs to the election's trustees, whichever attempt it was made in. */
export function fittingRecord(
  records: readonly KeyRecord[],
  index: number,
  shares: readonly string[],
): KeyRecord | undefined {
  return records.find((record) => record.publicShare !== null && record.publicShare === shares[index - 1]);
}

/**
 * Makes this scrutineer's partial decryption of a box that this device has checked, and saves it before it is sent, so that sending again
 * sends the same. Nothing is made when the election was not encrypted to the key of the ceremony; and a key that has decrypted one tally
 * decrypts no other: the difference of two tallies would be a ballot.
 */
export async function makeDecryption(
  tools: { readonly engine: Engine; readonly store: KeyStore; readonly random: Random },
  record: KeyRecord,
  pin: string,
  box: CheckedBox,
): Promise<Result<string, DecryptFault | 'other-tally' | 'wrong-pin'>> {
  const { engine, store, random } = tools;
  const key = await engine.deriveKey(pin, record.kdf);
  const secret = unseal(record, key);
  if (!secret.ok) return secret;
  const { election, electionHash, trustees, encryptedTally } = box;
  const made = secret.value.decryption;
  if (made) return made.tally === encryptedTally ? ok(made.json) : err('other-tally');
  const answer = await engine.decrypt(
    { election, electionHash, trustees, encryptedTally },
    secret.value.state as TrusteeState3,
  );
  if (!answer.ok) return answer;
  const decryption = { tally: encryptedTally, json: answer.value };
  const kept = await store.keep(
    seal({ ...headerOf(record), stage: 4 }, { ...secret.value, decryption }, key, record.kdf, random),
  );
  // Another tab may have been first: what it saved is what counts.
  const final = unseal(kept, key);
  if (!final.ok) return err('wrong-pin');
  const first = final.value.decryption;
  return first?.tally === encryptedTally ? ok(first.json) : err('other-tally');
}

import type { CheckedBox, TrusteeState3 } from '../../../core/belenios/index.ts';
import { err, ok, type Random, type Result } from '../../../core/result.ts';
import type { DecryptFault, Engine } from './engine.ts';
import type { KeyRecord, KeySecret } from './record.ts';
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

const decryptionOf = (secret: KeySecret, election: string) =>
  secret.decryptions?.find((made) => made.election === election);

/**
 * Makes this scrutineer's partial decryption of a box that this device has checked, and saves it before it is sent, so that sending again
 * sends the same. Nothing is made when the election was not encrypted to the key of the ceremony; and a key that has decrypted one tally
 * of an election decrypts no other of it: the difference of two tallies would be a ballot. A further ballot of the session (run-off, second
 * ballot, held again) has the same key and another fingerprint φ; every proof and signature of a ballot hashes φ, so that a checked box of
 * one election can hold no ballot of another, and the tallies of two elections have no ballot in common.
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
  const made = decryptionOf(secret.value, electionHash);
  if (made) return made.tally === encryptedTally ? ok(made.json) : err('other-tally');
  const answer = await engine.decrypt(
    { election, electionHash, trustees, encryptedTally },
    secret.value.state as TrusteeState3,
  );
  if (!answer.ok) return answer;
  const decryption = { election: electionHash, tally: encryptedTally, json: answer.value };
  const decryptions = [...(secret.value.decryptions ?? []), decryption];
  const stage = 3 + decryptions.length;
  const kept = await store.keep(
    seal({ ...headerOf(record), stage }, { ...secret.value, decryptions }, key, record.kdf, random),
  );
  // Another tab may have been first: what it saved is what counts.
  const final = unseal(kept, key);
  if (!final.ok) return err('wrong-pin');
  const first = decryptionOf(final.value, electionHash);
  return first?.tally === encryptedTally ? ok(first.json) : err('other-tally');
}

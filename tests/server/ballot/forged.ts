import { parseElection } from '../../../core/belenios/index.ts';
import { fastGroups } from '../../../server/verification/fast-groups.ts';
import { forge } from '../../core/belenios/dishonest.ts';

/** A partial decryption whose factors are nonsense although every proof holds (spec section 10.6). */
export function forgedDecryption(electionJson: string, encryptedTally: string, share: string): string {
  const election = parseElection(electionJson, fastGroups);
  if (!election.ok) throw new Error(election.error.kind);
  return forge(election.value, share, encryptedTally);
}

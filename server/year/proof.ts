import { createHash } from 'node:crypto';
import { isProof } from '../../core/collection/proof.ts';

/** The proof of work of a phone's page, with the platform's own hash: one machine plays some hundred phones here. */
export function findProof(work: string): number {
  for (let nonce = 0; ; nonce++) {
    const hash = createHash('sha256').update(`${work} ${nonce}`).digest();
    if (hash[0] === 0 && hash[1] === 0 && isProof(work, nonce)) return nonce;
  }
}

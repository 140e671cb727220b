import { hash } from 'node:crypto';
import { isProof } from '../../core/collection/proof.ts';

/** The proof of work of a phone's page, with the platform's own hash: one machine plays some hundred phones here. */
export function findProof(work: string): number {
  for (let nonce = 0; ; nonce++) {
    const digest = hash('sha256', `${work} ${nonce}`, 'hex');
    if (digest.startsWith('0000') && isProof(work, nonce)) return nonce;
  }
}

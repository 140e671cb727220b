import type { Answer } from './ballot-types.ts';

/** S0 of spec section 3: fingerprint and public credential. */
export const proofContext = (fingerprint: string, credential: string): string => `${fingerprint}|${credential}`;

/** S of spec section 3: S0 and every ciphertext of a question. */
export const questionContext = (context: string, choices: Answer['choices']): string =>
  `${context}|${choices.map(({ alpha, beta }) => `${alpha},${beta}`).join(',')}`;

/** The prefix of a proof about one ciphertext, an individual one or the sum (spec section 3.1). */
export const statement = (context: string, alpha: string, beta: string): string => `prove|${context}|${alpha},${beta}|`;

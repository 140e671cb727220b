import { z } from 'zod';
import type { TrusteeState1, TrusteeState2, TrusteeState3 } from '../../../core/belenios/trustee-types.ts';
import { GroupName } from '../../../core/contract/common.ts';

/** How the PIN became the key of the box. Bounded, since a backup file may come from anywhere. */
export const Kdf = z.strictObject({
  name: z.literal('scrypt'),
  salt: z.string().regex(/^[0-9a-f]{32}$/),
  N: z
    .int()
    .min(2)
    .max(1 << 18),
  r: z.int().min(1).max(16),
  p: z.int().min(1).max(4),
});
export type Kdf = z.output<typeof Kdf>;

/**
 * One scrutineer's key of one ceremony as it lies in the browser and in the backup file: what it is for stands open, the secrets
 * are in the box. `stage` counts the rounds done; above 3, also the ballots whose tally has been decrypted with it: those of a session share it.
 */
export const KeyRecord = z.strictObject({
  format: z.literal('piaojue-scrutineer-key'),
  version: z.literal(1),
  session: z.string().max(60),
  sessionName: z.string().max(200),
  rehearsal: z.boolean(),
  attempt: z.int(),
  index: z.int().min(1).max(99),
  group: GroupName,
  stage: z.int().min(1).max(99),
  /** Own verification key in the trustees record, once known: tells whether this key belongs to an election. */
  publicShare: z.string().max(700).nullable(),
  kdf: Kdf,
  nonce: z.string().regex(/^[0-9a-f]{48}$/),
  box: z
    .string()
    .max(2_000_000)
    .regex(/^[0-9a-f]+$/),
});
export type KeyRecord = z.output<typeof KeyRecord>;
/** Everything of a record but the secrets; bound to them by the box. */
export type KeyHeader = Omit<KeyRecord, 'nonce' | 'box' | 'kdf' | 'format' | 'version'>;

/** What is in the box. What was sent in a round is kept, so that a lost reply is answered with the very same bytes. */
export interface KeySecret {
  readonly state: TrusteeState1 | TrusteeState2 | TrusteeState3;
  readonly cert: string;
  readonly commitment?: string;
  readonly shares?: readonly string[];
  readonly verification?: string;
  /** The partial decryptions that were made: of one tally for each election, which is named by its fingerprint φ. */
  readonly decryptions?: readonly { readonly election: string; readonly tally: string; readonly json: string }[];
}

/** Where a record lies in the store: keys of an earlier attempt stay beside the new one. */
export const recordId = (record: Pick<KeyRecord, 'session' | 'attempt' | 'index'>): string =>
  `${record.session}/${record.attempt}/${record.index}`;

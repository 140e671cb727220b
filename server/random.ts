import { randomBytes } from 'node:crypto';
import type { Random } from '../core/result.ts';

/** The platform's CSPRNG, as core/ wants it passed in. */
export const random: Random = (length) => new Uint8Array(randomBytes(length));

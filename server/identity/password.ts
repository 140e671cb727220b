import { hash, verify } from '@node-rs/argon2';

/** argon2id (this package's default) with OWASP's first choice of cost: 19 MiB, 2 passes. Some 20 ms, off the event loop. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** The hash to store of a password. */
export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFKC'), cost);

let decoy: Promise<string> | undefined;

/**
 * Whether the password is the one hashed. Without a hash (no such account) the same work is done and the answer is no, so that the time
 * taken does not tell which accounts exist.
 */
export async function isPassword(password: string, stored: string | undefined): Promise<boolean> {
  decoy ??= hashPassword('nobody has this password');
  const fits = await verify(stored ?? (await decoy), password.normalize('NFKC')).catch(() => false);
  return fits && stored !== undefined;
}

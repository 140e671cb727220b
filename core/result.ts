/**
 * Expected errors are values: a function that can be refused for a reason its caller must handle returns a `Result`.
 * What nobody can handle (a bug, a lost database) is thrown and crashes.
 */
export type Result<T, E> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

/** The good case. */
export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });

/** The expected bad case. */
export const err = <E>(error: E): { readonly ok: false; readonly error: E } => ({ ok: false, error });

/** For the `default` of an exhaustive switch: does not compile while a case is missing. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${String(value)}`);
}

/** Bytes from the platform's CSPRNG, passed in: core/ has no randomness of its own. */
export type Random = (length: number) => Uint8Array;

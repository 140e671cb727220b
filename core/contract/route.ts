import type { z } from 'zod';
import type { Role } from './common.ts';
import type { ProblemCode } from './problems.ts';

/**
 * One HTTP command or question, described once: the server validates and documents with it, the client calls and types with it.
 * `access` is 'public' (anybody who reaches the server), 'signed-in' (any account, a deputy's too), 'staff' (any account but a deputy's),
 * or the roles that may.
 */
export interface Route<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Fastify path under the server's root, parameters as `:name`. */
  readonly path: string;
  /** One line for the OpenAPI page. */
  readonly summary: string;
  readonly access: 'public' | 'signed-in' | 'staff' | readonly Role[];
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly response: R;
  /** The problems a caller should expect beside the general ones. */
  readonly problems: readonly ProblemCode[];
  /** Whether a paired tablet, which reaches nothing else, may call it; default no. */
  readonly kiosk?: boolean;
}

export type AnyRoute = Route<z.ZodType, z.ZodType, z.ZodType, z.ZodType>;

type Loose = {
  method: AnyRoute['method'];
  path: string;
  summary: string;
  access: AnyRoute['access'];
  problems?: readonly ProblemCode[];
  kiosk?: boolean;
};

/** Declares a route; what is left out of params, query and body does not exist on it. */
export function route<
  R extends z.ZodType,
  P extends z.ZodType = z.ZodUndefined,
  Q extends z.ZodType = z.ZodUndefined,
  B extends z.ZodType = z.ZodUndefined,
>(definition: Loose & { response: R; params?: P; query?: Q; body?: B }): Route<P, Q, B, R> {
  return { problems: [], ...definition } as unknown as Route<P, Q, B, R>;
}

type Part<Name extends string, S> = S extends z.ZodUndefined
  ? { [K in Name]?: undefined }
  : { [K in Name]: z.input<S> };
/** What a caller of the route passes. */
export type InputOf<T> =
  T extends Route<infer P, infer Q, infer B, z.ZodType>
    ? Part<'params', P> & Part<'query', Q> & Part<'body', B>
    : never;
/** What a caller of the route gets back. */
export type OutputOf<T> = T extends Route<z.ZodType, z.ZodType, z.ZodType, infer R> ? z.output<R> : never;

import type { ProblemCode } from '../../core/contract/problems.ts';
import type { AnyRoute, InputOf, OutputOf } from '../../core/contract/route.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { language } from '../i18n/index.ts';
import { within } from './within.ts';

/** Why a call did not succeed: the server's problem in the reader's words, or `offline` when no answer came. */
export interface Refusal {
  readonly code: ProblemCode | 'offline';
  readonly status: number;
  readonly message: string;
  readonly params: Readonly<Record<string, string | number>>;
  readonly rows: readonly unknown[];
}

const offline: Refusal = {
  code: 'offline',
  status: 0,
  params: {},
  rows: [],
  message:
    language === 'en'
      ? 'No connection to the server. Check the network, then try again.'
      : '连接不上服务器。请检查网络，然后再试一次。',
};

/** The address of a route, parameters and query filled in. */
export function addressOf(route: AnyRoute, input: { params?: unknown; query?: unknown } = {}): string {
  const params = (input.params ?? {}) as Record<string, string>;
  const path = route.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const query = Object.entries((input.query ?? {}) as Record<string, unknown>).filter(
    ([, value]) => value !== undefined,
  );
  return query.length ? `${path}?${new URLSearchParams(query.map(([key, value]) => [key, String(value)]))}` : path;
}

/** Sends a request and reads the answer; `body` is sent as it is when a string or FormData, else as JSON. Never throws. */
export async function send(
  method: string,
  path: string,
  body?: unknown,
  timeout = 20_000,
): Promise<Result<unknown, Refusal>> {
  try {
    const raw = typeof body === 'string' || body instanceof FormData;
    const response = await fetch(path, {
      method,
      headers: {
        'accept-language': language,
        ...(body === undefined || body instanceof FormData ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: raw ? (body as BodyInit) : JSON.stringify(body) }),
      credentials: 'same-origin',
      signal: within(timeout),
    });
    const type = response.headers.get('content-type') ?? '';
    const answer: unknown = type.includes('json') ? await response.json() : await response.text();
    if (response.ok) return ok(answer);
    const { code, title, params, rows } = (typeof answer === 'object' && answer !== null ? answer : {}) as {
      code?: ProblemCode;
      title?: string;
      params?: Refusal['params'];
      rows?: unknown[];
    };
    // A proxy's or a dying server's page has no code: as good as no answer.
    if (!code) return err(offline);
    return err({ code, status: response.status, message: title ?? code, params: params ?? {}, rows: rows ?? [] });
  } catch {
    return err(offline);
  }
}

/** Calls a route of the contract: `await call(session.overview, { params: { session } })`. */
export async function call<R extends AnyRoute>(route: R, input: InputOf<R>): Promise<Result<OutputOf<R>, Refusal>> {
  const { body, ...rest } = input as { body?: unknown; params?: unknown; query?: unknown };
  return (await send(route.method, addressOf(route, rest), body)) as Result<OutputOf<R>, Refusal>;
}

/** Uploads one file to a multipart route. */
export async function upload<R extends AnyRoute>(
  route: R,
  input: { params?: Record<string, string> },
  file: File,
): Promise<Result<OutputOf<R>, Refusal>> {
  const form = new FormData();
  form.append('file', file);
  return (await send(route.method, addressOf(route, input), form, 120_000)) as Result<OutputOf<R>, Refusal>;
}

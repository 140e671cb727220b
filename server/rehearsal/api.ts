import type { AnyRoute, InputOf, OutputOf } from '../../core/contract/route.ts';

/** A refusal of the server, thrown: a rehearsal that is refused where it should not be has failed. */
export class RefusedByServer extends Error {
  override name = 'RefusedByServer';
  constructor(
    readonly code: string,
    readonly status: number,
    message: string,
    readonly params: Record<string, string | number>,
  ) {
    super(`${code}: ${message}`);
  }
}

const pathOf = (route: AnyRoute, params: unknown) =>
  route.path.replace(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent((params as Record<string, string>)[name] ?? ''),
  );

/** One person's connection to the server, with their own cookies, over the same HTTP API as the pages use. */
export class Person {
  private readonly cookies = new Map<string, string>();
  constructor(readonly url: string) {}

  /** Cookie header of the sign-in, for the WebSocket. */
  get cookie(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  async send(method: string, path: string, body?: unknown): Promise<Response> {
    const plain = typeof body === 'string' || body instanceof FormData;
    const response = await fetch(new URL(path, this.url), {
      method,
      headers: {
        origin: new URL(this.url).origin,
        'accept-language': 'zh-CN',
        ...(this.cookies.size ? { cookie: this.cookie } : {}),
        ...(body === undefined || body instanceof FormData ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: plain ? (body as string | FormData) : JSON.stringify(body) }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return response;
  }

  /** Calls a route of the contract. @throws RefusedByServer */
  async call<R extends AnyRoute>(route: R, input: InputOf<R>): Promise<OutputOf<R>> {
    const { params, query, body } = input as { params?: unknown; query?: Record<string, string>; body?: unknown };
    const path = pathOf(route, params) + (query ? `?${new URLSearchParams(query)}` : '');
    return (await this.answer(await this.send(route.method, path, body))) as OutputOf<R>;
  }

  /** The answer as JSON, or the refusal it is. @throws RefusedByServer */
  async answer(response: Response): Promise<unknown> {
    if (response.ok) return response.json();
    const refusal = (await response.json().catch(() => ({}))) as {
      code?: string;
      title?: string;
      params?: Record<string, string | number>;
      rows?: unknown;
    };
    throw new RefusedByServer(
      refusal.code ?? 'no-code',
      response.status,
      `${refusal.title ?? response.statusText}${refusal.rows ? ` ${JSON.stringify(refusal.rows).slice(0, 500)}` : ''}`,
      refusal.params ?? {},
    );
  }
}

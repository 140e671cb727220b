import { setTimeout as sleep } from 'node:timers/promises';
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

/** How long somebody goes on trying when the server is away, in ms: as long as it takes to switch a laptop on again. */
const PATIENCE = 120_000;

/**
 * One person's connection to the server, with their own cookies, over the same HTTP API as the pages use. When the server is away, or
 * answers that its database is, they do the same thing again: every command is safe to repeat (design, 2).
 */
export class Person {
  private readonly cookies = new Map<string, string>();
  /** @param address of the phone, where a proxy in front of the server would tell it (TRUST_PROXY): limits count by address. */
  constructor(
    readonly url: string,
    private readonly address?: string,
  ) {}

  /** Cookie header of the sign-in, for the WebSocket. */
  get cookie(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  async send(method: string, path: string, body?: unknown): Promise<Response> {
    for (const deadline = Date.now() + PATIENCE; ; await sleep(100 + Math.random() * 200)) {
      try {
        const response = await this.sendOnce(method, path, body);
        if (response.status !== 503 || Date.now() > deadline) return response;
      } catch (error) {
        if (Date.now() > deadline) throw error;
      }
    }
  }

  private async sendOnce(method: string, path: string, body: unknown): Promise<Response> {
    const plain = typeof body === 'string' || body instanceof FormData;
    const response = await fetch(new URL(path, this.url), {
      method,
      headers: {
        origin: new URL(this.url).origin,
        'accept-language': 'zh-CN',
        ...(this.cookies.size ? { cookie: this.cookie } : {}),
        ...(this.address ? { 'x-forwarded-for': this.address } : {}),
        ...(body === undefined || body instanceof FormData ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: plain ? (body as string | FormData) : JSON.stringify(body) }),
    });
    // Read to its end here: a reply that is cut off in the middle is a lost one.
    const bytes = await response.arrayBuffer();
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return new Response(bytes, response);
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

// A whole server on a database of its own, spoken to over HTTP as the pages do.
import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll } from 'vitest';
import type { Role } from '../../core/contract/common.ts';
import { identity, type Me } from '../../core/contract/identity.ts';
import type { ProblemCode } from '../../core/contract/problems.ts';
import type { AnyRoute, InputOf, OutputOf } from '../../core/contract/route.ts';
import { session as sessionRoutes } from '../../core/contract/session.ts';
import type { AccountId, CongressId, SessionId } from '../../core/ids.ts';
import { buildApp } from '../../server/app.ts';
import { Shelf } from '../../server/backup/shelf.ts';
import type { Config } from '../../server/config.ts';
import { signInKey } from '../../server/identity/token.ts';
import { LiveHub } from '../../server/live/hub.ts';
import type { Services } from '../../server/services.ts';
import { type TestDatabase, testDatabase } from './database.ts';

/** What a refused request answers with. */
export interface Refusal {
  readonly code: ProblemCode;
  readonly status: number;
  readonly title: string;
  readonly params?: Record<string, string | number>;
  readonly rows?: readonly Record<string, unknown>[];
}

/** The server refused: what `call` throws. */
export class Refused extends Error {
  constructor(
    readonly refusal: Refusal,
    readonly response: Response,
  ) {
    super(`${refusal.status} ${refusal.code}: ${refusal.title}`);
  }
}

/** One browser: keeps its cookies. */
export class Browser {
  private readonly cookies = new Map<string, string>();
  constructor(readonly url: string) {}

  get cookie(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** Any request; an object body goes as JSON. */
  async send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> {
    const plain = typeof body === 'string' || body instanceof FormData || body instanceof Uint8Array;
    const response = await fetch(new URL(path, this.url), {
      method,
      headers: {
        ...(this.cookies.size ? { cookie: this.cookie } : {}),
        ...(body === undefined || plain ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      redirect: 'manual',
      ...(body === undefined ? {} : { body: plain ? (body as string) : JSON.stringify(body) }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (!name) continue;
      if (value) this.cookies.set(name, value);
      else this.cookies.delete(name);
    }
    return response;
  }

  /** A route of the contract; the answer, typed. @throws Refused */
  async call<R extends AnyRoute>(route: R, input: InputOf<R> = {} as InputOf<R>): Promise<OutputOf<R>> {
    const { query, body } = input as { query?: Record<string, unknown>; body?: unknown };
    const search = query
      ? `?${new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]))}`
      : '';
    return (await this.answer(await this.send(route.method, pathOf(route, input) + search, body))) as OutputOf<R>;
  }

  /** Sends a file to an upload route. @throws Refused */
  async upload<R extends AnyRoute>(
    route: R,
    input: { params?: Record<string, string> },
    file: Uint8Array | string,
    name = 'list.csv',
  ): Promise<OutputOf<R>> {
    const form = new FormData();
    form.append('file', new Blob([file as BlobPart]), name);
    return (await this.answer(await this.send(route.method, pathOf(route, input), form))) as OutputOf<R>;
  }

  private async answer(response: Response): Promise<unknown> {
    if (response.ok) return response.json();
    throw new Refused((await response.json()) as Refusal, response);
  }
}

/** The route's path with its parameters filled in. */
export function pathOf(route: AnyRoute, input: unknown): string {
  const { params = {} } = input as { params?: Record<string, string> };
  return route.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? name));
}

/** The refusal a call ends in; fails when it succeeds. */
export async function refusal(call: Promise<unknown>): Promise<Refusal> {
  const outcome = await call.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if ('error' in outcome && outcome.error instanceof Refused) return outcome.error.refusal;
  if ('error' in outcome) throw outcome.error;
  throw new Error(`expected a refusal, got ${JSON.stringify(outcome.value)?.slice(0, 200)}`);
}

export interface TestServer {
  readonly url: string;
  readonly app: FastifyInstance;
  readonly services: Services;
  readonly database: TestDatabase;
  /** A browser nobody is signed in on: a kiosk, the public. */
  browser(): Browser;
  stop(): Promise<void>;
}

export const testConfig: Config = {
  port: 0,
  host: '127.0.0.1',
  hall: undefined,
  httpsPort: 0,
  hallAddresses: undefined,
  publicUrl: undefined,
  dataDir: '/nonexistent',
  databaseUrl: undefined,
  databasePool: 8,
  trustProxy: 0,
  logLevel: 'silent',
};

/** Starts a server on a fresh database, on a free port. With `on` it is one more server on that database, which it does not drop. */
export async function startServer(
  options: { config?: Partial<Config>; on?: TestDatabase; client?: boolean } = {},
): Promise<TestServer> {
  const database = options.on ?? (await testDatabase());
  const config = { ...testConfig, ...options.config };
  const live = new LiveHub(database.address, () => {});
  await live.start();
  const services: Services = {
    config,
    db: database.db,
    live,
    backups: new Shelf({
      address: database.address,
      dataDir: config.dataDir,
      version: '0.0.0',
      automatic: false,
    }),
    signInKey: await signInKey(database.db),
    build: 'test',
    version: '0.0.0',
  };
  const app = await buildApp(services, { client: options.client ?? false });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  const stop = async () => {
    await app.close();
    await live.close();
    if (!options.on) await database.drop();
  };
  return { url, app, services, database, browser: () => new Browser(url), stop };
}

/** For a suite: started before its tests, stopped after. Read the members inside the tests only. */
export function useServer(options: Parameters<typeof startServer>[0] = {}): TestServer {
  const holder = {} as TestServer;
  let server: TestServer | undefined;
  beforeAll(async () => {
    server = await startServer(options);
    Object.assign(holder, server);
  });
  afterAll(() => server?.stop());
  return holder;
}

/** One signed-in person. */
export interface Person extends Browser {
  readonly me: Me;
  readonly password: string;
}

/** Signs in on a browser of one's own. */
export async function signIn(server: TestServer, login: string, password: string): Promise<Person> {
  const browser = server.browser();
  const me = await browser.call(identity.signIn, { body: { login, password } });
  return Object.assign(browser, { me, password });
}

/** Signs in as somebody who has set a password of their own: here the one that an administrator gave will do. */
export async function enter(server: TestServer, login: string, given: string): Promise<Person> {
  await server.database.pool.query('update account set password_given = false where login = $1', [login]);
  return signIn(server, login, given);
}

export interface Town {
  readonly congress: CongressId;
  /** The sample town's session, in the hall, its method saved: 60 deputies, 12 candidates for 10 seats. */
  readonly session: SessionId;
  /** Sign in as the n-th account (from 0) with the role; the sample has three presidium staff, a chief and two more scrutineers, one of each other role. */
  as(role: Role, index?: number): Promise<Person>;
}

/** Loads the sample town into a fresh server. */
export async function sampleTown(server: TestServer): Promise<Town> {
  const { congress, session, accounts } = await server.browser().call(identity.setupSample);
  const people = new Map<string, Promise<Person>>();
  return {
    congress: congress.id,
    session,
    as(role, index = 0) {
      const account = accounts.filter((one) => one.role === role)[index];
      if (!account) throw new Error(`the sample town has no ${role} number ${index}`);
      const person = people.get(account.login) ?? signIn(server, account.login, account.password);
      people.set(account.login, person);
      return person;
    },
  };
}

/** Sets up an empty congress. */
export async function emptyCongress(
  server: TestServer,
): Promise<{ congress: CongressId; administrator: Person; hire(role: Role): Promise<Person> }> {
  const browser = server.browser();
  const password = 'a good password';
  const me = await browser.call(identity.setup, {
    body: {
      congress: { id: randomUUID(), level: 'town', name: '测试镇人民代表大会', county: '测试县' },
      administrator: { login: 'admin', name: '管理员', password },
    },
  });
  const administrator: Person = Object.assign(browser, { me, password });
  const names = ['陈志远', '王秀兰', '李建国', '赵春梅', '周德明', '吴晓燕', '郑永福', '孙桂英'];
  let hired = 0;
  const hire = async (role: Role) => {
    const login = `${role}-${randomUUID().slice(0, 8)}`;
    const name = names[hired++ % names.length]!;
    await administrator.call(identity.saveAccount, {
      params: { account: randomUUID() },
      body: { login, name, role, active: true, password },
    });
    return enter(server, login, password);
  };
  return { congress: me.congress.id, administrator, hire };
}

/** Appoints the sample town's scrutineers to the session, the chief first. */
export async function appoint(town: Town): Promise<AccountId[]> {
  const people = await Promise.all([town.as('chief-scrutineer'), town.as('scrutineer', 0), town.as('scrutineer', 1)]);
  const accounts = people.map((person) => person.me.account.id);
  await (await town.as('presidium')).call(sessionRoutes.appointScrutineers, {
    params: { session: town.session },
    body: { accounts },
  });
  return accounts;
}

import type { AddressInfo } from 'node:net';
import os from 'node:os';
import type { FastifyInstance } from 'fastify';
import { buildApp } from './app.ts';
import { buildHash, packageVersion } from './build.ts';
import type { Config } from './config.ts';
import { openDatabase } from './database/open.ts';
import { signInKey } from './identity/token.ts';
import { LiveHub } from './live/hub.ts';
import type { Services } from './services.ts';

export interface Piaojue {
  readonly app: FastifyInstance;
  readonly services: Services;
  /** For this machine's own browser. */
  readonly url: string;
  /** For others on the network; empty when only this machine is listened to. */
  readonly networkUrls: readonly string[];
  /** Answers what is under way, then closes sockets, database and all. May be called more than once. */
  stop(): Promise<void>;
}

/** Another program has the port. */
export class PortInUse extends Error {
  override name = 'PortInUse';
  constructor(readonly port: number) {
    super(`端口 ${port} 已被其他程序占用。请关闭那个程序，或换一个端口启动，例如 PORT=${port + 1} npm start
Port ${port} is in use by another program. Close that one, or start on another port, e.g. PORT=${port + 1} npm start`);
  }
}

/**
 * Starts a whole server: database opened and migrated, routes, socket. With port 0 on a free port.
 * @throws PortInUse, or an Error whose message says to the operator what is wrong with the database
 */
export async function startPiaojue(config: Config, options: { readonly client?: boolean } = {}): Promise<Piaojue> {
  const database = await openDatabase({
    databaseUrl: config.databaseUrl,
    dataDir: config.dataDir,
    size: config.databasePool,
  });
  const { db } = database;
  const live = new LiveHub(database.address);
  let app: FastifyInstance | undefined;
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= (async () => {
      await app?.close();
      await live.close();
      await database.close();
    })();
    return stopping;
  };
  try {
    await live.start();
    const services: Services = {
      config,
      db,
      live,
      signInKey: await signInKey(db),
      build: buildHash(),
      version: packageVersion(),
    };
    app = await buildApp(services, options);
    // Where it listens is said to the operator in words, by whoever started it.
    const { level } = app.log;
    if (level === 'info') app.log.level = 'warn';
    await app.listen({ port: config.port, host: config.host });
    app.log.level = level;
    const { port } = app.server.address() as AddressInfo;
    const [url, ...networkUrls] = addresses(config.host, port);
    return { app, services, url: url!, networkUrls, stop };
  } catch (error) {
    await stop();
    throw (error as { code?: string }).code === 'EADDRINUSE' ? new PortInUse(config.port) : error;
  }
}

const anywhere = new Set(['0.0.0.0', '::', '']);

/** Where the server can be reached: by this machine first, then by others. */
function addresses(host: string, port: number): string[] {
  const at = (name: string) => `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
  if (!anywhere.has(host)) return [at(host)];
  const lan = Object.values(os.networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter((one) => one.family === 'IPv4' && !one.internal)
    .map((one) => at(one.address));
  return [at('localhost'), ...lan];
}

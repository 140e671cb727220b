import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { buildApp } from './app.ts';
import { Shelf } from './backup/shelf.ts';
import { buildHash, packageVersion } from './build.ts';
import type { Config } from './config.ts';
import { openDatabase } from './database/open.ts';
import { signInKey } from './identity/token.ts';
import { LiveHub } from './live/hub.ts';
import type { Hall } from './network/hall.ts';
import { findHosts, type Host, isEverywhere, originOf } from './network/hosts.ts';
import { PortInUse } from './network/port-in-use.ts';
import { isHallChosen } from './network/setting.ts';
import type { Services } from './services.ts';

export interface Piaojue {
  readonly app: FastifyInstance;
  readonly services: Services;
  /** For this machine's own browser. */
  readonly url: string;
  /** For others on the network, over plain http without the hall's network; empty when only this machine is listened to. */
  readonly networkUrls: readonly string[];
  /** The hall's network, where it is on. */
  readonly hall: Hall | undefined;
  /** Answers what is under way, then closes sockets, database and all. May be called more than once. */
  stop(): Promise<void>;
}

export { PortInUse };

export interface StartOptions {
  /** Whether to serve the client's pages too; default true. */
  readonly client?: boolean;
  /** Where the hall reaches this machine, instead of what its network cards say. */
  readonly findHosts?: () => readonly Host[];
}

/**
 * Starts a whole server: database opened and migrated, routes, socket. With port 0 on a free port.
 * @throws PortInUse, or an Error whose message says to the operator what is wrong with the database
 */
export async function startPiaojue(config: Config, options: StartOptions = {}): Promise<Piaojue> {
  const database = await openDatabase({
    databaseUrl: config.databaseUrl,
    dataDir: config.dataDir,
    size: config.databasePool,
  });
  const { db } = database;
  const backups = new Shelf({
    address: database.address,
    dataDir: config.dataDir,
    version: packageVersion(),
    automatic: true,
  });
  const live = new LiveHub(database.address);
  let app: FastifyInstance | undefined;
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= (async () => {
      await app?.close();
      await live.close();
      await backups.idle();
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
      backups,
      build: buildHash(),
      version: packageVersion(),
    };
    const hosts = options.findHosts ?? (() => config.hallAddresses ?? findHosts());
    const hall = (config.hall ?? isHallChosen(config.dataDir)) ? await openHall(config, hosts) : undefined;
    app = await buildApp(services, { ...options, hall, findHosts: hosts });
    // Where it listens is said to the operator in words, by whoever started it.
    const { level } = app.log;
    if (level === 'info') app.log.level = 'warn';
    if (hall) await hall.listen(app, { http: config.port, https: config.httpsPort });
    else await app.listen({ port: config.port, host: config.host });
    app.log.level = level;
    const { port } = app.server.address() as AddressInfo;
    const [url, ...networkUrls] = hall ? [originOf('http', 'localhost', port)] : addresses(config.host, port, hosts());
    return { app, services, url: url!, networkUrls, hall, stop };
  } catch (error) {
    await stop();
    throw (error as { code?: string }).code === 'EADDRINUSE' ? new PortInUse(config.port) : error;
  }
}

/** Loads what certificates need only where they are needed. */
async function openHall({ dataDir }: Config, findHosts: () => readonly Host[]): Promise<Hall> {
  const { Hall } = await import('./network/hall.ts');
  return Hall.open({ dataDir, findHosts });
}

/** Where the server can be reached over plain http: by this machine first, then by others. */
function addresses(host: string, port: number, hosts: readonly Host[]): string[] {
  if (!isEverywhere(host)) return [originOf('http', host, port)];
  const lan = hosts.filter(({ kind }) => kind === 'ipv4').map((one) => originOf('http', one.host, port));
  return [originOf('http', 'localhost', port), ...lan];
}

import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { describeAuthority, signable } from './authority.ts';
import { certificatePages } from './certificate-page.ts';
import { Certificates } from './certificates.ts';
import { type Host, originOf } from './hosts.ts';
import { guardPlainHttp } from './plain-http.ts';
import { PortInUse } from './port-in-use.ts';
import { hallFolder } from './setting.ts';

export interface HallOptions {
  readonly dataDir: string;
  /** Where the machine is reached now; asked again and again. */
  readonly findHosts: () => readonly Host[];
  /** Seconds between two looks at the machine's addresses; default 3. */
  readonly every?: number;
}

/** The hall's network: an app served over HTTPS under a certificate of this machine's own authority, which follows the machine's addresses. */
export class Hall {
  private server: Server | undefined;
  private watch: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;
  /** Ports of the two listeners, once they listen. */
  ports = { http: 0, https: 0 };
  /** Called when the machine's addresses have changed. */
  onChange: () => void = () => {};

  private constructor(
    private readonly options: HallOptions,
    private readonly certificates: Certificates,
    public hosts: readonly Host[],
  ) {}

  /** Makes or takes up authority and certificate. @throws Error with what to do when the authority's file is damaged */
  static async open(options: HallOptions): Promise<Hall> {
    const hosts = options.findHosts();
    const hall = new Hall(options, await Certificates.open(hallFolder(options.dataDir), hosts), hosts);
    await hall.certificates.cover(hosts);
    return hall;
  }

  /** The authority's certificate, for tablets to install. */
  get certificate(): string {
    return this.certificates.authority.cert;
  }
  get authority() {
    return describeAuthority(this.certificate);
  }

  /** Whether the certificate holds for a host: an authority signs no names it was not made for. */
  covers(host: Host): boolean {
    return signable(this.certificate, [host]).length > 0;
  }

  /** What the hall opens: the pages over HTTPS, and over plain http the page with the certificate. */
  origins(host: string): { pages: string; certificate: string } {
    return {
      pages: originOf('https', host, this.ports.https),
      certificate: `${originOf('http', host, this.ports.http)}/certificate`,
    };
  }

  /** Gives the app its plain-http rules and pages; the HTTPS listener closes with the app. Before the app is ready. */
  async join(app: FastifyInstance): Promise<void> {
    guardPlainHttp(app);
    certificatePages(app, this);
    app.addHook('preClose', async () => {
      clearInterval(this.watch);
      await this.looking;
      this.server?.close();
      this.server?.closeAllConnections();
    });
  }

  /**
   * Listens on every address of the machine: the app's own server for plain http, another for HTTPS that hands all it gets to the app.
   * @throws PortInUse
   */
  async listen(app: FastifyInstance, ports: { http: number; https: number }): Promise<void> {
    await app.ready();
    const { leaf } = await this.certificates.cover(this.hosts);
    const server = createServer(leaf, (request, response) => app.routing(request, response));
    for (const limit of ['keepAliveTimeout', 'requestTimeout', 'headersTimeout', 'timeout'] as const)
      server[limit] = app.server[limit];
    server.on('upgrade', (request, socket, head) => app.server.emit('upgrade', request, socket, head));
    this.server = server;
    const host = await listenEverywhere(server, ports.https);
    await portOf('PORT', ports.http, app.listen({ port: ports.http, host }));
    const port = (one: { address(): AddressInfo | string | null }) => (one.address() as AddressInfo).port;
    this.ports = { http: port(app.server), https: port(server) };
    this.watch = setInterval(
      () => {
        this.looking ??= this.look()
          .catch((error) => app.log.error(error))
          .finally(() => (this.looking = undefined));
      },
      (this.options.every ?? 3) * 1000,
    );
    this.watch.unref();
  }

  /** Looks where the machine is now; new connections get a certificate that covers it, those there are stay. */
  private async look(): Promise<void> {
    const hosts = this.options.findHosts();
    const changed = JSON.stringify(hosts) !== JSON.stringify(this.hosts);
    this.hosts = hosts;
    const { leaf, fresh } = await this.certificates.cover(hosts);
    if (fresh) this.server?.setSecureContext(leaf);
    if (changed) this.onChange();
  }
}

/** Listens on IPv6 and IPv4, or on IPv4 alone where the machine has no IPv6. @returns the address listened on */
async function listenEverywhere(server: Server, port: number): Promise<string> {
  const listen = (host: string) =>
    new Promise<string>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ port, host }, () => {
        server.off('error', reject);
        resolve(host);
      });
    });
  const outcome = listen('::').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EAFNOSUPPORT' && error.code !== 'EADDRNOTAVAIL') throw error;
    return listen('0.0.0.0');
  });
  return portOf('HTTPS_PORT', port, outcome);
}

/** Says which setting is to be changed when a port is taken. */
const portOf = <T>(setting: 'PORT' | 'HTTPS_PORT', port: number, listening: Promise<T>): Promise<T> =>
  listening.catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EADDRINUSE' ? new PortInUse(port, setting) : error;
  });

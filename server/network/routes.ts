import { type AddressInfo, isIP } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { done } from '../../core/contract/common.ts';
import { type HallHost, type Network, network } from '../../core/contract/network.ts';
import { ok } from '../../core/result.ts';
import { actorOf, append } from '../audit/append.ts';
import type { Config } from '../config.ts';
import { command } from '../database/command.ts';
import { serve } from '../http/serve.ts';
import type { Services } from '../services.ts';
import type { Hall } from './hall.ts';
import { type Host, isEverywhere, originOf, severalNetworks } from './hosts.ts';
import { chooseHall, isHallChosen } from './setting.ts';

interface Machine {
  readonly hall: Hall | undefined;
  readonly findHosts: () => readonly Host[];
}

/** Where others reach this machine, for any page; the console's view of the hall's network, and its choice for the next start. */
export function registerNetworkRoutes(app: FastifyInstance, services: Services, machine: Machine): void {
  const { config, db } = services;

  serve(app, network.reach, async () => {
    const [likeliest] = foundOf(app, config, machine);
    return ok({ given: config.publicUrl ?? null, found: likeliest?.origin ?? null });
  });
  serve(app, network.network, async () => ok(networkOf(app, services, machine)));

  serve(app, network.chooseHall, ({ caller, body }) =>
    command(db, async (trx) => {
      if (isHallChosen(config.dataDir) === body.on) return ok(done);
      await append(trx, caller.congress, actorOf(caller), {
        kind: 'hall-network-chosen',
        subject: null,
        detail: { on: body.on },
      });
      // Last, so that a choice which cannot be kept is not on record either.
      chooseHall(config.dataDir, body.on);
      return ok(done);
    }),
  );
}

function networkOf(app: FastifyInstance, { config }: Services, machine: Machine): Network {
  const { hall } = machine;
  const hosts = hostsOf(machine);
  const { hall: told, publicUrl } = config;
  return {
    hall: hall !== undefined,
    next: told ?? isHallChosen(config.dataDir),
    told: told === undefined ? null : told ? 'on' : 'off',
    hosts: [...(publicUrl ? [givenHost(publicUrl)] : []), ...foundOf(app, config, machine)],
    joined: hasAddress(hosts),
    several: severalNetworks(hosts),
    authority: hall?.authority ?? null,
  };
}

const hostsOf = ({ hall, findHosts }: Machine): readonly Host[] => hall?.hosts ?? findHosts();
const hasAddress = (hosts: readonly Host[]): boolean => hosts.some(({ kind }) => kind !== 'name');

/** The way that a setting gives; its certificate, if any, is the proxy's. */
function givenHost(origin: string): HallHost {
  const host = new URL(origin).hostname.replace(/^\[|\]$/g, '');
  const kinds = { 0: 'name', 4: 'ipv4', 6: 'ipv6' } as const;
  return { host, kind: kinds[isIP(host) as 0 | 4 | 6], card: null, origin, certificate: null };
}

/** How others reach this machine itself, the likeliest first. A name alone, on no network, leads nowhere. */
function foundOf(app: FastifyInstance, { host: listening }: Config, machine: Machine): HallHost[] {
  const hosts = hostsOf(machine);
  return hasAddress(hosts) ? hosts.flatMap((host) => reached(app, listening, machine.hall, host)) : [];
}

/** How others reach a host of this machine; none where the server listens elsewhere. */
function reached(app: FastifyInstance, listening: string, hall: Hall | undefined, host: Host): HallHost[] {
  if (hall) {
    const { pages, certificate } = hall.origins(host.host);
    return hall.covers(host) ? [{ ...host, origin: pages, certificate }] : [];
  }
  if (!isEverywhere(listening) && listening !== host.host) return [];
  const { port } = app.server.address() as AddressInfo;
  return [{ ...host, origin: originOf('http', host.host, port), certificate: null }];
}

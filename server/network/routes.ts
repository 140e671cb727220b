import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { done } from '../../core/contract/common.ts';
import { type HallHost, type Network, network } from '../../core/contract/network.ts';
import { ok } from '../../core/result.ts';
import { actorOf, append } from '../audit/append.ts';
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

/** The console's view of the hall's network, and its choice for the next start. */
export function registerNetworkRoutes(app: FastifyInstance, services: Services, machine: Machine): void {
  const { config, db } = services;

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

function networkOf(app: FastifyInstance, { config }: Services, { hall, findHosts }: Machine): Network {
  const hosts = hall?.hosts ?? findHosts();
  const addresses = hosts.filter(({ kind }) => kind !== 'name');
  const { hall: told } = config;
  return {
    hall: hall !== undefined,
    next: told ?? isHallChosen(config.dataDir),
    told: told === undefined ? null : told ? 'on' : 'off',
    hosts: addresses.length === 0 ? [] : hosts.flatMap((host) => reached(app, config.host, hall, host)),
    joined: addresses.length > 0,
    several: severalNetworks(hosts),
    authority: hall?.authority ?? null,
  };
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

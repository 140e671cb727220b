import type { FastifyInstance } from 'fastify';
import { done } from '../../core/contract/common.ts';
import { devices } from '../../core/contract/devices.ts';
import { type Problem, problem } from '../../core/contract/problems.ts';
import type { CongressId } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { command } from '../database/command.ts';
import { inTransaction, type Transaction } from '../database/pool.ts';
import { serve } from '../http/serve.ts';
import type { Services } from '../services.ts';
import { kioskBuild } from './kiosk-build.ts';
import { changeDevice, limitToPaired, releaseDevice, seeDevices, undelivered, unpairDevice } from './manage.ts';
import { newCode, pair } from './pairing.ts';
import { Presence } from './presence.ts';
import type { Registry } from './registry.ts';
import { giveToken, takeToken } from './token.ts';

/** Guesses at a code from one address; a row of tablets behind one router pairs well below it. */
const guesses = { config: { rateLimit: { max: 60, timeWindow: '1 minute' } } };

/** Paired tablets: for the staff, and for the tablets themselves. */
export function registerDeviceRoutes(app: FastifyInstance, services: Services, registry: Registry): Presence {
  const { db, live } = services;
  const presence = new Presence();
  const build = kioskBuild();

  /** One change in one transaction; the tablets and consoles concerned hear of it when it is committed. */
  const act = async (congress: CongressId, run: (trx: Transaction) => Promise<Result<void, Problem>>) => {
    const outcome = await command(db, async (trx) => {
      const changed = await run(trx);
      if (changed.ok) await live.publish(trx, congress, 'devices');
      return changed;
    });
    registry.forget(congress);
    return outcome.ok ? ok(done) : outcome;
  };

  serve(app, devices.list, async ({ caller }) =>
    ok(await inTransaction(db, (trx) => seeDevices(trx, presence, caller.congress, build))),
  );
  serve(app, devices.undelivered, async ({ caller }) =>
    ok(await inTransaction(db, (trx) => undelivered(trx, caller.congress, presence))),
  );
  serve(app, devices.makeCode, ({ caller, params }) => command(db, (trx) => newCode(trx, caller, params.pairing)));
  serve(app, devices.setOnlyPaired, ({ caller, body }) =>
    act(caller.congress, (trx) => limitToPaired(trx, caller, body.onlyPaired)),
  );
  serve(app, devices.change, ({ caller, params, body }) =>
    act(caller.congress, (trx) => changeDevice(trx, caller, params.device, body)),
  );
  serve(app, devices.release, ({ caller, params, body }) =>
    act(caller.congress, (trx) => releaseDevice(trx, caller, params.device, body.release)),
  );
  serve(app, devices.unpair, async ({ caller, params }) => {
    const outcome = await act(caller.congress, async (trx) => {
      const unpaired = await unpairDevice(trx, caller, params.device);
      if (unpaired.ok) await live.part(trx, caller.congress, params.device);
      return unpaired;
    });
    if (outcome.ok) presence.forget(params.device);
    return outcome;
  });

  serve(
    app,
    devices.pair,
    async ({ body, request, reply }) => {
      if (request.device) return err(problem('device-paired', { name: request.device.name }));
      if (await app.authenticate(request)) return err(problem('pairing-staff'));
      const outcome = await command(db, async (trx) => {
        const paired = await pair(trx, body.code, body.request);
        if (paired.ok) await live.publish(trx, paired.value.congress, 'devices');
        return paired;
      });
      if (!outcome.ok) return outcome;
      const { congress, device, token } = outcome.value;
      registry.forget(congress);
      giveToken(request, reply, congress, token);
      return ok({ device });
    },
    guesses,
  );
  serve(app, devices.own, async ({ request, reply }) => {
    if (!request.device) takeToken(request, reply);
    return ok({ device: request.device });
  });
  serve(app, devices.heartbeat, async ({ body, request, reply }) => {
    if (request.device) presence.hear(request.device.id, body);
    else takeToken(request, reply);
    return ok({ device: request.device });
  });
  return presence;
}

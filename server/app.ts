import cookie from '@fastify/cookie';
import multipart from '@fastify/multipart';
import rateLimit from '@fastify/rate-limit';
import Fastify, { type FastifyInstance, LogController } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import type { Topic } from '../core/contract/live.ts';
import { auditRoutes } from './audit/routes.ts';
import { registerBackupRoutes } from './backup/routes.ts';
import { registerBallotRoutes } from './ballot/routes.ts';
import { registerCollectionRoutes } from './collection/routes.ts';
import { registerCongressRoutes } from './congress/routes.ts';
import { registerCountyRoutes } from './county/routes.ts';
import { registerCycleRoutes } from './cycle/routes.ts';
import { registerDeliberationRoutes } from './deliberation/routes.ts';
import { keepTablets } from './devices/kiosk-only.ts';
import { onlyPaired } from './devices/only-paired.ts';
import { Registry } from './devices/registry.ts';
import { registerDeviceRoutes } from './devices/routes.ts';
import { registerDocumentRoutes } from './documents/official/routes.ts';
import { registerEvaluationRoutes } from './evaluation/routes.ts';
import { registerFileRoutes } from './files/routes.ts';
import { registerHealthRoute } from './health.ts';
import { registerHistoryRoutes } from './history/routes.ts';
import { handleErrors } from './http/errors.ts';
import { loggedError } from './http/logged-error.ts';
import { serveOpenApi } from './http/openapi.ts';
import { endRefusedUpgrades } from './http/refused-upgrades.ts';
import { refuseOtherOrigins, secureHeaders } from './http/security.ts';
import { registerDeputyAccess } from './identity/deputy-routes.ts';
import { registerIdentityRoutes } from './identity/routes.ts';
import { provideAuthentication } from './identity/signed-in.ts';
import { isPublic, liveRoutes } from './live/routes.ts';
import { registerMotionRoutes } from './motion/routes.ts';
import type { Hall } from './network/hall.ts';
import { findHosts, type Host } from './network/hosts.ts';
import { registerNetworkRoutes } from './network/routes.ts';
import { registerOversightRoutes } from './oversight/routes.ts';
import { registerOpenDataRoutes } from './publication/open-data.ts';
import { registerPublicationRoutes } from './publication/routes.ts';
import { registerReadinessRoutes } from './readiness/routes.ts';
import { registerRehearsalRoutes } from './rehearsal/routes.ts';
import { registerScreenRoutes } from './screen/routes.ts';
import type { Services } from './services.ts';
import { registerSessionRoutes } from './session/routes.ts';
import { registerShortlistingRoutes } from './shortlisting/routes.ts';
import { serveClient } from './static.ts';
import { registerWaitingRoutes } from './waiting/routes.ts';

export interface AppOptions {
  /** Whether to serve the client's pages too; default true. */
  readonly client?: boolean;
  /** The hall's network, where it is on. */
  readonly hall?: Hall | undefined;
  /** Where the hall reaches this machine. */
  readonly findHosts?: () => readonly Host[];
}

/** The whole server as one Fastify instance, not listening yet. */
export async function buildApp(
  services: Services,
  { client = true, hall, findHosts: hosts = findHosts }: AppOptions = {},
): Promise<FastifyInstance> {
  const { config } = services;
  const app = Fastify({
    // Requests are not logged: a line per cast with its time and address would join tablets, and so deputies, to ballots.
    logController: new LogController({ disableRequestLogging: true }),
    logger: { level: config.logLevel, stream: process.stderr, serializers: { err: loggedError } },
    // As many hops as there are proxies: the address that the outermost of them saw, whatever stands before it in the header.
    trustProxy: config.trustProxy > 0 && ((_address, hop) => hop < config.trustProxy),
    // A kiosk that keeps its connection does not hold up a stop.
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 1000 },
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  allowEmptyJson(app);
  handleErrors(app);
  endRefusedUpgrades(app);

  await app.register(cookie);
  const registry = new Registry(services.db, services.live);
  app.addHook('onClose', async () => registry.close());
  keepTablets(app, registry);
  refuseOtherOrigins(app);
  await secureHeaders(app);
  await hall?.join(app);
  await app.register(rateLimit, { global: false });
  await app.register(multipart);
  await serveOpenApi(app, services.version);
  provideAuthentication(app, services);
  await app.register(liveRoutes, {
    hub: services.live,
    access: async (request, congress) => {
      // A tablet hears what its pages need, and of its own orders.
      if (request.device) {
        const own = request.device.congress.id === congress;
        return {
          hears: (topic: Topic) => topic === 'hall' || topic === 'everything' || (topic === 'devices' && own),
          holders: [request.device.id],
        };
      }
      const caller = await app.authenticate(request);
      if (caller?.congress !== congress || caller.passwordGiven) return { hears: isPublic };
      // A deputy's own account hears what anybody hears, and of the year.
      const holders = [caller.id, ...(request.signIn ? [request.signIn.signIn] : [])];
      if (caller.role === 'deputy') return { hears: (topic: Topic) => isPublic(topic) || topic === 'year', holders };
      return { hears: () => true, account: caller.id, holders };
    },
  });

  registerHealthRoute(app, services);
  registerIdentityRoutes(app, services);
  registerDeputyAccess(app, services);
  registerCongressRoutes(app, services);
  registerSessionRoutes(app, services);
  registerCycleRoutes(app, services);
  registerShortlistingRoutes(app, services);
  registerOversightRoutes(app, services);
  registerDeliberationRoutes(app, services);
  registerCountyRoutes(app, services);
  registerCollectionRoutes(app, services);
  registerEvaluationRoutes(app, services);
  registerFileRoutes(app, services);
  registerHistoryRoutes(app, services);
  registerDocumentRoutes(app, services);
  registerWaitingRoutes(app, services);
  registerBackupRoutes(app, services);
  const mayVote = onlyPaired(registry);
  registerBallotRoutes(app, services, mayVote);
  registerPublicationRoutes(app, services);
  registerOpenDataRoutes(app, services);
  registerMotionRoutes(app, services, mayVote);
  registerScreenRoutes(app, services);
  const presence = registerDeviceRoutes(app, services, registry);
  registerReadinessRoutes(app, services, presence);
  registerRehearsalRoutes(app, services);
  registerNetworkRoutes(app, services, { hall, findHosts: hosts });
  await app.register(auditRoutes, services);
  if (client) await serveClient(app);
  return app;
}

/** A command without a body may say that its body is JSON. */
function allowEmptyJson(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) =>
    body === '' ? done(null, undefined) : parse(request, body as string, done),
  );
}

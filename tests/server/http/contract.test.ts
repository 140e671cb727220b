import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { roles } from '../../../core/contract/common.ts';
import * as contract from '../../../core/contract/index.ts';
import type { AnyRoute } from '../../../core/contract/route.ts';
import { permissions } from '../../../core/workflow/permissions.ts';
import { permittedTo } from '../../../server/http/caller.ts';
import { pathOf, type Refusal, sampleTown, startServer, type TestServer, type Town } from '../../support/server.ts';

const areas = {
  audit: contract.audit,
  backup: contract.backup,
  ceremony: contract.ceremony,
  collection: contract.collection,
  congress: contract.congress,
  county: contract.county,
  cycle: contract.cycle,
  deputyAccess: contract.deputyAccess,
  deputyDesk: contract.deputyDesk,
  deliberation: contract.deliberation,
  devices: contract.devices,
  evaluation: contract.evaluation,
  documents: contract.documents,
  files: contract.files,
  hall: contract.hall,
  history: contract.history,
  health: contract.health,
  identity: contract.identity,
  motion: contract.motion,
  oversight: contract.oversight,
  openData: contract.openData,
  paper: contract.paper,
  portal: contract.portal,
  readiness: contract.readiness,
  screen: contract.screen,
  network: contract.network,
  session: contract.session,
  singlePaper: contract.singlePaper,
  shortlisting: contract.shortlisting,
  tablets: contract.tablets,
  waiting: contract.waiting,
};
const routes: [string, AnyRoute][] = Object.entries(areas).flatMap(([area, list]) =>
  Object.entries(list).map(([name, route]): [string, AnyRoute] => [`${area}.${name}`, route]),
);

/** A path of the right form to things that do not exist, so that what gets past the doorkeeper changes nothing. */
const params = {
  project: '88888888-8888-4888-8888-888888888888',
  record: '88888888-8888-4888-8888-888888888888',
  matter: '88888888-8888-4888-8888-888888888888',
  change: '88888888-8888-4888-8888-888888888888',
  topic: '88888888-8888-4888-8888-888888888888',
  report: '88888888-8888-4888-8888-888888888888',
  session: '11111111-1111-4111-8111-111111111111',
  account: '22222222-2222-4222-8222-222222222222',
  deputy: '33333333-3333-4333-8333-333333333333',
  candidate: '44444444-4444-4444-8444-444444444444',
  proposal: '55555555-5555-4555-8555-555555555555',
  rehearsal: '66666666-6666-4666-8666-666666666666',
  sitting: '88888888-8888-4888-8888-888888888888',
  device: '88888888-8888-4888-8888-888888888888',
  pairing: '99999999-9999-4999-8999-999999999999',
  congress: '77777777-7777-4777-8777-777777777777',
  serial: 'Z-999',
  uuid: '11111111111111',
  credential: '0',
  name: 'piaojue-20270101-000000-manual.pjbak.gz',
  cycle: '88888888-8888-4888-8888-888888888888',
  suggestion: '88888888-8888-4888-8888-888888888888',
  receipt: '000000000',
  paper: '88888888-8888-4888-8888-888888888888',
  comment: '88888888-8888-4888-8888-888888888888',
  request: '88888888-8888-4888-8888-888888888888',
  freeze: '88888888-8888-4888-8888-888888888888',
  delegation: '88888888-8888-4888-8888-888888888888',
  file: '88888888-8888-4888-8888-888888888888',
  document: '88888888-8888-4888-8888-888888888888',
  subject: '88888888-8888-4888-8888-888888888888',
  kind: 'suggestion',
  motion: '88888888-8888-4888-8888-888888888888',
  rectification: '88888888-8888-4888-8888-888888888888',
  scan: '88888888-8888-4888-8888-888888888888',
  entry: '88888888-8888-4888-8888-888888888888',
};

let server: TestServer;
let town: Town;
beforeAll(async () => {
  server = await startServer();
  town = await sampleTown(server);
});
afterAll(() => server?.stop());

describe('the contract as it is served', () => {
  it('covers every area', () => {
    expect(routes.length).toBeGreaterThan(50);
    const named = Object.entries(contract).filter(
      ([, value]) => typeof value === 'object' && value !== null && Object.values(value).some((one) => isRoute(one)),
    );
    expect(named.map(([name]) => name).sort()).toEqual(Object.keys(areas).sort());
  });

  it.each(routes)('serves %s', (_, route) => {
    expect(server.app.hasRoute({ method: route.method, url: route.path })).toBe(true);
  });

  it('has no route below /api that the contract does not know, but the live socket', async () => {
    const document = (await (await server.browser().send('GET', '/docs/json')).json()) as {
      openapi: string;
      paths: Record<string, Record<string, unknown>>;
    };
    const served = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const known = routes.map(([, route]) => `${route.method} ${route.path.replace(/:(\w+)/g, '{$1}')}`);
    expect(served.sort()).toEqual(known.sort());
    expect(document.openapi).toMatch(/^3\.1/);
  });
});

describe('the permission matrix', () => {
  const guarded = routes.filter(([, route]) => route.access !== 'public');

  it.each(guarded)('%s takes its access from the one table', (_, { access }) => {
    // The same list, not an equal one: a list written at the route would stand beside the table.
    if (typeof access !== 'string') expect(Object.values(permissions).some(({ roles }) => roles === access)).toBe(true);
  });

  it.each(guarded)('%s refuses who is not signed in', async (_, route) => {
    const response = await server.browser().send(route.method, pathOf(route, { params }), undefined);
    expect(response.status).toBe(401);
    expect(((await response.json()) as Refusal).code).toBe('not-signed-in');
  });

  it.each(guarded)('%s refuses a forged sign-in', async (_, route) => {
    const forged = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4IiwiaXNzIjoicGlhb2p1ZSJ9.';
    const response = await server
      .browser()
      .send(route.method, pathOf(route, { params }), undefined, { cookie: `piaojue=${forged}` });
    expect(response.status).toBe(401);
  });

  for (const [name, route] of guarded.filter(([, one]) => one.access !== 'signed-in')) {
    it.each(roles)(`${name} for %s`, async (role) => {
      const person = await town.as(role);
      const response = await person.send(route.method, pathOf(route, { params }), undefined);
      const allowed = permittedTo(route)!.includes(role);
      if (allowed) expect([401, 403]).not.toContain(await notARoleOfTheMatter(response));
      else {
        expect(response.status).toBe(403);
        expect(((await response.json()) as Refusal).code).toBe('not-permitted');
      }
    });
  }
});

/** The status, unless the refusal is about the matter itself: being a scrutineer, but not of this session. */
async function notARoleOfTheMatter(response: Response): Promise<number> {
  if (response.status !== 403) return response.status;
  return ((await response.json()) as Refusal).code === 'not-permitted' ? 403 : 200;
}

const isRoute = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'path' in value && 'access' in value;

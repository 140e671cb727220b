import { afterAll, beforeAll, expect, it } from 'vitest';
import { cycle as cycles } from '../../core/contract/cycle.ts';
import { documents } from '../../core/contract/documents.ts';
import { evaluation } from '../../core/contract/evaluation.ts';
import { identity, session as sessionRoutes } from '../../core/contract/index.ts';
import { oversight } from '../../core/contract/oversight.ts';
import { shortlisting } from '../../core/contract/shortlisting.ts';
import type { Sample } from '../../server/identity/setup.ts';
import { Person } from '../../server/rehearsal/api.ts';
import { type OwnServer, startOwnServer } from '../../server/rehearsal/own-server.ts';
import { playSampleYear } from '../../server/year/sample-year.ts';

let server: OwnServer;
beforeAll(async () => {
  server = await startOwnServer();
}, 60_000);
afterAll(() => server?.stop());

it('the sample town stands in mid-year, with something in every stage, and its next session in the hall', async () => {
  const sample = (await new Person(server.url).call(identity.setupSample, {})) as Sample;
  await playSampleYear(server.url, sample, (_name, _total, work) => work(() => {}));

  const { login, password } = sample.accounts.find(({ role }) => role === 'presidium')!;
  const presidium = new Person(server.url);
  await presidium.call(identity.signIn, { body: { login, password } });
  const [year, ...others] = (await presidium.call(cycles.cycles, {})).filter(({ stage }) => stage !== null);
  expect(others).toEqual([]);
  expect(year).toMatchObject({ stage: 'oversight' });
  const params = { cycle: year!.id };
  expect((await presidium.call(shortlisting.overview, { params })).counts).toMatchObject({ all: 120, unanswered: 0 });
  const all = await presidium.call(oversight.projects, { params });
  expect(new Set(all.projects.map(({ light }) => light))).toEqual(
    new Set(['late', 'soon', 'paused', 'on-time', 'done']),
  );
  expect(all).toMatchObject({ openMatters: 1, newReports: 1, openChanges: 0 });
  const { evaluations, rectifications } = await presidium.call(evaluation.evaluations, {});
  expect(new Set(evaluations[0]!.grades!.map(({ grade }) => grade))).toEqual(
    new Set(['satisfied', 'basically-satisfied', 'unsatisfied']),
  );
  expect(rectifications).toEqual([expect.objectContaining({ state: 'planned' })]);
  const issued = await presidium.call(documents.list, { query: {} });
  expect(issued.map(({ issuedBy }) => issuedBy !== null)).toEqual([true, true, true, true]);
  const inHall = (await presidium.call(sessionRoutes.sessions, {})).filter((one) => one.inHall);
  expect(inHall.map(({ id }) => id)).toEqual([sample.session]);
}, 300_000);

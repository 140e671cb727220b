// The sample town in mid-year: every stage has something, and every page of the year shows it to its people.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cycle as cycles } from '../../core/contract/cycle.ts';
import { documents } from '../../core/contract/documents.ts';
import { evaluation } from '../../core/contract/evaluation.ts';
import { hall, identity, session as sessionRoutes } from '../../core/contract/index.ts';
import { type Oversight, oversight } from '../../core/contract/oversight.ts';
import { portal } from '../../core/contract/portal.ts';
import { shortlisting } from '../../core/contract/shortlisting.ts';
import { waiting } from '../../core/contract/waiting.ts';
import type { Sample } from '../../server/identity/setup.ts';
import { Person } from '../../server/rehearsal/api.ts';
import { type OwnServer, startOwnServer } from '../../server/rehearsal/own-server.ts';
import { playSampleYear } from '../../server/year/sample-year.ts';
import { violations } from './axe.ts';
import { launch, pageErrors, person, picture } from './browser.ts';
import { faults } from './faults.ts';

const console1366 = { width: 1366, height: 768 };
const phone = { width: 360, height: 740 };

describe('the sample town in mid-year', () => {
  let browser: Browser;
  let server: OwnServer;
  let sample: Sample;
  let presidium: Person;
  let all: Oversight;

  const open = async (role: 'presidium' | 'government' | 'county' | 'deputy' | null, size: typeof phone) => {
    const { context, page } = await person(browser, server.url, size);
    if (role !== null) {
      const { login, password } = sample.accounts.find((one) => one.role === role)!;
      await context.request.post('/api/sign-in', { data: { login, password }, headers: { origin: server.url } });
    }
    return page;
  };
  /** What is wrong with these pages in Chinese; each leaves its picture as `year-NAME`. */
  const look = async (page: Page, addresses: Readonly<Record<string, string>>): Promise<string[]> => {
    const found: string[] = [];
    for (const [name, address] of Object.entries(addresses)) {
      found.push(...(await faults(page, address, ['zh-CN'])));
      await picture(page, `year-${name}`);
    }
    await page.context().close();
    return found;
  };

  beforeAll(async () => {
    [browser, server] = await Promise.all([launch(), startOwnServer()]);
    sample = (await new Person(server.url).call(identity.setupSample, {})) as Sample;
    await playSampleYear(server.url, sample, (_name, _total, work) => work(() => {}));
    presidium = new Person(server.url);
    const { login, password } = sample.accounts.find(({ role }) => role === 'presidium')!;
    await presidium.call(identity.signIn, { body: { login, password } });
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  }, 60_000);

  it('has something in every stage, and its next session in the hall', async () => {
    const [year, ...others] = (await presidium.call(cycles.cycles, {})).filter(({ stage }) => stage !== null);
    expect(others).toEqual([]);
    expect(year).toMatchObject({ stage: 'oversight' });
    const params = { cycle: year!.id };
    expect((await presidium.call(shortlisting.overview, { params })).counts).toMatchObject({ all: 120, unanswered: 0 });
    all = await presidium.call(oversight.projects, { params });
    expect(new Set(all.projects.map(({ light }) => light))).toEqual(
      new Set(['late', 'soon', 'paused', 'on-time', 'done']),
    );
    expect(all).toMatchObject({ openMatters: 1, newReports: 1, openChanges: 0 });
    const { evaluations, rectifications, sources } = await presidium.call(evaluation.evaluations, {});
    expect(sources[0]!.reports).toHaveLength(10);
    expect(sources[0]!.reports.find(({ code }) => code === '01')!.text).toMatch(/^已竣工验收/);
    expect(new Set(evaluations[0]!.grades!.map(({ grade }) => grade))).toEqual(
      new Set(['satisfied', 'basically-satisfied', 'unsatisfied']),
    );
    expect(rectifications).toEqual([expect.objectContaining({ state: 'planned' })]);
    const issued = await presidium.call(documents.list, { query: {} });
    expect(issued.map(({ issuedBy }) => issuedBy !== null)).toEqual([true, true, true, true]);
    const inHall = (await presidium.call(sessionRoutes.sessions, {})).filter((one) => one.inHall);
    expect(inHall.map(({ id }) => id)).toEqual([sample.session]);
  });

  it('tells each one by one what waits for them and what is late', async () => {
    const codesOf = async (role: 'presidium' | 'government' | 'county') => {
      const { login, password } = sample.accounts.find((one) => one.role === role)!;
      const one = new Person(server.url);
      await one.call(identity.signIn, { body: { login, password } });
      return (await one.call(waiting.desk, {})).waiting.map(({ code }) => code);
    };
    expect(await codesOf('presidium')).toEqual(['project-late', 'citizens']);
    expect(await codesOf('government')).toEqual([
      ...['project-late', 'matter-answer', 'project-soon', 'rectify-report', 'finished'],
    ]);
    expect(await codesOf('county')).toEqual(['project-late']);
  });

  it('shows every page of the year on the console', async () => {
    expect(
      await look(await open('presidium', console1366), {
        ...{ home: '/console/#/home', stages: '/console/#/year', suggestions: '/console/#/suggestions' },
        ...{ shortlisting: '/console/#/shortlisting', deliberation: '/console/#/deliberation' },
        ...{ documents: '/console/#/documents', projects: '/console/#/projects' },
        ...{
          supervision: '/console/#/supervision',
          changes: '/console/#/changes',
          evaluation: '/console/#/evaluation',
        },
      }),
    ).toEqual([]);
    const page = await open('presidium', console1366);
    await page.goto('/console/#/projects');
    await page.getByRole('button', { name: /高坪村茶园道路硬化工程/ }).click();
    await page.getByRole('heading', { name: /^04 高坪村/ }).waitFor();
    expect(await violations(page)).toEqual([]);
    await picture(page, 'year-project');
    await page.goto('/console/#/suggestions');
    await page.getByRole('button', { name: '需求分布' }).click();
    await page.getByRole('row', { name: /河东村/ }).waitFor();
    expect(await violations(page)).toEqual([]);
    await picture(page, 'console-demand');
    await page.context().close();
    expect(await look(await open('government', console1366), { unit: '/console/#/home' })).toEqual([]);
    expect(await look(await open('county', console1366), { towns: '/console/#/towns' })).toEqual([]);
  }, 300_000);

  it('shows deputies and the public the year on a phone', async () => {
    expect(await look(await open('deputy', phone), { deputy: '/deputy/' })).toEqual([]);
    const { congress } = sample;
    const done = all.projects.find(({ light }) => light === 'done')!.id;
    const published = await new Person(server.url).call(hall.published, { params: { congress: congress.id } });
    expect(published).toHaveLength(2);
    expect(
      await look(await open(null, phone), {
        ...{ portal: `/public/?congress=${congress.id}`, built: `/public/?congress=${congress.id}&project=${done}` },
        ...{ graded: `/public/?election=${published[0]!.uuid}`, chosen: `/public/?election=${published[1]!.uuid}` },
      }),
    ).toEqual([]);
    const bad = all.projects.find(({ code }) => code === '08')!.id;
    const { from, evaluations, rectification } = await new Person(server.url).call(portal.project, {
      params: { congress: congress.id, project: bad },
    });
    expect(evaluations).toEqual([expect.objectContaining({ grade: 'unsatisfied', second: false })]);
    expect(rectification).toMatchObject({ state: 'planned' });
    // Where it came from, by figures only.
    expect(from.suggestions).toBeGreaterThan(0);
    expect(from.people).toBeGreaterThanOrEqual(from.suggestions);
    expect(pageErrors).toEqual([]);
  }, 300_000);
});

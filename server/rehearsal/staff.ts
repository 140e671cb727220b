import { randomUUID } from 'node:crypto';
import {
  congress as congressRoutes,
  identity,
  type Role,
  session as sessionRoutes,
} from '../../core/contract/index.ts';
import type { CongressId, SessionId } from '../../core/ids.ts';
import { defaultMethod } from '../../core/rules/method.ts';
import { Person } from './api.ts';
import type { Electorate } from './electorate.ts';
import { hire, password } from './hire.ts';
import type { RehearsalOptions } from './options.ts';

/** Everybody with an account, signed in, and the rehearsal session they are in. */
export interface Staff {
  readonly congress: CongressId;
  readonly session: SessionId;
  /** The letter with which the serials of the session's cards begin. */
  readonly serials: 'A' | '演';
  readonly presidium: Person;
  readonly teller: Person;
  /** The chief first. */
  readonly scrutineers: readonly Person[];
}

/**
 * First start of a fresh server: the administrator makes the accounts, the presidium the session, its method and its scrutineers, imports deputies
 * and candidates from files as a clerk would, and starts the rehearsal of that session. @throws RefusedByServer
 */
export async function convene(
  url: string,
  options: RehearsalOptions,
  electorate: Electorate,
  tick: () => void,
): Promise<Staff> {
  const administrator = new Person(url);
  const me = await administrator.call(identity.setup, {
    body: {
      congress: { id: randomUUID(), level: 'town', name: '演练镇人民代表大会', county: '演练县' },
      administrator: { login: 'rehearsal-admin', name: '演练管理员', password: password() },
    },
  });
  tick();
  const engage = async (login: string, name: string, role: Role) => {
    const one = await hire(administrator, new Person(url), { login, name, role });
    tick();
    return one;
  };
  const presidium = (await engage('rehearsal-presidium', '演练主席团', 'presidium')).person;
  const teller = (await engage('rehearsal-teller', '演练计票人', 'teller')).person;
  const scrutineers = [await engage('rehearsal-chief', '演练总监票人', 'chief-scrutineer')];
  for (let i = 2; i <= options.scrutineers; i++)
    scrutineers.push(await engage(`rehearsal-scrutineer-${i}`, `演练监票人${i}`, 'scrutineer'));

  const real = randomUUID();
  await presidium.call(sessionRoutes.saveSession, {
    params: { session: real },
    body: { name: '演练会议', year: new Date().getFullYear() },
  });
  await importTable(presidium, congressRoutes.importDeputies.path, '代表名册.csv', [
    '编号,姓名,代表团',
    ...electorate.ballots.map((_, i) => `${i + 1},演练代表${i + 1},第${(i % 4) + 1}代表团`),
  ]);
  tick();
  await importTable(presidium, congressRoutes.importCandidates.path.replace(':session', real), '候选项目.csv', [
    '编号,项目名称,建设内容,建设地点,预算（元）,责任单位,完成时限',
    ...electorate.projects.map((project) =>
      [project.code, project.title, '演练', '演练', String(project.budget), '演练单位', '2027-12-31']
        .map(quoted)
        .join(','),
    ),
  ]);
  tick();
  const contested = electorate.seats < electorate.projects.length;
  const fixed = contested && electorate.limit !== electorate.seats;
  await presidium.call(sessionRoutes.saveMethod, {
    params: { session: real },
    body: {
      ...defaultMethod(electorate.projects.length),
      seats: electorate.seats,
      contest: contested ? 'contested' : 'uncontested',
      approvalLimit: fixed ? 'fixed' : 'seats',
      fixedLimit: electorate.limit,
      group: options.group,
      credentials: options.credentials,
      scrutineers: options.scrutineers,
      threshold: options.threshold,
    },
  });
  await presidium.call(sessionRoutes.appointScrutineers, {
    params: { session: real },
    body: { accounts: scrutineers.map(({ id }) => id) },
  });
  tick();
  const rehearsal = await presidium.call(sessionRoutes.startRehearsal, {
    params: { session: real, rehearsal: randomUUID() },
  });
  tick();
  return {
    congress: me.congress.id,
    session: rehearsal.id,
    serials: '演',
    presidium,
    teller,
    scrutineers: scrutineers.map(({ person }) => person),
  };
}

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

async function importTable(person: Person, path: string, name: string, lines: readonly string[]): Promise<void> {
  const form = new FormData();
  form.append('file', new Blob([lines.join('\r\n')], { type: 'text/csv' }), name);
  await person.answer(await person.send('POST', path, form));
}

/** Proposes as the presidium and confirms as the chief scrutineer; where ballots are still being verified, waits for them. */
export async function decide(staff: Staff, act: 'open' | 'close' | 'publish'): Promise<void> {
  const params = { session: staff.session, proposal: randomUUID() };
  await patiently(() => staff.presidium.call(sessionRoutes.propose, { params, body: { act, reason: '' } }));
  await patiently(() => staff.scrutineers[0]!.call(sessionRoutes.confirm, { params }));
}

async function patiently(step: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await step();
      return;
    } catch (error) {
      if ((error as { code?: string }).code !== 'proofs-pending') throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

import { randomUUID } from 'node:crypto';
import { usualCategories } from '../../core/collection/suggestion.ts';
import { collection as collectionRoutes } from '../../core/contract/collection.ts';
import { cycle as cycles } from '../../core/contract/cycle.ts';
import { deputyAccess } from '../../core/contract/deputy-access.ts';
import { congress as congressRoutes, identity, type Role } from '../../core/contract/index.ts';
import { dayOf } from '../../core/day.ts';
import type { AccountId, CategoryId, CongressId, CycleId, DeputyId, VillageId } from '../../core/ids.ts';
import type { Stage } from '../../core/workflow/cycle.ts';
import { sampleTown } from '../congress/sample.ts';
import { Person } from '../rehearsal/api.ts';
import { hire, password } from '../rehearsal/hire.ts';
import type { Phase } from '../rehearsal/hold.ts';

/** A deputy with an account of their own. */
export interface YearDeputy {
  readonly id: DeputyId;
  readonly name: string;
  readonly person: Person;
}

/** Everybody who takes part in a year, signed in, and the year they work on. */
export interface Town {
  readonly url: string;
  readonly congress: CongressId;
  /** Its name without the congress: 青溪镇. */
  readonly name: string;
  readonly cycle: CycleId;
  /** The year whose projects are chosen. */
  readonly year: number;
  readonly administrator: Person;
  readonly presidium: Person;
  readonly government: Person;
  readonly teller: Person;
  /** The chief first. */
  readonly scrutineers: readonly { readonly id: AccountId; readonly person: Person }[];
  readonly deputies: readonly YearDeputy[];
  /** How many deputies the roster has. */
  readonly entitled: number;
  readonly villages: readonly { readonly id: VillageId; readonly name: string }[];
  readonly categories: ReadonlyMap<string, CategoryId>;
  readonly phase: Phase;
  /** Why its stages follow each other at once, where a condition sets a period. */
  readonly hurry: string;
  /** Somebody with a phone of their own, not signed in: each comes from an address of their own, which limits count by. */
  phone(): Person;
}

const VILLAGES = '河东村 河西村 白杨村 石门沟村 双堰村 高坪村 青龙村 柳林村 杨家坝村 五里坡村 镇区社区'.split(' ');
/** Deputies that take up their own account: enough to sign a joint motion and to comment in every delegation. */
const WITH_ACCOUNT = 12;

/** Addresses as behind a carrier's proxy (100.64/10), one after the other. */
export function addresses(): () => string {
  let next = 0;
  return () => {
    const n = ++next;
    return `100.${64 + ((n >> 16) & 63)}.${(n >> 8) & 255}.${n & 255}`;
  };
}

/** First start of a fresh server as a town of sixty deputies, whose year then stands at collection. @throws RefusedByServer */
export async function found(url: string, year: number, phase: Phase): Promise<Town> {
  const address = addresses();
  const phone = () => new Person(url, address());
  return phase('建立全镇资料 · found the town', 8 + WITH_ACCOUNT, async (tick) => {
    const administrator = phone();
    const { congress } = await administrator.call(identity.setup, {
      body: {
        congress: { id: randomUUID(), level: 'town', name: '演练镇人民代表大会', county: '演练县' },
        administrator: { login: 'rehearsal-admin', name: '演练管理员', password: password() },
      },
    });
    const engage = async (login: string, name: string, role: Role) => {
      const one = await hire(administrator, phone(), { login, name, role });
      tick();
      return one;
    };
    const presidium = (await engage('rehearsal-presidium', '演练主席团', 'presidium')).person;
    const government = (await engage('rehearsal-government', '演练镇政府', 'government')).person;
    const teller = (await engage('rehearsal-teller', '演练计票人', 'teller')).person;
    const scrutineers = [
      await engage('rehearsal-chief', '演练总监票人', 'chief-scrutineer'),
      await engage('rehearsal-scrutineer-2', '演练监票人2', 'scrutineer'),
      await engage('rehearsal-scrutineer-3', '演练监票人3', 'scrutineer'),
    ];
    const lines = sampleTown.deputies.map(({ number, name, delegation }) => `${number},${name},${delegation}`);
    await importTable(presidium, congressRoutes.importDeputies.path, ['编号,姓名,代表团', ...lines]);
    tick();
    return beginYear(
      {
        ...{ url, congress: congress.id, name: '演练镇', year, phase, phone, hurry: '演练：不等待法定期限' },
        ...{ administrator, presidium, government, teller, scrutineers },
      },
      tick,
    );
  });
}

type Office = Omit<Town, 'cycle' | 'deputies' | 'entitled' | 'villages' | 'categories'>;

/** Begins a year in a congress with its staff and roster: the villages and kinds of suggestions, and some deputies' own accounts. */
export async function beginYear(office: Office, tick: () => void): Promise<Town> {
  const { presidium, government, year } = office;
  const cycle = randomUUID() as CycleId;
  await presidium.call(cycles.start, { params: { cycle }, body: { year, stage: 'collection', note: '' } });
  const villages = VILLAGES.map((name) => ({ id: randomUUID() as VillageId, name }));
  const categories = usualCategories.map(({ zh }) => ({ id: randomUUID() as CategoryId, name: zh }));
  await government.call(collectionRoutes.saveVillages, { body: { villages } });
  await government.call(collectionRoutes.saveCategories, { body: { categories } });
  tick();
  const roster = await presidium.call(congressRoutes.deputies, {});
  const access = await presidium.call(deputyAccess.access, {});
  const free = roster.filter(({ id }) => access.every(({ deputy, state }) => deputy !== id || state === 'none'));
  const body = { deputies: spread(free, WITH_ACCOUNT).map(({ id }) => id) };
  const deputies: YearDeputy[] = [];
  for (const { deputy: id, number, name, code } of await presidium.call(deputyAccess.issueCodes, { body })) {
    const person = office.phone();
    await person.call(deputyAccess.setPassword, {
      body: { who: number, congress: office.congress, code, password: password() },
    });
    deputies.push({ id, name, person });
    tick();
  }
  return {
    ...{ ...office, cycle, deputies, villages, entitled: roster.length },
    categories: new Map(categories.map(({ id, name }) => [name, id])),
  };
}

/** The day so many days from today, where the congress is. */
export const dayFrom = (days: number): string => dayOf(new Date(Date.now() + days * 86_400_000));

/** Some of a list, evenly spread over it, so that every delegation has its part. */
export const spread = <T>(list: readonly T[], count: number): T[] =>
  Array.from({ length: Math.min(count, list.length) }, (_, i) => list[Math.floor((i * list.length) / count)]!);

/** A table as a clerk uploads it. @throws RefusedByServer with the bad rows */
export async function importTable(person: Person, path: string, lines: readonly string[]): Promise<void> {
  const form = new FormData();
  form.append('file', new Blob([lines.join('\r\n')], { type: 'text/csv' }), '表格.csv');
  await person.answer(await person.send('POST', path, form));
}

/** A field of such a table. */
export const quoted = (text: string | number): string => `"${String(text).replaceAll('"', '""')}"`;

/** The cycle enters its next stage, at once: that a period is waived is said with its reason. */
export async function enter(town: Town, stage: Stage): Promise<void> {
  await town.presidium.call(cycles.enter, {
    params: { cycle: town.cycle },
    body: { stage, note: town.hurry },
  });
}

import { randomUUID } from 'node:crypto';
import { secondWork, suggestionWork } from '../../core/collection/proof.ts';
import { type Channel, channelWords } from '../../core/collection/suggestion.ts';
import { collection, deputyDesk } from '../../core/contract/collection.ts';
import type { Suggestion } from '../../core/contract/suggestions.ts';
import type { SuggestionId } from '../../core/ids.ts';
import type { Person } from '../rehearsal/api.ts';
import { type Wish, wishOf } from './content/wishes.ts';
import { findProof } from './proof.ts';
import { enter, importTable, quoted, type Town } from './town.ts';

/** What was made of a year's suggestions; every one of them, by id. */
export interface Collected {
  readonly suggestions: readonly Suggestion[];
  /** Receipts that people were handed on their phones. */
  readonly receipts: readonly string[];
  readonly withheld: number;
  readonly seconds: number;
}

/** How the suggestions of a town come in: most are heard by staff and entered from their lists; some by phone page and deputies. */
export function shares(count: number): { readonly web: number; readonly deputies: number; readonly entered: number } {
  return {
    web: Math.min(120, Math.ceil(count / 10)),
    deputies: Math.min(120, Math.ceil(count / 10)),
    entered: Math.min(20, Math.ceil(count / 20)),
  };
}

/**
 * Collection (domain.md section 2 row 1): `count` suggestions by phone page, deputies, the office and its lists; people second what others have said;
 * staff look at all of them and publish all but a few. The cycle stands at collection before and after.
 */
export async function collect(town: Town, count: number): Promise<Collected> {
  const { web, deputies, entered } = shares(count);
  const listed = count - web - deputies - entered;
  if (listed < 0) throw new RangeError(`${count} suggestions are too few for a year`);
  const wishes = Array.from({ length: count }, (_, i) => wishOf(i, town.villages));
  const receipts = await town.phase('群众网上提建议 · suggestions by phone', web, (tick) =>
    bySuggesters(town, wishes.slice(0, web), tick),
  );
  await town.phase('代表提建议 · suggestions by deputies', deputies, async (tick) => {
    for (const [i, wish] of wishes.slice(web, web + deputies).entries()) {
      const { person } = town.deputies[i % town.deputies.length]!;
      await person.call(deputyDesk.suggest, {
        params: { suggestion: randomUUID() },
        body: {
          ...textsOf(town, wish),
          channel: (['deputy', 'station', 'visit'] as const)[i % 3]!,
          heardOn: null,
          people: wish.people,
        },
      });
      tick();
    }
  });
  await town.phase('来电来信登记、表格导入 · entered and imported by staff', entered + 1, async (tick) => {
    for (const wish of wishes.slice(web + deputies, web + deputies + entered)) {
      await town.government.call(collection.save, {
        params: { cycle: town.cycle, suggestion: randomUUID() },
        body: { ...textsOf(town, wish), channel: 'phone', heardOn: null, people: wish.people },
      });
      tick();
    }
    await importTable(
      town.government,
      collection.importSuggestions.path.replace(':cycle', town.cycle),
      tableOf(wishes.slice(web + deputies + entered)),
    );
    tick();
  });
  const withheld = await town.phase('查看并公开 · staff look', web + deputies, (tick) => look(town, tick));
  const seconds = await town.phase('群众附议 · seconding', SECONDS, (tick) => second(town, tick));
  const suggestions = await ledgerOf(town.government, town);
  return { suggestions, receipts, withheld, seconds };
}

/** Collection ends. */
export const endCollection = (town: Town): Promise<void> => enter(town, 'shortlisting');

const textsOf = (town: Town, { title, content, reason, village, place, category }: Wish) => ({
  ...{ title, content, reason, place, village: village.id },
  category: town.categories.get(category) ?? null,
});

async function bySuggesters(town: Town, wishes: readonly Wish[], tick: () => void): Promise<string[]> {
  const receipts: string[] = [];
  for (const wish of wishes) {
    const id = randomUUID() as SuggestionId;
    const { receipt } = await town.phone().call(collection.suggest, {
      params: { congress: town.congress },
      body: { id, ...textsOf(town, wish), website: '', proof: findProof(suggestionWork(id)) },
    });
    receipts.push(receipt);
    tick();
  }
  return receipts;
}

/** The list of an office that kept it in a spreadsheet until now. */
function tableOf(wishes: readonly Wish[]): string[] {
  const ways: Channel[] = ['visit', 'letter', 'station', 'department', 'phone'];
  return [
    '序号,标题,内容,理由,村（社区）,具体地点,类别,来源,人数',
    ...wishes.map(({ title, content, reason, village, place, category, people }, i) =>
      [i + 1, title, content, reason, village.name, place, category, channelWords[ways[i % ways.length]!].zh, people]
        .map(quoted)
        .join(','),
    ),
  ];
}

/** One in so many of what came from outside is not published, with its reason. */
const WITHHELD_ONE_IN = 40;
const WITHHELD_REASON = '内容涉及个人纠纷，不属于民生实事项目征集范围，请向镇综治中心反映。';

async function look(town: Town, tick: () => void): Promise<number> {
  let withheld = 0;
  for (;;) {
    const { suggestions } = await town.government.call(collection.ledger, {
      params: { cycle: town.cycle },
      query: { state: 'received' },
    });
    if (suggestions.length === 0) return withheld;
    const ids = suggestions.map(({ id }) => id);
    const apart = new Set(suggestions.filter(({ number }) => number % WITHHELD_ONE_IN === 0).map(({ id }) => id));
    withheld += apart.size;
    const both = [
      { act: 'publish' as const, reason: '', suggestions: ids.filter((id) => !apart.has(id)) },
      { act: 'withhold' as const, reason: WITHHELD_REASON, suggestions: [...apart] },
    ];
    for (const body of both) if (body.suggestions.length > 0) await town.government.call(collection.look, { body });
    for (const _ of ids) tick();
  }
}

/** Phones that second what others have suggested. */
const SECONDS = 60;

async function second(town: Town, tick: () => void): Promise<number> {
  const { suggestions } = await town
    .phone()
    .call(collection.publicSuggestions, { params: { congress: town.congress }, query: {} });
  let first = 0;
  for (let i = 0; i < SECONDS; i++) {
    const suggestion = suggestions[i % suggestions.length]!.id;
    const browser = randomUUID();
    const answer = await town.phone().call(collection.second, {
      params: { congress: town.congress, suggestion },
      body: { browser, proof: findProof(secondWork(suggestion, browser)) },
    });
    if (answer.first) first++;
    tick();
  }
  return first;
}

/** The whole ledger of the year. */
export async function ledgerOf(staff: Person, town: Pick<Town, 'cycle'>): Promise<Suggestion[]> {
  const all: Suggestion[] = [];
  let after: string | null = null;
  do {
    const page: { suggestions: Suggestion[]; next: string | null } = await staff.call(collection.ledger, {
      params: { cycle: town.cycle },
      query: after === null ? {} : { after },
    });
    all.push(...page.suggestions);
    after = page.next;
  } while (after !== null);
  return all;
}

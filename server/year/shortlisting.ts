import { randomUUID } from 'node:crypto';
import { type Shortlisting, shortlisting } from '../../core/contract/shortlisting.ts';
import type { Suggestion } from '../../core/contract/suggestions.ts';
import type { CandidateId, SuggestionId } from '../../core/ids.ts';
import { answers, candidatePlans, findings } from './content/candidates.ts';
import { type Theme, themeOf, themes } from './content/wishes.ts';
import { dayFrom, enter, type Town } from './town.ts';

/** Suggestions that one request answers at most. */
const AT_ONCE = 500;
const ENVELOPE = 14_000_000;
export const SEATS = 10;

/**
 * Shortlisting (domain.md section 2 row 2): every suggestion is merged into a candidate, rejected with its reason or kept in the reserve bank; every
 * candidate has its sheet and its screening; the party committee's decision is recorded.
 */
export async function shortlist(town: Town, suggestions: readonly Suggestion[]): Promise<Shortlisting> {
  const params = { cycle: town.cycle };
  const { government } = town;
  const published = suggestions.filter(({ state }) => state === 'published');
  const idsOf = (theme: Theme): SuggestionId[] =>
    published.filter(({ title }) => themeOf(title) === theme).map(({ id }) => id);
  await town.phase('候选项目 · candidates', candidatePlans.length, async (tick) => {
    await government.call(shortlisting.settings, { params, body: { envelope: ENVELOPE, seats: SEATS } });
    for (const { theme, ...sheet } of candidatePlans) {
      const candidate = randomUUID() as CandidateId;
      const [first, ...rest] = chunks(idsOf(theme));
      await government.call(shortlisting.save, {
        params: { ...params, candidate },
        body: {
          ...sheet,
          finish: dayFrom(60),
          category: town.categories.get(themes[theme].category) ?? null,
          target: `解决${themes[theme].why}的问题。`,
          source: '镇级财政预算安排，争取县级补助',
          starts: dayFrom(-150),
          feasibility: '已现场踏勘，方案、用地、资金均已初步落实。',
          milestones: [
            { by: dayFrom(-105), text: '完成设计和招标' },
            { by: dayFrom(-40), text: '完成主体工程' },
            { by: dayFrom(60), text: '竣工验收' },
          ],
          merge: first ?? [],
        },
      });
      for (const more of rest)
        await government.call(shortlisting.answer, {
          params,
          body: { suggestions: more, answer: { kind: 'merged', candidate } },
        });
      await government.call(shortlisting.screen, { params: { ...params, subject: candidate }, body: { findings } });
      tick();
    }
  });
  await town.phase('逐条答复 · answers', Object.keys(answers).length, async (tick) => {
    for (const [theme, answer] of Object.entries(answers)) {
      for (const some of chunks(idsOf(theme as Theme)))
        await government.call(shortlisting.answer, { params, body: { suggestions: some, answer } });
      tick();
    }
    await government.call(shortlisting.decide, {
      params,
      body: {
        ...{ on: dayFrom(0), number: `${town.name}党纪〔${town.year}〕1号`, body: `中共${town.name}委员会` },
        note: '同意候选项目方案，提请镇人民代表大会审议。',
      },
    });
  });
  return government.call(shortlisting.overview, { params });
}

/** Shortlisting ends. */
export const endShortlisting = (town: Town): Promise<void> => enter(town, 'deliberation');

function chunks<T>(list: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(list.length / AT_ONCE) }, (_, i) => list.slice(i * AT_ONCE, (i + 1) * AT_ONCE));
}

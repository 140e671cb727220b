import { randomUUID } from 'node:crypto';
import { findProof, suggestionWork } from '../../../core/collection/proof.ts';
import { type CollectionState, collection, type PublicCollection } from '../../../core/contract/collection.ts';
import { cycle as cycles } from '../../../core/contract/cycle.ts';
import type { CycleId, SuggestionId, VillageId } from '../../../core/ids.ts';
import { type Browser, type Person, sampleTown, type TestServer, type Town } from '../../support/server.ts';

export interface CollectingTown extends Town {
  readonly cycle: CycleId;
  readonly government: Person;
  readonly presidium: Person;
  readonly villages: readonly { id: VillageId; name: string }[];
  /** What somebody's page makes of a suggestion, its proof of work done. */
  suggest(
    browser: Browser,
    title: string,
    more?: Record<string, unknown>,
  ): Promise<{ id: SuggestionId; receipt: string }>;
  state(): Promise<CollectionState>;
  open(): Promise<PublicCollection>;
}

/** The sample town whose year stands at collection, with two villages. */
export async function collectingTown(server: TestServer): Promise<CollectingTown> {
  const town = await sampleTown(server);
  const [government, presidium] = await Promise.all([town.as('government'), town.as('presidium')]);
  const [only] = await presidium.call(cycles.cycles);
  const cycle = only!.id;
  await presidium.call(cycles.start, { params: { cycle }, body: { year: only!.year, stage: 'collection', note: '' } });
  const villages = ['河东村', '河西村'].map((name) => ({ id: randomUUID() as VillageId, name }));
  await government.call(collection.saveVillages, { body: { villages } });
  return {
    ...town,
    cycle,
    government,
    presidium,
    villages,
    async suggest(browser, title, more = {}) {
      const id = (more.id as SuggestionId) ?? (randomUUID() as SuggestionId);
      const { receipt } = await browser.call(collection.suggest, {
        params: { congress: town.congress },
        body: {
          ...{
            id,
            title,
            content: `${title}，请研究。`,
            reason: '',
            village: villages[0]!.id,
            place: '',
            category: null,
          },
          website: '',
          proof: findProof(suggestionWork(id)),
          ...more,
        },
      });
      return { id, receipt };
    },
    state: () => presidium.call(collection.state, { params: { cycle } }),
    open: () => server.browser().call(collection.publicCollection, { params: { congress: town.congress } }),
  };
}

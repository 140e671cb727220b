// A hall whose ballot is open, made through the API: what tests of the deputies' pages begin with.
import { publicCredential, spellCredential } from '../../core/belenios/index.ts';
import { hall as hallRoutes } from '../../core/contract/hall.ts';
import { session as sessionRoutes } from '../../core/contract/session.ts';
import type { CongressId } from '../../core/ids.ts';
import { random } from '../../server/random.ts';
import { Person } from '../../server/rehearsal/api.ts';
import { makeElectorate } from '../../server/rehearsal/electorate.ts';
import { makeCards, type RehearsalCard, signIn } from '../../server/rehearsal/hall.ts';
import { readOptions } from '../../server/rehearsal/options.ts';
import { type OwnServer, startOwnServer } from '../../server/rehearsal/own-server.ts';
import { makeKey } from '../../server/rehearsal/scrutineers.ts';
import { convene, decide, type Staff } from '../../server/rehearsal/staff.ts';
import type { Tablets } from '../../server/rehearsal/tablets.ts';
import { fastGroups } from '../../server/verification/fast-groups.ts';

export interface OpenHall {
  readonly server: Pick<OwnServer, 'url' | 'stop'>;
  readonly staff: Staff;
  readonly congress: CongressId;
  readonly uuid: string;
  /** The election's own text. */
  readonly election: string;
  readonly cards: readonly RehearsalCard[];
  /** What the QR inside card `i` says, and the code beside it. */
  qr(i: number): string;
  code(i: number): string;
}

/** `arguments` as `npm run rehearse` takes them. */
export const openHall = (...given: string[]): Promise<OpenHall> => openHallOn(startOwnServer, ...given);

/** The same on a server of one's own choice. */
export async function openHallOn(start: () => Promise<OpenHall['server']>, ...given: string[]): Promise<OpenHall> {
  const options = readOptions(given);
  if (!options.ok) throw new Error(options.error);
  const electorate = makeElectorate(options.value, random);
  if (!electorate.ok) throw new Error(electorate.error);
  const server = await start();
  const quiet = () => {};
  // A rehearsal spreads this over workers; a few cards are quick enough without.
  const tablets = {
    card: async ({ group, uuids, credential }: Parameters<Tablets['card']>[0]) =>
      uuids.map((uuid) => publicCredential(fastGroups(group), uuid, credential)),
  } as Tablets;
  const staff = await convene(server.url, options.value, electorate.value, quiet);
  const cards = await makeCards(staff, options.value, electorate.value.ballots.length, tablets, quiet);
  await signIn(staff, cards, quiet);
  await makeKey(staff, options.value, quiet);
  await decide(staff, 'open');
  const anybody = new Person(server.url);
  const { ballot } = await anybody.call(hallRoutes.kiosk, { params: { congress: staff.congress } });
  if (ballot?.state !== 'open') throw new Error('the ballot did not open');
  const election = await (await anybody.send('GET', `/api/elections/${ballot.uuid}/election`)).text();
  const code = (i: number) => spellCredential(cards[i]!.credential);
  return {
    server,
    staff,
    congress: staff.congress,
    uuid: ballot.uuid,
    election,
    cards,
    code,
    qr: (i) => `PJ1:${code(i).replaceAll(' ', '')}`,
  };
}

/** How many ballots are in the box, as the staff see it. */
export async function returned({ staff }: OpenHall): Promise<number> {
  const overview = await staff.presidium.call(sessionRoutes.overview, { params: { session: staff.session } });
  return overview.ballot?.returned ?? 0;
}

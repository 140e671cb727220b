import { err, ok, type Result } from '../result.ts';
import { type Archive, type ArchiveEvent, type EventType, mayFollow, parseEvent } from './archive.ts';
import { hasKeys, isCount, isObject, isString, parseJson } from './json.ts';
import type { FailureCode } from './verify-texts.ts';

/** What a closed box says, Setup to EndBallots: the texts of its records by their part. Nothing in them is judged yet. */
export interface BoxContents {
  readonly election: string;
  readonly trustees: string;
  readonly publicCredentials: string;
  readonly ballots: readonly { readonly hash: string; readonly json: string }[];
  /** Number of events. */
  readonly events: number;
  /** Hash of EndBallots: what is announced when voting closes. */
  readonly closingEvent: string;
}

/** What a whole archive says, in the words of spec section 5. Nothing in it is judged yet. */
export interface ArchiveContents extends BoxContents {
  readonly encryptedTally: string;
  readonly encryptedTallyHash: string;
  readonly sizedTally: string;
  readonly partials: readonly { readonly owner: number; readonly json: string }[];
  readonly result: string;
  /** Hash of the last event. */
  readonly lastEvent: string;
}

/** A fault in the archive: its code, and numbers or words for the sentence about it. */
export interface Fault {
  readonly code: FailureCode;
  readonly at?: number | string;
  readonly detail?: string;
}

interface Placed {
  readonly event: ArchiveEvent;
  readonly hash: string;
  /** The data records since the event before. */
  readonly data: readonly { readonly hash: string; readonly text: string }[];
}

/** Reads all events: canonical, chained by parent and height, in the one order allowed (spec section 7 item 1). */
function placeEvents(archive: Archive, end: 'EndBallots' | 'Result'): Result<Placed[], Fault> {
  const placed: Placed[] = [];
  let data: { hash: string; text: string }[] = [];
  for (const { kind, hash, text } of archive.records) {
    if (kind === 'data') {
      data.push({ hash, text });
      continue;
    }
    const event = parseEvent(text);
    const before = placed.at(-1);
    if (!event) return err({ code: 'event_format', at: placed.length });
    if (event.height !== placed.length || event.parent !== before?.hash)
      return err({ code: 'event_chain', at: placed.length });
    if (!mayFollow(event.type, before?.event.type))
      return err({ code: 'event_order', at: event.type, detail: before?.event.type ?? '—' });
    if ((event.payload === undefined) !== (event.type === 'EndBallots'))
      return err({ code: 'event_format', at: placed.length });
    placed.push({ event, hash, data });
    data = [];
  }
  if (placed.at(-1)?.event.type !== end) return err({ code: end === 'Result' ? 'no_result' : 'no_end' });
  return data.length > 0 ? err({ code: 'record_unreferenced', at: data[0]!.hash }) : ok(placed);
}

/** How many data records stand before an event; the last of them is its payload. */
const recordsBefore: Record<EventType, number> = {
  Setup: 4,
  Ballot: 1,
  EndBallots: 0,
  EncryptedTally: 2,
  PartialDecryption: 2,
  Result: 1,
};

/** Whether each event has exactly its records before it, and names the last of them as its payload. */
function checkLayout(placed: readonly Placed[]): Fault | undefined {
  const ballots = new Set<string>();
  for (const { event, data } of placed) {
    const count = recordsBefore[event.type];
    if (event.type === 'Ballot') {
      if (ballots.has(event.payload!)) return { code: 'ballot_duplicate', at: event.payload! };
      ballots.add(event.payload!);
    }
    if (data.length > count) return { code: 'record_unreferenced', at: data[0]!.hash };
    if (data.length < count) return { code: 'record_missing', at: event.height };
    if (count > 0 && data[count - 1]!.hash !== event.payload) return { code: 'payload', at: event.height };
  }
  return undefined;
}

/** The `owned` record of a partial decryption; undefined when it is not canonical or names another record. */
function readOwned(text: string, payload: string): number | undefined {
  const value = parseJson(text);
  if (!isObject(value) || !hasKeys(value, ['owner', 'payload']) || !isCount(value.owner) || !isString(value.payload))
    return undefined;
  return JSON.stringify({ owner: value.owner, payload }) === text ? value.owner : undefined;
}

const of = (placed: readonly Placed[], type: EventType) => placed.filter(({ event }) => event.type === type);

/** The part that a closed box and a whole archive have in common. */
function readSetup(placed: readonly Placed[]): Result<BoxContents, Fault> {
  const layout = checkLayout(placed);
  if (layout) return err(layout);
  const [election, trustees, credentials, setup] = of(placed, 'Setup')[0]!.data as [
    Placed['data'][0],
    Placed['data'][0],
    Placed['data'][0],
    Placed['data'][0],
  ];
  const expected = JSON.stringify({ election: election.hash, trustees: trustees.hash, credentials: credentials.hash });
  if (setup.text !== expected) return err({ code: 'setup_data' });
  return ok({
    election: election.text,
    trustees: trustees.text,
    publicCredentials: credentials.text,
    ballots: of(placed, 'Ballot').map(({ data }) => ({ hash: data[0]!.hash, json: data[0]!.text })),
    events: placed.length,
    closingEvent: of(placed, 'EndBallots')[0]!.hash,
  });
}

/** Sorts a closed box's records by their part: an archive that ends where voting ended, in the one order, chain and layout. */
export function readBoxContents(archive: Archive): Result<BoxContents, Fault> {
  const events = placeEvents(archive, 'EndBallots');
  return events.ok ? readSetup(events.value) : events;
}

/** Sorts an archive's records by their part, and refuses every order, chain and layout but the one of spec section 5. */
export function readContents(archive: Archive): Result<ArchiveContents, Fault> {
  const events = placeEvents(archive, 'Result');
  if (!events.ok) return events;
  const placed = events.value;
  const box = readSetup(placed);
  if (!box.ok) return box;
  const partials: { owner: number; json: string }[] = [];
  for (const { event, data } of of(placed, 'PartialDecryption')) {
    const owner = readOwned(data[1]!.text, data[0]!.hash);
    if (owner === undefined) return err({ code: 'payload', at: event.height });
    partials.push({ owner, json: data[0]!.text });
  }
  const [encrypted, sized] = of(placed, 'EncryptedTally')[0]!.data as [Placed['data'][0], Placed['data'][0]];
  return ok({
    ...box.value,
    encryptedTally: encrypted.text,
    encryptedTallyHash: encrypted.hash,
    sizedTally: sized.text,
    partials,
    result: of(placed, 'Result')[0]!.data[0]!.text,
    lastEvent: placed.at(-1)!.hash,
  });
}

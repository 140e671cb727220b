import { opening, openingName, recordBytes } from './archive-records.ts';
import { sha256Hex } from './hash.ts';
import { hasKeys, isCount, isObject, isString, parseJson } from './json.ts';

export { type Archive, type ArchiveError, type ArchiveRecord, readArchive } from './archive-records.ts';

export const eventTypes = ['Setup', 'Ballot', 'EndBallots', 'EncryptedTally', 'PartialDecryption', 'Result'] as const;
export type EventType = (typeof eventTypes)[number];

/** An event (spec section 5): `parent` is missing in the first one, `payload` in EndBallots. */
export interface ArchiveEvent {
  readonly parent?: string;
  readonly height: number;
  readonly type: EventType;
  readonly payload?: string;
}

/** An event's canonical text. */
export const eventJson = ({ parent, height, type, payload }: ArchiveEvent): string =>
  JSON.stringify({
    ...(parent === undefined ? {} : { parent }),
    height,
    type,
    ...(payload === undefined ? {} : { payload }),
  });

/** Reads an event of the closed list from its canonical text; undefined for anything else. */
export function parseEvent(json: string): ArchiveEvent | undefined {
  const value = parseJson(json);
  if (!isObject(value) || !hasKeys(value, ['height', 'type'], ['parent', 'payload'])) return undefined;
  const { parent, height, type, payload } = value;
  if (!isCount(height) || (parent !== undefined && !isString(parent)) || (payload !== undefined && !isString(payload)))
    return undefined;
  const known = eventTypes.find((t) => t === type);
  if (!known) return undefined;
  const event = {
    ...(isString(parent) ? { parent } : {}),
    height,
    type: known,
    ...(isString(payload) ? { payload } : {}),
  };
  return eventJson(event) === json ? event : undefined;
}

/**
 * Writes an archive piece by piece (spec section 5). Each call returns the bytes to append to the file, so that a large box can be
 * streamed. Calls must come in the order below; anything else throws, as it would make a file nobody accepts.
 */
export interface ArchiveWriter {
  /** The opening record, election, trustees, public credentials (sorted here, so that their order says nothing) and Setup. */
  setup(election: string, trustees: string, publicCredentials: readonly string[]): Uint8Array;
  /** A ballot and its event. Ballots must come in ascending order of their hash: the order of casting is nobody's business. */
  ballot(json: string): Uint8Array;
  endBallots(): Uint8Array;
  encryptedTally(encryptedTally: string, sizedTally: string): Uint8Array;
  /** Once for each owner of the subset that `combineDecryptions` found. */
  partialDecryption(owner: number, json: string): Uint8Array;
  result(json: string): Uint8Array;
  /** Hex hash of the last event written: what the projector and the minutes show. */
  lastEventHash(): string;
}

const allowed: Record<EventType, readonly (EventType | undefined)[]> = {
  Setup: [undefined],
  Ballot: ['Setup', 'Ballot'],
  EndBallots: ['Setup', 'Ballot'],
  EncryptedTally: ['EndBallots'],
  PartialDecryption: ['EncryptedTally', 'PartialDecryption'],
  Result: ['PartialDecryption'],
};

/** Whether an event of this type may follow (spec section 7 item 1): Setup Ballot* EndBallots EncryptedTally PartialDecryption+ Result. */
export const mayFollow = (type: EventType, before: EventType | undefined): boolean => allowed[type].includes(before);

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}

/**
 * Starts an archive.
 * @param timestamp seconds since 1970, written into every record alike, so that times of casting do not leak
 */
export function startArchive(timestamp: number): ArchiveWriter {
  if (!Number.isSafeInteger(timestamp) || timestamp < 0 || timestamp >= 8 ** 11) throw new RangeError('timestamp');
  let last: { readonly hash: string; readonly height: number; readonly type: EventType } | undefined;
  let lastBallot = '';
  const data = (text: string) => recordBytes(`${sha256Hex(text)}.data.json`, text, timestamp);
  const event = (type: EventType, payload?: string) => {
    if (!mayFollow(type, last?.type)) throw new RangeError(`${type} cannot follow ${last?.type ?? 'nothing'}`);
    const height = last ? last.height + 1 : 0;
    const text = eventJson({
      ...(last ? { parent: last.hash } : {}),
      height,
      type,
      ...(payload === undefined ? {} : { payload }),
    });
    const hash = sha256Hex(text);
    last = { hash, height, type };
    return recordBytes(`${hash}.event.json`, text, timestamp);
  };
  return {
    setup(election, trustees, publicCredentials) {
      const credentials = JSON.stringify([...publicCredentials].sort());
      const setup = JSON.stringify({
        election: sha256Hex(election),
        trustees: sha256Hex(trustees),
        credentials: sha256Hex(credentials),
      });
      const first = recordBytes(openingName, opening(timestamp), timestamp);
      return concat([
        first,
        data(election),
        data(trustees),
        data(credentials),
        data(setup),
        event('Setup', sha256Hex(setup)),
      ]);
    },
    ballot(json) {
      const hash = sha256Hex(json);
      if (hash <= lastBallot) throw new RangeError('ballots must come in the order of their hash, each once');
      lastBallot = hash;
      return concat([data(json), event('Ballot', hash)]);
    },
    endBallots: () => event('EndBallots'),
    encryptedTally: (encryptedTally, sizedTally) =>
      concat([data(encryptedTally), data(sizedTally), event('EncryptedTally', sha256Hex(sizedTally))]),
    partialDecryption(owner, json) {
      const owned = JSON.stringify({ owner, payload: sha256Hex(json) });
      return concat([data(json), data(owned), event('PartialDecryption', sha256Hex(owned))]);
    },
    result: (json) => concat([data(json), event('Result', sha256Hex(json))]),
    lastEventHash() {
      if (!last) throw new RangeError('no event yet');
      return last.hash;
    },
  };
}

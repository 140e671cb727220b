import type { Result } from '../result.ts';

export type EventType = 'Setup' | 'Ballot' | 'EndBallots' | 'EncryptedTally' | 'PartialDecryption' | 'Result';
export interface ArchiveEvent {
  readonly hash: string;
  readonly type: EventType;
  readonly parent: string | undefined;
  readonly height: number;
  readonly payload: string | undefined;
}
/** An archive's records in their order, each checked to be named after the hash of its bytes. */
export interface Archive {
  readonly timestamp: number;
  readonly records: readonly { readonly kind: 'data' | 'event'; readonly hash: string; readonly text: string }[];
}
export type ArchiveError = { readonly kind: string; readonly record?: number };
export function readArchive(_bytes: Uint8Array): Result<Archive, ArchiveError> {
  throw new Error('not yet');
}

/** Writes an archive piece by piece (spec section 5); each call returns the bytes to append to the file. */
export interface ArchiveWriter {
  header(): Uint8Array;
  setup(election: string, trustees: string, publicCredentials: readonly string[]): Uint8Array;
  /** Ballots must come in the order of their hash. */
  ballot(json: string): Uint8Array;
  endBallots(): Uint8Array;
  encryptedTally(encrypted: string, sized: string): Uint8Array;
  partialDecryption(owner: number, json: string): Uint8Array;
  result(json: string): Uint8Array;
  /** Hash (hex) of the last event written. */
  lastEventHash(): string;
}
/** @param timestamp seconds since 1970, the same in every record. */
export function startArchive(_timestamp: number): ArchiveWriter {
  throw new Error('not yet');
}

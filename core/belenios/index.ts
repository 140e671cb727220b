export type { ElectionUuid } from '../ids.ts';
export {
  type Archive,
  type ArchiveError,
  type ArchiveEvent,
  type ArchiveRecord,
  type ArchiveWriter,
  type EventType,
  eventJson,
  eventTypes,
  mayFollow,
  parseEvent,
  readArchive,
  startArchive,
} from './archive.ts';
export { type ArchiveContents, readContents } from './archive-structure.ts';
export * from './ballot-check.ts';
export * from './ballot-encrypt.ts';
export * from './ballot-types.ts';
export * from './challenge.ts';
export { type BoxFault, type CheckedBox, judgeBox, type OfferedBox } from './checked-box.ts';
export * from './credential.ts';
export {
  combineDecryptions,
  type Decrypted,
  type DecryptionError,
  type OwnedDecryption,
  ownedJson,
  partialDecryption,
  verifyPartialDecryption,
} from './decryption.ts';
export * from './election.ts';
export {
  type Element,
  type FixedBase,
  type Group,
  type GroupName,
  type Groups,
  groupNames,
  isGroupName,
  portableGroups,
} from './group.ts';
export { checkMotionVote, signMotionVote } from './motion.ts';
export type { Proof, ProofText } from './proofs.ts';
export * from './questions.ts';
export * from './spelling.ts';
export {
  parseSizedTally,
  parseTally,
  sizedTallyJson,
  startTally,
  type TallyCiphertexts,
  type TallySum,
} from './tally.ts';
export * from './trustee-rounds.ts';
export * from './trustee-types.ts';
export { assembleTrustees, confirmTrustees, keyFingerprint, verifyTrustees } from './trustees.ts';
export * from './verify.ts';
export { type BoxReport, type SoundBox, verifyBox } from './verify-box.ts';

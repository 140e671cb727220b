export type { ElectionUuid } from '../ids.ts';
export * from './archive.ts';
export * from './ballot-check.ts';
export * from './ballot-encrypt.ts';
export * from './ballot-types.ts';
export * from './credential.ts';
export * from './decryption.ts';
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
export type { Proof, ProofText } from './proofs.ts';
export * from './questions.ts';
export * from './spelling.ts';
export * from './tally.ts';
export * from './trustee-rounds.ts';
export * from './trustee-types.ts';
export { assembleTrustees, confirmTrustees, keyFingerprint, verifyTrustees } from './trustees.ts';
export * from './verify.ts';

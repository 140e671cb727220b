import {
  confirmTrustees,
  keyFingerprint,
  parseElection,
  partialDecryption,
  portableGroups,
  type Round2Message,
  type SignedMessage,
  type SoundBox,
  type TrusteeContext,
  type TrusteeError,
  type TrusteeState1,
  type TrusteeState2,
  type TrusteeState3,
  trusteeRound1,
  trusteeRound2,
  trusteeRound3,
  type VerificationKey,
  verifyTrustees,
} from '../../../core/belenios/index.ts';
import { err, ok, type Random, type Result } from '../../../core/result.ts';
import { deriveKey } from './vault.ts';

/** What the trustees record says, worked out on this device. */
export interface KeyFacts {
  readonly fingerprint: string;
  /** Verification keys by trustee. */
  readonly shares: readonly string[];
}

/** Why this device does not decrypt. */
export type DecryptFault = 'bad-election' | 'bad-trustees' | 'other-key' | 'not-my-key' | 'hash-mismatch';

/** The heavy arithmetic, with randomness passed in; runs in a worker in the browser and directly in the tests. */
export const engineOf = (random: Random) => ({
  deriveKey,
  round1: (context: TrusteeContext): { state: TrusteeState1; message: SignedMessage } =>
    trusteeRound1(portableGroups(context.group), context, random),
  round2: (
    state: TrusteeState1,
    certs: readonly SignedMessage[],
  ): Result<{ state: TrusteeState2; message: Round2Message }, TrusteeError> =>
    trusteeRound2(portableGroups(state.context.group), state, certs, random),
  round3: (
    state: TrusteeState2,
    messages: readonly Round2Message[],
  ): Result<{ state: TrusteeState3; message: VerificationKey }, TrusteeError> =>
    trusteeRound3(portableGroups(state.context.group), state, messages, random),
  /** Checks the whole trustees record and gives the election key's fingerprint; null when the record is not sound. */
  inspect: (group: TrusteeContext['group'], trustees: string): KeyFacts | null => {
    const checked = verifyTrustees(portableGroups(group), trustees);
    if (!checked.ok) return null;
    return {
      fingerprint: keyFingerprint(checked.value.publicKeyText),
      shares: checked.value.keys.map((key) => key.publicKeyText),
    };
  },
  /** Decrypts only a tally whose election was made with the key of the ceremony that this share is part of. */
  decrypt: (
    input: Pick<SoundBox, 'election' | 'electionHash' | 'trustees' | 'encryptedTally'>,
    state: TrusteeState3,
  ): Result<string, DecryptFault> => {
    const election = parseElection(input.election);
    if (!election.ok) return err('bad-election');
    if (election.value.fingerprint !== input.electionHash) return err('hash-mismatch');
    const trustees = confirmTrustees(election.value.group, state, input.trustees);
    if (!trustees.ok) return err(isUnsound(trustees.error.kind) ? 'bad-trustees' : 'not-my-key');
    if (trustees.value.publicKeyText !== election.value.publicKeyText) return err('other-key');
    return ok(partialDecryption(election.value, state.share, input.encryptedTally, random));
  },
});

/** Faults of the record itself, as against a sound record that this key has no place in. */
const isUnsound = (kind: string): boolean => !['context', 'own_cert', 'verification_key'].includes(kind);

type Sync = ReturnType<typeof engineOf>;
/** The engine as a page sees it: every answer comes later. */
export type Engine = {
  [K in keyof Sync]: (...args: Parameters<Sync[K]>) => Promise<Awaited<ReturnType<Sync[K]>>>;
};

/** For tests and as the pattern of the worker: the same calls, answered at once. */
export const promised = (engine: Sync): Engine =>
  Object.fromEntries(
    Object.entries(engine).map(([name, run]) => [
      name,
      async (...args: unknown[]) => (run as (...a: unknown[]) => unknown)(...args),
    ]),
  ) as unknown as Engine;

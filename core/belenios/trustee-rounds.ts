import type { Random, Result } from '../result.ts';
import type { Group } from './group.ts';
import type {
  Round2Message,
  SignedMessage,
  TrusteeContext,
  TrusteeError,
  TrusteeState1,
  TrusteeState2,
  TrusteeState3,
  VerificationKey,
} from './trustee-types.ts';

export function trusteeRound1(
  _group: Group,
  _context: TrusteeContext,
  _random: Random,
): { state: TrusteeState1; message: SignedMessage } {
  throw new Error('not yet');
}
export function trusteeRound2(
  _group: Group,
  _state: TrusteeState1,
  _certs: readonly SignedMessage[],
  _random: Random,
): Result<{ state: TrusteeState2; message: Round2Message }, TrusteeError> {
  throw new Error('not yet');
}
export function trusteeRound3(
  _group: Group,
  _state: TrusteeState2,
  _messages: readonly Round2Message[],
  _random: Random,
): Result<{ state: TrusteeState3; message: VerificationKey }, TrusteeError> {
  throw new Error('not yet');
}

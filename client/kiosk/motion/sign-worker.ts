import {
  type Credential,
  type GroupName,
  type ProofText,
  portableGroups,
  publicCredential,
  signMotionVote,
} from '../../../core/belenios/index.ts';
import type { ElectionUuid } from '../../../core/ids.ts';

/** What the page asks: the card's public credential, with `sign` its signature of a choice too. */
export interface SignRequest {
  readonly id: number;
  readonly group: GroupName;
  readonly uuid: ElectionUuid;
  readonly secret: Credential;
  readonly sign?: { readonly motion: string; readonly choice: string };
}
export type SignAnswer = { readonly id: number } & (
  | { readonly credential: string; readonly signature?: ProofText }
  | { readonly error: string }
);

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));

addEventListener('message', ({ data }: MessageEvent<SignRequest>) => {
  const { id, uuid, secret, sign } = data;
  try {
    const group = portableGroups(data.group);
    const made = sign
      ? signMotionVote(group, uuid, secret, sign.motion, sign.choice, random)
      : { credential: publicCredential(group, uuid, secret) };
    postMessage({ id, ...made } satisfies SignAnswer);
  } catch (error) {
    postMessage({ id, error: String(error) } satisfies SignAnswer);
  }
});

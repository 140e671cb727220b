import type {
  Round2Message,
  SealedShare,
  SignedMessage,
  TrusteeError,
  TrusteeState1,
  TrusteeState2,
  TrusteeState3,
} from '../../../core/belenios/index.ts';
import type { Ceremony } from '../../../core/contract/ceremony.ts';
import { err, ok, type Random, type Result } from '../../../core/result.ts';
import type { Refusal } from '../../api/call.ts';
import type { Engine } from './engine.ts';
import type { Kdf, KeyHeader, KeyRecord, KeySecret } from './record.ts';
import type { KeyStore } from './store.ts';
import { headerOf, seal, unseal } from './vault.ts';

/** The server's part of the ceremony. */
export interface CeremonyServer {
  cert(attempt: number, cert: string): Promise<Result<Ceremony, Refusal>>;
  commitment(attempt: number, commitment: string, shares: readonly string[]): Promise<Result<Ceremony, Refusal>>;
  verification(attempt: number, verification: string): Promise<Result<Ceremony, Refusal>>;
}

/** The PIN's key while the page is open; never stored. */
export interface Unlocked {
  readonly key: Uint8Array;
  readonly kdf: Kdf;
}

export interface Tools {
  readonly server: CeremonyServer;
  readonly engine: Engine;
  readonly store: KeyStore;
  readonly random: Random;
}

/** Where this scrutineer stands after everything that could be done has been done. */
export type Standing =
  /** Own part is in; `missing` are the trustees the round waits for. */
  | { readonly kind: 'waiting'; readonly round: number; readonly missing: readonly number[] }
  | { readonly kind: 'made'; readonly record: KeyRecord }
  /** The server has a submission that was not made from this device's key. */
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'wrong-pin' }
  | { readonly kind: 'faulty'; readonly error: TrusteeError }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

type Fault = Extract<Standing, { kind: 'elsewhere' | 'wrong-pin' | 'faulty' | 'refused' }>;
export type About = Pick<KeyHeader, 'session' | 'sessionName' | 'rehearsal'>;

/** This device's record of the present attempt, if it has one. */
export const recordFor = async (store: KeyStore, session: string, ceremony: Ceremony): Promise<KeyRecord | undefined> =>
  (await store.ofSession(session)).find(
    ({ attempt, index }) => attempt === ceremony.attempt && index === ceremony.index,
  );

/**
 * Takes every step of the ceremony that can be taken now: makes this round's message, saves it under the PIN, and only then sends
 * it. What is saved already is sent again byte for byte, so that reloads and lost replies change nothing.
 */
export async function advance(tools: Tools, about: About, first: Ceremony, unlocked: Unlocked): Promise<Standing> {
  let ceremony = first;
  for (;;) {
    const step = await takeStep(tools, about, ceremony, unlocked);
    if (!step.ok) return step.error;
    if (!('certs' in step.value)) return step.value;
    ceremony = step.value;
  }
}

async function takeStep(
  tools: Tools,
  about: About,
  ceremony: Ceremony,
  unlocked: Unlocked,
): Promise<Result<Ceremony | Standing, Fault>> {
  const { store, engine, server } = tools;
  const own = ceremony.index - 1;
  const record = await recordFor(store, about.session, ceremony);
  if (!record) {
    if (ceremony.certs[own] !== null) return err({ kind: 'elsewhere' });
    const { index, size, threshold, group, attempt } = ceremony;
    const { state, message } = await engine.round1({ group, size, threshold, index });
    const header = { ...about, attempt, index, group, stage: 1, publicShare: null };
    await save(tools, header, { state, cert: JSON.stringify(message) }, unlocked);
    return ok(ceremony);
  }
  const opened = unseal(record, unlocked.key);
  if (!opened.ok) return err({ kind: 'wrong-pin' });
  const secret = opened.value;
  const submitted = [ceremony.certs[own], ceremony.commitments[own], ceremony.verifications[own]];
  const mine = [secret.cert, secret.commitment, secret.verification];
  for (const round of [0, 1, 2]) {
    if (submitted[round] !== null && submitted[round] !== mine[round]) return err({ kind: 'elsewhere' });
    if (submitted[round] === null && mine[round] !== undefined)
      return sent(await submit(server, ceremony.attempt, round, secret));
  }
  if (ceremony.trustees !== null && record.stage >= 3) return ok({ kind: 'made', record });
  const lists = [ceremony.certs, ceremony.commitments, ceremony.verifications];
  const list = lists[Math.min(record.stage, 3) - 1]!;
  const missing = list.flatMap((item, i) => (item === null ? [i + 1] : []));
  // With all verification keys in and no trustees record yet the server is still putting it together.
  if (missing.length > 0 || record.stage >= 3) return ok({ kind: 'waiting', round: record.stage, missing });
  return record.stage === 1
    ? commit(tools, ceremony, record, secret, unlocked)
    : finish(tools, ceremony, record, secret, unlocked);
}

function submit(server: CeremonyServer, attempt: number, round: number, secret: KeySecret) {
  if (round === 0) return server.cert(attempt, secret.cert);
  if (round === 1) return server.commitment(attempt, secret.commitment!, secret.shares!);
  return server.verification(attempt, secret.verification!);
}

const sent = (answer: Result<Ceremony, Refusal>): Result<Ceremony, Fault> => {
  if (answer.ok) return answer;
  return err(
    answer.error.code === 'already-submitted' ? { kind: 'elsewhere' } : { kind: 'refused', refusal: answer.error },
  );
};

/** Round 2, when all certificates are in. */
async function commit(tools: Tools, ceremony: Ceremony, record: KeyRecord, secret: KeySecret, unlocked: Unlocked) {
  const certs = ceremony.certs.map((cert) => JSON.parse(cert!) as SignedMessage);
  const made = await tools.engine.round2(secret.state as TrusteeState1, certs);
  if (!made.ok) return err<Fault>({ kind: 'faulty', error: made.error });
  const { coefexps, signature, shares } = made.value.message;
  await save(
    tools,
    { ...headerOf(record), stage: 2 },
    {
      ...secret,
      state: made.value.state,
      commitment: JSON.stringify({ coefexps, signature }),
      shares: shares.map((share) => JSON.stringify(share)),
    },
    unlocked,
  );
  return ok(ceremony);
}

/** Round 3, when all commitments and this trustee's shares are in. */
async function finish(tools: Tools, ceremony: Ceremony, record: KeyRecord, secret: KeySecret, unlocked: Unlocked) {
  const messages = ceremony.commitments.map((text, i): Round2Message => {
    const { coefexps, signature } = JSON.parse(text!) as Pick<Round2Message, 'coefexps' | 'signature'>;
    const share = JSON.parse(ceremony.shares[i] ?? 'null') as SealedShare;
    // Only the share sealed for this trustee is delivered; the other places are never read.
    return { coefexps, signature, shares: Array.from({ length: ceremony.size }, () => share) };
  });
  const made = await tools.engine.round3(secret.state as TrusteeState2, messages);
  if (!made.ok) return err<Fault>({ kind: 'faulty', error: made.error });
  const state: TrusteeState3 = made.value.state;
  await save(
    tools,
    { ...headerOf(record), stage: 3, publicShare: state.publicShare },
    { ...secret, state, verification: JSON.stringify(made.value.message) },
    unlocked,
  );
  return ok(ceremony);
}

/** Saves and reports nothing: if another tab was first, its record is the one the next step finds and works with. */
async function save(
  { store, random }: Tools,
  header: KeyHeader,
  secret: KeySecret,
  { key, kdf }: Unlocked,
): Promise<void> {
  await store.keep(seal(header, secret, key, kdf, random));
}

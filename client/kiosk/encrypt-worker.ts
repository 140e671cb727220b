import {
  type Credential,
  challengeText,
  type Election,
  encodeRows,
  encryptBallot,
  keyFingerprint,
  parseElection,
  publicCredential,
  type RowVote,
} from '../../core/belenios/index.ts';

/** What the page asks of this worker; every request gets one answer, encryption its progress besides. */
export type Request =
  | { readonly id: number; readonly ask: 'prepare'; readonly json: string }
  | { readonly id: number; readonly ask: 'card'; readonly credential: Credential }
  | {
      readonly id: number;
      readonly ask: 'encrypt';
      readonly credential: Credential;
      readonly votes: readonly RowVote[];
    }
  /** Opens the ballot that was encrypted last, once. */
  | { readonly id: number; readonly ask: 'open' };

/** A ballot ready to be cast. The seed of its randomness stays in this worker. */
export interface Sealed {
  readonly json: string;
  readonly tracker: string;
  readonly credential: string;
  readonly commitment: string;
}

export interface Prepared {
  readonly uuid: string;
  readonly fingerprint: string;
  readonly keyFingerprint: string;
  /** Undefined when the election has neither the shape of a ballot on projects nor that of an evaluation. */
  readonly projects: number | undefined;
  /** Whether it is an evaluation. */
  readonly graded: boolean;
  readonly limit: number;
  /** What each project's question says. */
  readonly titles: readonly string[];
}

export type Answer = { readonly id: number } & (
  | { readonly progress: number }
  | { readonly value: Prepared | string | Sealed }
  | { readonly error: string }
);

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
let election: Election | undefined;
/** What opening the last ballot takes: it goes with the next one, with opening, and with this worker when the ballot was cast. */
let last:
  | {
      readonly votes: readonly RowVote[];
      readonly seed: Uint8Array;
      readonly commitment: string;
      readonly graded?: true;
    }
  | undefined;

function open(): string {
  if (!election || !last) throw new Error('nothing to open');
  const { uuid, fingerprint, groupName, publicKeyText } = election;
  const text = challengeText({ uuid, fingerprint, groupName, publicKeyText, ...last });
  last = undefined;
  return text;
}

function prepare(json: string): Prepared {
  const parsed = parseElection(json);
  if (!parsed.ok) throw new Error(`election: ${parsed.error.kind}`);
  election = parsed.value;
  const { uuid, fingerprint, publicKeyText, projects, graded, questions } = election;
  // The tables of both bases are made now, so that casting does not wait for them.
  election.group.generatorPower(1n);
  election.keyPower(1n);
  return {
    uuid,
    fingerprint,
    keyFingerprint: keyFingerprint(publicKeyText),
    projects: projects ?? graded,
    graded: graded !== undefined,
    limit: graded ?? questions[0]!.max,
    titles: (graded === undefined ? questions.slice(1) : questions).map(({ question }) => question),
  };
}

function answer(request: Request) {
  if (request.ask === 'prepare') return prepare(request.json);
  if (request.ask === 'open') return open();
  if (!election) throw new Error('not prepared');
  const credential = publicCredential(election.group, election.uuid, request.credential);
  if (request.ask === 'card') return credential;
  let shown = 0;
  last = undefined;
  const { json, tracker, commitment, seed } = encryptBallot(
    election,
    request.credential,
    encodeRows(election, request.votes),
    random,
    (done, total) => {
      if (done / total - shown < 0.04 && done < total) return;
      shown = done / total;
      postMessage({ id: request.id, progress: shown } satisfies Answer);
    },
  );
  const graded = election.graded === undefined ? {} : ({ graded: true } as const);
  last = { votes: request.votes, seed, commitment, ...graded };
  return { json, tracker, credential, commitment };
}

addEventListener('message', ({ data }: MessageEvent<Request>) => {
  try {
    postMessage({ id: data.id, value: answer(data) } satisfies Answer);
  } catch (error) {
    postMessage({ id: data.id, error: String(error) } satisfies Answer);
  }
});

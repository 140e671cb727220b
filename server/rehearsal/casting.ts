import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Credential, EncryptedBallot, RowVote } from '../../core/belenios/index.ts';
import { hall } from '../../core/contract/index.ts';
import type { ElectionUuid } from '../../core/ids.ts';
import type { Tablets } from './tablets.ts';

export interface Receipts {
  /** The tracker each deputy was shown. */
  readonly trackers: readonly string[];
  /** Milliseconds from sending the ballot to its receipt, retries included. */
  readonly waited: readonly number[];
  /** Replies that were lost on purpose. */
  readonly dropped: number;
}

/** What votes for one deputy. */
export interface Voter {
  readonly credential: Credential;
  /** Of a paired tablet. */
  readonly cookie?: string;
}

/** Sends the ballot and breaks the connection: at once, or when the server is just about to reply. Whether it arrived is unknown, as in a real hall. */
function loseReply(url: URL, headers: Record<string, string>, body: string): Promise<void> {
  return new Promise((resolve) => {
    const sent = request(url, { method: 'POST', headers });
    const end = () => {
      sent.destroy();
      resolve();
    };
    sent.on('error', () => resolve());
    sent.on('response', end);
    sent.end(body, () => {
      if (Math.random() < 0.5) setTimeout(end, Math.random() * 5);
    });
  });
}

/**
 * Every deputy encrypts and casts at a moment of their own within `within` seconds; with probability `drop` a reply is lost and the same ballot is sent
 * again, as a tablet does. Nobody gives up: a deputy without a receipt after two minutes fails the rehearsal.
 */
export async function castAll(
  url: string,
  uuid: ElectionUuid,
  election: string,
  ballots: readonly (readonly RowVote[])[],
  voters: readonly Voter[],
  tablets: Tablets,
  pace: { within: number; drop: number },
  tick: () => void,
): Promise<Receipts> {
  const address = new URL(hall.cast.path.replace(':uuid', uuid), url);
  const waited: number[] = [];
  let dropped = 0;
  const cast = async (ballot: EncryptedBallot, { cookie }: Voter): Promise<string> => {
    const headers = { 'content-type': 'application/json', origin: address.origin, ...(cookie ? { cookie } : {}) };
    const started = performance.now();
    for (let wait = 100; ; wait = Math.min(wait * 2, 2_000)) {
      if (Math.random() < pace.drop) {
        dropped++;
        await loseReply(address, headers, ballot.json);
      } else {
        const reply = await fetch(address, {
          method: 'POST',
          headers,
          body: ballot.json,
        }).catch(() => null);
        const answer = (await reply?.json().catch(() => null)) as {
          tracker?: string;
          code?: string;
          title?: string;
        } | null;
        if (reply?.ok && answer?.tracker) {
          waited.push(performance.now() - started);
          return answer.tracker;
        }
        // Busy or away: the tablet keeps the ballot and tries again. Anything else is a refusal that must not happen here.
        if (reply && reply.status < 500) throw new Error(`${answer?.code}: ${answer?.title}`);
      }
      if (performance.now() - started > 120_000)
        throw new Error('一台平板两分钟没有收到回执 · a tablet had no receipt for two minutes');
      await sleep(wait * (0.5 + Math.random()));
    }
  };
  const trackers = await Promise.all(
    ballots.map(async (votes, i) => {
      await sleep(Math.random() * pace.within * 1000);
      const voter = voters[i]!;
      const ballot = await tablets.encrypt({ election, credential: voter.credential, votes });
      const tracker = await cast(ballot, voter);
      if (tracker !== ballot.tracker)
        throw new Error(`回执与选票不符 · the receipt is not of the ballot that was cast: ${tracker}`);
      tick();
      return tracker;
    }),
  );
  return { trackers, waited, dropped };
}

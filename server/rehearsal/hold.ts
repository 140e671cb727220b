import { setTimeout as sleep } from 'node:timers/promises';
import WebSocket from 'ws';
import { type RowVote, readArchive, verifyArchive } from '../../core/belenios/index.ts';
import { hall, isSealed, type Kiosk, LiveMessage, type SealedResult, session } from '../../core/contract/index.ts';
import type { CongressId } from '../../core/ids.ts';
import { fastGroups } from '../verification/fast-groups.ts';
import { createProofPool } from '../verification/pool.ts';
import { Person } from './api.ts';
import { castAll, type Receipts, type Voter } from './casting.ts';
import { makeCards, signIn } from './hall.ts';
import type { BallotOptions } from './options.ts';
import { pairTablets, signInWithTablets } from './own-tablets.ts';
import { decrypt, makeKey } from './scrutineers.ts';
import { decide, type Staff } from './staff.ts';
import type { Tablets } from './tablets.ts';

/** Shows one phase while it runs; `tick` after each of its `total` steps. */
export type Phase = <T>(name: string, total: number, work: (tick: () => void) => Promise<T>) => Promise<T>;

/** A ballot that was held and published, and its archive as the public gets it. */
export interface HeldBallot {
  readonly result: SealedResult;
  readonly receipts: Receipts;
  readonly archive: Uint8Array;
  /** Base64 trackers of the ballots in the archive, as receipts show them. */
  readonly trackers: readonly string[];
  /** Whether our verifier finds the archive right. */
  readonly verified: boolean;
}

/**
 * Holds the ballot of a session that has its paper, method and scrutineers, from the cards to the publication. One voter for each of `ballots`: the
 * first deputies of the roster are present. @throws RefusedByServer and Error when it cannot be finished
 */
export async function holdBallot(
  url: string,
  staff: Staff,
  options: BallotOptions,
  ballots: readonly (readonly RowVote[])[],
  tablets: Tablets,
  phase: Phase,
): Promise<HeldBallot> {
  const count = ballots.length;
  const voters =
    options.credentials === 'tablets'
      ? await withOwnTablets(url, staff, count, tablets, phase)
      : await withCards(staff, options, count, tablets, phase);
  const secrets = await phase('密钥仪式 · key ceremony', options.scrutineers * 3, (tick) =>
    makeKey(staff, options, tick),
  );
  const live = await watchTurnout(url, staff);
  await phase('开始票决 · open', 1, (tick) => decide(staff, 'open').then(tick));
  const anybody = new Person(url);
  const ballot = await openOnKiosk(anybody, staff.congress);
  const election = await (await anybody.send('GET', hall.election.path.replace(':uuid', ballot.uuid))).text();
  const receipts = await phase('代表投票 · cast', count, (tick) =>
    castAll(url, ballot.uuid, election, ballots, voters, tablets, options, tick),
  );
  await live.reaches(count);
  await phase('结束票决 · close', 1, (tick) => decide(staff, 'close').then(tick));
  await phase('解密与签认 · decrypt and certify', options.threshold + options.scrutineers, (tick) =>
    decrypt(staff, options, secrets, tick),
  );
  await phase('公布结果 · publish', 1, (tick) => decide(staff, 'publish').then(tick));
  const result = await anybody.call(hall.result, { params: { uuid: ballot.uuid } });
  if (!isSealed(result)) throw new Error('the ballot was held on paper: it has no archive');
  if (result.method.credentials !== options.credentials) throw new Error('the result names another way of voting');
  const response = await anybody.send('GET', hall.archive.path.replace(':uuid', ballot.uuid));
  const archive = new Uint8Array(await response.arrayBuffer());
  const verified = await phase('核验档案 · verify', count, (tick) => verify(archive, result.lastEvent, tick));
  return { result, receipts, archive, trackers: trackersOf(archive), verified };
}

async function withCards(
  staff: Staff,
  options: BallotOptions,
  count: number,
  tablets: Tablets,
  phase: Phase,
): Promise<Voter[]> {
  const cards = await phase('制作票卡 · cards', count, (tick) => makeCards(staff, options, count, tablets, tick));
  await phase('代表签到 · sign in', count, (tick) => signIn(staff, cards, tick));
  return cards;
}

async function withOwnTablets(
  url: string,
  staff: Staff,
  count: number,
  tablets: Tablets,
  phase: Phase,
): Promise<Voter[]> {
  const own = await phase('配对平板 · pair tablets', count, (tick) => pairTablets(url, staff, count, tablets, tick));
  await phase('签到并启用 · sign in and approve', count, (tick) => signInWithTablets(staff, own, tick));
  return own.map(({ credential, connection }) => ({ credential, cookie: connection.cookie }));
}

/** The ballot as a tablet gets to see it: at once when all is well, after a lost message some seconds later. */
async function openOnKiosk(anybody: Person, congress: CongressId): Promise<NonNullable<Kiosk['ballot']>> {
  for (const deadline = Date.now() + 30_000; ; await sleep(100)) {
    const { ballot } = await anybody.call(hall.kiosk, { params: { congress } });
    if (ballot?.state === 'open') return ballot;
    if (Date.now() > deadline) throw new Error('平板上没有出现选票 · the kiosk does not show the ballot');
  }
}

/**
 * Follows the turnout over the WebSocket as a console does: connects again when it breaks, and asks for what it missed. `reaches` fails when
 * it is never told that all have cast.
 */
async function watchTurnout(url: string, staff: Staff): Promise<{ reaches(count: number): Promise<void> }> {
  const address = new URL(`/api/live?congress=${staff.congress}`, url);
  address.protocol = address.protocol.replace('http', 'ws');
  let returned = 0;
  let told: (() => void) | undefined;
  let done = false;
  let socket: WebSocket;
  const hear = (count: number) => {
    returned = Math.max(returned, count);
    told?.();
  };
  const connect = (): void => {
    socket = new WebSocket(address, { headers: { cookie: staff.presidium.cookie, origin: new URL(url).origin } });
    socket.on('message', (data) => hear(LiveMessage.parse(JSON.parse(String(data))).counts?.returned ?? 0));
    socket.on('error', () => {});
    socket.on('close', () => {
      if (!done) setTimeout(again, 200);
    });
  };
  const again = () => {
    if (done) return;
    connect();
    const params = { session: staff.session };
    staff.presidium.call(session.overview, { params }).then(
      ({ ballot }) => hear(ballot.returned),
      () => {},
    );
  };
  connect();
  await new Promise((resolve) => socket.once('open', resolve).once('close', resolve));
  return {
    async reaches(count) {
      try {
        if (returned < count)
          await new Promise<void>((resolve, reject) => {
            const timer = setTimeout(
              () => reject(new Error(`现场计数停在 ${returned}/${count} · the live count stopped there`)),
              30_000,
            );
            told = () => {
              if (returned < count) return;
              clearTimeout(timer);
              resolve();
            };
          });
      } finally {
        done = true;
        socket.close();
      }
    },
  };
}

async function verify(bytes: Uint8Array, lastEvent: string, tick: () => void): Promise<boolean> {
  const pool = createProofPool();
  try {
    return (
      await verifyArchive(bytes, {
        groups: fastGroups,
        runner: (election, ballot) => pool.check(election, ballot),
        lastEvent,
        onProgress: tick,
      })
    ).valid;
  } finally {
    await pool.close();
  }
}

/** Base64 trackers of the ballots in the archive, as receipts show them. */
function trackersOf(bytes: Uint8Array): string[] {
  const archive = readArchive(bytes);
  if (!archive.ok) throw new Error(`archive: ${archive.error.kind}`);
  return archive.value.records
    .filter((record) => record.kind === 'event')
    .map((record) => JSON.parse(record.text) as { type: string; payload?: string })
    .filter((event) => event.type === 'Ballot')
    .map((event) =>
      Buffer.from(event.payload ?? '', 'hex')
        .toString('base64')
        .replace(/=+$/, ''),
    );
}

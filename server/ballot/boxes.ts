import { type Election, maxBallotBytes, parseElection } from '../../core/belenios/index.ts';
import type { BallotId, CongressId, ElectionUuid, SessionId } from '../../core/ids.ts';
import { type Db, inTransaction } from '../database/pool.ts';
import { fastGroups } from '../verification/fast-groups.ts';
import { paperCredentials } from './single-paper-store.ts';

/** What casting checks against: frozen when the ballot opened, so that it may be kept in memory. */
export interface Box {
  readonly congress_id: CongressId;
  readonly id: BallotId;
  readonly session: SessionId;
  readonly election: Election;
  /** Who may cast. */
  readonly issued: ReadonlySet<string>;
  /** Of them, the credentials of cards set aside for papers. */
  readonly papers: ReadonlySet<string>;
  /** Longest ballot there can be, in bytes. */
  readonly maxBytes: number;
}

/** Elections with their keys and credentials kept at a time; a hall needs one, a county on voting day some dozens. */
const KEPT = 32;

/** The boxes that have been opened, by election uuid, read from the database once. */
export class Boxes {
  private readonly kept = new Map<ElectionUuid, Box>();
  /** Apart from those kept, so that made-up uuids push none of them out. */
  private readonly reading = new Map<ElectionUuid, Promise<Box | undefined>>();

  constructor(private readonly db: Db) {}

  /** Undefined where there is no such election or it has not opened yet. */
  async find(uuid: ElectionUuid): Promise<Box | undefined> {
    const known = this.kept.get(uuid) ?? this.reading.get(uuid);
    if (known) return known;
    const reading = this.read(uuid).finally(() => this.reading.delete(uuid));
    this.reading.set(uuid, reading);
    return reading;
  }

  /** A wiped rehearsal, or one that was not there. */
  forget(uuid: ElectionUuid): void {
    this.kept.delete(uuid);
  }

  private async read(uuid: ElectionUuid): Promise<Box | undefined> {
    const found = await inTransaction(this.db, async (trx) => {
      const row = await trx
        .selectFrom('ballot')
        .select(['congress_id', 'id', 'session_id as session', 'election', 'public_credentials'])
        .where('uuid', '=', uuid)
        .executeTakeFirst();
      return row && { row, papers: await paperCredentials(trx, row) };
    });
    if (!found?.row.election || !found.row.public_credentials) return undefined;
    const { row } = found;
    const election = parseElection(row.election!, fastGroups);
    if (!election.ok) throw new Error(`the stored election ${uuid} does not read: ${election.error.kind}`);
    const box: Box = {
      congress_id: row.congress_id,
      id: row.id,
      session: row.session,
      election: election.value,
      issued: new Set(JSON.parse(row.public_credentials!) as string[]),
      papers: new Set(found.papers),
      maxBytes: maxBallotBytes(election.value),
    };
    this.kept.set(uuid, box);
    if (this.kept.size > KEPT) this.forget(this.kept.keys().next().value!);
    return box;
  }
}

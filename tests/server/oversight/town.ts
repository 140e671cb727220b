import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { oversight } from '../../../core/contract/oversight.ts';
import type { CycleId, FileId, ProjectId, SessionId } from '../../../core/ids.ts';
import { defaultMethod } from '../../../core/rules/method.ts';
import { outcome } from '../../../core/rules/outcome.ts';
import { inTransaction } from '../../../server/database/pool.ts';
import { type Person, sampleTown, type TestServer, type Town } from '../../support/server.ts';

export interface OverseeingTown extends Town {
  readonly cycle: CycleId;
  readonly government: Person;
  readonly presidium: Person;
}

export const newId = <T extends string>(): T => randomUUID() as string as T;

/** The sample town with a published result: the first ten of its twelve candidates elected, by core/rules. */
export async function overseeingTown(server: TestServer): Promise<OverseeingTown> {
  const town = await sampleTown(server);
  const [government, presidium] = await Promise.all([town.as('government'), town.as('presidium')]);
  const db = server.database.db;
  const row = await db
    .selectFrom('session')
    .select('cycle_id')
    .where('id', '=', town.session as SessionId)
    .executeTakeFirstOrThrow();
  const cycle = row.cycle_id;
  const candidates = await db
    .selectFrom('candidate')
    .select('code')
    .where('cycle_id', '=', cycle)
    .orderBy('position')
    .execute();
  const attendance = { entitled: 60, present: 58, issued: 58, returned: 58 };
  const tally = candidates.map(({ code }, i) => ({ code, for: 55 - 4 * i, against: 1, abstain: 2 + 4 * i }));
  const result = outcome({ ...defaultMethod(12), seats: 10, elected: 'plurality' }, attendance, tally);
  await inTransaction(db, (trx) =>
    trx
      .updateTable('ballot')
      .set({
        state: 'published',
        published_at: new Date('2027-02-20T03:00:00Z'),
        outcome: JSON.stringify({ attendance, presentAtClose: 58, result }),
      })
      .where('session_id', '=', town.session as SessionId)
      .execute(),
  );
  return { ...town, cycle, government, presidium };
}

/** A photo as a telephone takes it. */
export const photo = (colour = '#3a7d44'): Promise<Buffer> =>
  sharp({ create: { width: 320, height: 240, channels: 3, background: colour } })
    .jpeg()
    .toBuffer();

export async function uploadPhoto(person: Person, colour?: string): Promise<FileId> {
  const file = newId<FileId>();
  await person.upload(oversight.upload, { params: { file } }, await photo(colour), '现场.jpg');
  return file;
}

export const PDF = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');

export async function uploadPaper(person: Person): Promise<FileId> {
  const file = newId<FileId>();
  await person.upload(oversight.upload, { params: { file } }, PDF, '决定.pdf');
  return file;
}

export const milestoneIds = [newId(), newId()];
export const plan = (finish: string) => ({
  unit: '镇农业农村办',
  responsible: '张主任',
  target: '三个村饮水达标',
  finish,
  money: '县级专项 60 万元，镇级配套 20 万元',
  safeguards: '专班推进',
  milestones: [
    { id: milestoneIds[0]!, name: '完成招标', weight: 40, start: null, due: '2020-03-31' },
    { id: milestoneIds[1]!, name: '竣工验收', weight: 60, start: null, due: finish },
  ],
});

export const firstProject = async (town: OverseeingTown): Promise<ProjectId> =>
  (await town.presidium.call(oversight.projects, { params: { cycle: town.cycle } })).projects.find(
    ({ code }) => code === '01' || code === '1',
  )!.id;

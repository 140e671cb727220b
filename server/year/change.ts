import { randomUUID } from 'node:crypto';
import { oversight } from '../../core/contract/oversight.ts';
import type { ChangeId, FileId, ProjectId } from '../../core/ids.ts';
import { decisionPicture } from './content/pictures.ts';
import { change as said } from './content/works.ts';
import { sendPicture } from './oversight.ts';
import { dayFrom, type Town } from './town.ts';

/** A change of one project (domain.md section 2 row 7): asked for by the government, decided by the congress, given notice of. */
export async function change(
  { presidium, government, name, year }: Town,
  project: ProjectId,
  kind: 'content' | 'pause',
  serial: number,
): Promise<void> {
  const params = { change: randomUUID() as ChangeId };
  const { content: before } = await government.call(oversight.project, { params: { project } });
  await government.call(oversight.requestChange, {
    params: { project, ...params },
    body: {
      ...{ kind, cause: 'force-majeure', budget: null, file: null },
      reason: kind === 'pause' ? said.pause : said.reason,
      ...(kind === 'content'
        ? { content: `${before}${said.content}`, finish: dayFrom(120) }
        : { content: null, finish: null }),
    },
  });
  const file = randomUUID() as FileId;
  await sendPicture(presidium, oversight.upload.path.replace(':file', file), await decisionPicture(), '决定扫描件.jpg');
  const on = dayFrom(0);
  await presidium.call(oversight.decideChange, {
    params,
    body: { approved: true, on, number: `${name}人发〔${year}〕${serial}号`, file, note: '' },
  });
  await presidium.call(oversight.noticeChange, { params, body: { on, number: `${name}人公告〔${year}〕${serial}号` } });
}

import { randomUUID } from 'node:crypto';
import { oversight } from '../../core/contract/oversight.ts';
import { portal } from '../../core/contract/portal.ts';
import type { PhotoRef, ProjectDetail, ProjectLine } from '../../core/contract/projects.ts';
import type { FileId, ProjectId, RecordId } from '../../core/ids.ts';
import type { Person } from '../rehearsal/api.ts';
import { roadPicture } from './content/pictures.ts';
import { type Course, type CourseName, citizenSays, courses, inspection, safeguards } from './content/works.ts';
import { dayFrom, enter, type Town } from './town.ts';

/**
 * Oversight (domain.md section 2 row 6): every elected project is made, planned, published and reported on by its course; one is inspected, a problem and
 * an opinion are followed to their end, a citizen says what they see. The first of `courseOf` goes with the first project of the list.
 */
export async function implement(town: Town, courseOf: (index: number) => CourseName): Promise<readonly ProjectLine[]> {
  const params = { cycle: town.cycle };
  const { presidium, government } = town;
  const { projects } = await presidium.call(oversight.makeElected, { params });
  const byCode = [...projects].sort((a, b) => (a.code < b.code ? -1 : 1));
  await town.phase('实施方案、进展报告 · plans and reports', byCode.length, async (tick) => {
    for (const [i, { id }] of byCode.entries()) {
      await build(town, id, courses[courseOf(i)]);
      tick();
    }
  });
  await town.phase('检查、问题、群众反映 · inspection, problems, citizens', 3, async (tick) => {
    const [first, second] = byCode as [ProjectLine, ProjectLine];
    await inspect(town, first.id);
    tick();
    const report = randomUUID();
    const { receipt } = await town.phone().call(portal.say, {
      params: { congress: town.congress, project: second.id, report },
      body: { content: citizenSays.content, phone: '', website: '' },
    });
    const path = portal.sayPhoto.path.replace(':receipt', receipt).replace(':file', randomUUID());
    await sendPicture(town.phone(), path, await roadPicture('before'));
    tick();
    await presidium.call(oversight.answerCitizen, { params: { report }, body: { answer: citizenSays.answer } });
    tick();
  });
  return (await government.call(oversight.projects, { params })).projects;
}

async function build({ presidium, government }: Town, project: ProjectId, course: Course): Promise<void> {
  const params = { project };
  const detail = await government.call(oversight.project, { params });
  const milestones = course.milestones.map(({ name, weight, due }) => ({
    ...{ id: randomUUID(), name, weight, start: null, due: dayFrom(due) },
  }));
  await government.call(oversight.plan, {
    params,
    body: {
      unit: detail.unit,
      responsible: '镇政府分管领导',
      target: detail.content || detail.title,
      finish: detail.finish ?? dayFrom(course.finish),
      money: `总投资 ${detail.budget / 10_000} 万元，镇级预算已安排。`,
      ...{ safeguards, milestones },
    },
  });
  await presidium.call(oversight.publish, { params, body: { published: true } });
  let done = 0;
  for (const [i, report] of course.reports.entries()) {
    const record = randomUUID() as RecordId;
    const phase =
      i === 0
        ? 'before'
        : i === course.reports.length - 1 && done + report.done === milestones.length
          ? 'after'
          : 'during';
    const ids = milestones.slice(done, done + report.done).map(({ id }) => id);
    done += report.done;
    await government.call(oversight.report, {
      params: { ...params, record },
      body: {
        ...{ on: dayFrom(report.on), content: report.text, done: ids, photos: [await upload(government, phase)] },
        spent: Math.round((detail.budget * report.share) / 100),
      },
    });
    await presidium.call(oversight.publishRecord, { params: { record }, body: { published: true } });
  }
}

async function inspect({ presidium, government, cycle }: Town, project: ProjectId): Promise<void> {
  const [topic, record, trouble, opinion] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  const quarter = Math.ceil(Number(dayFrom(0).slice(5, 7)) / 3);
  await presidium.call(oversight.topic, {
    params: { cycle, topic },
    body: { quarter, topic: inspection.topic, method: 'inspection', projects: [project], withdrawnReason: '' },
  });
  const { content, people } = inspection;
  await presidium.call(oversight.inspect, {
    params: { project, record },
    body: { ...{ on: dayFrom(-30), content, people, topic }, photos: [await upload(presidium, 'during')] },
  });
  const raise = (matter: string, kind: 'problem' | 'opinion', said: string): Promise<ProjectDetail> =>
    presidium.call(oversight.raise, {
      params: { project, matter },
      body: { kind, content: said, owner: '施工单位', due: dayFrom(7), inspection: record, citizenReport: null },
    });
  await raise(trouble, 'problem', inspection.problem);
  await raise(opinion, 'opinion', inspection.opinion);
  for (const [matter, answer] of [
    [trouble, inspection.answer],
    [opinion, inspection.reply],
  ] as const) {
    await government.call(oversight.answer, { params: { matter }, body: { answer, photos: [] } });
    await presidium.call(oversight.settle, { params: { matter }, body: { act: 'close', note: inspection.close } });
  }
}

async function upload(person: Person, phase: PhotoRef['phase']): Promise<PhotoRef> {
  const file = randomUUID() as FileId;
  await sendPicture(person, oversight.upload.path.replace(':file', file), await roadPicture(phase));
  return { file, phase, caption: '' };
}

/** Uploads a picture as the pages do. @throws RefusedByServer */
export async function sendPicture(person: Person, path: string, picture: Buffer, name = '照片.jpg'): Promise<void> {
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(picture)], { type: 'image/jpeg' }), name);
  await person.answer(await person.send('PUT', path, form));
}

/** Publication ends: the elected projects are in hand. */
export const beginOversight = (town: Town): Promise<void> => enter(town, 'oversight');

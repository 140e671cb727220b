// Documents of the year, drawn up from what the system itself recorded.
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { documents } from '../../../core/contract/documents.ts';
import { oversight } from '../../../core/contract/oversight.ts';
import type { DocumentKind } from '../../../core/documents/kinds.ts';
import type { OfficialDocument } from '../../../core/documents/official.ts';
import type { ChangeId, CycleId, DocumentId, SessionId } from '../../../core/ids.ts';
import { type Person, refusal, startServer, type TestServer } from '../../support/server.ts';
import { Hall } from '../ballot/hall.ts';
import { collectingTown } from '../collection/town.ts';
import {
  bothProjects,
  chosenHall,
  gradeAll,
  laterSession,
  openEvaluation,
  prepare,
} from '../evaluation/evaluation-hall.ts';
import { firstProject, newId, overseeingTown, uploadPaper } from '../oversight/town.ts';

let server: TestServer;
// One congress a server: each test has its own.
beforeEach(async () => {
  server = await startServer();
}, 60_000);
afterEach(() => server?.stop());

const fresh = () => randomUUID() as string as DocumentId;
const draft = (by: Person, kind: DocumentKind, about: { session: SessionId } | { cycle: CycleId }) =>
  by.call(documents.draft, {
    params: { document: fresh() },
    body: { kind, session: null, cycle: null, ...about },
  });
const words = ({ blocks }: OfficialDocument): string => blocks.map((one) => ('text' in one ? one.text : '')).join('\n');
const rows = ({ blocks }: OfficialDocument) => blocks.flatMap((one) => (one.kind === 'table' ? [one.rows] : []));
const issue = async (kind: DocumentKind, about: { cycle: CycleId }, by: Person, second: Person, number: string) => {
  const { id, revision } = await draft(by, kind, about);
  const params = { document: id };
  await by.call(documents.propose, { params, body: { revision, number, date: '2026-11-20' } });
  expect(await refusal(by.call(documents.confirm, { params, body: { revision } }))).toMatchObject({
    code: 'same-person',
  });
  return second.call(documents.confirm, { params, body: { revision } });
};

describe('documents on ballots', () => {
  it('tell of a ballot that was annulled, of its second time, and of none of it before its result is public', async () => {
    const hall = await Hall.make(server, { deputies: 4, candidates: 3, method: { seats: 2 } });
    await hall.open();
    await hall.castAll([['for', 'for', 'against']]);
    await hall.both('annul', '设备故障');
    await hall.makeBallot('again');
    await hall.both('open');
    await hall.castAll(Array.from({ length: 4 }, () => ['for', 'for', 'against'] as const));
    for (const kind of ['notice', 'tally', 'scrutiny'] as const)
      expect(await refusal(draft(hall.presidium, kind, { session: hall.session }))).toMatchObject({
        code: 'document-no-record',
      });
    await hall.finish();
    for (const kind of ['notice', 'tally', 'scrutiny'] as const) {
      const text = words((await draft(hall.presidium, kind, { session: hall.session })).content);
      expect(text).toContain('发出选票4张，收回1张。该次票决作废，未公布得票，原因：设备故障。');
      if (kind === 'notice') expect(text.indexOf('作废')).toBeLessThan(text.indexOf('收回4张'));
    }
  }, 60_000);

  it('on an evaluation give its grades, and order the units to put right what was unsatisfactory', async () => {
    const chosen = await chosenHall(server);
    const hall = await laterSession(chosen);
    await prepare(hall, bothProjects(chosen));
    expect(await refusal(draft(hall.presidium, 'evaluation', { session: hall.session }))).toMatchObject({
      code: 'document-no-record',
    });
    await openEvaluation(hall);
    await gradeAll(
      hall,
      Array.from({ length: 4 }, () => ['satisfied', 'unsatisfied'] as const),
    );
    const about = { session: hall.session };
    const { content } = await draft(hall.presidium, 'evaluation', about);
    expect(content.title).toContain('年民生实事项目\n测评结果的公告');
    expect(rows(content)[0]!.map((cells) => [cells[0], ...cells.slice(3)])).toEqual([
      ['P1', '4', '0', '0', '0', '满意'],
      ['P2', '0', '0', '4', '0', '不满意'],
    ]);
    const order = await draft(hall.presidium, 'rectification', about);
    expect(rows(order.content)[0]!.map(([code, title]) => [code, title])).toEqual([['P2', '项目2']]);
    // It chose nothing: no notice of projects; and who chose them graded nothing.
    expect(await refusal(draft(hall.presidium, 'notice', about))).toMatchObject({ code: 'document-no-record' });
    const earlier = draft(hall.presidium, 'rectification', { session: chosen.session });
    expect(await refusal(earlier)).toMatchObject({ code: 'document-no-record' });
  }, 60_000);
});

describe('documents on collection', () => {
  it('are filled from what was set and what came in, and issued by government and presidium', async () => {
    const town = await collectingTown(server);
    const about = { cycle: town.cycle };
    const notice = await draft(town.government, 'collection', about);
    expect(words(notice.content)).toContain('2个村（社区）');
    expect(await refusal(draft(town.government, 'feedback', about))).toMatchObject({ code: 'document-no-record' });
    await town.suggest(server.browser(), '安装路灯');
    const feedback = await draft(town.presidium, 'feedback', about);
    expect(words(feedback.content)).toContain('共征集建议1件，提出和附议1人次');
    expect(words(feedback.content)).toContain('按来源：网上提交1件。');
    expect(await refusal(draft(await town.as('chief-scrutineer'), 'collection', about))).toMatchObject({
      code: 'not-permitted',
    });
    const issued = await issue('collection', about, town.government, town.presidium, '青政发〔2026〕3号');
    expect(issued).toMatchObject({ state: 'issued', about: `${(await town.open()).year}年` });
    const list = await server.browser().call(documents.ofCongress, { params: { congress: town.congress } });
    expect(list.map(({ id, kind }) => [id, kind])).toEqual([[issued.id, 'collection']]);
  }, 60_000);
});

describe('the notice of changes', () => {
  it('has the changes that were approved and not yet made public', async () => {
    const town = await overseeingTown(server);
    const about = { cycle: town.cycle };
    await town.presidium.call(oversight.makeElected, { params: about });
    const project = await firstProject(town);
    const ask = async (finish: string) => {
      const change = newId<ChangeId>();
      const wanted = { kind: 'content', cause: 'force-majeure', reason: '汛期塌方', content: null } as const;
      await town.government.call(oversight.requestChange, {
        params: { project, change },
        body: { ...wanted, finish, budget: null, file: null },
      });
      return change;
    };
    const first = await ask('2099-06-30');
    expect(await refusal(draft(town.presidium, 'change', about))).toMatchObject({ code: 'document-no-record' });
    const approve = async (change: ChangeId) =>
      town.presidium.call(oversight.decideChange, {
        params: { change },
        body: {
          approved: true,
          on: '2024-04-02',
          number: '镇人大〔2024〕8号',
          file: await uploadPaper(town.presidium),
          note: '',
        },
      });
    await approve(first);
    const { content } = await draft(town.presidium, 'change', about);
    expect(words(content)).toContain('（镇人大〔2024〕8号），项目按下表调整后继续实施。');
    expect(rows(content)[0]![0]![2]).toBe('2099年6月');
    await town.presidium.call(oversight.noticeChange, {
      params: { change: first },
      body: { on: '2024-04-03', number: '第8号' },
    });
    await approve(await ask('2100-06-30'));
    const next = (await draft(town.presidium, 'change', about)).content;
    expect(rows(next).map(([row]) => row)).toEqual([['完成时限', '2099年6月', '2100年6月']]);
  }, 60_000);
});

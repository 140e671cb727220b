import type { StoredFile } from '../../core/contract/files.ts';
import { type Problem, problem } from '../../core/contract/problems.ts';
import type { AccountId, CommentId, CycleId, DelegationId, FileId, PaperId } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { actorOf, append } from '../audit/append.ts';
import { listCandidates, listDeputies, lockLists } from '../congress/store.ts';
import { findCycle } from '../cycle/store.ts';
import type { Transaction } from '../database/pool.ts';
import { keepFile, type Prepared } from '../files/keep.ts';
import { recordChange } from '../history/record.ts';
import type { Caller } from '../http/caller.ts';
import { deputyOf, findAccount } from '../identity/store.ts';
import { gateOf } from './gate.ts';
import { writesFor } from './see.ts';
import { deliberationRow, papersOf, putDeliberation } from './store.ts';

const paperRow = (trx: Transaction, caller: Caller, id: PaperId) =>
  trx
    .selectFrom('paper')
    .selectAll()
    .where('congress_id', '=', caller.congress)
    .where('id', '=', id)
    .executeTakeFirst();

/** Writes a paper under the client's id. What was published can be corrected; the history keeps every version. */
export async function savePaper(
  trx: Transaction,
  caller: Caller,
  cycle: CycleId,
  id: PaperId,
  { title, text }: { title: string; text: string },
): Promise<Result<void, Problem>> {
  const { congress } = caller;
  await lockLists(trx, congress);
  if (!(await findCycle(trx, congress, cycle))) return err(problem('not-found'));
  const before = await paperRow(trx, caller, id);
  if (before && before.cycle_id !== cycle) return err(problem('conflict'));
  const position = (await papersOf(trx, congress, cycle, null)).length;
  await trx
    .insertInto('paper')
    .values({ congress_id: congress, id, cycle_id: cycle, title, text, file_id: null, position })
    .onConflict((conflict) => conflict.columns(['congress_id', 'id']).doUpdateSet({ title, text }))
    .execute();
  await recordChange(trx, congress, caller, {
    kind: 'deliberation',
    subject: id,
    act: before ? '修改材料' : '新建材料',
    before: before ? { title: before.title, text: before.text } : null,
    after: { title, text },
  });
  return ok(undefined);
}

export async function attachPaper(
  trx: Transaction,
  caller: Caller,
  cycle: CycleId,
  id: PaperId,
  file: FileId,
  prepared: Prepared,
): Promise<Result<StoredFile, Problem>> {
  const paper = await paperRow(trx, caller, id);
  if (paper?.cycle_id !== cycle) return err(problem('not-found'));
  const kept = await keepFile(trx, caller.congress, caller.id, file, 'paper', prepared);
  if (!kept.ok) return kept;
  await trx
    .updateTable('paper')
    .set({ file_id: file })
    .where('congress_id', '=', caller.congress)
    .where('id', '=', id)
    .execute();
  if (paper.file_id !== file)
    await recordChange(trx, caller.congress, caller, {
      kind: 'deliberation',
      subject: id,
      act: '附材料文件',
      after: { file: kept.value.name },
    });
  return kept;
}

export async function withdrawPaper(
  trx: Transaction,
  caller: Caller,
  cycle: CycleId,
  id: PaperId,
  reason: string,
): Promise<Result<void, Problem>> {
  const paper = await paperRow(trx, caller, id);
  if (paper?.cycle_id !== cycle) return err(problem('not-found'));
  await trx
    .updateTable('paper')
    .set({ withdrawn: reason })
    .where('congress_id', '=', caller.congress)
    .where('id', '=', id)
    .execute();
  await recordChange(trx, caller.congress, caller, {
    kind: 'deliberation',
    subject: id,
    act: '撤回材料',
    reason,
    before: { withdrawn: paper.withdrawn },
    after: { withdrawn: reason },
  });
  return ok(undefined);
}

const inWords = (published: boolean): string => (published ? '已发布' : '未发布');

/** Sets the day by which deputies should have the papers, and publishes them; published they stay. */
export async function publishPapers(
  trx: Transaction,
  caller: Caller,
  cycle: CycleId,
  { due, publish }: { due: string | null; publish: boolean },
): Promise<Result<void, Problem>> {
  const { congress } = caller;
  await lockLists(trx, congress);
  if (!(await findCycle(trx, congress, cycle))) return err(problem('not-found'));
  const before = await deliberationRow(trx, congress, cycle);
  const first = publish && !before?.papers_at;
  const papers = (await papersOf(trx, congress, cycle, null)).filter(({ withdrawn }) => withdrawn === '');
  if (first && papers.length === 0) return err(problem('no-papers'));
  if (first && (await listCandidates(trx, congress, cycle)).length === 0) return err(problem('no-candidates'));
  await putDeliberation(trx, congress, cycle, { papers_due: due, ...(first ? { papers_at: new Date() } : {}) });
  await recordChange(trx, congress, caller, {
    kind: 'deliberation',
    subject: cycle,
    act: first ? '发布审议材料' : '设定材料送达日期',
    before: { due: before?.papers_due ?? null, published: inWords(before?.papers_at != null) },
    after: { due, published: inWords(publish || before?.papers_at != null) },
  });
  if (first)
    await append(trx, congress, actorOf(caller), {
      kind: 'papers-published',
      subject: { type: 'cycle', id: cycle },
      detail: {
        papers: papers.length,
        deputies: (await listDeputies(trx, congress)).filter(({ inOffice }) => inOffice).length,
      },
    });
  return ok(undefined);
}

/** A deputy has opened a published paper: kept the first time. */
export async function readPaper(
  trx: Transaction,
  caller: Caller,
  cycle: CycleId,
  id: PaperId,
): Promise<Result<void, Problem>> {
  const deputy = await deputyOf(trx, caller.congress, caller.id);
  if (!deputy) return err(problem('deputy-not-serving'));
  const paper = await publishedPaper(trx, caller, cycle, id);
  if (!paper) return err(problem('not-found'));
  await trx
    .insertInto('paper_read')
    .values({ congress_id: caller.congress, paper_id: id, deputy_id: deputy })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return ok(undefined);
}

/** A paper as the caller may see it: deputies once it is published and while it stands. */
export async function publishedPaper(trx: Transaction, caller: Caller, cycle: CycleId, id: PaperId) {
  const paper = await paperRow(trx, caller, id);
  if (paper?.cycle_id !== cycle) return undefined;
  if (caller.role !== 'deputy') return paper;
  const row = await deliberationRow(trx, caller.congress, cycle);
  return row?.papers_at && paper.withdrawn === '' ? paper : undefined;
}

/** Accounts that may write for a delegation: staff, and its own deputies. */
export const recordersOf = (trx: Transaction, caller: Caller) =>
  trx
    .selectFrom('account as a')
    .leftJoin('deputy as d', (join) =>
      join.onRef('d.congress_id', '=', 'a.congress_id').onRef('d.id', '=', 'a.deputy_id'),
    )
    .select(['a.id as account', 'a.name', 'd.delegation_id as delegation'])
    .where('a.congress_id', '=', caller.congress)
    .where('a.active', '=', true)
    .where((eb) =>
      eb.or([
        eb('a.role', 'in', ['presidium', 'government']),
        eb.and([eb('a.role', '=', 'deputy'), eb('d.in_office', '=', true)]),
      ]),
    )
    .orderBy('a.name')
    .execute();

/** Names who writes down what a delegation says. */
export async function nameRecorder(
  trx: Transaction,
  caller: Caller,
  cycle: CycleId,
  delegation: DelegationId,
  account: AccountId | null,
): Promise<Result<void, Problem>> {
  const { congress } = caller;
  const key = { congress_id: congress, cycle_id: cycle, delegation_id: delegation };
  if (!(await findCycle(trx, congress, cycle))) return err(problem('not-found'));
  if (account === null) {
    await trx
      .deleteFrom('recorder')
      .where('congress_id', '=', congress)
      .where('cycle_id', '=', cycle)
      .where('delegation_id', '=', delegation)
      .execute();
  } else {
    const fit = (await recordersOf(trx, caller)).find((one) => one.account === account);
    if (!fit || (fit.delegation !== null && fit.delegation !== delegation)) return err(problem('recorder-unfit'));
    await trx
      .insertInto('recorder')
      .values({ ...key, account_id: account })
      .onConflict((conflict) =>
        conflict.columns(['congress_id', 'cycle_id', 'delegation_id']).doUpdateSet({ account_id: account }),
      )
      .execute();
  }
  const of = await trx
    .selectFrom('delegation')
    .select('name')
    .where('congress_id', '=', congress)
    .where('id', '=', delegation)
    .executeTakeFirst();
  const name = account && (await findAccount(trx, congress, account))?.name;
  await recordChange(trx, congress, caller, {
    kind: 'deliberation',
    subject: cycle,
    act: '确定记录人',
    after: { delegation: of?.name ?? '', recorder: name ?? '' },
  });
  return ok(undefined);
}

/** Writes down a comment: by a deputy of the delegation, or by its recorder. The same again under its id corrects it, by whoever wrote it. */
export async function saveComment(
  trx: Transaction,
  caller: Caller,
  cycle: CycleId,
  id: CommentId,
  wanted: {
    delegation: DelegationId;
    candidate: import('../../core/ids.ts').CandidateId | null;
    speaker: string;
    text: string;
  },
): Promise<Result<void, Problem>> {
  const { congress } = caller;
  if (!(await deliberationRow(trx, congress, cycle))?.papers_at) return err(problem('papers-not-published'));
  const deputy = await deputyOf(trx, congress, caller.id);
  const mine = await writesFor(trx, caller, cycle, deputy);
  if (!mine.some((one) => one.id === wanted.delegation)) return err(problem('not-recorder'));
  const listed = await listCandidates(trx, congress, cycle);
  if (wanted.candidate && !listed.some((one) => one.id === wanted.candidate)) return err(problem('not-found'));
  const before = await commentRow(trx, caller, id);
  if (before && (before.cycle_id !== cycle || before.account_id !== caller.id)) return err(problem('conflict'));
  const { delegation, candidate, text } = wanted;
  // What a deputy types is the deputy's own word; a recorder names who spoke.
  const speaker = wanted.speaker || (deputy ? caller.name : '');
  const values = { delegation_id: delegation, candidate_id: candidate, speaker, text };
  await trx
    .insertInto('deliberation_comment')
    .values({ congress_id: congress, id, cycle_id: cycle, account_id: caller.id, ...values })
    .onConflict((conflict) => conflict.columns(['congress_id', 'id']).doUpdateSet(values))
    .execute();
  await recordChange(trx, congress, caller, {
    kind: 'deliberation',
    subject: id,
    act: before ? '更正意见' : '记录意见',
    before: before ? { speaker: before.speaker, text: before.text } : null,
    after: { speaker, text },
  });
  return ok(undefined);
}

/** Takes a comment back: whoever wrote it until the list is frozen, presidium staff at any time. */
export async function withdrawComment(
  trx: Transaction,
  caller: Caller,
  cycle: CycleId,
  id: CommentId,
  reason: string,
): Promise<Result<void, Problem>> {
  const before = await commentRow(trx, caller, id);
  if (before?.cycle_id !== cycle) return err(problem('not-found'));
  if (before.account_id !== caller.id && caller.role !== 'presidium') return err(problem('not-recorder'));
  if (before.withdrawn === reason) return ok(undefined);
  const gate = await gateOf(trx, caller.congress, cycle);
  if (caller.role !== 'presidium' && (gate === 'frozen' || gate === 'ballot')) return err(problem('comments-closed'));
  await trx
    .updateTable('deliberation_comment')
    .set({ withdrawn: reason })
    .where('congress_id', '=', caller.congress)
    .where('id', '=', id)
    .execute();
  await recordChange(trx, caller.congress, caller, {
    kind: 'deliberation',
    subject: id,
    act: '撤回意见',
    reason,
    before: { withdrawn: before.withdrawn },
    after: { withdrawn: reason },
  });
  return ok(undefined);
}

const commentRow = (trx: Transaction, caller: Caller, id: CommentId) =>
  trx
    .selectFrom('deliberation_comment')
    .selectAll()
    .where('congress_id', '=', caller.congress)
    .where('id', '=', id)
    .executeTakeFirst();

import type { Candidate } from '../../core/contract/congress.ts';
import type { StoredFile } from '../../core/contract/files.ts';
import { type Problem, problem } from '../../core/contract/problems.ts';
import type { SheetForm } from '../../core/contract/shortlisting.ts';
import type { CandidateId, CongressId, CycleId, FileId, SuggestionId } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { type StandingAct, standingAfter, standingWords } from '../../core/shortlisting/standing.ts';
import { actorOf, append } from '../audit/append.ts';
import { listCategories } from '../collection/places-store.ts';
import { placesKnown } from '../collection/store.ts';
import { candidateElsewhere, lockLists, putCandidates } from '../congress/store.ts';
import type { Transaction } from '../database/pool.ts';
import { mayChange } from '../deliberation/gate.ts';
import { keepFile, type Prepared } from '../files/keep.ts';
import { recordChange } from '../history/record.ts';
import type { Caller } from '../http/caller.ts';
import { votesOf } from '../oversight/elected.ts';
import { carriedAs } from './reserve.ts';
import { candidateRows } from './store.ts';
import { answerSuggestions } from './work.ts';
import { putFile, putReserve, putSheet, putStanding } from './write-store.ts';

const plain = ({ code, title, content, place, budget, unit, finish }: SheetForm) => ({
  code,
  title,
  content,
  place,
  budget,
  unit,
  finish,
});

/** The written part of a sheet. */
export const written = (form: SheetForm) => {
  const { category, target, source, starts, feasibility, milestones } = form;
  return { ...plain(form), category, target, source, starts, feasibility, milestones };
};

/** The same for the history, in words. */
export const inHistory = (form: SheetForm, category: string | null) => ({
  ...written(form),
  category: category ?? '',
  milestones: form.milestones.map(({ by, text }) => `${by} ${text}`).join('；'),
});

/** Writes a candidate's sheet under the client's id, at the end of the list if it is new, and joins suggestions to it. */
export async function saveSheet(
  trx: Transaction,
  caller: Caller,
  cycle: CycleId,
  id: CandidateId,
  { merge, ...form }: SheetForm & { merge?: SuggestionId[] | undefined },
): Promise<Result<void, Problem>> {
  const { congress } = caller;
  await lockLists(trx, congress);
  const free = await mayChange(trx, congress, cycle);
  if (!free.ok) return free;
  if (await candidateElsewhere(trx, congress, cycle, id)) return err(problem('conflict'));
  if (!(await placesKnown(trx, congress, null, form.category))) return err(problem('not-found'));
  const all = await candidateRows(trx, congress, cycle);
  const before = all.find((one) => one.id === id);
  const listed = all.filter(({ standing }) => standing === 'listed');
  if ((before?.standing ?? 'listed') === 'listed' && listed.some((one) => one.code === form.code && one.id !== id))
    return err(problem('code-taken', { code: form.code }));
  const position = before?.position ?? Math.max(-1, ...all.map((one) => one.position)) + 1;
  const candidate: Candidate = { id, ...plain(form), position };
  if (!before || JSON.stringify(written(before)) !== JSON.stringify(written(form))) {
    await putCandidates(trx, congress, cycle, [candidate]);
    await putSheet(trx, congress, id, form);
    const categories = await listCategories(trx, congress);
    await recordChange(trx, congress, caller, {
      kind: 'candidate',
      subject: id,
      act: before ? '修改' : '新建',
      before: before ? inHistory(before, before.categoryName) : null,
      after: inHistory(form, categories.find(({ id }) => id === form.category)?.name ?? null),
    });
    await append(trx, congress, actorOf(caller), {
      kind: 'candidate-saved',
      subject: { type: 'candidate', id },
      detail: { code: form.code, title: form.title },
    });
  }
  if (!merge?.length) return ok(undefined);
  return answerSuggestions(trx, caller, cycle, { suggestions: merge, answer: { kind: 'merged', candidate: id } });
}

/** Takes a candidate off the list, puts it into the reserve bank or lists it again; the suggestions merged into it read the reason. */
export async function stand(
  trx: Transaction,
  caller: Caller,
  cycle: CycleId,
  id: CandidateId,
  act: Exclude<StandingAct, 'withdraw'>,
  reason: string,
): Promise<Result<void, Problem>> {
  const { congress } = caller;
  await lockLists(trx, congress);
  const free = await mayChange(trx, congress, cycle);
  if (!free.ok) return free;
  return changeStanding(trx, caller, cycle, id, act, reason);
}

/** The same without asking whether the list can still be changed: for the presidium's consent to a withdrawal. */
export async function changeStanding(
  trx: Transaction,
  caller: Caller,
  cycle: CycleId,
  id: CandidateId,
  act: StandingAct,
  reason: string,
): Promise<Result<void, Problem>> {
  const { congress } = caller;
  const all = await candidateRows(trx, congress, cycle);
  const candidate = all.find((one) => one.id === id);
  if (!candidate) return err(problem('not-found'));
  const to = standingAfter(act, candidate.standing, reason);
  if (!to.ok) return to;
  const why = act === 'list' ? '' : reason;
  if (to.value === candidate.standing && why === candidate.standingReason) return ok(undefined);
  const taken = all.some((one) => one.standing === 'listed' && one.code === candidate.code && one.id !== id);
  if (to.value === 'listed' && taken) return err(problem('code-taken', { code: candidate.code }));
  await putStanding(trx, congress, id, to.value, why);
  await putReserve(trx, congress, id, act === 'reserve' ? reason : '');
  await recordChange(trx, congress, caller, {
    kind: 'candidate',
    subject: id,
    act: { list: '重新列入', reject: '不列入', reserve: '转入储备库', withdraw: '撤回' }[act],
    reason: why,
    before: { standing: standingWords[candidate.standing].zh },
    after: { standing: standingWords[to.value].zh },
  });
  await append(trx, congress, actorOf(caller), {
    kind: 'candidate-standing',
    subject: { type: 'candidate', id },
    detail: { code: candidate.code, title: candidate.title, standing: to.value, reason: why },
  });
  return ok(undefined);
}

/** Keeps a candidate that was not elected for later years, once the result is published; no reason: no longer, unless it was brought into one. */
export async function bank(
  trx: Transaction,
  caller: Caller,
  cycle: CycleId,
  id: CandidateId,
  reason: string,
): Promise<Result<void, Problem>> {
  const candidate = (await candidateRows(trx, caller.congress, cycle)).find((one) => one.id === id);
  if (!candidate) return err(problem('not-found'));
  const words = standingWords[candidate.standing];
  if (candidate.standing !== 'listed')
    return err(problem('candidate-standing', { state: words.zh, stateEn: words.en }));
  const vote = (await votesOf(trx, caller.congress, cycle)).get(candidate.code);
  if (!vote) return err(problem('bank-before-result'));
  if (vote.elected) return err(problem('candidate-elected'));
  if (reason === candidate.reserveReason) return ok(undefined);
  if (reason === '' && (await carriedAs(trx, caller.congress, 'candidate', id))) return err(problem('carried-already'));
  await putReserve(trx, caller.congress, id, reason);
  await recordChange(trx, caller.congress, caller, {
    kind: 'candidate',
    subject: id,
    act: reason ? '转入储备库' : '移出储备库',
    reason,
    before: { reserve: candidate.reserveReason },
    after: { reserve: reason },
  });
  return ok(undefined);
}

/** Puts an upload on a candidate's sheet, or takes it off. */
export async function attach(
  trx: Transaction,
  caller: Caller,
  cycle: CycleId,
  id: CandidateId,
  file: FileId,
  prepared: Prepared,
): Promise<Result<StoredFile, Problem>> {
  const free = await mayAttach(trx, caller.congress, cycle, id);
  if (!free.ok) return free;
  const kept = await keepFile(trx, caller.congress, caller.id, file, 'candidate', prepared);
  if (!kept.ok) return kept;
  if (await putFile(trx, caller.congress, id, file))
    await recordChange(trx, caller.congress, caller, {
      kind: 'candidate',
      subject: id,
      act: '添加附件',
      after: { file: kept.value.name },
    });
  return kept;
}

export async function detach(
  trx: Transaction,
  caller: Caller,
  cycle: CycleId,
  id: CandidateId,
  file: FileId,
): Promise<Result<void, Problem>> {
  const free = await mayAttach(trx, caller.congress, cycle, id);
  if (!free.ok) return free;
  const known = await trx
    .updateTable('candidate_file')
    .set({ removed: true })
    .where('congress_id', '=', caller.congress)
    .where('candidate_id', '=', id)
    .where('file_id', '=', file)
    .where('removed', '=', false)
    .executeTakeFirst();
  if (known.numUpdatedRows > 0n)
    await recordChange(trx, caller.congress, caller, {
      kind: 'candidate',
      subject: id,
      act: '移除附件',
      after: { file },
    });
  return ok(undefined);
}

async function mayAttach(
  trx: Transaction,
  congress: CongressId,
  cycle: CycleId,
  id: CandidateId,
): Promise<Result<void, Problem>> {
  await lockLists(trx, congress);
  const free = await mayChange(trx, congress, cycle);
  if (!free.ok) return free;
  return (await candidateRows(trx, congress, cycle)).some((one) => one.id === id)
    ? ok(undefined)
    : err(problem('not-found'));
}

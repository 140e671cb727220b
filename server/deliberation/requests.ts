import { randomUUID } from 'node:crypto';
import type { AmendedValues } from '../../core/contract/deliberation.ts';
import { type Problem, problem } from '../../core/contract/problems.ts';
import { changesOf, type RequestAct, requestAfter, signaturesNeeded } from '../../core/deliberation/deliberation.ts';
import type { CandidateId, CycleId, DeputyId, RequestId } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { nextCode } from '../../core/shortlisting/standing.ts';
import { actorOf, append } from '../audit/append.ts';
import { findDeputy, listCandidates, lockLists, putCandidates } from '../congress/store.ts';
import type { Transaction } from '../database/pool.ts';
import { recordChange } from '../history/record.ts';
import type { Caller } from '../http/caller.ts';
import { deputyOf, findCongress } from '../identity/store.ts';
import { changeStanding } from '../shortlisting/sheets.ts';
import { candidateRows } from '../shortlisting/store.ts';
import { mayDecide } from './gate.ts';
import { deliberationRow } from './store.ts';

const valuesOf = ({ title, content, place, budget, unit, finish }: AmendedValues): AmendedValues => ({
  title,
  content,
  place,
  budget,
  unit,
  finish,
});

const requestRow = (trx: Transaction, caller: Caller, id: RequestId) =>
  trx
    .selectFrom('deliberation_request')
    .selectAll()
    .where('congress_id', '=', caller.congress)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
type Row = NonNullable<Awaited<ReturnType<typeof requestRow>>>;

/** Nothing is asked before the deputies have the papers, and nothing after the list is frozen. */
async function begin(trx: Transaction, caller: Caller, cycle: CycleId): Promise<Result<void, Problem>> {
  await lockLists(trx, caller.congress);
  const free = await mayDecide(trx, caller.congress, cycle);
  if (!free.ok) return free;
  const row = await deliberationRow(trx, caller.congress, cycle);
  return row?.papers_at ? ok(undefined) : err(problem('papers-not-published'));
}

/** The deputy whose account this is, in office. */
async function serving(trx: Transaction, caller: Caller): Promise<Result<DeputyId, Problem>> {
  const id = await deputyOf(trx, caller.congress, caller.id);
  const deputy = id && (await findDeputy(trx, caller.congress, id));
  return deputy?.inOffice ? ok(deputy.id) : err(problem('deputy-not-serving'));
}

/** Asks the presidium to change a candidate. */
export async function amend(
  trx: Transaction,
  caller: Caller,
  cycle: CycleId,
  id: RequestId,
  wanted: { candidate: CandidateId; after: AmendedValues; reason: string },
): Promise<Result<void, Problem>> {
  const begun = await begin(trx, caller, cycle);
  if (!begun.ok) return begun;
  const candidate = (await listCandidates(trx, caller.congress, cycle)).find((one) => one.id === wanted.candidate);
  if (!candidate) return err(problem('not-found'));
  const before = valuesOf(candidate);
  const after = valuesOf(wanted.after);
  if (changesOf(before, after).length === 0) return err(problem('nothing-changes'));
  return ask(trx, caller, cycle, id, {
    ...{ kind: 'amendment', state: 'asked', candidate: candidate.id, code: candidate.code, title: candidate.title },
    ...{ before, after, reason: wanted.reason, deputy: null },
  });
}

/** The proposer asks to withdraw a candidate. */
export async function askWithdrawal(
  trx: Transaction,
  caller: Caller,
  cycle: CycleId,
  id: RequestId,
  wanted: { candidate: CandidateId; reason: string },
): Promise<Result<void, Problem>> {
  const begun = await begin(trx, caller, cycle);
  if (!begun.ok) return begun;
  const candidate = (await listCandidates(trx, caller.congress, cycle)).find((one) => one.id === wanted.candidate);
  if (!candidate) return err(problem('not-found'));
  return ask(trx, caller, cycle, id, {
    ...{ kind: 'withdrawal', state: 'asked', candidate: candidate.id, code: candidate.code, title: candidate.title },
    ...{ before: valuesOf(candidate), after: null, reason: wanted.reason, deputy: null },
  });
}

/** A deputy begins a joint motion to add a candidate; beginning it is signing it. */
export async function move(
  trx: Transaction,
  caller: Caller,
  cycle: CycleId,
  id: RequestId,
  wanted: { after: AmendedValues; reason: string },
): Promise<Result<void, Problem>> {
  const begun = await begin(trx, caller, cycle);
  if (!begun.ok) return begun;
  const deputy = await serving(trx, caller);
  if (!deputy.ok) return deputy;
  const made = await ask(trx, caller, cycle, id, {
    ...{ kind: 'motion', state: 'collecting', candidate: null, code: null, title: wanted.after.title },
    ...{ before: null, after: valuesOf(wanted.after), reason: wanted.reason, deputy: deputy.value },
  });
  if (made.ok) await putSignature(trx, caller, id, deputy.value, true);
  return made;
}

async function ask(
  trx: Transaction,
  caller: Caller,
  cycle: CycleId,
  id: RequestId,
  wanted: Pick<Row, 'kind' | 'state' | 'before' | 'after' | 'reason'> & {
    candidate: CandidateId | null;
    code: string | null;
    title: string;
    deputy: DeputyId | null;
  },
): Promise<Result<void, Problem>> {
  const known = await requestRow(trx, caller, id);
  if (known)
    return known.account_id === caller.id && known.cycle_id === cycle ? ok(undefined) : err(problem('conflict'));
  const { kind, state, candidate, before, after, reason, deputy } = wanted;
  await trx
    .insertInto('deliberation_request')
    .values({
      ...{ congress_id: caller.congress, id, cycle_id: cycle, kind, state, candidate_id: candidate, reason },
      ...{ before: before && JSON.stringify(before), after: after && JSON.stringify(after) },
      ...{ account_id: caller.id, deputy_id: deputy, decided_at: null, decided_by: null },
    })
    .execute();
  await recordChange(trx, caller.congress, caller, {
    kind: 'deliberation',
    subject: id,
    act: { amendment: '提请修改', withdrawal: '提请撤回', motion: '联名提出' }[kind],
    reason,
    before: before && { ...before },
    after: after && { ...after },
  });
  // A joint motion is before the presidium only when it is handed in.
  if (state === 'asked')
    await append(trx, caller.congress, actorOf(caller), {
      kind: 'deliberation-asked',
      subject: { type: 'cycle', id: cycle },
      detail: { request: kind, code: wanted.code, title: wanted.title, signatures: null },
    });
  return ok(undefined);
}

async function putSignature(
  trx: Transaction,
  caller: Caller,
  request: RequestId,
  deputy: DeputyId,
  signed: boolean,
): Promise<void> {
  const key = { congress_id: caller.congress, request_id: request, deputy_id: deputy };
  if (signed)
    await trx
      .insertInto('joint_signature')
      .values(key)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  else
    await trx
      .deleteFrom('joint_signature')
      .where('congress_id', '=', caller.congress)
      .where('request_id', '=', request)
      .where('deputy_id', '=', deputy)
      .execute();
}

async function signedBy(trx: Transaction, caller: Caller, request: RequestId): Promise<number> {
  const { count } = await trx
    .selectFrom('joint_signature')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('congress_id', '=', caller.congress)
    .where('request_id', '=', request)
    .executeTakeFirstOrThrow();
  return count;
}

/** A deputy signs a joint motion by their own account, or takes the signature back while it collects. */
export async function sign(
  trx: Transaction,
  caller: Caller,
  cycle: CycleId,
  id: RequestId,
  signed: boolean,
): Promise<Result<void, Problem>> {
  const begun = await begin(trx, caller, cycle);
  if (!begun.ok) return begun;
  const deputy = await serving(trx, caller);
  if (!deputy.ok) return deputy;
  const row = await requestRow(trx, caller, id);
  if (row?.cycle_id !== cycle || row.kind !== 'motion') return err(problem('not-found'));
  const state = requestAfter(signed ? 'sign' : 'unsign', row.state);
  if (!state.ok) return state;
  await putSignature(trx, caller, id, deputy.value, signed);
  await recordChange(trx, caller.congress, caller, {
    kind: 'deliberation',
    subject: id,
    act: signed ? '联名' : '撤回联名',
    after: { deputy: caller.name },
  });
  return ok(undefined);
}

/** Hands a joint motion with enough signatures to the presidium. */
export async function submit(
  trx: Transaction,
  caller: Caller,
  cycle: CycleId,
  id: RequestId,
): Promise<Result<void, Problem>> {
  const begun = await begin(trx, caller, cycle);
  if (!begun.ok) return begun;
  const row = await requestRow(trx, caller, id);
  if (row?.cycle_id !== cycle || row.kind !== 'motion') return err(problem('not-found'));
  if (row.account_id !== caller.id) return err(problem('not-yours'));
  if (row.state === 'asked') return ok(undefined);
  const needed = signaturesNeeded((await findCongress(trx, caller.congress))?.level ?? 'town');
  const signed = await signedBy(trx, caller, id);
  if (row.state === 'collecting' && signed < needed) return err(problem('signatures-missing', { needed, signed }));
  const done = await advance(trx, caller, row, 'submit');
  if (done.ok)
    await append(trx, caller.congress, actorOf(caller), {
      kind: 'deliberation-asked',
      subject: { type: 'cycle', id: cycle },
      detail: { request: 'motion', code: null, title: row.after?.title ?? '', signatures: signed },
    });
  return done;
}

/** Whoever made a request takes it back before it is decided. */
export async function drop(
  trx: Transaction,
  caller: Caller,
  cycle: CycleId,
  id: RequestId,
): Promise<Result<void, Problem>> {
  const row = await requestRow(trx, caller, id);
  if (row?.cycle_id !== cycle) return err(problem('not-found'));
  if (row.account_id !== caller.id) return err(problem('not-yours'));
  return row.state === 'dropped' ? ok(undefined) : advance(trx, caller, row, 'drop');
}

/** The presidium's decision; what is accepted takes effect in the same transaction. */
export async function decide(
  trx: Transaction,
  caller: Caller,
  cycle: CycleId,
  id: RequestId,
  { accept, note }: { accept: boolean; note: string },
): Promise<Result<void, Problem>> {
  const begun = await begin(trx, caller, cycle);
  if (!begun.ok) return begun;
  const row = await requestRow(trx, caller, id);
  if (row?.cycle_id !== cycle) return err(problem('not-found'));
  if (row.state === (accept ? 'accepted' : 'refused')) return ok(undefined);
  if (!accept && note === '') return err(problem('reason-needed'));
  const done = await advance(trx, caller, row, accept ? 'accept' : 'refuse', note);
  if (!done.ok) return done;
  if (accept) {
    const effect = await takeEffect(trx, caller, cycle, row);
    if (!effect.ok) return effect;
  }
  await append(trx, caller.congress, actorOf(caller), {
    kind: 'deliberation-decided',
    subject: { type: 'cycle', id: cycle },
    detail: {
      request: row.kind,
      code: null,
      title: row.after?.title ?? row.before?.title ?? '',
      accepted: accept,
      note,
    },
  });
  return ok(undefined);
}

async function advance(
  trx: Transaction,
  caller: Caller,
  row: Row,
  act: RequestAct,
  note = '',
): Promise<Result<void, Problem>> {
  const state = requestAfter(act, row.state);
  if (!state.ok) return state;
  const decided = act === 'accept' || act === 'refuse';
  await trx
    .updateTable('deliberation_request')
    .set({
      state: state.value,
      ...(decided ? { decided_at: new Date(), decided_by: caller.id, decision_note: note } : {}),
    })
    .where('congress_id', '=', caller.congress)
    .where('id', '=', row.id)
    .execute();
  await recordChange(trx, caller.congress, caller, {
    kind: 'deliberation',
    subject: row.id,
    act: { accept: '主席团同意', refuse: '主席团未同意', drop: '撤销', submit: '提交主席团', sign: '', unsign: '' }[
      act
    ],
    reason: note,
    before: { state: row.state },
    after: { state: state.value },
  });
  return ok(undefined);
}

async function takeEffect(trx: Transaction, caller: Caller, cycle: CycleId, row: Row): Promise<Result<void, Problem>> {
  const { congress } = caller;
  const list = await listCandidates(trx, congress, cycle);
  if (row.kind === 'withdrawal') return changeStanding(trx, caller, cycle, row.candidate_id!, 'withdraw', row.reason);
  const after = row.after!;
  if (row.kind === 'amendment') {
    const candidate = list.find(({ id }) => id === row.candidate_id);
    if (!candidate || changesOf(valuesOf(candidate), row.before!).length > 0) return err(problem('amendment-stale'));
    await putCandidates(trx, congress, cycle, [{ ...candidate, ...after }]);
    await recordChange(trx, congress, caller, {
      kind: 'candidate',
      subject: candidate.id,
      act: '审议修改',
      reason: row.reason,
      before: { ...row.before! },
      after: { ...after },
    });
    return ok(undefined);
  }
  const all = await candidateRows(trx, congress, cycle);
  const id = randomUUID() as CandidateId;
  const code = nextCode(all.map((one) => one.code));
  const position = Math.max(-1, ...all.map((one) => one.position)) + 1;
  await putCandidates(trx, congress, cycle, [{ id, code, ...after, position }]);
  await trx
    .updateTable('deliberation_request')
    .set({ candidate_id: id })
    .where('congress_id', '=', congress)
    .where('id', '=', row.id)
    .execute();
  await recordChange(trx, congress, caller, {
    kind: 'candidate',
    subject: id,
    act: '代表联名提出，主席团决定列入',
    reason: row.reason,
    after: { code, ...after },
  });
  return ok(undefined);
}

import type { z } from 'zod';
import { type Problem, problem } from '../../core/contract/problems.ts';
import type {
  CandidateRow,
  CandidateWork,
  Shortlisting,
  SuggestionWork,
  shortlisting,
  WorkRow,
} from '../../core/contract/shortlisting.ts';
import type { CandidateId, CategoryId, CongressId, CycleId, SuggestionId } from '../../core/ids.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { type Findings, findingInWords, type Point, points, pointWords } from '../../core/shortlisting/screening.ts';
import { standingWords } from '../../core/shortlisting/standing.ts';
import { actorOf, append } from '../audit/append.ts';
import { similarTo } from '../collection/similar-store.ts';
import { findSuggestion, placesKnown, suggestionsById } from '../collection/store.ts';
import { findCycle } from '../cycle/store.ts';
import type { Transaction } from '../database/pool.ts';
import { gateOf } from '../deliberation/gate.ts';
import { describeFiles } from '../files/keep.ts';
import { recordChange } from '../history/record.ts';
import type { Caller } from '../http/caller.ts';
import { votesOf } from '../oversight/elected.ts';
import { seatsOf } from './facts.ts';
import {
  answersOf,
  candidateRows,
  countAnswers,
  filesOf,
  findingsOf,
  inCycle,
  likeTitle,
  mergedInto,
  settingsOf,
  workRows,
} from './store.ts';
import { clearAnswers, lockShortlisting, putAnswers, putCategory, putFindings } from './write-store.ts';

/** The year's candidates with their demand, money and decision, and what is left to answer. */
export async function seeShortlisting(
  trx: Transaction,
  congress: CongressId,
  cycle: CycleId,
): Promise<Result<Shortlisting, Problem>> {
  const year = await findCycle(trx, congress, cycle);
  if (!year) return err(problem('not-found'));
  const settings = await settingsOf(trx, congress, cycle);
  const candidates = await candidateRows(trx, congress, cycle);
  const [file] = settings?.decision_file ? await describeFiles(trx, congress, [settings.decision_file]) : [];
  return ok({
    year: year.year,
    stage: year.stage,
    closed: await gateOf(trx, congress, cycle),
    candidates,
    counts: await countAnswers(trx, congress, cycle),
    envelope: settings?.envelope ?? null,
    seatsSet: settings?.seats ?? null,
    seats: await seatsOf(trx, congress, cycle),
    unelected: await unelectedOf(trx, congress, cycle, candidates),
    decision: {
      on: settings?.decided_on ?? null,
      number: settings?.decision_number ?? '',
      body: settings?.decision_body ?? '',
      note: settings?.decision_note ?? '',
      file: file ?? null,
    },
  });
}

/** Listed candidates that the published ballot did not elect. */
async function unelectedOf(
  trx: Transaction,
  congress: CongressId,
  cycle: CycleId,
  candidates: readonly CandidateRow[],
): Promise<CandidateId[]> {
  const votes = await votesOf(trx, congress, cycle);
  return candidates
    .filter(({ standing, code }) => standing === 'listed' && votes.get(code)?.elected === false)
    .map(({ id }) => id);
}

/** Suggestions whose titles are like this one, with their answers. */
async function alike(
  trx: Transaction,
  congress: CongressId,
  cycle: CycleId,
  title: string,
  { except, most }: { except?: SuggestionId; most: number },
): Promise<(WorkRow & { likeness: number })[]> {
  const similar = await similarTo(trx, congress, cycle, title, { all: true, most, ...(except ? { except } : {}) });
  const rows = await workRows(
    trx,
    congress,
    similar.map(({ id }) => id),
  );
  return rows.map((row) => ({
    ...row,
    likeness: similar.find(({ id }) => id === row.suggestion.id)?.likeness ?? 0,
  }));
}

export async function seeSuggestion(
  trx: Transaction,
  congress: CongressId,
  cycle: CycleId,
  id: SuggestionId,
): Promise<Result<SuggestionWork, Problem>> {
  const suggestion = await findSuggestion(trx, congress, id);
  if (suggestion?.cycle !== cycle) return err(problem('not-found'));
  const { cycle: _, ...plain } = suggestion;
  return ok({
    suggestion: plain,
    answer: (await answersOf(trx, congress, [id])).get(id) ?? null,
    findings: await findingsOf(trx, congress, id),
    similar: await alike(trx, congress, cycle, plain.title, { except: id, most: 10 }),
    candidates: likeTitle(plain.title, await candidateRows(trx, congress, cycle)),
  });
}

export async function seeCandidate(
  trx: Transaction,
  congress: CongressId,
  cycle: CycleId,
  id: CandidateId,
): Promise<Result<CandidateWork, Problem>> {
  const candidate = (await candidateRows(trx, congress, cycle)).find((one) => one.id === id);
  if (!candidate) return err(problem('not-found'));
  const merged = await mergedInto(trx, congress, id);
  const similar = await alike(trx, congress, cycle, candidate.title, { most: 30 });
  return ok({
    candidate,
    findings: await findingsOf(trx, congress, id),
    suggestions: await suggestionsById(trx, congress, merged),
    files: await describeFiles(trx, congress, await filesOf(trx, congress, id)),
    similar: similar.filter(({ answer }) => answer === null),
  });
}

type Wanted = z.output<typeof shortlisting.answer.body>;

/** What an answer is in the history: in words, so that it is read without the program. */
const told = (answer: { kind: string; code?: string | null; reason?: string } | null) =>
  answer === null
    ? { answer: '' }
    : answer.kind === 'merged'
      ? { answer: `并入候选项目 ${answer.code}` }
      : { answer: answer.kind === 'reserve' ? '转入储备库' : '不列入', reason: answer.reason };

/** Answers suggestions of the cycle. The same again changes nothing; what was answered before stays in the history. */
export async function answerSuggestions(
  trx: Transaction,
  caller: Caller,
  cycle: CycleId,
  { suggestions, answer }: Wanted,
): Promise<Result<void, Problem>> {
  await lockShortlisting(trx, caller.congress);
  const gate = await gateOf(trx, caller.congress, cycle);
  if (gate === 'frozen' || gate === 'ballot') return err(problem(gate === 'frozen' ? 'list-frozen' : 'method-frozen'));
  const ids = [...new Set(suggestions)];
  if ((await inCycle(trx, caller.congress, cycle, ids)).length !== ids.length) return err(problem('not-found'));
  let code: string | null = null;
  if (answer.kind === 'merged') {
    const candidate = (await candidateRows(trx, caller.congress, cycle)).find(({ id }) => id === answer.candidate);
    if (!candidate) return err(problem('not-found'));
    const words = standingWords[candidate.standing];
    if (candidate.standing !== 'listed')
      return err(problem('candidate-standing', { state: words.zh, stateEn: words.en }));
    code = candidate.code;
  }
  const before = await answersOf(trx, caller.congress, ids);
  const candidate = answer.kind === 'merged' ? answer.candidate : null;
  const reason = answer.kind === 'rejected' || answer.kind === 'reserve' ? answer.reason : '';
  const changed = ids.filter((id) => {
    const was = before.get(id);
    return answer.kind === 'none'
      ? was !== undefined
      : was?.kind !== answer.kind || was.candidate !== candidate || was.reason !== reason;
  });
  if (changed.length === 0) return ok(undefined);
  if (answer.kind === 'none') await clearAnswers(trx, caller.congress, changed);
  else {
    const { kind } = answer;
    await putAnswers(
      trx,
      caller.congress,
      cycle,
      changed.map((suggestion) => ({ suggestion, kind, candidate, reason })),
    );
  }
  for (const id of changed)
    await recordChange(trx, caller.congress, caller, {
      kind: 'suggestion',
      subject: id,
      act: '初定处理',
      reason,
      before: told(before.get(id) ?? null),
      after: told(answer.kind === 'none' ? null : { kind: answer.kind, code, reason }),
    });
  await append(trx, caller.congress, actorOf(caller), {
    kind: 'suggestions-answered',
    subject: { type: 'cycle', id: cycle },
    detail: { answer: answer.kind, suggestions: changed.length, candidate: code },
  });
  return ok(undefined);
}

/** Puts suggestions into a category, or into none. */
export async function classify(
  trx: Transaction,
  caller: Caller,
  cycle: CycleId,
  suggestions: readonly SuggestionId[],
  category: CategoryId | null,
): Promise<Result<void, Problem>> {
  const ids = [...new Set(suggestions)];
  if ((await inCycle(trx, caller.congress, cycle, ids)).length !== ids.length) return err(problem('not-found'));
  if (!(await placesKnown(trx, caller.congress, null, category))) return err(problem('not-found'));
  const before = await suggestionsById(trx, caller.congress, ids);
  await putCategory(trx, caller.congress, ids, category);
  const after = await suggestionsById(trx, caller.congress, ids);
  for (const [i, { id, category: was }] of before.entries())
    await recordChange(trx, caller.congress, caller, {
      kind: 'suggestion',
      subject: id,
      act: '归类',
      before: { category: was ?? '' },
      after: { category: after[i]?.category ?? '' },
    });
  return ok(undefined);
}

/** Findings as the history keeps them: in words, only those that changed. */
const pointsInWords = (findings: Findings, changed: readonly Point[]) =>
  Object.fromEntries(changed.map((point) => [pointWords[point].zh, findingInWords(point, findings[point])]));

/** Keeps the tests and bars of a suggestion or a candidate of the cycle. */
export async function screen(
  trx: Transaction,
  caller: Caller,
  cycle: CycleId,
  subject: string,
  findings: Findings,
): Promise<Result<void, Problem>> {
  await lockShortlisting(trx, caller.congress);
  const gate = await gateOf(trx, caller.congress, cycle);
  if (gate === 'frozen' || gate === 'ballot') return err(problem(gate === 'frozen' ? 'list-frozen' : 'method-frozen'));
  const suggestion = (await inCycle(trx, caller.congress, cycle, [subject as SuggestionId])).length === 1;
  const known = suggestion || (await candidateRows(trx, caller.congress, cycle)).some(({ id }) => id === subject);
  if (!known) return err(problem('not-found'));
  const before = await findingsOf(trx, caller.congress, subject);
  const changed = points.filter(
    (point) => findingInWords(point, before[point]) !== findingInWords(point, findings[point]),
  );
  if (changed.length === 0) return ok(undefined);
  await putFindings(trx, caller.congress, subject, findings);
  await recordChange(trx, caller.congress, caller, {
    kind: suggestion ? 'suggestion' : 'candidate',
    subject,
    act: '筛选',
    before: pointsInWords(before, changed),
    after: pointsInWords(findings, changed),
  });
  return ok(undefined);
}

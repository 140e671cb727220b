import type { AttendanceSheet } from '../contract/attendance.ts';
import type { PublicResult } from '../contract/hall.ts';
import type { BallotRecord } from '../contract/rounds.ts';
import { dayOf } from '../day.ts';
import { ballotName } from '../rules/rounds.ts';
import type { Block } from './official.ts';
import { dateWords } from './words.ts';

/** What the session's documents are filled from: nothing but the record. */
export interface SessionRecord {
  readonly congress: { readonly name: string; readonly county: string };
  readonly session: { readonly name: string; readonly year: number; readonly rehearsal: boolean };
  /** The published ballots of the session in the order in which they were held; at least one. */
  readonly ballots: readonly [PublicResult, ...PublicResult[]];
}

export interface AttendanceRecord {
  readonly congress: { readonly name: string; readonly county: string };
  readonly session: { readonly name: string; readonly year: number; readonly rehearsal: boolean };
  readonly sheet: AttendanceSheet;
}

export const paragraph = (text: string): Block => ({ kind: 'paragraph', text });
export const heading = (level: 1 | 2 | 3, text: string): Block => ({ kind: 'heading', level, text });

/** Which ballot, in words: 项目票决, 再次票决 … */
export const nameOfBallot = ({ which }: Pick<PublicResult, 'which'>): string =>
  ballotName(which.kind, which.round, which.again).zh;

/** A ballot that was held: its result is public, or it was opened and then annulled. */
export type Held =
  | { readonly kind: 'counted'; readonly ballot: PublicResult }
  | { readonly kind: 'annulled'; readonly record: BallotRecord & { readonly openedAt: string } };

/** All that were held, in their order: those that were annulled are told as well as those that count. */
export function heldBallots(ballots: SessionRecord['ballots']): readonly Held[] {
  const annulled = ballots
    .at(-1)!
    .ballots.flatMap((record): Held[] =>
      record.state === 'annulled' && record.openedAt !== null
        ? [{ kind: 'annulled', record: { ...record, openedAt: record.openedAt } }]
        : [],
    );
  const counted = ballots.map((ballot): Held => ({ kind: 'counted', ballot }));
  const at = (one: Held) => (one.kind === 'counted' ? one.ballot : one.record).which.ordinal;
  return [...annulled, ...counted].sort((a, b) => at(a) - at(b));
}

/** What happened in a ballot that was annulled, and why it was; how many were for or against nobody says. */
export function annulledWords(record: BallotRecord): string {
  const counted =
    record.issued === null || record.returned === null
      ? ''
      : `发出选票${record.issued}张，收回${record.returned}张${record.returned > record.issued ? '，收回的选票多于发出的选票' : ''}。`;
  const reason = (record.annulledReason ?? '').replace(/[。；，\s]+$/u, '');
  return `${counted}该次票决作废，未公布得票${reason === '' ? '' : `，原因：${reason}`}。`;
}

/** The days on which the ballots were held: 2027年1月15日, or 1月15日至16日 in full. */
export function heldOn(ballots: readonly PublicResult[]): string {
  const days = [...new Set(ballots.map(({ openedAt }) => dayOf(openedAt)))].sort();
  const [first, last] = [days[0]!, days.at(-1)!];
  return first === last ? dateWords(first) : `${dateWords(first)}至${dateWords(last)}`;
}

/** The figures of one ballot as the scrutineers report them. */
export function figures(result: PublicResult) {
  const { attendance, result: outcome, presentAtClose } = result.outcome;
  const voided = attendance.void ?? 0;
  return {
    entitled: attendance.entitled,
    present: attendance.present,
    presentAtClose,
    quorum: outcome.quorum,
    issued: attendance.issued,
    returned: attendance.returned,
    void: voided,
    valid: attendance.returned - voided,
    notPressed: outcome.notPressed,
    seats: outcome.seats,
    passMark: outcome.passMark,
    filled: outcome.filled,
    isValid: outcome.validity.kind === 'valid',
  };
}

/** How many of them were papers beside the tablets; nothing where there were none. */
export function paperWords({ outcome: { attendance } }: PublicResult): string {
  const { paper } = attendance;
  if (!paper || paper.issued === 0) return '';
  return `其中纸质票发出${paper.issued}张，由两人分别录入${paper.entered}张${paper.void > 0 ? `，废票${paper.void}张` : ''}。`;
}

/** What elects, in words with its number. */
export function markWords(result: PublicResult): string {
  const { elected } = result.method;
  const { passMark } = result.outcome.result;
  switch (elected) {
    case 'majority-of-all':
      return `获得全体代表过半数赞成票（${passMark}票以上）`;
    case 'majority-of-present':
      return `获得到会代表过半数赞成票（${passMark}票以上）`;
    case 'plurality':
      return '得赞成票较多';
    default:
      return elected satisfies never;
  }
}

/**
 * Writes the totals of a ballot as a Pabulib .pb file. Votes are secret, so VOTES has its heading and no line, `num_votes` is the number of lines,
 * 0, and the totals stand in the `votes` column of PROJECTS, which the format has for them; `ballots_returned` says how many ballots there were.
 */
import type { PublicResult } from '../contract/hall.ts';
import { dayOf } from '../day.ts';
import { approvalLimit } from '../rules/method.ts';

/** A field quoted where it must be; a line break would end the record for simple readers. */
function field(value: string | number): string {
  const text = String(value).replace(/\s+/g, ' ').trim();
  return /[;"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
const line = (fields: readonly (string | number)[]): string => fields.map(field).join(';');
/** As the format writes dates. */
const dayFirst = (iso: string): string => dayOf(iso).split('-').reverse().join('.');

export function writePb(result: PublicResult): string {
  const { congress, session, projects, outcome, method } = result;
  const { attendance } = outcome;
  const sealed =
    result.medium === 'paper'
      ? 'Paper ballots: no individual ballots exist in electronic form.'
      : 'Individual ballots are encrypted and cannot be published.';
  const meta: [string, string | number][] = [
    ['description', `${session.name}: livelihood projects chosen by deputies. Totals only. ${sealed}`],
    ['country', 'China'],
    ['unit', `${congress.county}${congress.name}`],
    ['instance', result.uuid],
    ['num_projects', projects.length],
    ['num_votes', 0],
    // Money does not limit the choice: all candidates together.
    ['budget', projects.reduce((sum, { budget }) => sum + budget, 0)],
    ['vote_type', 'approval'],
    ['rule', 'unknown'],
    ['date_begin', dayFirst(result.openedAt)],
    ['date_end', dayFirst(result.closedAt)],
    ['min_length', 0],
    ['max_length', approvalLimit(method, projects.length)],
    ['language', 'zh'],
    ['ballots_returned', attendance.returned],
    ['deputies_entitled', attendance.entitled],
    ['seats', outcome.result.seats],
    ['pass_mark', outcome.result.passMark],
    [
      'comment',
      '#1: `votes` are the approvals of the official tally; VOTES is empty because the ballot is secret. #2: elected are those with the pass mark and the most approvals, up to `seats`; `budget` is the sum of all costs and limits nothing.' +
        (session.rehearsal ? ' #3: a rehearsal, no real vote.' : ''),
    ],
  ];
  const rows = new Map(outcome.result.projects.map((row) => [row.code, row]));
  return [
    'META',
    'key;value',
    ...meta.map(line),
    'PROJECTS',
    'project_id;cost;name;votes;selected;votes_against;votes_abstain',
    ...projects.map(({ code, budget, title }) => {
      const row = rows.get(code);
      return line([code, budget, title, row?.for ?? 0, row?.elected ? 1 : 0, row?.against ?? 0, row?.abstain ?? 0]);
    }),
    'VOTES',
    'voter_id;vote',
    '',
  ].join('\n');
}

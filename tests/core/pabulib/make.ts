/** Writes an election as .pb text, for tests that need files of any shape. */
export interface MadeElection {
  readonly projects: readonly { readonly id: string; readonly name: string }[];
  readonly votes: readonly (readonly string[])[];
  readonly maxLength?: number;
}

export interface Style {
  readonly newline: string;
  readonly mark: boolean;
  readonly quoteAll: boolean;
  /** Columns of VOTES in their order. */
  readonly columns: readonly ('voter_id' | 'vote' | 'note')[];
}

export function makePb(election: MadeElection, style: Style): string {
  const cell = (text: string) => (style.quoteAll || /[;"\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const line = (cells: readonly string[]) => cells.map(cell).join(';');
  const lines = [
    'META',
    line(['key', 'value']),
    line(['vote_type', 'approval']),
    line(['num_votes', `${election.votes.length}`]),
  ];
  if (election.maxLength !== undefined) lines.push(line(['max_length', `${election.maxLength}`]));
  lines.push('PROJECTS', line(['project_id', 'cost', 'name']));
  for (const { id, name } of election.projects) lines.push(line([id, '100', name]));
  lines.push('VOTES', line(style.columns));
  election.votes.forEach((vote, index) => {
    const values = { voter_id: `v${index}`, vote: vote.join(','), note: 'x;y' };
    lines.push(line(style.columns.map((column) => values[column])));
  });
  return (style.mark ? '\ufeff' : '') + lines.join(style.newline) + style.newline;
}

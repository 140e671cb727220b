-- Shortlisting (初定): what each suggestion was answered, how suggestions and candidates were screened, the sheet of a candidate, the decision.

-- Candidates that are not on the list are kept with their reason; a code may be given again to one that is.
alter table candidate add column standing text not null default 'listed'
  check (standing in ('listed', 'rejected', 'reserve', 'withdrawn'));
alter table candidate add column standing_reason text not null default '';
alter table candidate add constraint candidate_off_list_reason check (standing = 'listed' or standing_reason <> '');
alter table candidate drop constraint candidate_congress_id_cycle_id_code_key;
create unique index candidate_code on candidate (congress_id, cycle_id, code) where standing = 'listed';

-- What of a candidate is not on the ballot paper. A candidate without a row has none of it.
create table candidate_sheet (
  congress_id uuid not null,
  candidate_id uuid not null,
  category_id uuid,
  target text not null default '',
  -- where the money comes from
  source text not null default '',
  starts date,
  feasibility text not null default '',
  -- [{ "by": "yyyy-mm-dd", "text": … }]
  milestones jsonb not null default '[]',
  -- why it is in the reserve bank; empty: it is not
  reserve_reason text not null default '',
  -- the candidate of an earlier cycle that it was in the reserve bank
  carried_from uuid,
  primary key (congress_id, candidate_id),
  foreign key (congress_id, candidate_id) references candidate on delete cascade,
  foreign key (congress_id, category_id) references category,
  foreign key (congress_id, carried_from) references candidate
);
create unique index candidate_carried on candidate_sheet (congress_id, carried_from) where carried_from is not null;
create unique index suggestion_carried on suggestion (congress_id, carried_from) where carried_from is not null;

create table candidate_file (
  congress_id uuid not null,
  candidate_id uuid not null,
  file_id uuid not null,
  -- taken off the sheet again; the file itself stays
  removed boolean not null default false,
  primary key (congress_id, candidate_id, file_id),
  foreign key (congress_id, candidate_id) references candidate on delete cascade,
  foreign key (congress_id, file_id) references file
);

-- The answer to each suggestion; one without a row has none yet.
create table suggestion_answer (
  congress_id uuid not null,
  suggestion_id uuid not null,
  cycle_id uuid not null,
  kind text not null check (kind in ('merged', 'rejected', 'reserve')),
  candidate_id uuid,
  reason text not null default '',
  primary key (congress_id, suggestion_id),
  check ((kind = 'merged') = (candidate_id is not null)),
  check (kind = 'merged' or reason <> ''),
  foreign key (congress_id, suggestion_id) references suggestion,
  foreign key (congress_id, cycle_id) references cycle,
  foreign key (congress_id, candidate_id) references candidate
);
create index suggestion_answer_candidate on suggestion_answer (congress_id, candidate_id) where candidate_id is not null;
create index suggestion_answer_cycle on suggestion_answer (congress_id, cycle_id, kind);

-- The seven tests and three bars, of a suggestion or a candidate.
create table screening (
  congress_id uuid not null references congress,
  subject uuid not null,
  findings jsonb not null,
  primary key (congress_id, subject)
);

create table shortlisting (
  congress_id uuid not null,
  cycle_id uuid not null,
  -- the year's money (年度资金盘子) in yuan; null: not set
  envelope bigint check (envelope >= 0),
  -- null: as the session's method says
  seats integer check (seats between 1 and 1000),
  -- the party committee's decision
  decided_on date,
  decision_number text not null default '',
  decision_body text not null default '',
  decision_note text not null default '',
  decision_file uuid,
  primary key (congress_id, cycle_id),
  foreign key (congress_id, cycle_id) references cycle,
  foreign key (congress_id, decision_file) references file
);

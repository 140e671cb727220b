-- Oversight (实施、监督) and change (调整): elected candidates become projects; plans, reports, inspections, problems and opinions, changes,
-- and what citizens say. Nothing is deleted: what was wrong is withdrawn with its reason.

create table project (
  congress_id uuid not null,
  id uuid not null,
  cycle_id uuid not null,
  candidate_id uuid not null,
  position integer not null,
  -- as it was voted, then as changes (调整) left it
  code text not null,
  title text not null,
  content text not null,
  place text not null,
  budget bigint not null check (budget >= 0),
  unit text not null,
  finish date,
  state text not null default 'underway' check (state in ('underway', 'paused', 'ended')),
  -- made from a published result; otherwise by staff of a town that starts in mid-year
  elected boolean not null,
  -- shown on the congress's public page
  published boolean not null,
  -- null: no implementation plan yet
  plan jsonb,
  -- accounts of the responsible unit; empty: every account of the government may report
  reporters uuid[] not null default '{}',
  primary key (congress_id, id),
  unique (congress_id, candidate_id),
  foreign key (congress_id, cycle_id) references cycle,
  foreign key (congress_id, candidate_id) references candidate
);
create index project_cycle on project (congress_id, cycle_id);

-- The year's supervision plan: few and precise topics by quarter.
create table supervision_topic (
  congress_id uuid not null,
  id uuid not null,
  cycle_id uuid not null,
  quarter integer not null check (quarter between 1 and 4),
  topic text not null,
  method text not null check (method in ('inspection', 'report', 'enforcement', 'appraisal')),
  projects uuid[] not null,
  withdrawn_reason text not null default '',
  primary key (congress_id, id),
  foreign key (congress_id, cycle_id) references cycle
);
create index supervision_topic_cycle on supervision_topic (congress_id, cycle_id);

-- Progress reports of the unit and inspection records of the presidium.
create table project_record (
  congress_id uuid not null,
  id uuid not null,
  project_id uuid not null,
  kind text not null check (kind in ('report', 'inspection')),
  -- number among the project's records, in the order in which they were made
  number integer not null,
  on_day date not null,
  content text not null,
  -- of an inspection: who took part
  people text not null default '',
  -- of a report: yuan paid up to that day, and the steps of the plan that are done
  spent bigint check (spent >= 0),
  done uuid[] not null default '{}',
  topic_id uuid,
  published boolean not null default false,
  withdrawn_reason text not null default '',
  account_id uuid not null,
  made_at timestamptz not null default now(),
  primary key (congress_id, id),
  unique (congress_id, project_id, number),
  foreign key (congress_id, project_id) references project,
  foreign key (congress_id, topic_id) references supervision_topic,
  foreign key (congress_id, account_id) references account
);

-- Photos of records, answers and citizens' reports.
create table oversight_photo (
  congress_id uuid not null,
  subject_id uuid not null,
  position integer not null,
  file_id uuid not null,
  phase text not null check (phase in ('before', 'during', 'after')),
  caption text not null default '',
  primary key (congress_id, subject_id, position),
  foreign key (congress_id, file_id) references file
);

-- What supervision follows until it is closed.
create table oversight_matter (
  congress_id uuid not null,
  id uuid not null,
  project_id uuid not null,
  kind text not null check (kind in ('problem', 'opinion')),
  -- number among the congress's problems, or opinions
  number integer not null,
  content text not null,
  owner text not null,
  due date not null,
  record_id uuid,
  citizen_report_id uuid,
  state text not null default 'open' check (state in ('open', 'answered', 'closed', 'withdrawn')),
  answer text not null default '',
  answered_on date,
  -- of closing, returning or withdrawing
  note text not null default '',
  closed_on date,
  raised_on date not null,
  primary key (congress_id, id),
  unique (congress_id, kind, number),
  foreign key (congress_id, project_id) references project,
  foreign key (congress_id, record_id) references project_record
);
create index oversight_matter_project on oversight_matter (congress_id, project_id);

create table project_change (
  congress_id uuid not null,
  id uuid not null,
  project_id uuid not null,
  kind text not null check (kind in ('content', 'pause', 'resume', 'end')),
  cause text not null check (cause in ('force-majeure', 'policy', 'land', 'money', 'other')),
  reason text not null,
  -- what is asked for; null: stays as it is
  content text,
  finish date,
  budget bigint check (budget >= 0),
  -- as it was when the change was approved
  before jsonb,
  file_id uuid,
  state text not null default 'requested' check (state in ('requested', 'approved', 'refused', 'withdrawn', 'noticed', 'reported')),
  requested_on date not null,
  decided_on date,
  -- the body that decided, as the record calls it
  decided_by text not null default '',
  decision_number text not null default '',
  decision_file_id uuid,
  note text not null default '',
  notice_on date,
  notice_number text not null default '',
  reported_on date,
  primary key (congress_id, id),
  foreign key (congress_id, project_id) references project,
  foreign key (congress_id, file_id) references file,
  foreign key (congress_id, decision_file_id) references file
);
-- One request at a time.
create unique index project_change_open on project_change (congress_id, project_id) where state = 'requested';

-- 反映情况: not public; staff look, answer, or put it on the problem list.
create table citizen_report (
  congress_id uuid not null,
  id uuid not null,
  project_id uuid not null,
  receipt text not null unique,
  number integer not null,
  content text not null,
  phone text not null default '',
  state text not null default 'received' check (state in ('received', 'listed', 'answered')),
  answer text not null default '',
  made_on date not null,
  answered_on date,
  primary key (congress_id, id),
  unique (congress_id, number),
  foreign key (congress_id, project_id) references project
);
alter table oversight_matter add foreign key (congress_id, citizen_report_id) references citizen_report;

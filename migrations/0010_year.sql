-- The year around the ballot (domain.md section 2): where a cycle stands, its deadlines, uploaded files, and the history of every object.

-- null: the year's workflow is not kept here, only the ballot.
alter table cycle add column stage text check (stage in (
  'collection', 'shortlisting', 'deliberation', 'ballot', 'publication', 'oversight', 'evaluation', 'rectification', 'closed'
));

-- One row per stage that has a deadline or was entered.
create table cycle_stage (
  congress_id uuid not null,
  cycle_id uuid not null,
  stage text not null,
  deadline date,
  entered_at timestamptz,
  entered_by uuid,
  -- what whoever entered it noted: with conditions not met, why it was entered all the same
  note text not null default '',
  primary key (congress_id, cycle_id, stage),
  foreign key (congress_id, cycle_id) references cycle,
  foreign key (congress_id, entered_by) references account
);

-- The accounts of deputies: for suggestions, papers and signatures, never for a vote.
alter table account add column deputy_id uuid;
alter table account add foreign key (congress_id, deputy_id) references deputy;
create unique index account_deputy on account (congress_id, deputy_id) where deputy_id is not null;

-- Uploaded files: in the database, so that they are backed up with it, seen by every server process, and out of the web's root.
create table file (
  congress_id uuid not null references congress,
  id uuid not null,
  -- what it was uploaded for, e.g. 'suggestion'
  purpose text not null,
  name text not null,
  type text not null,
  size integer not null,
  -- of what was uploaded, so that a repeated upload is told from another file
  source_sha256 text not null,
  -- of what is kept
  sha256 text not null,
  body bytea not null,
  -- anybody may read it
  published boolean not null default false,
  account_id uuid,
  created_at timestamptz not null default now(),
  primary key (congress_id, id),
  foreign key (congress_id, account_id) references account
);
alter table file alter column body set storage external;

-- Who changed what when. Nothing is deleted, only withdrawn; this says how things came to be as they are.
create table history (
  congress_id uuid not null references congress,
  kind text not null,
  subject uuid not null,
  seq bigint generated always as identity,
  at timestamptz not null default now(),
  -- null: the public, or the system
  account_id uuid,
  name text not null,
  role text not null,
  act text not null,
  reason text not null default '',
  before jsonb,
  after jsonb,
  primary key (congress_id, kind, subject, seq)
);

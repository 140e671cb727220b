-- Deliberation (审议): papers and who read them, comments, what is asked of the presidium, and the list that is frozen for the ballot.

create table deliberation (
  congress_id uuid not null,
  cycle_id uuid not null,
  -- the day by which deputies should have the papers
  papers_due date,
  -- null: not published yet
  papers_at timestamptz,
  -- the adoption of the ballot method: by a motion of the session, or as staff record it
  adopted_on date,
  adopted_note text not null default '',
  adopted_motion uuid,
  primary key (congress_id, cycle_id),
  foreign key (congress_id, cycle_id) references cycle,
  foreign key (congress_id, adopted_motion) references motion
);

create table paper (
  congress_id uuid not null,
  id uuid not null,
  cycle_id uuid not null,
  title text not null,
  text text not null default '',
  file_id uuid,
  position integer not null,
  -- why it was taken back; empty: it stands
  withdrawn text not null default '',
  primary key (congress_id, id),
  foreign key (congress_id, cycle_id) references cycle,
  foreign key (congress_id, file_id) references file
);

-- Which deputy has opened which paper, the first time.
create table paper_read (
  congress_id uuid not null,
  paper_id uuid not null,
  deputy_id uuid not null,
  at timestamptz not null default now(),
  primary key (congress_id, paper_id, deputy_id),
  foreign key (congress_id, paper_id) references paper,
  foreign key (congress_id, deputy_id) references deputy
);

-- Who writes down what a delegation says: one of its deputies, or somebody of the staff.
create table recorder (
  congress_id uuid not null,
  cycle_id uuid not null,
  delegation_id uuid not null,
  account_id uuid not null,
  primary key (congress_id, cycle_id, delegation_id),
  foreign key (congress_id, cycle_id) references cycle,
  foreign key (congress_id, delegation_id) references delegation,
  foreign key (congress_id, account_id) references account
);

create table deliberation_comment (
  congress_id uuid not null,
  id uuid not null,
  cycle_id uuid not null,
  delegation_id uuid not null,
  -- null: on the whole
  candidate_id uuid,
  speaker text not null default '',
  text text not null,
  at timestamptz not null default now(),
  account_id uuid not null,
  withdrawn text not null default '',
  primary key (congress_id, id),
  foreign key (congress_id, cycle_id) references cycle,
  foreign key (congress_id, delegation_id) references delegation,
  foreign key (congress_id, candidate_id) references candidate,
  foreign key (congress_id, account_id) references account
);
create index deliberation_comment_cycle on deliberation_comment (congress_id, cycle_id, at);

-- What the presidium decides: a candidate is changed, withdrawn, or added by joint motion.
create table deliberation_request (
  congress_id uuid not null,
  id uuid not null,
  cycle_id uuid not null,
  kind text not null check (kind in ('amendment', 'withdrawal', 'motion')),
  state text not null check (state in ('collecting', 'asked', 'accepted', 'refused', 'dropped')),
  -- null: a motion that has not been accepted
  candidate_id uuid,
  before jsonb,
  after jsonb,
  reason text not null,
  -- who made it; of a motion the deputy who did
  account_id uuid not null,
  deputy_id uuid,
  made_at timestamptz not null default now(),
  decided_at timestamptz,
  decided_by uuid,
  decision_note text not null default '',
  primary key (congress_id, id),
  foreign key (congress_id, cycle_id) references cycle,
  foreign key (congress_id, candidate_id) references candidate,
  foreign key (congress_id, account_id) references account,
  foreign key (congress_id, deputy_id) references deputy,
  foreign key (congress_id, decided_by) references account
);

create table joint_signature (
  congress_id uuid not null,
  request_id uuid not null,
  deputy_id uuid not null,
  at timestamptz not null default now(),
  primary key (congress_id, request_id, deputy_id),
  foreign key (congress_id, request_id) references deliberation_request,
  foreign key (congress_id, deputy_id) references deputy
);

-- The list from which alone the ballot is taken. Lifted by two people; a row that is not lifted stands.
create table list_freeze (
  congress_id uuid not null,
  id uuid not null,
  cycle_id uuid not null,
  -- lower-case hex SHA-256 of the canonical list
  hash text not null,
  list jsonb not null,
  frozen_at timestamptz not null default now(),
  frozen_by uuid not null,
  lift_asked_by uuid,
  lift_reason text not null default '',
  lifted_by uuid,
  lifted_at timestamptz,
  primary key (congress_id, id),
  foreign key (congress_id, cycle_id) references cycle,
  foreign key (congress_id, frozen_by) references account,
  foreign key (congress_id, lift_asked_by) references account,
  foreign key (congress_id, lifted_by) references account
);
create unique index list_freeze_standing on list_freeze (congress_id, cycle_id) where lifted_at is null;

-- Evaluation (测评) and rectification (整改), domain.md sections 2 (rows 8–9) and 4: a ballot of grades on the engine of the project ballot, what it opens
-- where a project is graded 不满意, and the public's own rating beside it.

alter table ballot drop constraint ballot_kind_check;
alter table ballot add constraint ballot_kind_check check (kind in ('projects', 'run-off', 'second', 'evaluation'));
alter table ballot drop constraint ballot_further;
alter table ballot add constraint ballot_further check ((kind in ('projects', 'evaluation')) = (follows is null));

-- A session whose ballot is an evaluation: what is graded there and by which rules. It can change until the ballot opens.
create table evaluation (
  congress_id uuid not null,
  session_id uuid not null,
  -- the session that chose the projects
  source_session uuid not null,
  -- the evaluation that graded them 不满意, for the second one
  second_of uuid,
  rules jsonb not null,
  primary key (congress_id, session_id),
  foreign key (congress_id, session_id) references session on delete cascade,
  foreign key (congress_id, source_session) references session,
  foreign key (congress_id, second_of) references evaluation
);

-- The rows of its paper, until it opens and they are frozen with the ballot. `content` is the final report on the project.
create table evaluation_project (
  congress_id uuid not null,
  session_id uuid not null,
  position integer not null,
  code text not null,
  title text not null,
  content text not null,
  place text not null,
  budget bigint not null,
  unit text not null,
  finish date,
  primary key (congress_id, session_id, position),
  unique (congress_id, session_id, code),
  foreign key (congress_id, session_id) references evaluation on delete cascade
);

-- Who grades, where that is the standing committee and not all deputies; none: all.
create table evaluation_member (
  congress_id uuid not null,
  session_id uuid not null,
  deputy_id uuid not null,
  primary key (congress_id, session_id, deputy_id),
  foreign key (congress_id, session_id) references evaluation on delete cascade,
  foreign key (congress_id, deputy_id) references deputy
);

create table rectification (
  congress_id uuid not null,
  id uuid not null,
  -- the evaluation that graded it 不满意
  ballot_id uuid not null,
  session_id uuid not null,
  code text not null,
  title text not null,
  unit text not null,
  opened_on date not null,
  deadline date not null,
  state text not null default 'opened' check (state in ('opened', 'planned', 'reported', 'closed', 'again')),
  plan text not null default '',
  planned_on date,
  report text not null default '',
  reported_on date,
  -- the second evaluation, once it is published, and its grade
  graded_by uuid,
  grade text check (grade in ('satisfied', 'basically-satisfied', 'unsatisfied')),
  graded_on date,
  primary key (congress_id, id),
  unique (congress_id, ballot_id, code),
  foreign key (congress_id, ballot_id) references ballot,
  foreign key (congress_id, session_id) references evaluation,
  foreign key (congress_id, graded_by) references ballot,
  check ((graded_by is null) = (state in ('opened', 'planned', 'reported')))
);

-- 群众满意度: counts only. Never read by anything that grades.
create table public_rating (
  congress_id uuid not null,
  ballot_id uuid not null,
  code text not null,
  grade text not null check (grade in ('satisfied', 'basically-satisfied', 'unsatisfied')),
  votes integer not null default 0,
  primary key (congress_id, ballot_id, code, grade),
  foreign key (congress_id, ballot_id) references ballot on delete cascade
);

-- Browsers that have rated: a hash of what the browser keeps, so that it is counted once. No time, and nothing of what it said.
create table public_rater (
  congress_id uuid not null,
  ballot_id uuid not null,
  seal text not null,
  primary key (congress_id, ballot_id, seal),
  foreign key (congress_id, ballot_id) references ballot on delete cascade
);

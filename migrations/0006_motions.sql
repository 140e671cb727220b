-- Procedural motions, and what staff let the projector show.

create table motion (
  congress_id uuid not null,
  id uuid not null,
  session_id uuid not null,
  -- order of making within the session: the list of a session's motions, and no time
  position integer not null,
  subject text not null,
  title text not null,
  way text not null check (way in ('open', 'secret', 'hands')),
  rule text not null check (rule in ('majority-of-all', 'majority-of-present')),
  state text not null default 'draft' check (state in ('draft', 'open', 'closed', 'void')),
  repeats uuid,
  reason text not null default '',
  entitled integer,
  present_at_open integer,
  present_at_close integer,
  -- set when it closes
  votes_for integer,
  votes_against integer,
  votes_abstain integer,
  primary key (congress_id, id),
  unique (congress_id, session_id, position),
  foreign key (congress_id, session_id) references session on delete cascade
);
create unique index motion_open on motion (congress_id, session_id) where state = 'open';
-- A tablet names the motion only.
create unique index motion_id on motion (id);

-- Which credential has voted, once each. No time and no order: written anew in the order of the credentials when the motion closes.
create table motion_voter (
  congress_id uuid not null,
  motion_id uuid not null,
  credential text not null,
  -- lower-case hex SHA-256 of the signature, which is kept nowhere: tells a repeated request from a second one, and not what was chosen
  seal text not null,
  -- in an open motion, while it is open; never in a secret one
  choice text check (choice in ('for', 'against', 'abstain')),
  primary key (congress_id, motion_id, credential),
  foreign key (congress_id, motion_id) references motion on delete cascade
);

-- The running count of a secret motion; its rows go when it closes.
create table motion_count (
  congress_id uuid not null,
  motion_id uuid not null,
  choice text not null check (choice in ('for', 'against', 'abstain')),
  votes integer not null default 0,
  primary key (congress_id, motion_id, choice),
  foreign key (congress_id, motion_id) references motion on delete cascade
);

create table screen_control (
  congress_id uuid not null,
  session_id uuid not null,
  view text not null default 'auto',
  motion_id uuid,
  -- where the ballot stood when the view was chosen: once it has gone on, the projector follows the session again
  stage text not null default '',
  agenda text[] not null default '{}',
  agenda_index integer not null default 0,
  countdown_request uuid,
  countdown_minutes integer,
  countdown_ends timestamptz,
  primary key (congress_id, session_id),
  foreign key (congress_id, session_id) references session on delete cascade
);

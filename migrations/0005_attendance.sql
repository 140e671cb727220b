-- Attendance in full: each deputy's comings and goings, leave of absence, and the half days (场次) that subsidies are counted by.
-- Secrecy: times of presence are a deputy's own record and stand apart from everything a card or ballot touches. Nothing here names a
-- card, and no card or ballot carries a time or a position that could be laid beside these (see 0001).

-- 请假: why the deputy is excused from this session; null where they are not
alter table attendance add column excuse text;

create table attendance_event (
  congress_id uuid not null,
  session_id uuid not null,
  deputy_id uuid not null,
  -- the deputy's own entries, from 1
  position integer not null,
  kind text not null check (kind in ('arrived', 'left', 'returned', 'corrected')),
  -- when it was entered; not now(), which is when its transaction began to wait for the one before
  at timestamptz not null default clock_timestamp(),
  -- of a correction: the entry that no longer counts
  voids integer,
  note text not null default '',
  account_id uuid not null,
  primary key (congress_id, session_id, deputy_id, position),
  check ((kind = 'corrected') = (voids is not null)),
  foreign key (congress_id, session_id) references session on delete cascade,
  foreign key (congress_id, deputy_id) references deputy,
  foreign key (congress_id, account_id) references account
);

create table sitting (
  congress_id uuid not null,
  id uuid not null,
  session_id uuid not null,
  name text not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  primary key (congress_id, id),
  check (ends_at > starts_at),
  foreign key (congress_id, session_id) references session on delete cascade
);
create index sitting_session on sitting (congress_id, session_id);

-- How presence becomes half days; a session without a row goes by the defaults (core/rules/attendance.ts)
create table attendance_rule (
  congress_id uuid not null,
  session_id uuid not null,
  minutes integer not null check (minutes between 1 and 240),
  afresh boolean not null,
  primary key (congress_id, session_id),
  foreign key (congress_id, session_id) references session on delete cascade
);

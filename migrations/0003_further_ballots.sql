-- Several ballots in one session: the run-off of a tie, the second ballot for seats left over, an annulled ballot held again. Their order is
-- `ordinal`; the session's present ballot is the one with the highest.
alter table ballot drop constraint ballot_kind_check;
alter table ballot add constraint ballot_kind_check check (kind in ('projects', 'run-off', 'second'));
alter table ballot
  add column ordinal integer not null default 0 check (ordinal >= 0),
  -- the published ballot whose tie or shortfall this one settles
  add column follows uuid,
  -- the annulled ballot that this one is held again for
  add column repeats uuid,
  add constraint ballot_follows foreign key (congress_id, follows) references ballot,
  add constraint ballot_repeats foreign key (congress_id, repeats) references ballot,
  add constraint ballot_further check ((kind = 'projects') = (follows is null));
alter table ballot add constraint ballot_ordinal unique (congress_id, session_id, ordinal);
-- The constraint's index serves it.
drop index ballot_session;

-- Key ceremonies begun in the session: the number of the next one, also when the ballot it was held for is no more.
alter table session add column ceremonies integer not null default 0;
update session s set ceremonies = b.attempt from ballot b where b.congress_id = s.congress_id and b.session_id = s.id;

-- What the presidium decided where the method leaves a tie or a shortfall to it: of the published ballot that had it.
create table ballot_decision (
  congress_id uuid not null,
  ballot_id uuid not null,
  choice text not null check (choice in ('run-off', 'leave-empty', 'second-now', 'next-session', 'stand')),
  note text not null default '',
  decided_by uuid not null,
  at timestamptz not null default now(),
  primary key (congress_id, ballot_id),
  foreign key (congress_id, ballot_id) references ballot on delete cascade,
  foreign key (congress_id, decided_by) references account
);

-- `unchecked`: the ballot was annulled before the proofs were checked, and nobody checks them any more.
alter table cast_ballot drop constraint cast_ballot_proofs_check;
alter table cast_ballot add constraint cast_ballot_proofs_check check (proofs in ('pending', 'valid', 'unchecked'));

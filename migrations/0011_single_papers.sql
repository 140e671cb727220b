-- Single paper ballots beside the tablets (domain.md section 3, Device failure): keyed blind by two people and cast with a spare card that was
-- set aside for it before the opening. Secrecy: which encrypted ballot was keyed from a paper is known by its credential; whose paper it was
-- stands nowhere, for papers are handed out by number only. A paper's marks never reach this machine.
alter table card add column purpose text not null default 'deputy' check (purpose in ('deputy', 'paper'));

-- Frozen with the credential at the opening: a ballot with it enters the box by the tellers' way only.
alter table issued_credential add column paper boolean not null default false;

alter table ballot
  -- 备用纸质票卡: of the credentials in the Setup event, those for papers; `issued` counts the deputies' alone
  add column paper_spares integer not null default 0 check (paper_spares >= 0),
  -- papers handed out; of them, void ones and those that were not returned. What was entered is counted in the box
  add column paper_issued integer not null default 0 check (paper_issued >= 0),
  add column paper_void integer not null default 0 check (paper_void >= 0),
  add column paper_missing integer not null default 0 check (paper_missing >= 0),
  -- why more cards and papers are out than deputies are present
  add column paper_note text not null default '';

-- One paper that two people vouch for: the first has keyed it or found it void, the second does so too, and then it is settled.
create table paper_entry (
  congress_id uuid not null,
  ballot_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('vote', 'void')),
  first_account uuid not null,
  -- once settled
  second_account uuid,
  -- the ballot's hash while it is being cast, so that one paper becomes one ballot; gone when it is settled
  claim text,
  primary key (congress_id, ballot_id, id),
  check (second_account is null or second_account <> first_account),
  foreign key (congress_id, ballot_id) references ballot on delete cascade,
  foreign key (congress_id, first_account) references account,
  foreign key (congress_id, second_account) references account
);

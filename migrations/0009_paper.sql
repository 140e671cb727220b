-- A ballot wholly on paper (domain.md section 3, Device failure): chosen before it opens; no key, no credentials, no box. Two people each key
-- the count sheet; equal sheets are the count. Secrecy: a sheet holds totals only, a scan the signed count sheet and never a ballot.
alter table ballot
  add column medium text not null default 'tablet' check (medium in ('tablet', 'paper')),
  -- 废票: of the returned, those that do not count; null where there can be none
  add column void integer check (void >= 0);

create table paper_sheet (
  congress_id uuid not null,
  ballot_id uuid not null,
  account_id uuid not null,
  sheet jsonb not null,
  primary key (congress_id, ballot_id, account_id),
  foreign key (congress_id, ballot_id) references ballot on delete cascade,
  foreign key (congress_id, account_id) references account
);

create table paper_scan (
  congress_id uuid not null,
  ballot_id uuid not null,
  id uuid not null,
  -- in the order in which they were attached
  position integer not null,
  name text not null,
  type text not null check (type in ('image/png', 'image/jpeg', 'application/pdf')),
  sha256 text not null,
  body bytea not null,
  primary key (congress_id, ballot_id, id),
  unique (congress_id, ballot_id, position),
  foreign key (congress_id, ballot_id) references ballot on delete cascade
);

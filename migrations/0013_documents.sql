-- Official documents (公文): drawn up from the record, edited, issued by two people, frozen with their hashes; withdrawn with a reason, never deleted.
create table document (
  congress_id uuid not null references congress,
  id uuid not null,
  -- a closed list kept by the program (core/documents/kinds.ts)
  kind text not null,
  -- what it is about; a rehearsal takes its documents with it when it is wiped
  session_id uuid,
  cycle_id uuid,
  state text not null default 'draft' check (state in ('draft', 'proposed', 'issued', 'withdrawn')),
  revision integer not null default 1,
  -- what the record gave, and the document as it is
  source jsonb not null,
  content jsonb not null,
  number text,
  date date,
  drafted_by uuid not null,
  drafted_at timestamptz not null default now(),
  proposed_by uuid,
  issued_by uuid,
  issued_at timestamptz,
  sha256 text,
  docx_sha256 text,
  docx bytea,
  withdrawn_by uuid,
  reason text,
  primary key (congress_id, id),
  foreign key (congress_id, session_id) references session on delete cascade,
  foreign key (congress_id, cycle_id) references cycle,
  foreign key (congress_id, drafted_by) references account,
  foreign key (congress_id, proposed_by) references account,
  foreign key (congress_id, issued_by) references account,
  foreign key (congress_id, withdrawn_by) references account,
  check ((session_id is null) <> (cycle_id is null)),
  check ((issued_at is null) = (docx is null) and (issued_at is null) = (sha256 is null)),
  check (state <> 'issued' or issued_at is not null),
  check ((state = 'withdrawn') = (reason is not null))
);
alter table document alter column docx set storage external;
create index document_session on document (congress_id, session_id);
create index document_public on document (id) where issued_at is not null;
-- A number once issued is never given again.
create unique index document_number on document (congress_id, number) where issued_at is not null or state = 'proposed';

-- Every version, so that what was edited can be read again.
create table document_version (
  congress_id uuid not null,
  document_id uuid not null,
  revision integer not null,
  content jsonb not null,
  account_id uuid not null,
  at timestamptz not null default now(),
  primary key (congress_id, document_id, revision),
  foreign key (congress_id, document_id) references document on delete cascade,
  foreign key (congress_id, account_id) references account
);

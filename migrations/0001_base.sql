-- The base: a congress, its people, its sessions, and one ballot from preparation to publication.
-- congress_id leads every key (design: tenancy), so that one database serves a county's towns and can be sharded by it.
-- Secrecy: no column and no order here joins a deputy to a card, or a card or ballot to a time. Cards and cast ballots carry no
-- timestamp, casts are not audited, and both tables are rewritten in an order of their own when the ballot opens and closes.

create table congress (
  congress_id uuid primary key,
  level text not null check (level in ('town', 'county', 'city')),
  name text not null,
  county text not null default '',
  created_at timestamptz not null default now()
);

create table account (
  congress_id uuid not null references congress,
  id uuid not null,
  login text not null unique,
  name text not null,
  role text not null,
  password_hash text not null,
  active boolean not null default true,
  primary key (congress_id, id)
);

-- One row per sign-in, so that a token can be revoked before it expires.
create table sign_in (
  congress_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  expires_at timestamptz not null,
  primary key (congress_id, id),
  foreign key (congress_id, account_id) references account on delete cascade
);

-- Secrets of the installation made at first start, such as the key that signs sign-in tokens.
create table installation (name text primary key, value text not null);

create table cycle (
  congress_id uuid not null references congress,
  id uuid not null,
  year integer not null,
  primary key (congress_id, id),
  unique (congress_id, year)
);

create table delegation (
  congress_id uuid not null references congress,
  id uuid not null,
  name text not null,
  primary key (congress_id, id),
  unique (congress_id, name)
);

create table deputy (
  congress_id uuid not null references congress,
  id uuid not null,
  number text not null,
  name text not null,
  gender text not null default '',
  delegation_id uuid not null,
  in_office boolean not null default true,
  phone text not null default '',
  pinyin text not null default '',
  initials text not null default '',
  primary key (congress_id, id),
  unique (congress_id, number),
  foreign key (congress_id, delegation_id) references delegation
);

create table candidate (
  congress_id uuid not null references congress,
  id uuid not null,
  cycle_id uuid not null,
  code text not null,
  title text not null,
  content text not null default '',
  place text not null default '',
  budget bigint not null default 0 check (budget >= 0),
  unit text not null default '',
  finish date,
  position integer not null default 0,
  primary key (congress_id, id),
  unique (congress_id, cycle_id, code),
  foreign key (congress_id, cycle_id) references cycle
);

create table session (
  congress_id uuid not null references congress,
  id uuid not null,
  cycle_id uuid not null,
  name text not null,
  -- null: the defaults, not saved by anybody yet
  method jsonb,
  -- the real session this one rehearses; null for a real session
  rehearsal_of uuid,
  in_hall boolean not null default false,
  -- allocated in advance for the session's ballots, in order: cards carry a public credential for each
  election_uuids text[] not null,
  created_at timestamptz not null default now(),
  primary key (congress_id, id),
  foreign key (congress_id, cycle_id) references cycle,
  foreign key (congress_id, rehearsal_of) references session
);
create unique index session_in_hall on session (congress_id) where in_hall;
create unique index session_rehearsal on session (congress_id, rehearsal_of) where rehearsal_of is not null;

create table session_scrutineer (
  congress_id uuid not null,
  session_id uuid not null,
  -- trustee number, from 1; 1 is the chief
  position integer not null,
  account_id uuid not null,
  primary key (congress_id, session_id, position),
  unique (congress_id, session_id, account_id),
  foreign key (congress_id, session_id) references session on delete cascade,
  foreign key (congress_id, account_id) references account
);

create table attendance (
  congress_id uuid not null,
  session_id uuid not null,
  deputy_id uuid not null,
  present boolean not null,
  primary key (congress_id, session_id, deputy_id),
  foreign key (congress_id, session_id) references session on delete cascade,
  foreign key (congress_id, deputy_id) references deputy
);

create table card (
  congress_id uuid not null,
  session_id uuid not null,
  serial text not null,
  state text not null check (state in ('printed', 'activated', 'revoked')),
  -- the request that activated it: a repeated request is told from a second deputy's
  request uuid,
  primary key (congress_id, session_id, serial),
  foreign key (congress_id, session_id) references session on delete cascade
);

create table card_credential (
  congress_id uuid not null,
  session_id uuid not null,
  uuid text not null,
  credential text not null,
  serial text not null,
  primary key (congress_id, session_id, uuid, credential),
  foreign key (congress_id, session_id, serial) references card on delete cascade
);
create index card_credential_serial on card_credential (congress_id, session_id, serial);

create table ballot (
  congress_id uuid not null,
  id uuid not null,
  session_id uuid not null,
  kind text not null check (kind in ('projects')),
  uuid text not null unique,
  state text not null default 'preparing',
  -- key ceremony
  attempt integer not null default 0,
  trustees text,
  public_key text,
  key_fingerprint text,
  -- frozen when the ballot opens
  method jsonb,
  election text,
  election_hash text,
  public_credentials text,
  entitled integer,
  present_at_open integer,
  issued integer,
  opened_at timestamptz,
  -- set when the box closes; closed_at is also the archive's one timestamp
  present_at_close integer,
  returned integer,
  closed_at timestamptz,
  encrypted_tally text,
  sized_tally text,
  closing_event text,
  -- result
  result text,
  last_event text,
  outcome jsonb,
  published_at timestamptz,
  annulled_reason text,
  primary key (congress_id, id),
  foreign key (congress_id, session_id) references session on delete cascade
);
create index ballot_session on ballot (congress_id, session_id);

create table ballot_project (
  congress_id uuid not null,
  ballot_id uuid not null,
  position integer not null,
  code text not null,
  title text not null,
  content text not null,
  place text not null,
  budget bigint not null,
  unit text not null,
  finish date,
  primary key (congress_id, ballot_id, position),
  foreign key (congress_id, ballot_id) references ballot on delete cascade
);

create table trustee (
  congress_id uuid not null,
  ballot_id uuid not null,
  position integer not null,
  account_id uuid not null,
  cert text,
  commitment text,
  verification text,
  compared boolean not null default false,
  certified boolean not null default false,
  primary key (congress_id, ballot_id, position),
  foreign key (congress_id, ballot_id) references ballot on delete cascade
);

-- Sealed end to end between two scrutineers; the server only relays them and drops them when the key is made.
create table trustee_share (
  congress_id uuid not null,
  ballot_id uuid not null,
  sender integer not null,
  recipient integer not null,
  sealed text not null,
  primary key (congress_id, ballot_id, sender, recipient),
  foreign key (congress_id, ballot_id) references ballot on delete cascade
);

-- The credentials of the Setup event: who may cast. Frozen at opening.
create table issued_credential (
  congress_id uuid not null,
  ballot_id uuid not null,
  credential text not null,
  primary key (congress_id, ballot_id, credential),
  foreign key (congress_id, ballot_id) references ballot on delete cascade
);

-- The box. One ballot per credential; body is the ballot's JSON byte for byte as it will stand in the archive.
create table cast_ballot (
  congress_id uuid not null,
  ballot_id uuid not null,
  credential text not null,
  -- lower-case hex SHA-256 of body
  hash text not null,
  body text not null,
  proofs text not null default 'pending' check (proofs in ('pending', 'valid')),
  primary key (congress_id, ballot_id, credential),
  foreign key (congress_id, ballot_id) references ballot on delete cascade
);
create index cast_ballot_pending on cast_ballot (congress_id, ballot_id) where proofs = 'pending';

-- Ballots whose proofs failed: out of the box, their card free again.
create table rejected_ballot (
  congress_id uuid not null,
  ballot_id uuid not null,
  hash text not null,
  reason text not null,
  primary key (congress_id, ballot_id, hash),
  foreign key (congress_id, ballot_id) references ballot on delete cascade
);

create table decryption (
  congress_id uuid not null,
  ballot_id uuid not null,
  position integer not null,
  body text not null,
  -- in the subset that decoded the result and stands in the archive
  used boolean not null default false,
  primary key (congress_id, ballot_id, position),
  foreign key (congress_id, ballot_id) references ballot on delete cascade
);

create table proposal (
  congress_id uuid not null,
  id uuid not null,
  ballot_id uuid not null,
  act text not null,
  reason text not null default '',
  proposed_by uuid not null,
  state text not null default 'waiting' check (state in ('waiting', 'confirmed', 'withdrawn')),
  confirmed_by uuid,
  at timestamptz not null default now(),
  primary key (congress_id, id),
  foreign key (congress_id, ballot_id) references ballot on delete cascade
);
create unique index proposal_waiting on proposal (congress_id, ballot_id) where state = 'waiting';

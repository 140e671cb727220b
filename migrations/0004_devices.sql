-- Tablets paired with a congress, and the codes that pair them.
-- Secrecy: what a tablet reports while deputies vote (when it was heard, what its screen is at, its battery) is kept in memory only and
-- never written here, so that neither rows nor their order say which tablet was in use when a ballot arrived.

create table device (
  congress_id uuid not null references congress,
  id uuid not null,
  -- SHA-256 of the random token in the tablet's cookie
  token_hash text not null,
  name text not null,
  mode text not null default 'shared' check (mode in ('shared', 'personal')),
  suspended boolean not null default false,
  -- the latest order to clear the screen; each tablet obeys an order once
  release uuid,
  primary key (congress_id, id),
  unique (congress_id, name),
  unique (congress_id, token_hash)
);

create table device_pairing (
  congress_id uuid not null references congress,
  id uuid not null,
  -- SHA-256 of the code; a tablet that types it does not know its congress yet
  code_hash text not null unique,
  -- who made the code
  account_id uuid not null,
  expires_at timestamptz not null,
  -- once used: by which request and for which tablet, so that a repeated request is told from a second tablet
  request uuid,
  device_id uuid,
  primary key (congress_id, id),
  foreign key (congress_id, account_id) references account
);

create table device_setting (
  congress_id uuid primary key references congress,
  -- only paired tablets may vote
  only_paired boolean not null default false
);

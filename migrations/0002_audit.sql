-- The record of what was done: one chain of hashes per congress (core/audit/chain.ts says how each hash is made).
-- No foreign keys: the record outlives what it speaks of.
create table audit_event (
  congress_id uuid not null,
  -- from 1, without gaps
  seq bigint not null check (seq > 0),
  -- in milliseconds: what the hash was made of must come back the same
  at timestamptz(3) not null,
  kind text not null,
  actor jsonb not null,
  subject jsonb,
  detail jsonb not null,
  disposition text not null check (disposition in ('done', 'refused')),
  -- lower-case hex SHA-256 of the event before; 64 zeros before the first
  previous text not null,
  hash text not null,
  primary key (congress_id, seq)
);

-- The end of each chain: locked to append, and what shows that the tail was cut off.
create table audit_head (
  congress_id uuid primary key,
  seq bigint not null,
  hash text not null
);

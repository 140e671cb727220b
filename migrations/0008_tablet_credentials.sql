-- Tablet credentials (平板凭证): instead of a card, a paired tablet makes the credential itself and the desk approves its public part.
-- Secrecy: no deputy stands here and no time; the private part never reaches this machine. But a row joins a tablet to its public
-- credentials, and so, by whoever knows whose tablet it was, a deputy to an encrypted ballot. The method says so, and so do kiosk and archive.

create table tablet_credential (
  congress_id uuid not null,
  session_id uuid not null,
  -- no reference: the credential of a tablet that is un-paired can still be revoked
  device_id uuid not null,
  -- the tablet's name as its own screen shows it
  name text not null,
  -- the public credentials its screen shows a code of, one for each of the session's elections, until the desk approves them
  waiting text[],
  -- of the card row that was approved last
  serial text,
  primary key (congress_id, session_id, device_id),
  check (waiting is not null or serial is not null),
  foreign key (congress_id, session_id) references session on delete cascade
);

-- What every method said so far without a word.
update session set method = method || '{"credentials": "cards"}' where method is not null and not method ? 'credentials';
update ballot set method = method || '{"credentials": "cards"}' where method is not null and not method ? 'credentials';

-- Collection (征集): what people suggest, who seconds it, where and of what kind; and the one-time codes by which deputies set their password.

-- Villages and communities of the congress, as people choose them.
create table village (
  congress_id uuid not null references congress,
  id uuid not null,
  name text not null,
  position integer not null,
  -- still offered to those who suggest; what was suggested before keeps it
  active boolean not null default true,
  primary key (congress_id, id),
  unique (congress_id, name)
);

create table category (
  congress_id uuid not null references congress,
  id uuid not null,
  name text not null,
  position integer not null,
  active boolean not null default true,
  primary key (congress_id, id),
  unique (congress_id, name)
);

-- How a cycle collects. The dates are shown to people; what opens and closes collection is the cycle's stage.
create table collection (
  congress_id uuid not null,
  cycle_id uuid not null,
  opens date,
  closes date,
  -- days that collection lasts at least (domain.md section 2 row 1); null: by the congress' level
  least_days integer check (least_days between 1 and 365),
  -- days after the cycle is closed for which contacts are kept
  contact_days integer not null default 180 check (contact_days between 0 and 3650),
  -- other ways to suggest, said on the page and the poster: telephone, address
  ways text not null default '',
  -- number of the next suggestion in the ledger
  next_number integer not null default 1,
  contacts_deleted_at timestamptz,
  primary key (congress_id, cycle_id),
  foreign key (congress_id, cycle_id) references cycle
);

create table suggestion (
  congress_id uuid not null,
  id uuid not null,
  cycle_id uuid not null,
  -- number in the cycle's ledger, from 1
  number integer not null,
  -- random, with a check character: whoever has it may follow the suggestion
  receipt text not null unique,
  title text not null,
  content text not null,
  reason text not null default '',
  -- null: the whole town
  village_id uuid,
  place text not null default '',
  category_id uuid,
  channel text not null check (channel in (
    'web', 'deputy', 'station', 'visit', 'phone', 'letter', 'department', 'reserve'
  )),
  state text not null default 'received' check (state in ('received', 'published', 'withheld')),
  -- why it was withheld: read by whoever made it
  withheld_reason text not null default '',
  -- the deputy who made it or heard it
  deputy_id uuid,
  -- who entered it; null: the public
  account_id uuid,
  -- the day on which it was heard or came in, where that is not the day of its entry
  heard_on date,
  -- people who stand behind it when it comes in, e.g. the signers of a letter
  people integer not null default 1 check (people between 1 and 100000),
  -- how many second it
  seconds integer not null default 0,
  made_at timestamptz not null default now(),
  looked_at timestamptz,
  looked_by uuid,
  -- from an imported table: a hash of its row, so that the same row is not taken twice
  import_key text,
  -- in the reserve bank of an earlier cycle before
  carried_from uuid,
  -- pairs of neighbouring characters (core/collection/words.ts): of everything, and of the title and place
  words integer[] not null,
  title_words integer[] not null,
  primary key (congress_id, id),
  unique (congress_id, cycle_id, number),
  unique (congress_id, cycle_id, import_key),
  foreign key (congress_id, cycle_id) references cycle,
  foreign key (congress_id, village_id) references village,
  foreign key (congress_id, category_id) references category,
  foreign key (congress_id, deputy_id) references deputy,
  foreign key (congress_id, account_id) references account,
  foreign key (congress_id, looked_by) references account,
  foreign key (congress_id, carried_from) references suggestion
);
create index suggestion_words on suggestion using gin (words);
create index suggestion_title_words on suggestion using gin (title_words);
create index suggestion_unlooked on suggestion (congress_id, cycle_id, number) where state = 'received';
create index suggestion_village on suggestion (congress_id, cycle_id, village_id, number);
create index suggestion_category on suggestion (congress_id, cycle_id, category_id, number);
create index suggestion_demand on suggestion (congress_id, cycle_id, (people + seconds), number);
create index suggestion_deputy on suggestion (congress_id, deputy_id, number) where deputy_id is not null;

-- Apart from what is suggested: masked, shown to few, deleted a set time after the cycle.
create table suggestion_contact (
  congress_id uuid not null,
  suggestion_id uuid not null,
  name text not null default '',
  phone text not null default '',
  primary key (congress_id, suggestion_id),
  foreign key (congress_id, suggestion_id) references suggestion
);

create table suggestion_photo (
  congress_id uuid not null,
  suggestion_id uuid not null,
  position integer not null check (position between 1 and 6),
  file_id uuid not null,
  primary key (congress_id, suggestion_id, position),
  unique (congress_id, suggestion_id, file_id),
  foreign key (congress_id, suggestion_id) references suggestion,
  foreign key (congress_id, file_id) references file
);

-- Who seconds. Of the public only a hash of a random number in the browser is kept, and no time.
create table suggestion_second (
  congress_id uuid not null,
  suggestion_id uuid not null,
  seconder text not null,
  deputy_id uuid,
  primary key (congress_id, suggestion_id, seconder),
  foreign key (congress_id, suggestion_id) references suggestion,
  foreign key (congress_id, deputy_id) references deputy
);
create index suggestion_second_deputy on suggestion_second (congress_id, deputy_id) where deputy_id is not null;

-- By it a deputy sets the password of their own account, once.
create table deputy_code (
  congress_id uuid not null,
  deputy_id uuid not null,
  -- lower-case hex SHA-256
  code_hash text not null,
  expires_at timestamptz not null,
  issued_by uuid not null,
  primary key (congress_id, deputy_id),
  foreign key (congress_id, deputy_id) references deputy,
  foreign key (congress_id, issued_by) references account
);

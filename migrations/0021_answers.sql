-- What each suggestion was answered, kept beside it as well: the work table of a hundred thousand finds its page in one index.
alter table suggestion add column answer text not null default 'none'
  check (answer in ('none', 'merged', 'rejected', 'reserve'));
update suggestion s set answer = a.kind from suggestion_answer a
  where a.congress_id = s.congress_id and a.suggestion_id = s.id;
create index suggestion_answer_demand on suggestion (congress_id, cycle_id, answer, (people + seconds), number);

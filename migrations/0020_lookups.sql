-- What anybody at a door can make the server look for is found by an index, however many congresses there are.
-- Logins are told apart without regard to case.
create unique index account_login_lower on account (lower(login));
-- Deputies by what they type: name, number, telephone by its figures without the country's 86.
alter table deputy add column phone_figures text not null
  generated always as (regexp_replace(regexp_replace(phone, '[^0-9]', '', 'g'), '^86(1[0-9]{10})$', '\1')) stored;
create index deputy_name on deputy (name);
create index deputy_number on deputy (number);
create index deputy_phone on deputy (phone_figures);
-- Published files are asked for by their id alone.
create index file_published on file (id) where published;

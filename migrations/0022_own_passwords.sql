-- A password that somebody else set: whoever has it must set one of their own before anything else. Those that are there are taken as their own.
alter table account add column password_given boolean not null default false;

-- A county's congress and those of its towns in one database: the county sees their stages and deadlines.
alter table congress add column county_id uuid references congress;
create index congress_county on congress (county_id) where county_id is not null;

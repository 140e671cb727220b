-- Counts of a ledger (the chart of demand, the head of the work table) walk through this index and leave the table, with its long texts, alone.
create index suggestion_tally on suggestion (congress_id, cycle_id, answer, channel, village_id, category_id)
  include (people, seconds) where state <> 'withheld';

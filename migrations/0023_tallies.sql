-- Counts of a ledger (the chart of demand, the heads of its tables) walk through this index and leave the table, with its long texts, alone.
create index suggestion_tally on suggestion (congress_id, cycle_id, state, answer, channel, village_id, category_id)
  include (people, seconds);

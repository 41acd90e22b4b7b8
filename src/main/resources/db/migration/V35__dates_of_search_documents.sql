-- The newest of many matches are chosen without a look into the published copies. Documents of older releases have no date
-- until they are written again in the background.
alter table search_document add column published_at timestamptz(3);

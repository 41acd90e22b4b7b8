-- Searches leave pages out without a look at other tables. Documents that nodes of the previous release write have no value
-- until they are written again in the background.
alter table search_document add column page boolean;

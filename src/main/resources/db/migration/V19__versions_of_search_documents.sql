-- The rules by which a search document was made, and the change of the published copy that it contains. Documents with an
-- older version or another change are written again in the background. Releases that know neither column leave them as they
-- are when they write a document, so a document that such a node writes during an upgrade is recognized by its change.
alter table search_document add column version int not null default 1;
alter table search_document add column updated_at timestamptz(3);

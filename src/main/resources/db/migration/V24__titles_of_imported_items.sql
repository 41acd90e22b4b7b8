-- The title or name of the item, which a failed item has nowhere else.
alter table import_item add column title text;

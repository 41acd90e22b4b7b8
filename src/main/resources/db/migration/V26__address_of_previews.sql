-- Where the frontend shows a working copy to the holder of a preview link.
alter table site add column preview_url text;

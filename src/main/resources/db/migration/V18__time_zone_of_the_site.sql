-- The time zone (IANA) in which times without an offset are read.
alter table site add column time_zone text not null default 'UTC';

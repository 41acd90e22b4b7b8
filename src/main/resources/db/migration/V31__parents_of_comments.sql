-- Roots have no parent.
set lock_timeout = 0;
drop index concurrently if exists comment_by_parent;
create index concurrently comment_by_parent on comment (parent_id) where parent_id is not null;
drop index concurrently if exists comment_children;
set lock_timeout = '3s';

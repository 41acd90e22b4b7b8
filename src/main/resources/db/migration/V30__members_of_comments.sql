-- Comments of guests have no member.
set lock_timeout = 0;
drop index concurrently if exists comment_by_member;
create index concurrently comment_by_member on comment (member_id, created_at, id) where member_id is not null;
drop index concurrently if exists comment_of_member;
set lock_timeout = '3s';

-- Lists and counts of the states that few comments have. The next release drops comment_queue, which the previous one
-- needs: it does not write the state into the statement, so that PostgreSQL cannot use this index.
set lock_timeout = 0;
drop index concurrently if exists comment_not_approved;
create index concurrently comment_not_approved on comment (state, created_at, id) where state <> 'approved';
set lock_timeout = '3s';

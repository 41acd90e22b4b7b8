-- Approved comments of an article are nearly all of them, and comment_by_article lists these.
set lock_timeout = 0;
drop index concurrently if exists comment_not_approved_in_article;
create index concurrently comment_not_approved_in_article on comment (article_id, state, created_at, id)
    where state <> 'approved';
drop index concurrently if exists comment_state_in_article;
set lock_timeout = '3s';

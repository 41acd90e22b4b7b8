-- One index for both questions: whether an author posted a text before, and whether anyone did. The name is that of the
-- index before, which the service knows.
set lock_timeout = 0;
drop index concurrently if exists comment_once_by_text;
create unique index concurrently comment_once_by_text on comment (text_hash, posted_on, article_id, author_key);
drop index concurrently if exists comment_once;
alter index comment_once_by_text rename to comment_once;
set lock_timeout = '3s';

-- The index comment_once begins with the same column.
set lock_timeout = 0;
drop index concurrently if exists comment_texts;
set lock_timeout = '3s';
